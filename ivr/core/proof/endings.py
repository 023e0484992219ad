"""Every call ends although nobody does anything: no way round for ever, and not too many steps or hours before the end.

A wait goes round too, but its time goes on: its rounds are bounded, and counted by playing the quickest ones.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping

from ivr.core.engine import MAX_STEPS
from ivr.core.events import Call, Event, LegEnded, Silence
from ivr.core.flow import Wait
from ivr.core.instructions import Listen
from ivr.core.proof.asked import NOW, Asked
from ivr.core.proof.components import components
from ivr.core.proof.graph import Edge, Graph
from ivr.core.proof.paths import LONGEST, Place, Reach, Walk, Way
from ivr.core.proof.rounds import Edges, ahead, parts, regions, rounds, within
from ivr.core.proof.rules import Finding
from ivr.core.proof.signatures import Mask, bits


def endless_calls(graph: Graph, reach: Reach) -> Iterator[Finding]:
    """Each way round is named once, by its nodes, with the call that crosses no edge if there is one."""
    edges = _silent(graph, reach)
    found: dict[frozenset[str], Finding] = {}
    for part in parts(edges):
        for loop in rounds(graph, part, edges, graph.known.every):
            names = frozenset(loop.names)
            known = found.get(names)
            if known is None or not known.walk.is_still:
                walk = _walk_to(loop.edges[0].source, loop.mask, reach)
                new = Finding("P-endless", {"path": loop.path}, walk, loop.edges)
                found[names] = new if known is None or new.walk.is_still else known
    yield from found.values()


def _silent(graph: Graph, reach: Reach) -> Edges:
    """Of every state that a call comes to."""
    return {place.state: graph.silent[place.state] for place in reach.still}


def _walk_to(number: int, mask: Mask, reach: Reach) -> Walk:
    goals: dict[Place, list[Way]] = {}
    for place, way in reach.all_ways():
        if way.to == Place(number) and way.mask & mask:
            goals.setdefault(place, []).append(way._replace(mask=way.mask & mask))
    return reach.walk(goals)


def long_calls(graph: Graph, reach: Reach) -> Iterator[Finding]:
    """The longest silent call while one signature lasts: in steps from where it comes in, in seconds from its last key.
    (One that crosses an edge can be longer; after MAX_STEPS the engine itself rings a person.)"""
    edges, waits, far = _silent(graph, reach), _Waits(graph), _steps_to(graph)
    order = tuple(components(ahead(edges)))
    steps = _longest(order, edges, lambda edge: 1 + waits.steps(edge), graph.known.every)
    if worst := _worst(steps, far, MAX_STEPS, reach):
        number, value, walk = worst
        yield Finding("P-long", {"node": graph.name(number), "steps": value, "limit": MAX_STEPS}, walk)
    seconds = _longest(order, edges, lambda edge: edge.seconds + waits.seconds(edge), graph.known.every)
    if worst := _worst(seconds, {}, int(LONGEST.total_seconds()), reach):
        number, value, walk = worst
        yield Finding("P-hours", {"node": graph.name(number), "minutes": value // 60}, walk)


_Values = tuple[tuple[Mask, int], ...]  # in the signatures of the mask it is so much; the highest first


def _longest(
    order: Iterable[tuple[int, ...]], edges: Edges, cost: Callable[[Edge], int], every: Mask
) -> dict[int, _Values]:
    """The dearest way from each state to an end, while the signature stays the same. Rounds inside a wait cost nothing:
    the wait was paid at its beginning. `order`: the parts of `edges`, each after all it leads to."""
    found: dict[int, _Values] = {}
    for part in order:
        inner = within(part, edges)
        for mask in [every] if all(edge.inside for edge in inner) else regions(inner, every):
            here = {number: [edge for edge in edges[number] if edge.mask & mask] for number in part}
            for small in components(ahead(here)) if inner else (part,):
                inside = set(small)
                ways = [edge for number in small for edge in here[number] if edge.target not in inside]
                values = [
                    (edge.mask & mask & there, value if edge.inside else cost(edge) + value)
                    for edge in ways
                    for there, value in found.get(edge.target, ((every, 0),))
                ]
                found |= {number: _highest((*values, *found.get(number, ()))) for number in small}
    return found


def _highest(values: Iterable[tuple[Mask, int]]) -> _Values:
    best: list[tuple[Mask, int]] = []
    covered = 0
    for mask, value in sorted(values, key=lambda one: -one[1]):
        if mask & ~covered:
            best.append((mask & ~covered, value))
            covered |= mask
    return tuple(best)


def _worst(
    values: Mapping[int, _Values], before: Mapping[int, int], limit: int, reach: Reach
) -> tuple[int, int, Walk] | None:
    """The state from which the highest value above `limit` can be had, the value, and the call that comes there."""
    over = [
        (before.get(number, 0) + value, number, value, mask & reach.still.get(Place(number), 0))
        for number, parts in values.items()
        for mask, value in parts
        if number and before.get(number, 0) + value > limit and mask & reach.still.get(Place(number), 0)
    ]
    if not over:
        return None
    _, number, value, mask = max(over)
    return number, value, _walk_to(number, mask, reach)


def _steps_to(graph: Graph) -> dict[int, int]:
    far, waiting = {0: 0}, deque([0])
    while waiting:
        number = waiting.popleft()
        for edge in graph.out[number]:
            if edge.target >= 0 and edge.target not in far:
                far[edge.target] = far[number] + 1
                waiting.append(edge.target)
    return far


class _Waits:
    """What a whole wait costs at most. The most steps are those of lines that are busy at once."""

    def __init__(self, graph: Graph) -> None:
        self._graph = graph
        self._asked = Asked(graph.plan, graph.known)
        self._steps: dict[str, int] = {}

    def _entered(self, edge: Edge) -> Wait | None:
        node = self._graph.plan.flow.nodes.get(edge.at)
        return node if edge.target >= 0 and isinstance(node, Wait) else None

    def seconds(self, edge: Edge) -> int:
        node = self._entered(edge)
        return node.wait_seconds + node.every_seconds if node else 0

    def steps(self, edge: Edge) -> int:
        node = self._entered(edge)
        if node is None:
            return 0
        if node.name not in self._steps:
            self._steps[node.name] = self._play(node, edge)
        return self._steps[node.name]

    def _play(self, node: Wait, edge: Edge) -> int:
        """Steps of the engine from the moment the wait begins until it is over."""
        since = said = int(NOW.timestamp())
        session, rings = self._graph.states[edge.target]
        signature = 1 << next(bits(edge.mask))
        passed = 0
        for count in range(MAX_STEPS):
            event: Event = LegEnded("busy") if rings else Silence()
            since, said = since - passed, said - passed
            session = session.changed(wait_since=since, wait_said=said)
            step = self._asked.steps(_CALL, session, event, signature)[0].step
            last = step.instructions[-1]
            if step.session.node != node.name or step.session.wait_since != since:
                return count
            session, said, rings = step.session, step.session.wait_said, not isinstance(last, Listen)
            passed = last.timeout_seconds + last.pause_seconds if isinstance(last, Listen) else 0
        return MAX_STEPS


_CALL = Call("proof", "", "")
