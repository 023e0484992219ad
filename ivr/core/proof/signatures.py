"""What the clock can mean: two years cut at every rule edge, and the distinct signatures that are left.

A signature is what every schedule and every dated line say at an instant: open, closed but late (who was let in is
still served), closed but opening soon, in force. Signatures are numbered; a set of them is an int, one bit for each,
so that "at which of all moments" is one operation. An operator's switch may fall at any instant: forced open and
forced closed are signatures beside the calendar's. Must not know what is asked, or by whom.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta
from typing import Literal, NamedTuple

from ivr.core.flow import Menu
from ivr.core.office import Line, Office
from ivr.core.plan import Plan
from ivr.core.schedule import Schedule
from ivr.core.walltime import instant, midnight_after

Mask = int
"""A set of signatures."""

Switch = Literal["", "open", "closed"]
"""What an operator's override makes of everything; "": there is none."""


class Question(NamedTuple):
    """Something that only the clock can answer, or an operator. `name` is a schedule's, or for `in_force` and the two
    of a line switched by its own name a line's."""

    about: Literal["open", "late", "soon", "in_force", "own_closed", "own_open"]
    name: str


_Vector = tuple[int, int, int, int]  # open, late, soon (a bit for each schedule), in force (one for each dated line)
_Edge = tuple[int, int, int]  # epoch second, which int of the vector changes, which bit of it


@dataclass(frozen=True, slots=True)
class Stretch:
    """From `begins` (aware UTC) to the next one everything stays as it is."""

    begins: datetime
    signature: int


@dataclass(frozen=True)
class Signatures:
    """`yes`: for each question, the signatures in which the answer is yes. `first`: the earliest instant of each."""

    yes: Mapping[Question, Mask]
    first: tuple[datetime, ...]
    stretches: tuple[Stretch, ...]
    forced: Mask

    @property
    def count(self) -> int:
        return len(self.first)

    @property
    def every(self) -> Mask:
        return (1 << len(self.first)) - 1

    def open(self, hours: str) -> Mask:
        """Those in which `hours` ("" or unknown: always) are open."""
        return self.yes.get(Question("open", hours), self.every)

    def switch(self, signature: int) -> Switch:
        if not self.forced >> signature & 1:
            return ""
        is_open = any(mask >> signature & 1 for question, mask in self.yes.items() if question.about == "open")
        return "open" if is_open else "closed"

    def earliest(self, mask: Mask) -> int:
        """The signature of `mask` that comes first; one of the calendar before one that is forced."""
        return min(bits(mask & ~self.forced or mask), key=lambda one: self.first[one])


def bits(mask: Mask) -> Iterator[int]:
    while mask:
        lowest = mask & -mask
        yield lowest.bit_length() - 1
        mask ^= lowest


def without_overrides(office: Office) -> Office:
    """The calendar alone: overrides are possible at any instant and have signatures of their own."""
    schedules = {name: replace(one, overrides=()) for name, one in office.schedules.items()}
    return replace(office, schedules=schedules, announcements=())


def asked_schedules(plan: Plan) -> tuple[str, ...]:
    """The schedules that decide where calls go; the others are only spoken."""
    menus = (node.hours for node in plan.flow.nodes.values() if isinstance(node, Menu))
    lines = (line.hours for line in plan.office.lines.values())
    return tuple(name for name in dict.fromkeys((*menus, *lines)) if name in plan.office.schedules)


def signatures(plan: Plan, now: datetime, until: datetime) -> Signatures:
    """All signatures from `now` to `until` (aware)."""
    office = plan.office
    schedules = [office.schedules[name] for name in asked_schedules(plan)]
    lines = [line for line in office.lines.values() if line.from_date or line.until_date]
    edges = sorted(_all_edges(office, schedules, lines, now))
    numbers: dict[tuple[_Vector, bool], int] = {}
    first: list[datetime] = []
    stretches: list[Stretch] = []
    for begins, vector in _vectors(edges, now, until):
        number = numbers.setdefault((vector, False), len(numbers))
        if number == len(first):
            first.append(begins)
        stretches.append(Stretch(begins, number))
    for vector, begins in _forced(dict(zip(numbers, first, strict=True)), len(schedules)):
        numbers[vector, True] = len(numbers)
        first.append(begins)
    forced = sum(1 << number for (_, is_forced), number in numbers.items() if is_forced)
    yes = _answers([vector for vector, _ in numbers], schedules, lines)
    return Signatures(yes, tuple(first), tuple(stretches), forced)


