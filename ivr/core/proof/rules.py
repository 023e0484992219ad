"""What must hold for every call, looked for on the graph: nobody gets lost, a person is rung, lines are reached.

Each rule gives findings: what is wrong, and the call that shows it. Wording and severity are not its business.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from ivr.core.events import Pressed, Silence
from ivr.core.flow import Menu
from ivr.core.proof.graph import OVER, Edge, Graph, is_answered, is_by_service
from ivr.core.proof.paths import START, Place, Reach, Walk, Way
from ivr.core.proof.signatures import Mask, Question

Kind = tuple[str, tuple[tuple[str, str], ...]]
"""A code and its fields: what is one finding, however often it is found."""


@dataclass(frozen=True)
class Finding:
    """`code` and `fields` are those of `faults`. `walk` is the call; `loop` the edges that come after it, again and
    again."""

    code: str
    fields: Mapping[str, object]
    walk: Walk
    loop: tuple[Edge, ...] = ()

    @property
    def kind(self) -> Kind:
        return self.code, tuple((name, str(value)) for name, value in self.fields.items())


def wrong_ways(graph: Graph, reach: Reach) -> Iterator[Finding]:
    """Everything that must not happen in one step (see `wrong`). One finding for each kind."""
    found: dict[Kind, dict[Place, list[Way]]] = {}
    for place, way in reach.all_ways():
        for kind in wrong(graph, way):
            found.setdefault(kind, {}).setdefault(place, []).append(way)
    for (code, fields), goals in found.items():
        yield Finding(code, dict(fields), reach.walk(goals))


def wrong(graph: Graph, way: Way) -> Iterator[Kind]:
    """Something happens that the flow has no answer for; a call goes on after a conversation; who was told "closed"
    does not get the menu at a key or silence at which it is open."""
    edge = way.edge
    if edge.lost:
        yield "P-lost", (("node", edge.at or "—"), ("why", edge.lost))
    if edge.target != OVER and is_answered(edge.event):
        yield "P-conversation", (("node", graph.name(edge.source)), ("target", edge.at))
    told_at = graph.states[edge.source].session.closed_from
    if told_at and not edge.let_in and isinstance(edge.event, Pressed | Silence):
        menu = graph.plan.flow.nodes.get(told_at)
        if isinstance(menu, Menu) and menu.hours and way.mask & graph.known.open(menu.hours):
            yield "P-not-asked-again", (("menu", told_at), ("node", graph.name(edge.source)))


def unrung_calls(graph: Graph, reach: Reach) -> Iterator[Finding]:
    """The service ends no call in which nobody was rung, but for callers who chose information or were told when to
    call. The flag of a place: told so. A menu that is entered open takes it back. `reach`: by `unrung_ways`."""
    found: dict[Kind, dict[Place, list[Way]]] = {}
    for place, way in reach.all_ways():
        for kind, part in unrung(graph, way):
            found.setdefault(kind, {}).setdefault(place, []).append(part)
    for (code, fields), goals in found.items():
        yield Finding(code, dict(fields), reach.walk(goals))


def unrung(graph: Graph, way: Way) -> Iterator[tuple[Kind, Way]]:
    """Why the way is one on which the service ends a call of somebody nobody was rung for, and the part that is so."""
    if way.to is None and not way.told and is_by_service(way.edge):
        is_open = graph.office_open
        for code, mask in (("P-nobody", is_open), ("P-not-told", ~is_open)):
            if part := way.mask & mask:
                yield (code, (("node", way.edge.at or "—"),)), way._replace(mask=part)


def unrung_ways(edges: Iterable[Edge], place: Place) -> Iterator[Way]:
    """The ways of callers for whom nobody was rung."""
    for edge in edges:
        if edge.rung or edge.informed:
            continue
        told = place.flag and not edge.let_in
        for mask, flag in ((edge.mask & ~edge.told, told), (edge.told, True)):
            if mask:
                yield Way(edge, mask, Place(edge.target, flag) if edge.target != OVER else None, flag)


def unreached_lines(graph: Graph, reach: Reach) -> Iterator[Finding]:
    """A line of a hunt group that is open can be rung, by some keys, at every such moment. (Not with a single override:
    who opens one line at night opens no menu.)"""
    rung: dict[str, Mask] = {}
    for place, way in reach.all_ways():
        for name in way.edge.rung:
            rung[name] = rung.get(name, 0) | (reach.still[place] & way.mask)
    office, known = graph.plan.office, graph.known
    names = dict.fromkeys(name for group in office.groups.values() for name in group.lines)
    for line in (office.lines[name] for name in names if name in office.lines):
        is_open = known.open(line.hours)
        missing = is_open & known.yes.get(Question("in_force", line.name), known.every) & ~rung.get(line.name, 0)
        if missing:
            walk = reach.walk_at({START: reach.ways[START]}, known.earliest(missing))
            yield Finding("P-unreachable", {"line": line.name}, walk)
