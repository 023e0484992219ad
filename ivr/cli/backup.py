"""`backup`: everything that must last, in one file; `backup --verify`: whether such a file is whole."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import click

from ivr.assembly import place_of
from ivr.backup.place import plainly
from ivr.backup.saving import JOURNAL, Saved, save
from ivr.cli.speech import message_language
from ivr.clock import utc_now
from ivr.settings import Settings, from_environment
from ivr.store.archive import verified
from ivr.store.manifest import Manifest

_TEXTS = {
    "en": {
        "saved": "{file} is written and was read again: {size}.",
        "whole": "{file} is whole: each part is as it was written.",
        "holds": "Of {at}. Log: {calls} calls, {entries} entries. Console: {accounts} accounts, {access} rows of the "
        "access log. Journal: {segments} segments. Files: {files}.",
        "without": "Not in it: the keys in {keys}. Copy them too, to another place than this file: without them "
        "callers' numbers stay sealed for ever, and nothing else is lost; together with them the numbers are open. Put "
        "a fresh copy in the old one's place at least every 30 days. Also not in it: who is signed in, and the files "
        "that are being edited ({config} and flows/); what was ever published is.",
        "removed": "Older backups removed: {count}.",
    },
    "pl": {
        "saved": "{file}: zapisano i odczytano na próbę, {size}.",
        "whole": "{file} jest cały: każda część jest taka, jak ją zapisano.",
        "holds": "Stan na {at}. Dziennik: połączeń {calls}, wpisów {entries}. Konsola: kont {accounts}, wpisów "
        "dziennika "
        "dostępu {access}. Bieżący zapis połączeń: części {segments}. Pliki: {files}.",
        "without": "Nie ma w nim kluczy z {keys}. Proszę je także skopiować, w inne miejsce niż ten plik: bez nich "
        "numery "
        "dzwoniących zostaną zaszyfrowane na zawsze i nic więcej nie przepadnie; razem z nimi numery są jawne. Co "
        "najmniej "
        "co 30 dni starą kopię kluczy trzeba zastąpić nową. Nie ma w nim też tego, kto jest zalogowany, ani plików w "
        "trakcie zmiany ({config} i flows/); wszystko, co kiedykolwiek opublikowano, w nim jest.",
        "removed": "Usunięte starsze kopie: {count}.",
    },
}


@click.command()
@click.argument("target", metavar="FILE|FOLDER", type=click.Path(path_type=Path))
@click.option("--verify", is_flag=True, help="Write nothing: say whether FILE is whole.")
@click.option("--keep", default=0, type=click.IntRange(0), help="Of the backups in FOLDER only the last so many stay.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object and nothing else.")
def backup(target: Path, verify: bool, keep: int, as_json: bool) -> None:
    """Write everything that must last into one file, while the service runs: the log, the console's accounts and access
    log, revisions, switches, lists of people, the journal. Callers' numbers stay sealed; their keys are not in it.

    In FOLDER it gets a name with the moment in it. It is read again before it gets its name.
    """
    settings, texts = from_environment(os.environ), _TEXTS[message_language(os.environ)]
    if verify:
        with plainly():
            manifest = verified(target)
        if as_json:
            print(json.dumps({"file": str(target), "whole": True, **facts(manifest)}))
        else:
            print(texts["whole"].format(file=target))
            print(_holds(manifest, texts))
        return
    with plainly():
        saved = save(place_of(settings), target, utc_now(), keep)
    if as_json:
        print(json.dumps(saved_facts(saved)))
        return
    print("\n".join(told(saved, settings, message_language(os.environ))))


def told(saved: Saved, settings: Settings, language: str) -> list[str]:
    """What was saved, and what was not, for people."""
    texts = _TEXTS[language]
    lines = [texts["saved"].format(file=saved.file, size=_size(saved.bytes)), _holds(saved.manifest, texts)]
    lines.append(texts["without"].format(keys=settings.keys, config=settings.config.name))
    return [*lines, texts["removed"].format(count=len(saved.removed))] if saved.removed else lines


def saved_facts(saved: Saved) -> dict[str, Any]:
    """For JSON."""
    removed = [str(path) for path in saved.removed]
    return {"file": str(saved.file), "bytes": saved.bytes, "keys": False, "removed": removed, **facts(saved.manifest)}


def facts(manifest: Manifest) -> dict[str, Any]:
    """What a backup holds, for JSON."""
    return {
        "made_at": manifest.made_at.isoformat(timespec="seconds"),
        "schemas": {part: one.schema if one else None for part, one in _parts(manifest)},
        "rows": {
            part: {name: table.rows for name, table in one.tables.items()} if one else None
            for part, one in _parts(manifest)
        },
        "segments": sum(name.startswith(JOURNAL) for name in manifest.members),
        "members": len(manifest.members),
    }


def _parts(manifest: Manifest) -> tuple[tuple[str, Any], ...]:
    return ("log", manifest.log), ("console", manifest.console)


def _holds(manifest: Manifest, texts: dict[str, str]) -> str:
    def rows(part: str, name: str) -> str:
        one = dict(_parts(manifest))[part]
        return str(one.tables[name].rows) if one and name in one.tables else "0"

    segments = sum(name.startswith(JOURNAL) for name in manifest.members)
    tables = len(manifest.rows_by_member())
    return texts["holds"].format(
        at=f"{manifest.made_at:%Y-%m-%d %H:%M:%S} UTC",
        calls=rows("log", "calls"),
        entries=rows("log", "entries"),
        accounts=rows("console", "accounts"),
        access=rows("console", "access_log"),
        segments=segments,
        files=len(manifest.members) - segments - tables,
    )


def _size(count: int) -> str:
    return f"{count / 1e6:.1f} MB"