def _all_edges(office: Office, schedules: list[Schedule], lines: list[Line], now: datetime) -> Iterator[_Edge]:
    edges = office.edges
    for bit, schedule in enumerate(schedules):
        spans = open_spans(schedule, now - timedelta(seconds=edges.late_seconds))
        late = ((opens + edges.late_seconds, closes + edges.late_seconds) for opens, closes in spans)
        soon = _joined((opens - edges.soon_seconds, opens) for opens, _ in spans)
        for part, found in enumerate((spans, late, soon)):
            yield from ((at, part, 1 << bit) for span in found for at in span)
    for bit, line in enumerate(lines):
        begins = instant(line.from_date, time.min, office.timezone).timestamp() if line.from_date else 0
        yield int(begins), 3, 1 << bit
        if line.until_date:
            yield int(midnight_after(line.until_date, office.timezone).timestamp()), 3, 1 << bit


def open_spans(schedule: Schedule, at: datetime) -> list[tuple[int, int]]:
    """[opens, closes) in epoch seconds, from `at` as far as a schedule looks; what is open at `at` opens there."""
    at = at.astimezone(UTC).replace(microsecond=0)
    edges = [int(edge.timestamp()) for edge in schedule.changes(at)]
    if schedule.status(at).open:
        edges.insert(0, int(at.timestamp()))
    if len(edges) % 2:
        edges.append(int((at + timedelta(days=10_000)).timestamp()))
    return list(zip(edges[::2], edges[1::2], strict=True))


def _joined(spans: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Spans in order, those that overlap or touch made one."""
    held: tuple[int, int] | None = None
    for begins, ends in spans:
        if held and begins <= held[1]:
            held = held[0], max(held[1], ends)
            continue
        if held and held[0] < held[1]:
            yield held
        held = begins, ends
    if held and held[0] < held[1]:
        yield held


def _vectors(edges: list[_Edge], now: datetime, until: datetime) -> Iterator[tuple[datetime, _Vector]]:
    """Instants at which anything changes, and what holds from there on; the first is `now`."""
    parts = [0, 0, 0, 0]
    first, last, position = int(now.timestamp()), int(until.timestamp()), 0
    begins = first
    held: _Vector | None = None
    while begins < last:
        while position < len(edges) and edges[position][0] <= begins:
            _, part, bit = edges[position]
            parts[part] ^= bit
            position += 1
        vector = (parts[0], parts[1] & ~parts[0], parts[2] & ~parts[0], parts[3])
        if vector != held:
            held = vector
            yield (now if begins == first else datetime.fromtimestamp(begins, UTC)), vector
        begins = edges[position][0] if position < len(edges) else last


def _forced(found: Mapping[tuple[_Vector, bool], datetime], count: int) -> Iterator[tuple[_Vector, datetime]]:
    """All open, all closed; with the dated lines as they are at some time. Nobody is served late past a switch."""
    in_force: dict[int, datetime] = {}
    for (vector, _), begins in found.items():
        in_force[vector[3]] = min(begins, in_force.get(vector[3], begins))
    for lines, begins in in_force.items():
        yield ((1 << count) - 1, 0, 0, lines), begins
        yield (0, 0, 0, lines), begins


def _answers(vectors: list[_Vector], schedules: list[Schedule], lines: list[Line]) -> Mapping[Question, Mask]:
    kinds: tuple[Literal["open", "late", "soon"], ...] = ("open", "late", "soon")
    asked = [
        (Question(kind, one.name), part, bit) for part, kind in enumerate(kinds) for bit, one in enumerate(schedules)
    ]
    asked += [(Question("in_force", line.name), 3, bit) for bit, line in enumerate(lines)]
    yes = {question: 0 for question, _, _ in asked}
    for number, vector in enumerate(vectors):
        for question, part, bit in asked:
            if vector[part] >> bit & 1:
                yes[question] |= 1 << number
    return yes
