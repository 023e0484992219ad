"""`upgrade`: after a new version was installed: back up, migrate, call itself; undone where anything fails."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Any

import click

from ivr.assembly import place_of
from ivr.backup.calling import own_call
from ivr.backup.place import plainly
from ivr.backup.upgrading import Upgraded
from ivr.backup.upgrading import upgrade as tried
from ivr.cli.backup import saved_facts, told
from ivr.cli.speech import message_language
from ivr.clock import utc_now
from ivr.settings import from_environment

_TEXTS = {
    "en": {
        "done": "The new version is ready: migrated (log {log}, console {console}), and a call on it went as it "
        "should.\n"
        "Now restart, one after the other: systemctl restart ivr-ship && systemctl restart ivr@8000 && systemctl "
        "restart ivr@8001 ivr@8002",
        "migration": "The migration failed: {why}",
        "call": "The call on the new version failed: {why}",
        "put_back": "Undone: {parts} as before. What the new version made of them is in {aside}.",
        "nothing": "Nothing had to be undone: the databases are as before.",
        "console": "What was done in the console since the backup, a few minutes, is there too.",
        "advice": "Do NOT restart the service. Go back to the version before (git checkout …, make install), then "
        "restart, and report the lines above. Calls went on all the time.",
        "parts": {"log": "the log", "console": "the console's database"},
        "and": " and ",
    },
    "pl": {
        "done": "Nowa wersja jest gotowa: bazy przystosowano (dziennik {log}, konsola {console}), a połączenie próbne "
        "przebiegło, jak powinno.\nTeraz proszę uruchomić ponownie, jedno po drugim: systemctl restart ivr-ship && "
        "systemctl restart ivr@8000 && systemctl restart ivr@8001 ivr@8002",
        "migration": "Przystosowanie baz nie powiodło się: {why}",
        "call": "Połączenie próbne na nowej wersji nie powiodło się: {why}",
        "put_back": "Cofnięto: {parts} w stanie sprzed zmiany. To, co zrobiła z nich nowa wersja, jest w {aside}.",
        "nothing": "Niczego nie trzeba było cofać: bazy są takie jak przedtem.",
        "console": "Tam jest też to, co zrobiono w konsoli po zapisaniu kopii, czyli w ciągu kilku minut.",
        "advice": "Proszę NIE uruchamiać usługi ponownie. Trzeba wrócić do poprzedniej wersji (git checkout …, make "
        "install), potem ją uruchomić i zgłosić powyższe wiersze. Połączenia przez cały czas trwały.",
        "parts": {"log": "dziennik", "console": "baza konsoli"},
        "and": " i ",
    },
}


@click.command()
@click.argument("target", metavar="FILE|FOLDER", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object and nothing else.")
def upgrade(target: Path, as_json: bool) -> None:
    """After a new version was installed, and before the service is restarted: write a backup to FILE or into FOLDER,
    migrate the databases, start the new version beside the service and make a call on it.

    Where anything fails the databases are put back, and the exit code is 1. Calls go on meanwhile on the old version.
    """
    settings, now = from_environment(os.environ), utc_now()
    with plainly():
        done = tried(place_of(settings), target, now, lambda: own_call(settings, now))
    if as_json:
        print(json.dumps(_facts(done)))
    else:
        print("\n".join([*told(done.saved, settings, message_language(os.environ)), *_told(done, settings.data)]))
    sys.exit(1 if done.failed else 0)


def _facts(done: Upgraded) -> dict[str, Any]:
    schemas = {name: dict(zip(("log", "console"), getattr(done, name), strict=True)) for name in ("before", "after")}
    undone = {"put_back": list(done.put_back), "aside": done.aside or None}
    return {"backup": saved_facts(done.saved), **schemas, "failed": done.failed or None, "why": done.why, **undone}


def _told(done: Upgraded, data: Path) -> list[str]:
    texts: dict[str, Any] = _TEXTS[message_language(os.environ)]
    if not done.failed:
        return [texts["done"].format(log=done.after[0] or "–", console=done.after[1] or "–")]
    lines = [texts[done.failed].format(why=done.why)]
    if done.put_back:
        parts = texts["and"].join(texts["parts"][one] for one in done.put_back)
        lines.append(texts["put_back"].format(parts=parts, aside=data / done.aside))
        lines += [texts["console"]] if "console" in done.put_back else []
    else:
        lines.append(texts["nothing"])
    return [*lines, texts["advice"]]
