"""Every fact of the shipped office is reached by phone in three languages: numbers rung by day, facts heard always."""

from __future__ import annotations

import pytest

from ivr.core.flow import Menu
from ivr.core.prompts import Moment
from ivr.rehearsal import EnginePort, names_of
from ivr.simulator.phone import OpenCall, Phone
from tests.support.offices import CALLER, at, called, plan_of

LANGUAGES = ("pl", "uk", "en")
SERVICES = {"1": "family_benefits", "2": "infoline", "3": "disability", "4": "housing", "5": "cards"}
PHONES = (
    ("71 78 22 300", "71 78 22 301", "71 78 22 302", "71 78 22 303", "71 78 22 405", "71 78 22 322", "71 79 99 274")
    + ("71 78 22 326", "71 78 22 346", "71 78 22 348", "71 78 23 595", "71 78 23 594", "71 78 22 360", "71 78 22 362")
    + ("71 78 22 363",)
)  # fmt: skip
FACTS = {
    "pl": ("Strzegomska sześć", "pokój dwadzieścia sześć", "Solidarności jeden przez trzy przez pięć", "trzecie piętro",
           "od siódmej trzydzieści do dziewiętnastej", "od dziesiątej do czternastej", "od dziesiątej do dwunastej",
           "od ósmej do piętnastej", "sekretariat, małpa", "zon, małpa"),
    "uk": ("Strzegomska", "кімната двадцять шість", "Solidarności", "третій поверх",
           "із сьомої тридцять до дев'ятнадцятої",
           "з десятої до чотирнадцятої", "з десятої до дванадцятої", "з восьмої до п'ятнадцятої", "sekretariat, małpa",
           "zon, małpa"),
    "en": ("Strzegomska", "room twenty-six", "Plac Solidarności", "third floor",
           "from seven thirty a.m. to seven p.m.",
           "from ten a.m. to two p.m.", "from ten a.m. to twelve noon", "from eight a.m. to three p.m.",
           "s, e, k, r, e, t, a, r, i, a, t, at, mops", "z, o, n, at, mops"),
}  # fmt: skip


def language_key(language: str) -> str:
    """The key of the main menu that changes to `language`."""
    plan = plan_of()
    menu = plan.flow.nodes[plan.flow.main]
    assert isinstance(menu, Menu)
    return next(option.key for option in menu.options if option.language == language)


def ring_up(moment: str, language: str) -> OpenCall:
    plan = plan_of()
    call = Phone(EnginePort(plan), caller=CALLER, called=called(plan), at=at(moment)).call()
    return call if language == "pl" else call.presses(language_key(language))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("key", "group"), SERVICES.items())
def test_every_service_rings_its_telephones(key: str, group: str, language: str) -> None:
    plan = plan_of()
    call = ring_up("2026-11-24 10:00", language).presses(key)
    numbers = names_of(plan)[group]
    if plan.office.groups[group].ring == "together":
        call.rings(*numbers, seconds=20, caller_id=called(plan))
    else:
        for number in numbers:
            call.rings(number, seconds=20).desk_busy()


@pytest.mark.parametrize("moment", ["2026-11-24 10:00", "2026-11-24 21:00"], ids=["open", "closed"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_fact_is_heard_under_six(language: str, moment: str) -> None:
    heard = " ".join(_all_information(moment, language))
    words = Moment(plan_of(), language, at(moment)).words

    missing = [number for number in PHONES if words.phone(number) not in heard]
    assert missing == []
    assert [fact for fact in FACTS[language] if fact not in heard] == []


def _all_information(moment: str, language: str) -> list[str]:
    heard: list[str] = []
    for key in "123456":
        call = ring_up(moment, language).presses("6").presses(key).ends()
        heard += call.transcript.heard
    return heard


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_digit_ever_goes_to_a_voice(language: str) -> None:
    for moment in ("2026-11-24 10:00", "2026-11-24 21:00", "2026-12-24 10:00", "2026-11-30 13:00", "2026-05-29 09:00"):
        for text in _all_information(moment, language):
            assert not any(character.isdigit() for character in text), text
