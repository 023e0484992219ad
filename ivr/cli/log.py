"""`log` lists calls, `log show CALL` tells one as sentences. Callers are masked on every way out."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import click
from rich.console import Console
from rich.table import Table
from sqlalchemy import Engine

from ivr.assembly import callers_of, live_office, shipper_of, timezone_of
from ivr.callers import Callers
from ivr.cli.speech import message_language
from ivr.clock import utc_now
from ivr.core.story import tell
from ivr.errors import IvrError, UsageError
from ivr.settings import Settings, from_environment
from ivr.store import log as queries
from ivr.store.database import open_reader
from ivr.store.projection import CallRow

_AGO = re.compile(r"(\d+)([mhd])")
_TITLES = {
    "en": "When Called From Language Service Outcome Seconds Call",
    "pl": "Kiedy Numer Od Język Sprawa Wynik Sekundy Połączenie",
}
_UNITS = {"m": "minutes", "h": "hours", "d": "days"}


@click.group(invoke_without_command=True)
@click.option("--since", default="7d", help='A date (2026-12-24), "today", or so long ago: 30m, 5h, 7d.')
@click.option("--line", default="", help="Only calls in which this line was rung.")
@click.option("--outcome", default="", help="Only calls that ended so: connected, informed, nobody_answered, busy …")
@click.option("--limit", default=50, show_default=True, help="At most so many, newest first.")
@click.option("--json", "as_json", is_flag=True, help="Print a JSON list and nothing else.")
@click.pass_context
def log(context: click.Context, since: str, line: str, outcome: str, limit: int, as_json: bool) -> None:
    """List calls, newest first. `log show CALL` tells one."""
    if context.invoked_subcommand:
        return
    settings = from_environment(os.environ)
    zone = office_zone(settings)
    since_instant = since_at(since, utc_now(), zone)
    rows, callers = queries.calls(open_log(settings), since_instant, None, line, outcome, limit), callers_of(settings)
    if as_json:
        print(json.dumps([_plain_call(row, zone, callers) for row in rows], ensure_ascii=False, indent=1))
    else:
        _print(rows, zone, callers)


def _print(rows: Sequence[CallRow], zone: ZoneInfo, callers: Callers) -> None:
    polish = message_language(os.environ) == "pl"
    table = Table(box=None, pad_edge=False)
    for title in _TITLES["pl" if polish else "en"].split():
        table.add_column(title, overflow="fold")
    for row in rows:
        started = row.started_at.astimezone(zone).strftime("%Y-%m-%d %H:%M:%S") if row.started_at else ""
        test = " (test)" if row.test else ""
        seconds = "" if row.seconds is None else str(row.seconds)
        caller = callers.shown(row.caller, row.call_id)
        cells = (row.called, caller, row.language, row.service, row.outcome + test, seconds, row.call_id)
        table.add_row(started, *cells)
    Console(width=None if os.isatty(1) else 160).print(table)
    if not rows:
        print("Brak połączeń w tym okresie." if polish else "No calls in this period.")


@log.command()
@click.argument("call")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object and nothing else.")
def show(call: str, as_json: bool) -> None:
    """Tell one call as sentences. CALL is its id, or the beginning of it."""
    settings = from_environment(os.environ)
    zone = office_zone(settings)
    row, _, entries = queries.call(open_log(settings), call)
    callers = callers_of(settings)
    told = tell(entries, message_language(os.environ), lambda kept: callers.shown(kept, row.call_id), zone)
    if as_json:
        story = [
            {"at": entry.at.astimezone(zone).isoformat(), "kind": entry.kind, "sentence": sentence}
            for entry, sentence in told
        ]
        print(json.dumps({**_plain_call(row, zone, callers), "story": story}, ensure_ascii=False, indent=1))
        return
    for entry, sentence in told:
        print(f"{entry.at.astimezone(zone):%Y-%m-%d %H:%M:%S}  {sentence}")


def _plain_call(row: CallRow, zone: ZoneInfo, callers: Callers) -> dict[str, Any]:
    """Times are the office's, numbers of callers masked."""
    times = {"started_at": row.started_at, "ended_at": row.ended_at}
    shown = {name: at.astimezone(zone).isoformat() if at else None for name, at in times.items()}
    numbers = {"caller": row.caller, "forwarded_from": row.forwarded_from}
    return asdict(row) | shown | {name: callers.shown(kept, row.call_id) for name, kept in numbers.items()}


def open_log(settings: Settings) -> Engine:
    """The log, with whatever the journal still holds moved over first (if nobody else is doing it)."""
    if not settings.data.is_dir():
        raise IvrError("no-data", f"There is no folder {settings.data}.", "Start the service first, or set IVR_DATA.")
    shipper = shipper_of(settings, lambda: live_office(settings))
    shipper.run_once()
    shipper.stop()
    return open_reader(settings.database)


def office_zone(settings: Settings) -> ZoneInfo:
    """Times on the command line are the office's; UTC where nothing was ever published."""
    return ZoneInfo(timezone_of(live_office(settings)))


def since_at(text: str, now: datetime, zone: ZoneInfo) -> datetime:
    """The instant `text` means: "7d", "today" or a date in office time."""
    if match := _AGO.fullmatch(text):
        return now - timedelta(**{_UNITS[match[2]]: int(match[1])})
    try:
        day = now.astimezone(zone).date().isoformat() if text == "today" else text
        return datetime.fromisoformat(day).replace(tzinfo=zone).astimezone(UTC)
    except ValueError:
        hint = 'Write a date (2026-12-24), "today", or 30m, 5h, 7d.'
        raise UsageError("since-bad", f"--since {text!r} is not a time.", hint) from None
