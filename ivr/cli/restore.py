"""`restore`: a backup in the place of what is there, or on an empty machine."""

from __future__ import annotations

import json
import os
from pathlib import Path

import click

from ivr.assembly import place_of
from ivr.backup.place import plainly
from ivr.backup.restoring import Restored
from ivr.backup.restoring import restore as put_back
from ivr.cli.backup import facts
from ivr.cli.speech import message_language
from ivr.clock import utc_now
from ivr.settings import Settings, from_environment

_TEXTS = {
    "en": {
        "done": "Restored: the backup of {at}. Log: {calls} calls, all rows counted and checked. After it, the "
        "journal of "
        "this machine: {shipped} entries, those that were known among them.",
        "aside": "What was there is in {aside} (on PostgreSQL the schemas of that name). Delete it when all is well.",
        "chain": "The access log is whole up to where the backup ends: {rows} rows.",
        "cut": "The access log is whole, but ends where the backup ends: what came later is in what was moved aside. "
        "Note "
        "it: python -m ivr audit accept --reason …",
        "bad": "The access log is NOT as it was written: python -m ivr audit verify",
        "unchecked": "The access log was not checked: its key is not in {keys}.",
        "no_keys": "THE KEYS ARE NOT IN {keys}. Put them back BEFORE the service starts: it would make new ones, and "
        "callers' numbers would stay sealed for ever.",
        "next": "Start the service, make a call, and look: python -m ivr log",
    },
    "pl": {
        "done": "Przywrócono kopię z {at}. Dziennik: połączeń {calls}; wszystkie wiersze policzono i sprawdzono. Do "
        "tego "
        "zapis połączeń z tego komputera: wpisów {shipped}, łącznie z już znanymi.",
        "aside": "To, co tu było, jest w {aside} (w PostgreSQL: schematy o tej nazwie). Gdy wszystko jest w porządku, "
        "można to usunąć.",
        "chain": "Dziennik dostępu jest nienaruszony do końca kopii: wpisów {rows}.",
        "cut": "Dziennik dostępu jest nienaruszony, ale kończy się tam, gdzie kopia: późniejsze wpisy są w tym, co "
        "odłożono "
        "na bok. Proszę to odnotować: python -m ivr audit accept --reason …",
        "bad": "Dziennik dostępu NIE jest taki, jak go zapisano: python -m ivr audit verify",
        "unchecked": "Dziennika dostępu nie sprawdzono: w {keys} nie ma jego klucza.",
        "no_keys": "W {keys} NIE MA KLUCZY. Proszę je odtworzyć, ZANIM usługa wystartuje: zrobiłaby nowe i numery "
        "dzwoniących zostałyby zaszyfrowane na zawsze.",
        "next": "Proszę uruchomić usługę, zadzwonić i sprawdzić: python -m ivr log",
    },
}


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--replace", is_flag=True, help="Where something is there already: move it aside.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object and nothing else.")
def restore(file: Path, replace: bool, as_json: bool) -> None:
    """Put a backup back, into SQLite or PostgreSQL (DATABASE_URL), whatever it came from. The service must be stopped.

    The journal of this machine stays: what calls wrote after the backup is in the log again, each entry once. People
    who asked to be forgotten since stay forgotten.
    """
    settings = from_environment(os.environ)
    with plainly():
        done = put_back(place_of(settings), file, utc_now(), replace)
    if as_json:
        print(json.dumps(_facts(done)))
        return
    print("\n".join(_told(done, settings)))


def _facts(done: Restored) -> dict[str, object]:
    return {
        "restored": facts(done.manifest),
        "aside": done.aside or None,
        "shipped": done.shipped,
        "keys": done.has_keys,
        "access_log": _chain(done),
    }


def _chain(done: Restored) -> str:
    """Which sentence fits."""
    if done.access_log is None:
        return "unchecked"
    faults = {finding.fault for finding in done.access_log.findings}
    return "bad" if faults - {"cut", "no_anchor"} else "cut" if faults else "chain"


def _told(done: Restored, settings: Settings) -> list[str]:
    texts, manifest = _TEXTS[message_language(os.environ)], done.manifest
    calls = manifest.log.tables["calls"].rows if manifest.log else 0
    at = f"{manifest.made_at:%Y-%m-%d %H:%M:%S} UTC"
    lines = [texts["done"].format(at=at, calls=calls, shipped=done.shipped)]
    if done.aside:
        lines.append(texts["aside"].format(aside=settings.data / done.aside))
    if manifest.console:
        rows = done.access_log.rows if done.access_log else 0
        lines.append(texts[_chain(done)].format(rows=rows, keys=settings.keys))
    return [*lines, texts["next"] if done.has_keys else texts["no_keys"].format(keys=settings.keys)]
