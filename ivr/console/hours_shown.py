"""Hours as rows for the eye: the calendar's days, what is switched and announced, each telephone now.

The calendar is `ivr.core.calendar`'s, the same as the command `hours` and the public page have.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from flask_babel import gettext as _

from ivr.console.office_words import OfficeWords
from ivr.core.calendar import rows, spans_text, why
from ivr.core.overrides import Switch, Switches, call_hours, end_of
from ivr.core.plan import Plan
from ivr.core.texts import Texts
from ivr.switching.hours import hours_of
from ivr.switching.switchboard import Switchboard
from ivr.switching.wishes import Kind


@dataclass(frozen=True, slots=True)
class DayRow:
    """`hours`: (text, is open at all, differs from the weekday's), one for each column."""

    day: date
    hours: tuple[tuple[str, bool, bool], ...]
    why: str


def calendar_rows(
    plan: Plan, words: OfficeWords, board: Switchboard, held: Switches, first: date, last: date
) -> tuple[list[str], list[DayRow]]:
    """The labels of the columns, and a row a day. A telephone has a column while it is switched by itself."""
    calls, labels = call_hours(board.plan), words.hours()
    holding = set(board.held(held.switches))
    lines = {one.target for one in held.switches if one.id in holding}.intersection(plan.office.lines)
    own = {plan.office.lines[line].hours: words.line(line) for line in sorted(lines)}
    own = {name: label for name, label in own.items() if name not in board.plan.office.schedules}
    labels |= own
    names = [*dict.fromkeys([*calls, *board.plan.office.schedules, *own])]
    found = []
    for row in rows(plan, names, first, last):
        cells = tuple((spans_text(one.spans, words.language), bool(one.spans), one.differs) for one in row)
        found.append(DayRow(row[0].day, cells, why(row, plan, words.language, labels)))
    return [labels[name] for name in names], found


@dataclass(frozen=True, slots=True)
class InForce:
    """What one click switched or announced, and still holds or is to come."""

    kind: Kind
    ids: tuple[str, ...]
    what: str
    open: bool
    from_at: datetime
    end: datetime
    unknown: bool
    texts: Texts
    author: str


def in_force(board: Switchboard, held: Switches, words: OfficeWords) -> list[InForce]:
    """Newest first; several telephones switched at once are one."""
    holding, found = {*board.held(held.switches), *board.held(held.announcements)}, list[InForce]()
    same: dict[object, list[Switch]] = {}
    for one in held.switches:
        if one.id in holding:
            key = (one.open, one.from_at, one.until_at, tuple(sorted(one.reason.items())), one.author)
            same.setdefault(key, []).append(one)
    labels = words.hours()
    for ones in same.values():
        one = ones[0]
        what = ", ".join(_target(each.target, board.plan, words, labels) for each in ones)
        end, ids = end_of(one, board.timezone), tuple(each.id for each in ones)
        unknown = one.until_at is None
        found.append(InForce("switches", ids, what, one.open, one.from_at, end, unknown, one.reason, one.author))
    for said in held.announcements:
        if said.id in holding:
            found.append(
                InForce(
                    "announcements", (said.id,), "", True, said.from_at, said.until_at, False, said.texts, said.author
                )
            )
    return sorted(found, key=lambda each: each.from_at, reverse=True)


def _target(target: str, plan: Plan, words: OfficeWords, labels: dict[str, str]) -> str:
    if not target:
        return str(_("All calls"))
    return words.line(target) if target in plan.office.lines else labels.get(target, target)


@dataclass(frozen=True, slots=True)
class LineNow:
    name: str
    label: str
    open: bool
    until: datetime | None
    why: str


def lines_now(plan: Plan, words: OfficeWords, now: datetime) -> Sequence[LineNow]:
    """Each telephone, in the order of config.yaml."""
    found = []
    for name in plan.office.lines:
        schedule = hours_of(plan, name)
        if schedule is None:
            found.append(LineNow(name, words.line(name), True, None, str(_("always open"))))
        else:
            status = schedule.status(now)
            told = words.why(status.because, status.open)
            found.append(LineNow(name, words.line(name), status.open, status.until, told))
    return found
