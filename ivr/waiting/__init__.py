"""Callers whom the office missed, or who asked to be called back, and who still wait; and what people do about it.

A use case over the log, the keys and the console's own database. Decides no access, and notes no looking: that is the
console's. A number is shown by `number` alone, for whoever has said why.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from sqlalchemy import Engine

from ivr.callers import Callers
from ivr.core.overrides import call_hours
from ivr.core.plan import Plan
from ivr.core.walltime import instant
from ivr.errors import IvrError
from ivr.store import attempts
from ivr.store.console.waiting import Change, Did, WaitingRows
from ivr.store.projection import CallRow
from ivr.store.sealing import Numbers, pseudonym_of
from ivr.waiting.grouping import ALONE, Kind, Waiting, Who, is_over, who_waits

__all__ = ["ALONE", "Change", "Did", "Kind", "Waiting", "WaitingRoom", "last_working_day"]

Answer = Literal["changed", "too_late", "unknown"]
LONGEST_NOTE = 500  # characters
_LOOK_BACK_DAYS = 60  # for a working day: no office is closed for longer


def last_working_day(plan: Plan, today: date) -> date:
    """The last day before `today` on which the calls were open by the calendar; yesterday, if there was none."""
    hours = [plan.office.schedules[name] for name in call_hours(plan)]
    days = (today - timedelta(days=n) for n in range(1, _LOOK_BACK_DAYS))
    yesterday = today - timedelta(days=1)
    return next((day for day in days if any(one.spans_on(day)[0] for one in hours)), yesterday)


@dataclass(frozen=True)
class WaitingRoom:
    callers: Callers
    engine: Engine
    rows: WaitingRows
    plan: Callable[[], Plan]
    clock: Callable[[], datetime]
    _names: _Names = field(default_factory=lambda: _Names())

    def all(self) -> list[Waiting]:
        """Whoever waits, most urgent first, however long ago; after them what is done of calls since the last working
        day began. Older than numbers are kept is nobody: they could not be called back. Raises IvrError."""
        plan, now = self.plan(), self.clock().astimezone(UTC)
        office = plan.office
        since = now - timedelta(days=office.privacy.number_days)
        rows = attempts.missed(self.engine, since)
        shared = frozenset(self._pseudonyms(number.e164 for number in office.shared_numbers))
        self._names.hold_for(self.callers.numbers.of_this_moment(), since.date(), now.date())
        who = _Whos(self._names, self.callers.people.people().restricted, shared)
        asked = self._names.with_known({name for row in rows if (name := _number(row)[1])})
        reached = attempts.reached(self.engine, since, asked)
        rows = [row for row in rows if not who.is_over(row, reached)]  # most are: their numbers are not even opened
        who.learn(rows)
        reached |= attempts.reached(self.engine, since, who.names - asked)
        found = who_waits(rows, who, reached, self.rows.since(since))
        today = now.astimezone(ZoneInfo(office.timezone)).date()
        recent = instant(last_working_day(plan, today), time.min, office.timezone)
        return [one for one in found if not one.done or one.last.started_at >= recent]

    def of(self, call_id: str, among: Iterable[Waiting] | None = None) -> Waiting | None:
        """The one that this call belongs to; what waits rather than what is done."""
        return next((one for one in among or self.all() if any(call_id == row.call_id for row in one.attempts)), None)

    def shown(self, one: Waiting) -> str:
        """The caller's last three digits; "" without a number."""
        return self.callers.shown(one.kept, one.holder.call_id)

    def number(self, one: Waiting) -> str | None:
        """The whole number; "" without one, None where it is gone or shown to nobody."""
        return self.callers.number(one.kept, one.holder.call_id)

    def change(self, call_id: str, did: Did, by: str, note: str = "", seen: int = 0, through: str = "") -> Answer:
        """`seen` and `through`: what was on the screen, the number of the last change and the last call. A note is
        taken whatever others did meanwhile; everything else only if nobody changed anything."""
        one = self.of(call_id)
        if one is None:
            return "unknown"
        last = through if any(through == row.call_id for row in one.attempts) else one.last.call_id
        now = self.clock().astimezone(UTC)
        change = Change(now, by, did, one.id, last, _line(note))
        calls = {row.call_id for row in one.attempts} | {each.item for each in one.changes}
        added = self.rows.add(change, calls, None if did == "noted" else seen)
        if added:
            self.rows.forget_before(now - timedelta(days=self.plan().office.privacy.event_days))
        return "changed" if added else "too_late"

    def _pseudonyms(self, numbers: Iterable[str]) -> Iterable[str]:
        today = self.clock().astimezone(UTC).date()
        for number in numbers:
            try:
                yield from self.callers.numbers.pseudonyms(number, today)
            except IvrError:  # the keys are lost: then nobody is known by any number
                return


