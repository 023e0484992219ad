"""`person`: what a person may ask for by their number: to see, erase, restrict it, or that it is never kept."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from dataclasses import asdict
from functools import partial
from zoneinfo import ZoneInfo

import click

from ivr.assembly import persons_of
from ivr.callers import e164_of
from ivr.cli.asking import confirmed
from ivr.cli.log import office_zone, open_log
from ivr.cli.speech import message_language
from ivr.clock import utc_now
from ivr.persons import Persons, Receipt
from ivr.settings import from_environment

_TEXTS = {
    "en": {
        "none": "No calls are kept under this number.",
        "row": "{when}  {outcome}  {call}",
        "ask": "Erase this number from {calls} calls for good? [y/N]",
        "no": "Nothing was erased.",
        "receipt": "Receipt {id}, {when}: the number {number} was erased from {calls} calls in the log; it does not "
        "come back from the journal or from a backup. At the provider: {at_provider} deleted, {left} left.",
        "pending": "Receipt {id}, {when}: the erasure of {number} is noted, and done as soon as the log database can "
        "be written. At the provider: {at_provider} deleted, {left} left.",
        "no-keys": "The provider's copies were not deleted: TWILIO_ACCOUNT_SID is not set. Delete these calls there: "
        "{ids}",
        "left": "The provider's copies of these calls are not deleted ({why}). Try again, or delete them there: {ids}",
        "restrict": "The number is shown to nobody now. To lift it: python -m ivr person restrict NUMBER --lift",
        "restrict-lift": "The restriction is lifted.",
        "object": "From now on calls of this number are logged without it. What was kept stays: python -m ivr person "
        "erase NUMBER",
        "object-lift": "The objection is taken back.",
    },
    "pl": {
        "none": "Pod tym numerem nie ma żadnych połączeń.",
        "row": "{when}  {outcome}  {call}",
        "ask": "Usunąć ten numer na zawsze z połączeń: {calls}? [t/N]",
        "no": "Niczego nie usunięto.",
        "receipt": "Potwierdzenie {id}, {when}: numer {number} usunięto z połączeń w dzienniku: {calls}; nie wróci ani "
        "z zapisu bieżącego, ani z kopii zapasowej. U operatora usunięto: {at_provider}, zostało: {left}.",
        "pending": "Potwierdzenie {id}, {when}: usunięcie numeru {number} zapisano; nastąpi, gdy tylko baza dziennika "
        "będzie dostępna. U operatora usunięto: {at_provider}, zostało: {left}.",
        "no-keys": "Kopie u operatora nie zostały usunięte: nie ustawiono TWILIO_ACCOUNT_SID. Proszę usunąć tam te "
        "połączenia: {ids}",
        "left": "Kopie tych połączeń u operatora nie zostały usunięte ({why}). Proszę spróbować ponownie albo usunąć "
        "je tam: {ids}",
        "restrict": "Numer nie jest już nikomu pokazywany. Aby to cofnąć: python -m ivr person restrict NUMER --lift",
        "restrict-lift": "Ograniczenie cofnięto.",
        "object": "Od teraz połączenia z tego numeru są zapisywane bez niego. To, co już zapisano, zostaje: python -m "
        "ivr person erase NUMER",
        "object-lift": "Sprzeciw cofnięto.",
    },
}
_json = click.option("--json", "as_json", is_flag=True, help="Print one JSON object and nothing else.")


@click.group()
def person() -> None:
    """What a person may ask for by their telephone number. The number is asked for when it is not given.

    A number on the command line stays in the shell's history: leave it out and type it when asked.
    """


def _number_argument(command: Callable[..., None]) -> Callable[..., None]:
    return click.argument("number", default="")(command)


@person.command()
@_number_argument
@_json
def find(number: str, as_json: bool) -> None:
    """List the calls kept under NUMBER."""
    persons, e164, zone = _asked(number)
    rows = persons.calls(e164)
    if as_json:
        print(json.dumps([{"call": row.call_id, "started_at": row.started_at.isoformat()} for row in rows]))
        return
    texts = _TEXTS[message_language(os.environ)]
    for row in rows:
        when = row.started_at.astimezone(zone)
        print(texts["row"].format(when=f"{when:%Y-%m-%d %H:%M:%S}", outcome=row.outcome, call=row.call_id))
    if not rows:
        print(texts["none"])


@person.command()
@_number_argument
def export(number: str) -> None:
    """Print everything kept under NUMBER as JSON, for the person."""
    persons, e164, _ = _asked(number)
    print(json.dumps(persons.export(e164, message_language(os.environ)), ensure_ascii=False, indent=1))


@person.command()
@_number_argument
@click.option("--yes", is_flag=True, help="Do not ask.")
@_json
def erase(number: str, yes: bool, as_json: bool) -> None:
    """Erase NUMBER from the log for good, and its calls at the provider; prints a receipt.

    Exit code 1 where the provider's copies are not deleted.
    """
    persons, e164, zone = _asked(number)
    texts = _TEXTS[message_language(os.environ)]
    if not confirmed(texts["ask"].format(calls=len(persons.calls(e164))), yes):
        print(texts["no"])
        return
    receipt = persons.erase(e164)
    if as_json:
        print(json.dumps(asdict(receipt) | {"at": receipt.at.isoformat()}, ensure_ascii=False))
    else:
        for line in _told(receipt, texts, zone):
            print(line)
    if receipt.left_at_provider:
        raise click.exceptions.Exit(1)


@person.command()
@_number_argument
@click.option("--lift", is_flag=True, help="Take it back.")
@_json
def restrict(number: str, lift: bool, as_json: bool) -> None:
    """Keep NUMBER and show it to nobody (GDPR art. 18)."""
    _switch("restrict", number, lift, as_json)


@person.command("object")
@_number_argument
@click.option("--lift", is_flag=True, help="Take it back.")
@_json
def object_(number: str, lift: bool, as_json: bool) -> None:
    """Log calls of NUMBER without the number from now on (GDPR art. 21)."""
    _switch("object", number, lift, as_json)


def _switch(what: str, number: str, lift: bool, as_json: bool) -> None:
    persons, e164, _ = _asked(number)
    (persons.restrict if what == "restrict" else persons.object)(e164, not lift)
    if as_json:
        print(json.dumps({what: not lift}))
        return
    print(_TEXTS[message_language(os.environ)][f"{what}-lift" if lift else what])


def _asked(number: str) -> tuple[Persons, str, ZoneInfo]:
    settings = from_environment(os.environ)
    typed = number or click.prompt("Numer" if message_language(os.environ) == "pl" else "Number", err=True)
    e164, ship = e164_of(typed), partial(open_log, settings)
    ship()
    return persons_of(settings, ship, utc_now), e164, office_zone(settings)


def _told(receipt: Receipt, texts: dict[str, str], zone: ZoneInfo) -> list[str]:
    left, values = receipt.left_at_provider, asdict(receipt)
    when = f"{receipt.at.astimezone(zone):%Y-%m-%d %H:%M:%S}"
    lines = [
        texts["pending" if receipt.calls is None else "receipt"].format(**values | {"when": when, "left": len(left)})
    ]
    if left:
        why = "no-keys" if receipt.why == "no-keys" else "left"
        lines.append(texts[why].format(why=receipt.why or "—", ids=", ".join(left)))
    return lines
