"""`keys`: the keys that callers' numbers are sealed with: which days they open, and fresh ones."""

from __future__ import annotations

import json
import os
from datetime import UTC, date

import click

from ivr.cli.speech import message_language
from ivr.clock import utc_now
from ivr.settings import from_environment
from ivr.store.keychain import FILE, Keychain

_TEXTS = {
    "en": {
        "show": "Keys: {file}\nNumbers of calls since {day} can be shown. Older ones are gone for good.\n"
        "Keep a copy of this folder apart from the data: without it callers' numbers are lost, and nothing else. "
        "A copy older than {days} days gives numbers back that were purged: replace it.",
        "rotated": "Fresh keys are used from tomorrow. Copy {file} to the other machines today, and to where keys "
        "are kept.",
    },
    "pl": {
        "show": "Klucze: {file}\nMożna pokazać numery z połączeń od {day}. Starszych nie da się już odczytać.\n"
        "Kopię tego folderu proszę trzymać osobno od danych: bez niego przepadają numery dzwoniących i nic więcej. "
        "Kopia starsza niż {days} dni przywraca usunięte numery: trzeba ją zastąpić nowszą.",
        "rotated": "Nowe klucze działają od jutra. Jeszcze dziś proszę skopiować {file} na pozostałe maszyny oraz "
        "tam, gdzie są przechowywane klucze.",
    },
}


@click.group(invoke_without_command=True)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object and nothing else.")
@click.pass_context
def keys(context: click.Context, as_json: bool) -> None:
    """Show which days' numbers can still be opened. `keys rotate` makes fresh keys."""
    if context.invoked_subcommand:
        return
    settings = from_environment(os.environ)
    first = date.fromordinal(Keychain(settings.keys).keys().first("days"))
    kept = (utc_now().astimezone(UTC).date() - first).days + 1
    if as_json:
        print(json.dumps({"folder": str(settings.keys), "numbers_since": first.isoformat(), "days": kept}))
        return
    print(_TEXTS[message_language(os.environ)]["show"].format(file=settings.keys / FILE, day=first, days=kept))


@keys.command()
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object and nothing else.")
def rotate(as_json: bool) -> None:
    """Make fresh keys, used from tomorrow, that nobody can work out from the present ones."""
    settings = from_environment(os.environ)
    Keychain(settings.keys).rotate(utc_now().astimezone(UTC).date())
    if as_json:
        print(json.dumps({"folder": str(settings.keys), "rotated": True}))
        return
    print(_TEXTS[message_language(os.environ)]["rotated"].format(file=settings.keys / FILE))
