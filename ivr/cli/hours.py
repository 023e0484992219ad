"""`hours`: a calendar of the effective hours, with the reason of every unusual day; also as JSON and as iCalendar."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from itertools import groupby
from zoneinfo import ZoneInfo

import click
from rich.console import Console
from rich.table import Table

from ivr.cli.plans import plan_of, switched
from ivr.cli.speech import message_language
from ivr.clock import utc_now
from ivr.core.calendar import clock, reason, rows, spans_text, why
from ivr.core.plan import Plan
from ivr.core.twin_calendar import exceptions_ics
from ivr.errors import UsageError
from ivr.settings import from_environment

_WEEKDAYS = {"en": "Mon Tue Wed Thu Fri Sat Sun", "pl": "pon. wt. śr. czw. pt. sob. niedz."}
_REASON = {"en": "Why it is unusual", "pl": "Powód odstępstwa"}
_USUAL = {"en": "No unusual day.", "pl": "Żadnych odstępstw."}
_COLUMNS = 6  # more schedules than that make a table each


@click.command()
@click.option("--from", "first", default=None, help="The first day, 2026-12-01; today unless given.")
@click.option("--months", default=3, show_default=True, type=click.IntRange(1, 36), help="So many months.")
@click.option("--schedule", "names", multiple=True, help="Only these hours of config.yaml; may be repeated.")
@click.option("--draft", is_flag=True, help="The files as they are now, not what is live.")
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
@click.option("--ics", "as_ics", is_flag=True, help="The exceptions as iCalendar (RFC 5545), as /calendar.ics.")
def hours(first: str | None, months: int, names: tuple[str, ...], draft: bool, as_json: bool, as_ics: bool) -> None:
    """Every day with its hours, and why it is unusual: a holiday, an exception, the end of a month."""
    settings = from_environment(os.environ)
    plan = switched(plan_of(settings, draft), settings)
    language, now = message_language(os.environ), utc_now()
    begin = _day(first) if first else now.astimezone(ZoneInfo(plan.office.timezone)).date()
    end = _months_later(begin, months) - timedelta(days=1)
    shown = names or tuple(plan.office.schedules)
    for name in shown:
        if name not in plan.office.schedules:
            known = ", ".join(plan.office.schedules)
            raise UsageError("schedule-unknown", f"There are no hours {name!r}.", f"There are: {known}.")
    if as_ics:
        sys.stdout.buffer.write(exceptions_ics(plan, begin, end, language, now, shown).encode())
    elif as_json:
        print(json.dumps(_plain(plan, shown, begin, end, language), ensure_ascii=False, indent=1))
    else:
        for start in range(0, len(shown), _COLUMNS):
            _print(plan, shown[start : start + _COLUMNS], begin, end, language)


def _day(text: str) -> date:
    try:
        return datetime.strptime(text, "%Y-%m-%d").date()
    except ValueError:
        raise UsageError("day-bad", f"--from {text!r} is not a day.", "Write it so: --from 2026-12-01") from None


def _months_later(day: date, months: int) -> date:
    """The same day so many months later; the first of the month after where that month is too short."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    try:
        return date(year, month + 1, day.day)
    except ValueError:
        return date(year + (month + 1) // 12, (month + 1) % 12 + 1, 1)


def _print(plan: Plan, names: Sequence[str], first: date, last: date, language: str) -> None:
    """A table a month: a row for each day, a column for each schedule, and the reason."""
    found = rows(plan, names, first, last)
    for _, month in groupby(found, key=lambda row: (row[0].day.year, row[0].day.month)):
        in_month = list(month)
        table = Table(box=None, pad_edge=False, title=f"{in_month[0][0].day:%Y-%m}", title_justify="left")
        for title in ("", "", *names, _REASON[language]):
            table.add_column(title, overflow="fold")
        for row in in_month:
            day = row[0].day
            cells = [spans_text(one.spans, language) for one in row]
            table.add_row(_WEEKDAYS[language].split()[day.weekday()], f"{day:%d}", *cells, why(row, plan, language))
        if not any(one.unusual for row in in_month for one in row):
            table.caption, table.caption_justify = _USUAL[language], "left"
        console = Console(width=None if os.isatty(1) else 160, highlight=False)
        with console.capture() as shown:
            console.print(table)
        print(*(line.rstrip() for line in shown.get().splitlines()), "", sep="\n")


def _plain(plan: Plan, names: Sequence[str], first: date, last: date, language: str) -> list[dict[str, object]]:
    return [
        {
            "schedule": one.schedule,
            "day": one.day.isoformat(),
            "open": [{"from": clock(span.opens), "to": clock(span.closes)} for span in one.spans],
            "rule": one.rule,
            "unusual": one.unusual,
            "reason": reason(one, plan, language) if one.unusual else "",
        }
        for row in rows(plan, names, first, last)
        for one in row
    ]
