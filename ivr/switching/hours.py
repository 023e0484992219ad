"""Which lines ring, and when what is open closes: hours as whoever switches something asks for them."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from ivr.core.plan import Plan
from ivr.core.schedule import Schedule
from ivr.core.walltime import instant, midnight_after

LONGEST = timedelta(days=366)  # what lasts longer belongs in the files


def is_open(schedule: Schedule | None, at: datetime) -> bool:
    """A line without hours is always open."""
    return schedule is None or schedule.status(at).open


def open_lines(plan: Plan, at: datetime) -> list[str]:
    """The lines that may ring at an instant."""
    return [name for name in plan.office.lines if is_open(hours_of(plan, name), at)]


def hours_of(plan: Plan, line: str) -> Schedule | None:
    return plan.office.schedules.get(plan.office.lines[line].hours)


def fault_of_end(at: datetime, now: datetime) -> Literal["", "over", "far"]:
    """What is wrong with an end, "" for nothing."""
    return "over" if at <= now else "far" if at > now + LONGEST else ""


def next_opening(schedule: Schedule | None, now: datetime, timezone: str) -> datetime | None:
    """The first opening after today; midnight where it is open then. None if there is none any more."""
    midnight = midnight_after(now.astimezone(ZoneInfo(timezone)).date(), timezone)
    if schedule is None or schedule.status(midnight).open:
        return midnight
    return schedule.next_opening(midnight)


def closing_today(schedule: Schedule | None, now: datetime, timezone: str) -> datetime | None:
    """The last closing of today that the files have, whatever is switched; None if it is over, or there is none."""
    today = now.astimezone(ZoneInfo(timezone)).date()
    if schedule is None:
        return midnight_after(today, timezone)
    closings = [span.closes for span in schedule.spans_on(today)[0]]
    last = max(closings, default=None)
    if last is None:
        return None
    at = midnight_after(today, timezone) if last == last.max else instant(today, last, timezone)
    return at if at > now else None
