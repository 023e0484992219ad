"""`rebuild`: the log database anew, of the last backup and the journal of this machine."""

from __future__ import annotations

import json
import os
from dataclasses import asdict
from pathlib import Path

import click

from ivr.assembly import place_of
from ivr.backup.place import plainly
from ivr.backup.rebuilding import rebuild as made_anew
from ivr.cli.speech import message_language
from ivr.clock import utc_now
from ivr.settings import from_environment

_TEXTS = {
    "en": {
        "done": "The log is made anew: {calls} calls, {from_backup} of them from the backup, the rest from the journal "
        "({shipped} entries).",
        "journal": "It is made of the journal alone: the last 72 hours.",
        "lost": "Of {lost} calls the old log had more.",
        "aside": "The old one is in {aside} (on PostgreSQL the schema of that name). Delete it when all is well.",
    },
    "pl": {
        "done": "Dziennik zbudowano od nowa: połączeń {calls}, z kopii {from_backup}, pozostałe z zapisu połączeń na "
        "tym "
        "komputerze (wpisów {shipped}).",
        "journal": "Powstał z samego zapisu połączeń: ostatnie 72 godziny.",
        "lost": "Połączenia, z których stary dziennik miał więcej: {lost}.",
        "aside": "Stary jest w {aside} (w PostgreSQL: schemat o tej nazwie). Gdy wszystko jest w porządku, można go "
        "usunąć.",
    },
}


@click.command()
@click.argument("backup", required=False, type=click.Path(path_type=Path))
@click.option("--accept-loss", is_flag=True, help="Also where calls would be missing that are in the present log.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object and nothing else.")
def rebuild(backup: Path | None, accept_loss: bool, as_json: bool) -> None:
    """Make the log database anew: of BACKUP, if it is named, and of the journal of this machine (72 hours). Calls go on
    meanwhile. Refused where calls would be lost. The old database is moved aside."""
    settings, texts = from_environment(os.environ), _TEXTS[message_language(os.environ)]
    with plainly():
        done = made_anew(place_of(settings), backup, utc_now(), accept_loss)
    if as_json:
        print(json.dumps({**asdict(done), "backup": str(backup) if backup else None}))
        return
    print(texts["done"].format(**asdict(done)))
    if backup is None:
        print(texts["journal"])
    if done.lost:
        print(texts["lost"].format(lost=done.lost))
    print(texts["aside"].format(aside=settings.data / done.aside))
