"""How each telephone of the office does: its share of answered attempts, its last answer, whether it seems dead.

Answers questions only; where the log cannot be read it raises IvrError, and nobody's call waits for it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from sqlalchemy import Engine

from ivr.core.office import Line
from ivr.core.overrides import call_hours
from ivr.core.plan import Plan
from ivr.core.schedule import OpenStatus, Schedule
from ivr.core.walltime import instant, midnight_after
from ivr.store import rung
from ivr.store.figures import Period, last_answered_days, legs_by_line
from ivr.store.legs import LegRow

DEAD_AFTER = 5
"""Attempts in open hours in a row that nobody answered: then somebody should look whether the telephone works."""

SHARE_DAYS = 30
_LATEST = 60  # attempts looked at; those that tell nothing are among them
_LONGEST_CALL = timedelta(hours=4)
_SILENT = ("no_answer", "failed")

Alarm = Literal["", "failed", "silent"]
State = Literal["open", "closed", "not_yet", "no_more"]


@dataclass(frozen=True, slots=True)
class Telephone:
    """One line. `outcomes`: of its attempts in the last SHARE_DAYS. `last_answer`: an instant, or the day where the
    course of that call is not kept any more. `unanswered`: attempts in open hours in a row. `status`: None: always
    open. `in_use`: a call rings it, or talks on it, right now."""

    line: Line
    groups: tuple[str, ...]
    outcomes: Counter[str]
    last_answer: datetime | date | None
    unanswered: int
    alarm: Alarm
    state: State
    status: OpenStatus | None
    in_use: bool


def telephones(engine: Engine, plan: Plan, now: datetime) -> list[Telephone]:
    """In the office's order."""
    office = plan.office
    today = now.astimezone(ZoneInfo(office.timezone)).date()
    outcomes = legs_by_line(engine, Period(today - timedelta(days=SHARE_DAYS - 1), today))
    answers = _last_answers(engine, plan)
    latest = rung.latest(engine, tuple(office.lines), now - timedelta(days=SHARE_DAYS), _LATEST)
    busy = rung.going_on(engine, now - _LONGEST_CALL)
    return [
        _telephone(plan, line, outcomes.get(name, Counter()), answers.get(name), latest[name], name in busy, now)
        for name, line in office.lines.items()
    ]


def _telephone(
    plan: Plan, line: Line, outcomes: Counter[str], answered: datetime | date | None, latest: Sequence[LegRow],
    in_use: bool, now: datetime,
) -> Telephone:  # fmt: skip
    schedule = hours_of(plan, line)
    groups = tuple(name for name, group in plan.office.groups.items() if line.name in group.lines)
    unanswered, alarm = silence(latest, schedule)
    status = schedule.status(now) if schedule else None
    state = _state(line, status, now.astimezone(ZoneInfo(plan.office.timezone)).date())
    return Telephone(line, groups, outcomes, answered, unanswered, alarm, state, status, in_use)


def hours_of(plan: Plan, line: Line) -> Schedule | None:
    """Its own, else those that close the telephone as a whole."""
    name = line.hours or next(iter(call_hours(plan)), "")
    return plan.office.schedules.get(name)


def silence(latest: Sequence[LegRow], schedule: Schedule | None) -> tuple[int, Alarm]:
    """How many attempts in a row nobody answered, newest first, and whether that is an alarm.

    Busy, cancelled and unknown attempts say nothing of whether the telephone works: they neither count nor end the
    row. One `failed` is an alarm at once: the provider could not reach the number at all.
    """
    row = 0
    alarm: Alarm = ""
    for leg in latest:
        if leg.outcome == "answered":
            break
        if leg.outcome in _SILENT and (schedule is None or schedule.status(leg.at).open):
            alarm = "failed" if not row and leg.outcome == "failed" else alarm
            row += 1
    return row, alarm or ("silent" if row >= DEAD_AFTER else "")


def _state(line: Line, status: OpenStatus | None, today: date) -> State:
    if line.from_date and today < line.from_date:
        return "not_yet"
    if line.until_date and today > line.until_date:
        return "no_more"
    return "open" if status is None or status.open else "closed"


def _last_answers(engine: Engine, plan: Plan) -> Mapping[str, datetime | date]:
    zone = plan.office.timezone
    days = {line: date.fromisoformat(day) for line, day in last_answered_days(engine).items()}
    # A call belongs to the day on which it began: one that began before midnight may be answered after it.
    within = {
        line: (instant(day, time.min, zone), midnight_after(day, zone) + _LONGEST_CALL) for line, day in days.items()
    }
    return {**days, **rung.last_answers(engine, within)}
