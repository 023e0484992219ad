"""Ways round on which nothing is pressed and nobody answers: calls that never end. Looks at edges only."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from ivr.core.proof.components import components, shortest_round
from ivr.core.proof.graph import Edge, Graph, is_silent
from ivr.core.proof.signatures import Mask

Edges = Mapping[int, Sequence[Edge]]


class Round(NamedTuple):
    """The edges of a way round, the signatures in which all of it is there, and the nodes on it."""

    edges: tuple[Edge, ...]
    mask: Mask
    names: tuple[str, ...]

    @property
    def path(self) -> str:
        """ "services → infoline → services"."""
        before = (None, *self.names)
        path = [name for name, other in zip(self.names, before, strict=False) if name != other]
        return " → ".join((*path, self.names[0]))


def silent(edges: Iterable[Edge]) -> list[Edge]:
    return [edge for edge in edges if is_silent(edge)]


def parts(edges: Edges) -> Iterator[tuple[int, ...]]:
    """The parts in which a call can go round, when no signature is asked for."""
    leads = ahead(edges)
    return (part for part in components(leads) if len(part) > 1 or part[0] in leads[part[0]])


def rounds(graph: Graph, part: tuple[int, ...], edges: Edges, every: Mask) -> Iterator[Round]:
    """Rounds in `part` that are possible at one and the same signature of `every`. One inside a wait is none: its time
    goes on."""
    inner = within(part, edges)
    if all(edge.inside for edge in inner):
        return
    for mask in regions(inner, every):
        here = {number: [edge for edge in edges[number] if edge.mask & mask] for number in part}
        for small in parts(here):
            bad = next((edge for edge in within(small, here) if not edge.inside), None)
            if bad:
                loop = _loop(bad, here)
                yield Round(loop, mask, tuple(graph.name(edge.source) for edge in loop))


def regions(edges: Iterable[Edge], every: Mask) -> list[Mask]:
    """`every` cut so that in each region each edge is there for all signatures or for none."""
    found = [every]
    for edge in edges:
        found = [part for region in found for part in (region & edge.mask, region & ~edge.mask) if part]
    return found


def ahead(edges: Edges) -> dict[int, list[int]]:
    return {number: [edge.target for edge in out] for number, out in edges.items()}


def within(part: tuple[int, ...], edges: Edges) -> list[Edge]:
    inside = set(part)
    return [edge for number in part for edge in edges[number] if edge.target in inside]


def _loop(first: Edge, here: Edges) -> tuple[Edge, ...]:
    numbers = shortest_round(ahead(here), first.source, first.target)
    pairs = zip(numbers[1:], (*numbers[2:], numbers[0]), strict=False)
    return (first, *(next(edge for edge in here[one] if edge.target == other) for one, other in pairs))
