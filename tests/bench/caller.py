"""Seconds of a caller's life: until the answer that rings the desk, per service and language. `make bench-caller`.

Measured on the stand-in phone: one second for every 4.8 vowel letters, 1 s reaction, 0.6 s a request.
"""

from __future__ import annotations

import sys

from ivr.core.nodes.menu import words
from ivr.core.plan import Menu, Option, Plan
from ivr.core.prompts import Moment
from ivr.rehearsal import EnginePort
from ivr.simulator.phone import OpenCall, Phone
from tests.support.offices import CALLER, at, called, plan_of

REACTION_SECONDS = 1.0
WEIGHTS = {"1": 27, "2": 35, "3": 18, "4": 12, "5": 8}  # family, infoline, disability, housing, cards: per cent
LIMITS = {"listens": 16.0, "knows the key": 6.0, "does nothing": 60.0}
OPEN_AT = "2026-11-24 10:00"


def main_menu(plan: Plan) -> Menu:
    menu = plan.flow.nodes[plan.flow.main]
    assert isinstance(menu, Menu)
    return menu


def language_key(plan: Plan, language: str) -> str:
    return next(option.key for option in main_menu(plan).options if option.language == language)


def option_of(plan: Plan, key: str) -> Option:
    return next(option for option in main_menu(plan).options if option.key == key)


def sentence_of(plan: Plan, key: str, language: str) -> str:
    """The option as it is spoken, key word included."""
    moment = Moment(plan, language, at(OPEN_AT))
    label = option_of(plan, key).label[language]
    return next(part.text for part in words(main_menu(plan), moment) if part.text.startswith(label))


def ring_up(plan: Plan) -> OpenCall:
    return Phone(EnginePort(plan), caller=CALLER, called=called(plan), at=at(OPEN_AT)).call("CA" + "0" * 32)


def choose_language(plan: Plan, call: OpenCall, language: str, listen: bool) -> None:
    if language == plan.office.default_language:
        return
    key = language_key(plan, language)
    if listen:
        call.wait_for(option_of(plan, key).label[language] + ": " + _key_word(plan, key, language), REACTION_SECONDS)
    else:
        call.waits(REACTION_SECONDS)
    call.presses(key)


def _key_word(plan: Plan, key: str, language: str) -> str:
    return Moment(plan, language, at(OPEN_AT)).words.key(key)


def listens(plan: Plan, key: str, language: str) -> float:
    """A first-time caller: listens until the language, then until the service is named, and presses."""
    call = ring_up(plan)
    choose_language(plan, call, language, listen=True)
    call.wait_for(sentence_of(plan, key, language), REACTION_SECONDS).presses(key)
    return until_dial(call)


def knows(plan: Plan, key: str, language: str) -> float:
    """A caller who knows the keys and presses them as soon as something is heard."""
    call = ring_up(plan)
    choose_language(plan, call, language, listen=False)
    call.waits(REACTION_SECONDS).presses(key)
    return until_dial(call)


def silent(plan: Plan, language: str) -> float:
    call = ring_up(plan)
    choose_language(plan, call, language, listen=True)
    return until_dial(call)


def until_dial(call: OpenCall) -> float:
    """Seconds until the answer with the Dial came."""
    while not call.transcript.rang:
        call.goes_on()
    return call.transcript.rang[0].asked_at_seconds


def measure(plan: Plan) -> dict[str, dict[str, float]]:
    """language -> what -> seconds."""
    table: dict[str, dict[str, float]] = {}
    for language in plan.office.languages:
        row = {f"key {key}": listens(plan, key, language) for key in WEIGHTS}
        row["listens"] = sum(WEIGHTS[key] * row[f"key {key}"] for key in WEIGHTS) / 100
        row["knows the key"] = max(knows(plan, key, language) for key in WEIGHTS)
        row["does nothing"] = silent(plan, language)
        table[language] = row
    return table


def main() -> int:
    table = measure(plan_of())
    columns = list(next(iter(table.values())))
    print("Seconds from the answer to the TwiML with the Dial")
    print("language  " + "".join(f"{column:>15}" for column in columns))
    for language, row in table.items():
        print(f"{language:<10}" + "".join(f"{row[column]:>15.1f}" for column in columns))
    print(
        f"{'at most':<10}"
        + "".join(f"{LIMITS[column]:>15.1f}" if column in LIMITS else f"{'':>15}" for column in columns)
    )
    over = [(language, what) for language, row in table.items() for what, most in LIMITS.items() if row[what] > most]
    for language, what in over:
        print(f"OVER: {language}, {what}")
    return 1 if over else 0


if __name__ == "__main__":
    sys.exit(main())
