"""All that can happen to any call, as a value: every state, every happening, and where the real engine leads it.

Each edge says in which signatures it exists, and what the caller got on it. It is made in `explorer`. Must not judge:
see the rules beside it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from ivr.core.events import Event, Left, LegEnded, Pressed
from ivr.core.plan import Plan
from ivr.core.proof.signatures import Mask, Question, Signatures
from ivr.core.proof.singles import Single
from ivr.core.proof.states import State

_BY_CALLERS = (Pressed, Left)
OVER = -1  # target of an edge on which the call ends


class Edge(NamedTuple):
    """One thing that happens at `source` in the signatures of `mask`. State numbers; `target` may be OVER."""

    source: int
    target: int
    event: Event
    waited: int  # seconds of a wait that are over, by the clock tried
    mask: Mask
    rung: tuple[str, ...]  # lines
    informed: bool  # the caller's key led to an announcement
    told: Mask  # of `mask`: the caller heard when to call, and the office is closed
    let_in: bool  # a menu with hours was entered open
    inside: bool  # stays in a wait, whose time goes on
    lost: str  # why the engine found no way
    seconds: int  # until the next thing happens at the latest, without what is said
    at: str  # the node where the call rests or ends
    asked: tuple[Question, ...] = ()  # what it depends on
    single: Single | None = None  # the one override that has to be on

    def between(self, source: int, target: int, event: Event) -> Edge:
        return Edge(source, target, event, *self[3:])


@dataclass
class Graph:
    """`states[0]` is a call coming in. `out[n]` are the edges that begin at state n, `switched[n]` those that take a
    single override and lead elsewhere than any of `out[n]`; some states are come to only so. `all_switched(n)` are
    all that take one. `office_open`: the signatures in which the office is open."""

    plan: Plan
    known: Signatures
    office_open: Mask
    states: list[State] = field(default_factory=list)
    out: list[list[Edge]] = field(default_factory=list)
    switched: list[list[Edge]] = field(default_factory=list)
    all_switched: Callable[[int], list[Edge]] = field(default=lambda number: [])

    def edges(self) -> Iterable[Edge]:
        return (edge for edges in self.out for edge in edges)

    @cached_property
    def silent(self) -> list[list[Edge]]:
        """Of `out`, once it is complete: what can happen although nobody does anything."""
        return [[edge for edge in edges if is_silent(edge)] for edges in self.out]

    def name(self, number: int) -> str:
        return self.states[number].session.node or "—"


def is_answered(event: Event) -> bool:
    return isinstance(event, LegEnded) and event.outcome == "answered"


def is_silent(edge: Edge) -> bool:
    """Nobody presses a key, nobody answers, nobody hangs up."""
    return not isinstance(edge.event, _BY_CALLERS) and not is_answered(edge.event)


def is_by_service(edge: Edge) -> bool:
    """The call ends, and neither the caller nor a desk has hung up."""
    return edge.target == OVER and not isinstance(edge.event, Left) and not is_answered(edge.event)