class _Names:
    """What else a caller is called, in the months before and after: found out once for each pseudonym, by opening one
    number of it, and kept until keys or months change. Holds no number."""

    def __init__(self) -> None:
        self._held: tuple[Numbers | None, date, date] = (None, date.min, date.min)
        self._known: dict[str, tuple[str, ...]] = {}

    def hold_for(self, numbers: Numbers, since: date, today: date) -> None:
        if self._held != (numbers, since, today):
            self._held, self._known = (numbers, since, today), {}

    def with_known(self, pseudonyms: set[str]) -> set[str]:
        """And what else those are called whom it knows already."""
        return pseudonyms.union(*(self._known[one] for one in pseudonyms if one in self._known))

    def of(self, kept: str, pseudonym: str, call_id: str) -> tuple[str, ...] | None:
        """Newest first; None where the number is gone."""
        known = self._known.get(pseudonym)
        if known is None:
            numbers, since, today = self._held
            number = numbers.opened(kept, call_id) if numbers and kept else None
            if not number or not numbers:
                return None
            known = self._known[pseudonym] = numbers.pseudonyms(number, today, since)
        return known


class _Whos:
    """Who a call is from. A change of month does not part a caller."""

    def __init__(self, names: _Names, restricted: frozenset[str], shared: frozenset[str]) -> None:
        self._names, self._restricted, self._shared = names, restricted, shared
        self._known: dict[str, Who] = {}

    @property
    def names(self) -> frozenset[str]:
        return frozenset().union(*(who.names for who in self._known.values()))

    def is_over(self, row: CallRow, reached: Mapping[str, datetime]) -> bool:
        """Whether the caller reached somebody since, under the very name of this call."""
        pseudonym = _number(row)[1]
        return pseudonym not in self._shared and is_over(row, reached.get(pseudonym))

    def learn(self, rows: Iterable[CallRow]) -> None:
        for row in rows:
            kept, pseudonym = _number(row)
            known = self._known.get(pseudonym)
            if pseudonym and (known is None or known.kind == "gone"):
                self._known[pseudonym] = self._who(kept, pseudonym, row.call_id)

    def __call__(self, row: CallRow) -> Who:
        who = self._known.get(_number(row)[1])
        if who is None:
            return Who(row.call_id, "no_number")
        return replace(who, key=row.call_id) if who.kind in ALONE else who

    def _who(self, kept: str, pseudonym: str, call_id: str) -> Who:
        own = frozenset({pseudonym})
        if pseudonym in self._shared:
            return Who(pseudonym, "shared")
        if pseudonym in self._restricted:
            return Who(pseudonym, "restricted", own)
        names = self._names.of(kept, pseudonym, call_id)
        if names is None:
            return Who(pseudonym, "gone", own)
        return Who(names[0] if names else pseudonym, "caller", own.union(names))


def _number(row: CallRow) -> tuple[str, str]:
    """(sealed, its pseudonym): the number to call, which is the caller's where nobody asked for another."""
    if row.call_back_at is not None:
        return row.call_back_to or "", pseudonym_of(row.call_back_to or "")
    return row.caller, row.pseudonym


def _line(note: str) -> str:
    """In one line, printable."""
    return " ".join("".join(letter if letter.isprintable() else " " for letter in note[:LONGEST_NOTE]).split())
