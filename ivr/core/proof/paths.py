"""Ways through the graph: at which signatures a place can be come to, and the shortest way there at a real instant.

A place is a state and a flag that a rule carries along. Only ways that `follow` gives are gone.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

from ivr.core.events import Pressed
from ivr.core.proof.graph import Edge, Graph
from ivr.core.proof.signatures import Mask, Signatures, Switch
from ivr.core.proof.singles import Single
from ivr.core.proof.states import KEYS

LONGEST = timedelta(hours=4)  # a call: the carrier ends it then
_BEFORE_AN_EDGE = timedelta(minutes=1)
_ODD = Pressed(KEYS[-1])


class Place(NamedTuple):
    """`thrown`: a single override is on from here on (see `switched`)."""

    state: int
    flag: bool = False
    thrown: bool = False


START = Place(0)


class Way(NamedTuple):
    """One edge gone in the signatures of `mask`, to `to` (None: the call is over). `told`: the flag after it."""

    edge: Edge
    mask: Mask
    to: Place | None
    told: bool = False


Follow = Callable[[Place], Iterable[Way]]
Goals = Mapping[Place, Iterable[Way]]
"""The ways to look for, each at the place it leaves; a way may be a part (some signatures) of one that is gone."""


@dataclass(frozen=True, slots=True)
class Walk:
    """A call, from its beginning. `at`: when it comes in; `times`: the earliest instant of each way, None where any
    time will do. `forced`: an operator's switch of everything is on all the time; `single`: one override is, at the
    latest from the way numbered `thrown`. `real`: False if the calendar has no such call."""

    ways: tuple[Way, ...]
    at: datetime
    times: tuple[datetime | None, ...]
    forced: Switch = ""
    real: bool = True
    single: Single | None = None
    thrown: int = 0

    @property
    def is_still(self) -> bool:
        """No edge is crossed."""
        return self.real and not any(self.times)


Ways = Callable[[Iterable[Edge], Place], Iterable[Way]]
"""The ways that a rule goes by these edges, from a place."""


def every_way(edges: Iterable[Edge], place: Place) -> Iterator[Way]:
    return (Way(edge, edge.mask, Place(edge.target) if edge.target >= 0 else None) for edge in edges)


class Reach:
    """Where calls come to by the ways of `follow`. `still[place]`: the signatures in which they come there although
    the signature stays the same all the time."""

    def __init__(self, graph: Graph, ways: Ways, follow: Follow | None = None) -> None:
        """By `follow`, or else by `ways` from everywhere without an override."""
        self._graph, self._known = graph, graph.known
        follow = follow or (lambda place: ways(graph.out[place.state], place))
        self.ways: dict[Place, tuple[Way, ...]] = {}
        self.still: dict[Place, Mask] = {START: self._known.every}
        waiting = deque([START])
        while waiting:
            place = waiting.popleft()
            here = self.still[place]
            if place not in self.ways:
                self.ways[place] = tuple(follow(place))
            for way in self.ways[place]:
                if way.to is None:
                    continue
                known = self.still.get(way.to)
                there = (known or 0) | (here & way.mask)
                if known is None or there != known:
                    self.still[way.to] = there
                    waiting.append(way.to)

    def all_ways(self) -> Iterator[tuple[Place, Way]]:
        return ((place, way) for place, ways in self.ways.items() for way in ways)

    def walk(self, goals: Goals) -> Walk:
        """The earliest call that ends with one of the ways of `goals`; best with a signature that never changes."""
        still = 0
        for place, ways in goals.items():
            for way in ways:
                still |= self.still[place] & way.mask
        if not still:
            return _on_the_calendar(self._shortest(goals, self._known.every), self._known)
        return self.walk_at(goals, self._known.earliest(still))

    def walk_at(self, goals: Goals, signature: int) -> Walk:
        """The shortest such call while `signature` lasts."""
        ways = self._shortest(goals, 1 << signature)
        return Walk(ways, self._known.first[signature], (None,) * len(ways), self._known.switch(signature))

    def _shortest(self, goals: Goals, mask: Mask) -> tuple[Way, ...]:
        """Only by ways of `mask`; with a key that hardly any telephone has only where there is no other call."""
        found = self._search(goals, mask, odd_keys=False) or self._search(goals, mask, odd_keys=True)
        assert found, "a goal that is reached has a way to it"
        return found

    def _search(self, goals: Goals, mask: Mask, odd_keys: bool) -> tuple[Way, ...]:
        """Breadth first. Empty where nothing leads to a goal."""

        def is_gone(way: Way) -> bool:
            return bool(way.mask & mask) and (odd_keys or way.edge.event != _ODD)

        came: dict[Place, tuple[Place, Way] | None] = {START: None}
        waiting = deque([START])
        while waiting:
            place = waiting.popleft()
            goal = next((way for way in goals.get(place, ()) if is_gone(way)), None)
            if goal:
                return (*_back(came, place), goal)
            for way in self.ways[place]:
                if way.to is not None and way.to not in came and is_gone(way):
                    came[way.to] = (place, way)
                    waiting.append(way.to)
        return ()


def _back(came: Mapping[Place, tuple[Place, Way] | None], place: Place) -> tuple[Way, ...]:
    found: list[Way] = []
    step = came[place]
    while step:
        found.append(step[1])
        step = came[step[0]]
    return tuple(reversed(found))


def _on_the_calendar(ways: tuple[Way, ...], known: Signatures) -> Walk:
    """The first instant at which the signatures of `ways` follow one another within a call; else not real."""
    stretches = known.stretches
    for begin in range(len(stretches)):
        positions = _positions(ways, begin, known)
        if positions:
            times = tuple(stretches[position].begins for position in positions)
            at = stretches[begin].begins
            if positions[-1] > begin:
                at = max(at, stretches[begin + 1].begins - _BEFORE_AN_EDGE)
            return Walk(ways, at, tuple(time if time > at else None for time in times))
    return Walk(ways, known.first[0], (None,) * len(ways), real=False)


def _positions(ways: tuple[Way, ...], begin: int, known: Signatures) -> list[int]:
    """The stretch of each way, as early as can be, for a call that comes in at the end of stretch `begin`."""
    found: list[int] = []
    stretches, position = known.stretches, begin
    ends = stretches[begin + 1].begins + LONGEST if begin + 1 < len(stretches) else stretches[begin].begins
    for way in ways:
        while not way.mask >> stretches[position].signature & 1:
            position += 1
            if not found or position == len(stretches) or stretches[position].begins > ends:
                return []
        found.append(position)
    return found
