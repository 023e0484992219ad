"""Calls while one override is on: a single line, or one of several hours, closed or open while the rest is not.

The override may begin at any instant, so whatever a call can come to without it is where it can begin. Only what is new
is looked at: the steps that it makes different, and the places that no call comes to without it. Must not judge in
another way than `rules` and `endings` do. Not looked at: how long such calls are, and several overrides at once.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from ivr.core.proof.endings import silent_edges
from ivr.core.proof.graph import Edge, Graph
from ivr.core.proof.paths import Follow, Goals, Place, Reach, Walk, Way, every_way
from ivr.core.proof.rounds import parts, rounds, silent, within
from ivr.core.proof.rules import Finding, Kind, unrung, unrung_ways, wrong
from ivr.core.proof.signatures import Mask
from ivr.core.proof.singles import Single

Judge = Callable[[Way], Iterator[tuple[Kind, Way]]]


def switched_calls(graph: Graph, reach: Reach) -> Iterator[Finding]:
    """What is found only while one override is on. `reach`: all that is come to without any."""
    ways, new_ways = every_way(graph), _switched_ways(graph)
    yield from _Switched(graph, reach, ways, new_ways).findings(lambda way: ((kind, way) for kind in wrong(graph, way)))
    unrung_reach = Reach(graph, unrung_ways(graph))
    yield from _Switched(graph, unrung_reach, unrung_ways(graph), unrung_ways(graph, switched=True)).findings(
        lambda way: unrung(graph, way)
    )
    yield from _endless(graph, reach)


class _Switched:
    """Where calls come to with one override on that they do not come to without: there, which overrides do it."""

    def __init__(self, graph: Graph, reach: Reach, ways: Follow, switched: Follow) -> None:
        self._graph, self._reach, self._ways, self._new_ways = graph, reach, ways, switched
        self._on: dict[Place, set[Single]] = {}
        self._ahead: dict[Place, tuple[Way, ...]] = {}
        waiting: deque[Place] = deque()
        for place in reach.still:
            for way in switched(place):
                self._come(way, {_single(way.edge)}, waiting)
        while waiting:
            place = waiting.popleft()
            for way, singles in self._from(place):
                self._come(way, singles, waiting)

    def _come(self, way: Way, singles: set[Single], waiting: deque[Place]) -> None:
        if way.to is None or way.to in self._reach.still or not singles:
            return
        known = self._on.setdefault(way.to, set())
        if not singles <= known:
            known |= singles
            waiting.append(way.to)

    def _from(self, place: Place) -> Iterator[tuple[Way, set[Single]]]:
        """The ways out of a new place, and with which overrides each is there."""
        on = self._on[place]
        for way in self._ways(place):
            yield way, {single for single in on if not single.is_asked(way.edge.asked)}
        for way in self._new_ways(place):
            yield way, on & {_single(way.edge)}

    def findings(self, judge: Judge) -> Iterator[Finding]:
        known = {kind for _, way in self._reach.all_ways() for kind, _ in judge(way)}
        found: dict[Kind, tuple[Single, dict[Place, list[Way]]]] = {}
        for place, way, singles in self._new():
            for kind, part in judge(way) if singles else ():
                if kind not in known:
                    single, goals = found.setdefault(kind, (min(singles), {}))
                    if single in singles:
                        goals.setdefault(place._replace(thrown=way.edge.single is None), []).append(part)
        for (code, fields), (single, goals) in found.items():
            # A step that takes the override may also be the second such step of its call.
            again = {place._replace(thrown=True): ways for place, ways in goals.items()}
            walk = _WhileOn(self._graph, single, self._ways, self._new_ways).walk({**again, **goals})
            yield Finding(code, dict(fields), walk)

    def _new(self) -> Iterator[tuple[Place, Way, set[Single]]]:
        for place in self._reach.still:
            yield from ((place, way, {_single(way.edge)}) for way in self._new_ways(place))
        for place in self._on:
            yield from ((place, way, singles) for way, singles in self._from(place))


class _WhileOn:
    """All that calls come to while `single` is on, or comes on in the middle of them."""

    def __init__(self, graph: Graph, single: Single, ways: Follow, switched: Follow) -> None:
        self._single = single

        def follow(place: Place) -> Iterator[Way]:
            for way in ways(place):
                if not (place.thrown and single.is_asked(way.edge.asked)):
                    yield _thrown(way, place.thrown)
            yield from (_thrown(way, True) for way in switched(place) if way.edge.single == single)

        self.reach = Reach(graph, follow)

    def walk(self, goals: Goals) -> Walk:
        walk = self.reach.walk({place: ways for place, ways in goals.items() if place in self.reach.still})
        ways = walk.ways
        thrown = next((number for number, way in enumerate(ways) if way.edge.single), len(ways))
        from_the_start = not any(self._single.is_asked(way.edge.asked) for way in ways[:thrown])
        return replace(walk, single=self._single, thrown=0 if from_the_start else thrown)


def _thrown(way: Way, thrown: bool) -> Way:
    return way._replace(to=way.to and way.to._replace(thrown=thrown))


def _switched_ways(graph: Graph) -> Follow:
    def follow(place: Place) -> Iterator[Way]:
        for edge in graph.switched[place.state]:
            yield Way(edge, edge.mask, Place(edge.target) if edge.target >= 0 else None)

    return follow


def _single(edge: Edge) -> Single:
    assert edge.single is not None, "a switched edge takes an override"
    return edge.single


def _endless(graph: Graph, reach: Reach) -> Iterator[Finding]:
    """Rounds for ever. Only where calls could go round if no signature were asked for is it looked closer."""
    usual = silent_edges(graph, reach)
    known = {frozenset(one.names) for part in parts(usual) for one in rounds(graph, part, usual, graph.known.every)}
    every = {number: silent(out) for number, out in enumerate(graph.out)}
    new = {number: [*edges, *silent(graph.switched[number])] for number, edges in every.items()}
    for part in parts(new):
        if not all(edge.inside for edge in within(part, new)):
            yield from _rounds(graph, part, every, known)


def _rounds(
    graph: Graph, part: tuple[int, ...], every: Mapping[int, list[Edge]], known: set[frozenset[str]]
) -> Iterator[Finding]:
    switched = {number: silent(graph.all_switched(number)) for number in part}
    for single in dict.fromkeys(_single(edge) for edges in switched.values() for edge in edges):
        here = {
            number: [
                *(edge for edge in every[number] if not single.is_asked(edge.asked)),
                *(edge for edge in switched[number] if edge.single == single),
            ]
            for number in part
        }
        for one in rounds(graph, part, here, graph.known.every & ~graph.known.forced):
            walk = None if frozenset(one.names) in known else _walk_to(graph, single, one.edges[0].source, one.mask)
            if walk:
                known.add(frozenset(one.names))
                yield Finding("P-endless", {"path": one.path}, walk, one.edges)


def _walk_to(graph: Graph, single: Single, number: int, mask: Mask) -> Walk | None:
    """A call that comes to a state while the override is on, None if none does."""
    while_on = _WhileOn(graph, single, every_way(graph), _switched_ways(graph))
    goals: dict[Place, list[Way]] = {}
    for place, way in while_on.reach.all_ways():
        if way.to and way.to.state == number and way.mask & mask:
            goals.setdefault(place, []).append(way._replace(mask=way.mask & mask))
    return while_on.walk(goals) if goals else None
