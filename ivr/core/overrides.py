"""An operator's switches now: something is closed or open until an instant, a notice is spoken first. Values only.

They are laid over a plan; the staff's files know nothing of them. Every instant is aware UTC.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from typing import Literal, TypeVar
from zoneinfo import ZoneInfo

from ivr.core.flow import Menu
from ivr.core.office import Announcement, Line
from ivr.core.plan import Plan
from ivr.core.schedule import Override, Period, Schedule, Span
from ivr.core.texts import Texts
from ivr.core.walltime import midnight_after

_ALWAYS = Period({weekday: (Span(time.min, time.max),) for weekday in range(7)})
_OTHER_VOICE = re.compile(r"\[[a-z]{2}: [^\[\]{}]*\]")  # [pl: Rynek] is said by that language's voice
_BRACKETS = re.compile(r"[\[\]{}<>]")
_KEPT = timedelta(days=1)  # ended ones: who was let in just before is still served


@dataclass(frozen=True, slots=True)
class Switch:
    """`target`: the name of hours or of a line (of both, if they share it); "" is all hours that open or close calls.

    `until_at` None: nobody knows; it lasts to the end of the day on which it began.
    """

    id: str
    target: str
    open: bool
    from_at: datetime
    until_at: datetime | None
    reason: Texts
    author: str


T = TypeVar("T", Switch, Announcement)
Fault = Literal["", "empty", "long", "characters", "brackets"]


@dataclass(frozen=True, slots=True)
class Switches:
    """Everything switched at one time, oldest first: a later one outweighs an earlier one. `sequence` grows by one
    with each change."""

    sequence: int = 0
    switches: tuple[Switch, ...] = ()
    announcements: tuple[Announcement, ...] = ()

    def ended(self, ids: Collection[str], at: datetime, timezone: str) -> Switches:
        """With these ended at `at` instead of later. They stay, ended: who was let in just before is still served."""

        def over(one: T) -> T:
            if one.id not in ids or end_of(one, timezone) <= at:
                return one
            return replace(one, until_at=max(at, one.from_at))

        return replace(
            self,
            switches=tuple(over(one) for one in self.switches),
            announcements=tuple(over(one) for one in self.announcements),
        )

    def without_old(self, at: datetime, timezone: str) -> Switches:
        """Without what ended more than a day ago."""
        return replace(
            self,
            switches=tuple(one for one in self.switches if end_of(one, timezone) > at - _KEPT),
            announcements=tuple(one for one in self.announcements if end_of(one, timezone) > at - _KEPT),
        )


def end_of(one: Switch | Announcement, timezone: str) -> datetime:
    """The instant from which it holds no more."""
    if one.until_at is not None:
        return one.until_at
    return midnight_after(one.from_at.astimezone(ZoneInfo(timezone)).date(), timezone)


def applied(plan: Plan, switches: Switches) -> Plan:
    """`plan` with every switch put on the hours it is for, and the announcements on its office. A line that is
    switched by its own name gets hours of its own. What the plan does not have any more is left out."""
    if not switches.switches and not switches.announcements:
        return plan
    calls, office = call_hours(plan), plan.office
    schedules = {
        name: _switched(schedule, [one for one in switches.switches if _meant(one, name, calls)])
        for name, schedule in office.schedules.items()
    }
    lines = dict(office.lines)
    for line in office.lines.values():
        if any(one.target == line.name for one in switches.switches):
            schedule = _own_hours(plan, line, switches, calls)
            schedules[schedule.name] = schedule
            lines[line.name] = replace(line, hours=schedule.name)
    office = replace(office, schedules=schedules, lines=lines, announcements=switches.announcements)
    return replace(plan, office=office)


def call_hours(plan: Plan) -> tuple[str, ...]:
    """The hours that open or close calls, those of the menus first. Other hours are only spoken."""
    menus = [node.hours for node in plan.flow.nodes.values() if isinstance(node, Menu)]
    names = dict.fromkeys([*menus, *(line.hours for line in plan.office.lines.values())])
    return tuple(name for name in names if name in plan.office.schedules)


def _meant(switch: Switch, hours: str, calls: tuple[str, ...]) -> bool:
    return switch.target == hours or (not switch.target and hours in calls)


def _own_hours(plan: Plan, line: Line, switches: Switches, calls: tuple[str, ...]) -> Schedule:
    """Those of the line, with its own switches among the others, in their order."""
    always = Schedule("always", plan.office.timezone, (_ALWAYS,), holidays_close=False)
    base = plan.office.schedules.get(line.hours, always)
    own = [
        one for one in switches.switches if one.target == line.name or (line.hours and _meant(one, line.hours, calls))
    ]
    return replace(_switched(base, own), name=f"{base.name}/{line.name}")


def _switched(schedule: Schedule, switches: list[Switch]) -> Schedule:
    if not switches:
        return schedule
    overrides = [Override(one.open, one.from_at, one.until_at, one.reason, one.author) for one in switches]
    return replace(schedule, overrides=(*schedule.overrides, *overrides))


def fault_of(text: str, longest: int) -> Fault:
    """What is wrong with words that somebody typed to be said, "" for nothing. `longest`: characters."""
    if not text.strip():
        return "empty"
    if len(text) > longest:
        return "long"
    if not text.isprintable():
        return "characters"
    if _BRACKETS.search(_OTHER_VOICE.sub("", text)):
        return "brackets"
    return ""
