"""`audit`: who looked at what in the console, and whether that log is as it was written."""

from __future__ import annotations

import json
import os
import sys
from dataclasses import asdict
from datetime import datetime
from typing import Any

import click
from rich.console import Console
from rich.table import Table

from ivr.accounts.deeds import DEEDS
from ivr.assembly import console_of
from ivr.cli.asking import login_name
from ivr.cli.log import office_zone, since_at
from ivr.cli.speech import message_language
from ivr.clock import utc_now
from ivr.console.languages import catalogue
from ivr.console.words import DEEDS as DEED_WORDS
from ivr.errors import IvrError, UsageError
from ivr.settings import from_environment
from ivr.store.console.access_log import AccessLog, Filter, require_reason
from ivr.store.console.seals import Head, Row, head_of
from ivr.store.console.verify import Finding, Verdict
from ivr.store.console.verify import verify as verified

_TEXTS = {
    "en": {
        "whole": "The access log is whole: {rows} rows, each as it was written.",
        "bad": "The access log is NOT as it was written ({count} findings in {rows} rows):",
        "start": "The beginning was moved: rows up to {last} were removed by somebody else than this service.",
        "missing": "Rows {first} to {last} are missing.",
        "changed": "Row {first} is not what was written: it, or the row before it, was changed or stood elsewhere.",
        "cut": "The end is missing: the log once went on to row {last}, now it ends before {first}.",
        "no_anchor": "Nothing says where the log should end: the file access_log.anchor beside the keys is gone.",
        "more": "… and {count} more.",
        "advice": "Find out who could write to the console's database. If you know why (a backup was put back), "
        "run: python -m ivr audit accept --reason …",
        "keep": "Keep this somewhere else, and give it to the next verification (--head):",
        "accepted": "From now on the log counts as ending at row {last}. That, and why, stands in it.",
        "nothing": "Nothing in this period.",
        "titles": "No.|When|Who|Did|What|Why|From",
    },
    "pl": {
        "whole": "Dziennik dostępu jest nienaruszony: wpisów {rows}, każdy taki, jak go zapisano.",
        "bad": "Dziennik dostępu NIE jest taki, jak go zapisano (uwag: {count}, wpisów: {rows}):",
        "start": "Przesunięto początek: wpisy do {last} usunął ktoś inny niż ta usługa.",
        "missing": "Brakuje wpisów od {first} do {last}.",
        "changed": "Wpis {first} nie jest tym, co zapisano: jego lub wpis przed nim zmieniono albo przestawiono.",
        "cut": "Brakuje końca: dziennik sięgał wpisu {last}, teraz kończy się przed {first}.",
        "no_anchor": "Nie wiadomo, gdzie dziennik ma się kończyć: obok kluczy nie ma pliku access_log.anchor.",
        "more": "… i jeszcze {count}.",
        "advice": "Proszę ustalić, kto mógł pisać do bazy konsoli. Jeśli przyczyna jest znana (przywrócono kopię), "
        "wystarczy: python -m ivr audit accept --reason …",
        "keep": "To proszę zachować gdzie indziej i podać przy następnym sprawdzeniu (--head):",
        "accepted": "Odtąd dziennik kończy się na wpisie {last}. To, i dlaczego, jest w nim zapisane.",
        "nothing": "W tym okresie niczego nie ma.",
        "titles": "Nr|Kiedy|Kto|Co zrobił|Co|Dlaczego|Skąd",
    },
}
_JSON = click.option("--json", "as_json", is_flag=True, help="Print one JSON document and nothing else.")


@click.group()
def audit() -> None:
    """The console's access log: list, verify, accept."""


@audit.command()
@click.option("--head", default="", help="What an earlier verification printed last: the log must still contain it.")
@_JSON
def verify(head: str, as_json: bool) -> None:
    """Find rows that were changed, removed or moved, and a missing end. Exit code 1 if there are any."""
    seen = head_of(head) if head else None
    if head and seen is None:
        raise UsageError(
            "head-bad", f"--head {head!r} is not what verify prints.", "Copy its last line, such as 120:5fe0…"
        )
    verdict = verified(_log(), seen)
    if as_json:
        whole = not verdict.findings
        print(json.dumps({"whole": whole, **asdict(verdict), "head": str(verdict.head)}, ensure_ascii=False))
    else:
        _tell(verdict, _TEXTS[message_language(os.environ)])
    sys.exit(1 if verdict.findings else 0)


