"""Who waits: missed calls grouped by caller, and what people already did about them. Pure: no clock, no database.

Three rules, in reading order:

1. Calls of one caller are one row. One without a number, and one from a number that many share, is a row of its own
   each time, and never drops out by itself: somebody else may be calling.
2. Missed calls up to the last one in which the caller reached somebody are over. Who asked to be called back waits
   until somebody says that it is done: it was their wish, and perhaps promised.
3. "Done" is said of the calls that were on the screen. A later call of the same caller waits again.

A request to be called back belongs to the number that is to be called, whoever's telephone it was typed on; the second
one of a number joins the first. Most urgent first: who asked for it, the longest wait first; then more attempts, then
the longer wait. What is done comes last, latest first.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from ivr.store.console.waiting import Change
from ivr.store.projection import CallRow

Kind = Literal["caller", "shared", "no_number", "gone", "restricted"]
"""no_number: withheld, or erased, or the caller objected to its being kept. gone: too old. restricted: shown to nobody,
the person asked for it."""

ALONE: tuple[Kind, ...] = ("shared", "no_number")


@dataclass(frozen=True, slots=True)
class Who:
    """`key` is the same for all calls of a caller, `names`: every pseudonym the caller is known by."""

    key: str
    kind: Kind
    names: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Waiting:
    """`attempts`: missed calls, at least one, oldest first. `reached_at`: when the caller had reached somebody before
    them. `changes`: what people did about them, in order; `seen`: the number of the last change of this caller."""

    kind: Kind
    attempts: tuple[CallRow, ...]
    reached_at: datetime | None
    changes: tuple[Change, ...]
    done: bool
    seen: int

    @property
    def id(self) -> str:
        return self.attempts[0].call_id

    @property
    def last(self) -> CallRow:
        return self.attempts[-1]

    @property
    def asked(self) -> CallRow | None:
        """The last call in which they asked to be called back, among those that are not done."""
        return next((row for row in reversed(self.attempts) if row.call_back_at is not None), None)

    @property
    def holder(self) -> CallRow:
        """The call whose number is the one to call."""
        return self.asked or self.last

    @property
    def kept(self) -> str:
        """That number, sealed; "" without one."""
        return (self.asked.call_back_to or "") if self.asked else self.last.caller

    @property
    def since(self) -> datetime:
        return self.attempts[0].started_at

    @property
    def assigned(self) -> str:
        """Whose it is; "" for nobody's."""
        taken = [change for change in self.changes if change.did in ("took", "gave_back")]
        return taken[-1].who if taken and taken[-1].did == "took" else ""

    @property
    def changed_at(self) -> datetime:
        """When something last happened here."""
        return self.changes[-1].at if self.changes else self.last.started_at


def who_waits(
    missed: Sequence[CallRow], who: Callable[[CallRow], Who], reached: Mapping[str, datetime], changes: Iterable[Change]
) -> list[Waiting]:
    """`missed`: oldest first. `reached`: pseudonym -> the last time. `changes`: in order. In the order of urgency."""
    callers: dict[str, tuple[Who, list[CallRow]]] = {}
    for row in missed:
        one = who(row)
        callers.setdefault(one.key, (one, []))[1].append(row)
    by_call: defaultdict[str, list[Change]] = defaultdict(list)
    for change in changes:
        for call_id in {change.item, change.through}:
            by_call[call_id].append(change)
    return sorted(
        (found for one, rows in callers.values() for found in _of_caller(one, rows, reached, by_call)), key=_urgency
    )


def _urgency(one: Waiting) -> tuple[bool, bool, float, datetime, str]:
    if one.done:
        return True, False, -one.changed_at.timestamp(), one.since, one.id
    if asked := [row for row in one.attempts if row.call_back_at is not None]:
        return False, False, 0.0, asked[0].started_at, one.id
    return False, True, -len(one.attempts), one.since, one.id


def is_over(row: CallRow, reached_at: datetime | None) -> bool:
    """Whether the caller reached somebody since (rule 2)."""
    return reached_at is not None and row.started_at <= reached_at and row.call_back_at is None


def _of_caller(
    who: Who, rows: list[CallRow], reached: Mapping[str, datetime], by_call: Mapping[str, list[Change]]
) -> list[Waiting]:
    last = max((reached[name] for name in who.names if name in reached), default=None)
    left = [row for row in rows if not is_over(row, last)]
    found = {change.seq: change for row in rows for change in by_call.get(row.call_id, ())}
    if not found:  # of very many, nobody has done anything yet
        return [Waiting(who.kind, tuple(left), last, (), False, 0)] if left else []
    changes = [found[seq] for seq in sorted(found)]
    parts: list[Waiting] = []
    for part, done in zip(_parted(left, changes), (True, False), strict=True):
        if part:
            ids = {row.call_id for row in part}
            own = tuple(one for one in changes if one.item in ids or (one.did == "done" and one.through in ids))
            parts.append(Waiting(who.kind, tuple(part), last, own, done, changes[-1].seq))
    return parts


def _parted(rows: list[CallRow], changes: Iterable[Change]) -> tuple[list[CallRow], list[CallRow]]:
    """(done, waiting). Reopening takes back what was done of that call and of later ones."""
    place = {row.call_id: index for index, row in enumerate(rows)}
    done = 0  # so many, from the first on
    for change in changes:
        if change.did == "done":
            done = max(done, place.get(change.through, -1) + 1)
        elif change.did == "reopened":
            done = min(done, place.get(change.item, 0))
    return rows[:done], rows[done:]
