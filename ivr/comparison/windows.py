"""A set of classes of moments, described as people would: while open, on Mondays, on one day, from a date on.

Values only; the words stand with the commands.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from functools import cached_property

from ivr.comparison.clock import DAY_SECONDS, Cell, Clock
from ivr.comparison.values import State, Window

Spans = tuple[tuple[int, int], ...]
Table = Mapping[int, Spans]  # day -> the spans of it, in order, joined

_SPANS_AT_MOST = 3


class Windows:
    """Describes sets of classes of one clock; the same set is described once."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._soon = frozenset(one.number for one in clock.classes if any(one.soon))
        self._rest = tuple(one for one in clock.classes if not any(one.soon))
        self._known: dict[frozenset[int], Window] = {}

    def of(self, numbers: Iterable[int]) -> Window:
        wanted = frozenset(numbers)
        wanted = wanted - self._soon or wanted  # those two minutes are told only where nothing else is
        if wanted not in self._known:
            self._known[wanted] = self._described(wanted)
        return self._known[wanted]

    def _described(self, wanted: frozenset[int]) -> Window:
        if wanted >= {one.number for one in self._rest if not one.turns}:  # where it opens or closes is told apart
            return Window(always=True)
        table = self._table(wanted)
        spans = self._joined(table)
        found = self._in_states(wanted, table)
        few = len(spans) <= _SPANS_AT_MOST
        if found and not (few and self._inside(spans)):
            return found
        if few:
            moments = [(self._clock.moment(*begins), self._clock.moment(*ends)) for begins, ends in spans]
            return Window(spans=tuple(moments))
        return self._weekly(table) or self._many(spans)

    def _inside(self, spans: list[tuple[tuple[int, int], tuple[int, int]]]) -> bool:
        """It has not begun yet, and is over before the end of what is looked at."""
        return spans[0][0][0] > 0 and spans[-1][1][0] < self._clock.count - 1

    def _table(self, numbers: Collection[int]) -> Table:
        """With the minutes just before an opening, where they follow."""
        cells: dict[int, list[Cell]] = {}
        for one in self._clock.classes:
            if one.number in numbers:
                for cell in one.cells:
                    cells.setdefault(cell.day, []).append(self._whole(cell))
        return {day: _union((cell.begins, cell.ends) for cell in cells[day]) for day in sorted(cells)}

    def _whole(self, cell: Cell) -> Cell:
        while (cell.day, cell.ends) in self._follows:
            cell = Cell(cell.day, cell.begins, self._follows[cell.day, cell.ends])
        return cell

    @cached_property
    def _follows(self) -> Mapping[tuple[int, int], int]:
        """Where minutes just before an opening begin -> where they end."""
        return {
            (cell.day, cell.begins): cell.ends
            for one in self._clock.classes
            if one.number in self._soon
            for cell in one.cells
        }

    def _joined(self, table: Table) -> list[tuple[tuple[int, int], tuple[int, int]]]:
        """(day, second) from and up to, midnights joined."""
        found: list[tuple[tuple[int, int], tuple[int, int]]] = []
        for day, spans in table.items():
            for begins, ends in spans:
                if found and found[-1][1] == (day - 1, DAY_SECONDS) and begins == 0:
                    found[-1] = (found[-1][0], (day, ends))
                else:
                    found.append(((day, begins), (day, ends)))
        return found

    # -- by what the main menu is ----------------------------------------------------------------------

    def _in_states(self, wanted: frozenset[int], table: Table) -> Window | None:
        touched = [one for one in self._clock.classes if one.number in wanted]
        pairs = dict.fromkeys(one.states for one in touched)
        whole = self._table([one.number for one in self._rest if one.states in pairs])
        first, last = self._bounds(table, whole)
        if {day: spans for day, spans in whole.items() if first <= day <= last} != table:
            return None
        states: list[State] = [after for _, after in pairs]
        if any(before != after for before, after in pairs) and not self._same_now(pairs):
            return None
        everything = {one.states for one in self._rest} == set(pairs)
        found = Window(states=() if everything else tuple(dict.fromkeys(states)), always=everything)
        return self._bounded(found, first, last)

    def _same_now(self, pairs: Collection[tuple[State, State]]) -> bool:
        """Whether these are all the moments at which the menu is so now, whatever it was before."""
        now = {after for _, after in pairs}
        return {one.states for one in self._rest if one.states[1] in now} == set(pairs)

    def _bounds(self, table: Table, whole: Table) -> tuple[int, int]:
        """The first and the last day between which `table` could be all of `whole`; as wide as that allows."""
        days = list(table)
        if not days:
            return 0, -1
        before = [day for day in whole if day < days[0]]
        after = [day for day in whole if day > days[-1]]
        first = self._edge(before[-1] + 1, days[0]) if before else 0
        last = self._edge(days[-1] + 1, after[0]) - 1 if after else self._clock.count - 1
        return first, last

    def _edge(self, low: int, high: int) -> int:
        """The day in between on which something with dates begins or has ended, if there is one."""
        return next((day for day in self._clock.dated if low <= day <= high), high)

    def _bounded(self, window: Window, first: int, last: int) -> Window:
        """With the days that bound it, but for those of all that is looked at."""
        from_day = self._clock.date(first) if first > 0 else None
        until_day = self._clock.date(last) if last < self._clock.count - 1 else None
        return replace(window, from_day=from_day, until_day=until_day)

    # -- by the week -----------------------------------------------------------------------------------

    def _weekly(self, table: Table) -> Window | None:
        """The same spans on the same weekdays; on unusual days it may be otherwise."""
        usual = [day for day in range(1, self._clock.count) if self._clock.usual[day]]
        weekday = {day: self._clock.date(day).weekday() for day in range(self._clock.count)}
        marked = [day for day in usual if day in table]
        if not marked:
            return None
        wanted = {weekday[day] for day in marked}
        whole = {day: ((0, DAY_SECONDS),) for day in usual if weekday[day] in wanted}
        first, last = self._bounds({day: table[day] for day in marked}, whole)
        pattern: dict[int, Spans] = {}
        for day in usual:
            if first <= day <= last and pattern.setdefault(weekday[day], table.get(day, ())) != table.get(day, ()):
                return None
        odd = [day for day in table if day and not self._clock.usual[day]]
        plain = all(first <= day <= last and table[day] == pattern.get(weekday[day]) for day in odd)
        ordered = sorted((day, spans) for day, spans in pattern.items() if spans)
        grouped = [
            (spans, [day for day, other in ordered if other == spans]) for spans in dict.fromkeys(s for _, s in ordered)
        ]
        weekly = tuple((tuple(days), spans) for spans, days in grouped)
        return self._bounded(Window(weekly=weekly, usually=not plain), first, last)

    def _many(self, spans: list[tuple[tuple[int, int], tuple[int, int]]]) -> Window:
        first, last = self._clock.moment(*spans[0][0]), self._clock.moment(*spans[-1][0])
        return Window(times=len(spans), first=first, last=last)


def _union(spans: Iterable[tuple[int, int]]) -> Spans:
    found: list[tuple[int, int]] = []
    for begins, ends in sorted(spans):
        if found and begins <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], ends))
        else:
            found.append((begins, ends))
    return tuple(found)
