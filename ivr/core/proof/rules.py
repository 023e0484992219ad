"""What must hold for every call, looked for on the graph: nobody gets lost, a person is rung, lines are reached.

Each rule gives findings: what is wrong, and the call that shows it. Wording and severity are not its business.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from ivr.core.proof.graph import OVER, Edge, Graph, is_by_service
from ivr.core.proof.paths import START, Follow, Place, Reach, Walk, Way
from ivr.core.proof.signatures import Mask, Question


@dataclass(frozen=True)
class Finding:
    """`code` and `fields` are those of `faults`. `walk` is the call; `loop` the edges that come after it, again and
    again."""

    code: str
    fields: Mapping[str, object]
    walk: Walk
    loop: tuple[Edge, ...] = ()


def lost_calls(reach: Reach) -> Iterator[Finding]:
    """Nothing ever happens that the flow has no answer for. One finding for each reason."""
    found: dict[tuple[str, str], dict[Place, list[Way]]] = {}
    for place, way in reach.all_ways():
        if way.edge.lost:
            found.setdefault((way.edge.lost, way.edge.at), {}).setdefault(place, []).append(way)
    for (why, node), goals in found.items():
        yield Finding("P-lost", {"node": node or "—", "why": why}, reach.walk(goals))


def unrung_calls(graph: Graph) -> Iterator[Finding]:
    """The service ends no call in which nobody was rung, but for callers who chose information or were told when to
    call. The flag of a place: told so. A menu that is entered open takes it back."""
    reach = Reach(graph, _unrung(graph))
    found: dict[tuple[str, str], dict[Place, list[Way]]] = {}
    for place, way in reach.all_ways():
        if way.to is None and not way.told and is_by_service(way.edge):
            for code, mask in (("P-nobody", graph.office_open), ("P-not-told", ~graph.office_open)):
                if part := way.mask & mask:
                    goals = found.setdefault((code, way.edge.at), {})
                    goals.setdefault(place, []).append(Way(way.edge, part, None))
    for (code, node), goals in found.items():
        yield Finding(code, {"node": node or "—"}, reach.walk(goals))


def _unrung(graph: Graph) -> Follow:
    def follow(place: Place) -> Iterator[Way]:
        for edge in graph.out[place.state]:
            if edge.rung or edge.informed:
                continue
            told = place.flag and not edge.let_in
            for mask, flag in ((edge.mask & ~edge.told, told), (edge.told, True)):
                if mask:
                    yield Way(edge, mask, Place(edge.target, flag) if edge.target != OVER else None, flag)

    return follow


def unreached_lines(graph: Graph, reach: Reach) -> Iterator[Finding]:
    """A line of a hunt group that is open can be rung, by some keys, at every such moment."""
    rung: dict[str, Mask] = {}
    for place, way in reach.all_ways():
        for name in way.edge.rung:
            rung[name] = rung.get(name, 0) | (reach.still[place] & way.mask)
    office, known = graph.plan.office, graph.known
    names = dict.fromkeys(name for group in office.groups.values() for name in group.lines)
    for line in (office.lines[name] for name in names if name in office.lines):
        is_open = known.yes.get(Question("open", line.hours), known.every)
        missing = is_open & known.yes.get(Question("in_force", line.name), known.every) & ~rung.get(line.name, 0)
        if missing:
            walk = reach.walk_at({START: reach.ways[START]}, known.earliest(missing))
            yield Finding("P-unreachable", {"line": line.name}, walk)