def _tell(verdict: Verdict, texts: dict[str, str]) -> None:
    count = len(verdict.findings) + verdict.more
    if not verdict.findings:
        print(texts["whole"].format(rows=verdict.rows))
        print(f"{texts['keep']}\n{verdict.head}")
        return
    print(texts["bad"].format(count=count, rows=verdict.rows))
    for finding in verdict.findings:
        print(f"  {_sentence(finding, texts)}")
    if verdict.more:
        print(f"  {texts['more'].format(count=verdict.more)}")
    print(texts["advice"])


def _sentence(finding: Finding, texts: dict[str, str]) -> str:
    return texts[finding.fault].format(first=finding.first, last=finding.last)


@audit.command()
@click.option(
    "--reason", required=True, help="Why the log is shorter than it was, such as: the backup of 3 May was put back."
)
@_JSON
def accept(reason: str, as_json: bool) -> None:
    """Take the present end of the log as its end, after a backup was put back. It is noted in the log, with the reason.

    Rows that were changed stay findings: nobody can accept those away.
    """
    log, before = _log(), verified(_log())
    what = ", ".join(f"{one.fault} {one.first}–{one.last}" for one in before.findings) or "–"
    row = log.note(f"{login_name(None)} (terminal)", "access_log_accepted", what, require_reason(reason))
    log.anchor.move(Head(row.seq, row.seal), back=True)
    if as_json:
        print(json.dumps({"head": f"{row.seq}:{row.seal}", "accepted": what}, ensure_ascii=False))
    else:
        print(_TEXTS[message_language(os.environ)]["accepted"].format(last=row.seq))


@audit.command(name="list")
@click.option("--since", default="7d", help='A date (2026-12-24), "today", or so long ago: 30m, 5h, 7d.')
@click.option("--who", default="", help="Only what this account did.")
@click.option("--did", default="", help="Only this deed, such as access_log_viewed.")
@click.option("--limit", default=100, show_default=True, help="At most so many, newest first.")
@_JSON
def list_(since: str, who: str, did: str, limit: int, as_json: bool) -> None:
    """List the log, newest first."""
    if did and did not in DEEDS:
        raise UsageError("deed-unknown", f"--did {did!r} is no deed.", f"Write one of {', '.join(DEEDS)}.")
    settings, language = from_environment(os.environ), message_language(os.environ)
    zone = office_zone(settings)
    rows = _log().page(Filter(who=who, did=did, since=since_at(since, utc_now(), zone)), limit)
    if as_json:
        print(json.dumps([_as_json(row) for row in rows], ensure_ascii=False, indent=2))
        return
    if not rows:
        print(_TEXTS[language]["nothing"])
        return
    table = Table(box=None, pad_edge=False)
    for title in _TEXTS[language]["titles"].split("|"):
        table.add_column(title, overflow="fold")
    for row in rows:
        at = f"{row.at.astimezone(zone):%Y-%m-%d %H:%M:%S}"
        table.add_row(str(row.seq), at, row.who, _deed(row.did, language), row.what, row.reason, row.address)
    Console(width=None if os.isatty(1) else 160, markup=False, highlight=False).print(table)


def _deed(did: str, language: str) -> str:
    words = DEED_WORDS.get(did, did)
    return str(catalogue(language).gettext(words))


def _log() -> AccessLog:
    settings = from_environment(os.environ)
    if not settings.data.is_dir():
        raise IvrError("no-data", f"There is no folder {settings.data}.", "Start the service first, or set IVR_DATA.")
    return console_of(settings).access_log


def _as_json(row: Row) -> dict[str, Any]:
    def text(value: object) -> object:
        return value.isoformat(timespec="microseconds") if isinstance(value, datetime) else value

    return {name: text(value) for name, value in asdict(row).items()}
