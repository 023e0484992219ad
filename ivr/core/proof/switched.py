"""Calls while one override is on: a single line closed or open while the rest is not.

The override may begin at any instant, so whatever a call can come to without it is where it can begin. Only what is new
is looked at: the steps that it makes different, and the places that no call comes to without it. Must not judge in
another way than `rules` and `endings` do. Not looked at: how long such calls are, and several overrides at once.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial

from ivr.core.proof.graph import Edge, Graph
from ivr.core.proof.paths import Goals, Place, Reach, Walk, Way, Ways, every_way
from ivr.core.proof.rounds import Round, parts, rounds, silent, within
from ivr.core.proof.rules import Finding, Kind, unrung, unrung_ways, wrong
from ivr.core.proof.singles import Single

Judge = Callable[[Way], Iterator[tuple[Kind, Way]]]


def switched_calls(graph: Graph, reach: Reach, unrung_reach: Reach, found: Sequence[Finding]) -> Iterator[Finding]:
    """What is found only while one override is on. `reach`, `unrung_reach` and `found`: what there is without any."""
    known = {one.kind for one in found}
    every = _Switched(graph, reach, every_way)
    yield from every.findings(lambda way: ((kind, way) for kind in wrong(graph, way)), known)
    yield from _Switched(graph, unrung_reach, unrung_ways).findings(lambda way: unrung(graph, way), known)
    rounds_known = {frozenset(graph.name(edge.source) for edge in one.loop) for one in found if one.loop}
    yield from _endless(graph, every, rounds_known)


class _Switched:
    """Where calls come to with one override on that they do not come to without: there, which overrides do it."""

    def __init__(self, graph: Graph, reach: Reach, ways: Ways) -> None:
        self._graph, self._reach, self._ways = graph, reach, ways
        self._on: dict[Place, set[Single]] = {}
        waiting: deque[Place] = deque()
        for _, way, singles in self._first():
            self._come(way, singles, waiting)
        while waiting:
            place = waiting.popleft()
            for way, singles in self._from(place):
                self._come(way, singles, waiting)

    def _first(self) -> Iterator[tuple[Place, Way, set[Single]]]:
        """The steps that an override makes different, from everywhere."""
        for place in self._reach.still:
            for way in self._ways(self._graph.switched[place.state], place):
                yield place, way, {_single(way.edge)}

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
        for way in self._ways(self._graph.out[place.state], place):
            yield way, {single for single in on if not single.is_asked(way.edge.asked)}
        for way in self._ways(self._graph.all_switched(place.state), place):
            yield way, on & {_single(way.edge)}

    def findings(self, judge: Judge, known: Container[Kind]) -> Iterator[Finding]:
        found: dict[Kind, tuple[Single, dict[Place, list[Way]]]] = {}
        later = ((place, way, on) for place in self._on for way, on in self._from(place))
        for place, way, singles in (*self._first(), *later):
            for kind, part in judge(way) if singles else ():
                if kind not in known:
                    single, goals = found.setdefault(kind, (min(singles), {}))
                    if single in singles:
                        goals.setdefault(place._replace(thrown=place in self._on), []).append(part)
        for (code, fields), (single, goals) in found.items():
            if walk := self.walk(single, partial(_as_they_are, goals)):
                yield Finding(code, dict(fields), walk)

    def walk(self, single: Single, goals_of: Callable[[Reach], Goals]) -> Walk | None:
        """The earliest call that comes to one of the goals while `single` is on; None if there are none."""

        def follow(place: Place) -> Iterator[Way]:
            if not place.thrown:
                yield from (self._marked(way) for way in self._ways(self._graph.out[place.state], place))
                edges = self._graph.switched[place.state]
            else:
                ways = self._ways(self._graph.out[place.state], place)
                yield from (self._marked(way) for way in ways if not single.is_asked(way.edge.asked))
                edges = self._graph.all_switched(place.state)
            mine = [edge for edge in edges if edge.single == single]
            yield from (self._marked(way) for way in self._ways(mine, place))

        reach = Reach(self._graph, self._ways, follow)
        goals = {place: ways for place, ways in goals_of(reach).items() if place in reach.still}
        if not goals:
            return None
        walk = reach.walk(goals)
        thrown = next((number for number, way in enumerate(walk.ways) if way.edge.single), len(walk.ways))
        from_the_start = not any(single.is_asked(way.edge.asked) for way in walk.ways[:thrown])
        return replace(walk, single=single, thrown=0 if from_the_start else thrown)

    def _marked(self, way: Way) -> Way:
        """A place that is come to only with an override is one where it is on."""
        if way.to is None:
            return way
        return way._replace(to=way.to._replace(thrown=way.to not in self._reach.still))


def _single(edge: Edge) -> Single:
    assert edge.single is not None, "a switched edge takes an override"
    return edge.single


def _endless(graph: Graph, every: _Switched, known: set[frozenset[str]]) -> Iterator[Finding]:
    """Rounds for ever. Only where calls could go round if no signature were asked for is it looked closer. (Steps that
    say nothing new lead where others do, so they make no new parts.)"""
    usual = dict(enumerate(graph.silent))
    new = {number: [*edges, *silent(graph.switched[number])] for number, edges in usual.items()}
    for part in parts(new):
        if not all(edge.inside for edge in within(part, new)):
            yield from _rounds(graph, every, part, usual, known)


def _rounds(
    graph: Graph, every: _Switched, part: tuple[int, ...], usual: Mapping[int, list[Edge]], known: set[frozenset[str]]
) -> Iterator[Finding]:
    switched = {number: silent(graph.all_switched(number)) for number in part}
    for single in dict.fromkeys(_single(edge) for edges in switched.values() for edge in edges):
        here = {
            number: [
                *(edge for edge in usual[number] if not single.is_asked(edge.asked)),
                *(edge for edge in switched[number] if edge.single == single),
            ]
            for number in part
        }
        for one in rounds(graph, part, here, graph.known.every & ~graph.known.forced):
            if frozenset(one.names) not in known:
                walk = every.walk(single, partial(_to_the_round, one))
                if walk:
                    known.add(frozenset(one.names))
                    yield Finding("P-endless", {"path": one.path}, walk, one.edges)


def _as_they_are(goals: Goals, reach: Reach) -> Goals:
    return goals


def _to_the_round(one: Round, reach: Reach) -> Goals:
    """Every way to where it begins."""
    goals: dict[Place, list[Way]] = {}
    for place, way in reach.all_ways():
        if way.to and way.to.state == one.edges[0].source and way.mask & one.mask:
            goals.setdefault(place, []).append(way._replace(mask=way.mask & one.mask))
    return goals
