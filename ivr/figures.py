"""What the counts of a period say: reached and missed, how long until a desk rings, what more staff would save, and
what may be shown of small numbers. Pure: no clock, no database, no words.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from ivr.store.figures import Period, Slot
from ivr.store.tallies import MISSED, REACHED

SMALLEST_SHOWN = 5
CALLS_A_QUARTER = 3
"""Calls that one person answers in a quarter-hour: five minutes each, with what is written down afterwards."""


@dataclass(frozen=True, slots=True)
class Split:
    """Calls by what became of them: a desk answered; the office missed them; the rest (informed, left in the menu)."""

    reached: int
    missed: int
    other: int

    @property
    def calls(self) -> int:
        return self.reached + self.missed + self.other

    @property
    def parts(self) -> tuple[int, int, int, int]:
        """The whole first: as `protected` wants a row."""
        return self.calls, self.reached, self.missed, self.other


def split(outcomes: Mapping[str, int]) -> Split:
    missed, reached = sum(outcomes.get(one, 0) for one in MISSED), outcomes.get(REACHED, 0)
    return Split(reached, missed, sum(outcomes.values()) - missed - reached)


def added(counters: Iterable[Counter[str]]) -> Counter[str]:
    whole: Counter[str] = Counter()
    for one in counters:
        whole.update(one)
    return whole


def quantile(seconds: Mapping[int, int], share: float) -> int | None:
    """The smallest number of seconds that at least this share (0 to 1) of the calls did not exceed."""
    whole, below = sum(seconds.values()), 0
    for value in sorted(seconds):
        below += seconds[value]
        if below >= share * whole:
            return value
    return None


# -- weekdays and quarter-hours ----------------------------------------------------------------------


def worst(found: Mapping[tuple[int, int], Slot], count: int) -> list[Slot]:
    """Where one more person saves most, the most first."""
    missing = [slot for slot in found.values() if slot.missed]
    return sorted(missing, key=lambda slot: (-slot.saved, -slot.missed, slot.weekday, slot.quarter))[:count]


def busy_quarters(found: Mapping[tuple[int, int], Slot]) -> range:
    """From the first to the last quarter-hour with calls, in whole hours."""
    if not found:
        return range(0)
    first, last = min(quarter for _, quarter in found), max(quarter for _, quarter in found)
    return range(first // 4 * 4, last // 4 * 4 + 4)


# -- small numbers -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Hiding:
    """Whose small numbers are hidden: everybody's in what is published, and of days before `before` (twelve months)."""

    everything: bool
    before: date

    def day(self, day: date) -> bool:
        return self.everything or day < self.before

    def period(self, period: Period) -> bool:
        """A sum that holds a day whose small numbers are hidden."""
        return self.day(period.first)


@dataclass(frozen=True, slots=True)
class Count:
    """`hidden`: "few" (1 to 4: reads <5), "guard" (larger; hidden so that a small one cannot be computed), or ""."""

    n: int
    hidden: str = ""


def protected(rows: Sequence[Sequence[int]], hide: Sequence[bool]) -> list[list[Count]]:
    """A table whose first column is the sum of the others, small numbers hidden in the rows that say so.

    Nothing is said of nobody: 0 stays 0. Where a hidden number could be computed from a row's sum, or from the sum of
    its column (which other figures tell), the smallest shown one beside it is hidden too. Limit: figures that are cut
    along other lines (by service here, by language there) are not compared with each other.
    """
    few = [[hiding and 0 < n < SMALLEST_SHOWN for n in row] for row, hiding in zip(rows, hide, strict=True)]
    hidden = {(y, x) for y, row in enumerate(few) for x, small in enumerate(row) if small}
    lines = _sums(rows)
    before = -1
    while before != len(hidden):
        before = len(hidden)
        for line in lines:
            while guard := _guard(rows, hidden, line):
                hidden.add(guard)
    return [
        [Count(n, "few" if few[y][x] else "guard" if (y, x) in hidden else "") for x, n in enumerate(row)]
        for y, row in enumerate(rows)
    ]


_Place = tuple[int, int]


def _sums(rows: Sequence[Sequence[int]]) -> list[tuple[_Place | None, list[_Place]]]:
    """(where the sum stands, what it is the sum of): each row, and each column, whose sum is told elsewhere."""
    width = len(rows[0]) if rows else 0
    across: list[tuple[_Place | None, list[_Place]]] = [
        ((y, 0), [(y, x) for x in range(1, width)]) for y in range(len(rows)) if width > 1
    ]
    return across + [(None, [(y, x) for y in range(len(rows))]) for x in range(width)]


def _guard(
    rows: Sequence[Sequence[int]], hidden: set[_Place], line: tuple[_Place | None, list[_Place]]
) -> _Place | None:
    """What must be hidden beside the small numbers of this sum; None where they cannot be computed."""
    whole, parts = line
    unknown = [place for place in parts if place in hidden]
    if not unknown or (whole is not None and whole in hidden):
        return None
    numbers = [rows[y][x] for y, x in unknown]
    if any(n >= SMALLEST_SHOWN for n in numbers) and len(numbers) > 1:
        return None
    if len(numbers) > 1 and sum(numbers) not in (len(numbers), len(numbers) * (SMALLEST_SHOWN - 1)):
        return None
    shown = [(rows[y][x], (y, x)) for y, x in parts if (y, x) not in hidden and rows[y][x]]
    return min(shown)[1] if shown else None
