"""All that can happen to any call: every state, every happening, and where the real engine leads from there.

Each edge says in which signatures it exists, and what the caller got on it. Must not judge: see the rules beside it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from ivr.core.entries import Entry
from ivr.core.events import Call, Event, Left, LegEnded, Pressed, Silence
from ivr.core.instructions import Listen, RingLines
from ivr.core.plan import HoursSentence, Menu, Node, Plan
from ivr.core.proof.asked import Asked
from ivr.core.proof.signatures import Mask, Question, Signatures
from ivr.core.proof.states import Happening, Settler, State, begins, happenings, in_turn, rotations
from ivr.core.proof.watched import Watch, kind_of, unwatched, with_counters
from ivr.core.session import Session
from ivr.core.turn import Step

OVER = -1  # target of an edge on which the call ends
_TOLD_EVERY = 100  # states

Phase = Literal["moments", "states", "calls"]
Tell = Callable[[Phase, int, int], None]
"""Hears what the proof is doing, and how many of the states known so far have been looked at."""


def untold(phase: Phase, done: int, known: int) -> None:
    """Nobody waits for it."""


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


@dataclass
class Graph:
    """`states[0]` is a call coming in. `out[n]` are the edges that begin at state n."""

    plan: Plan
    known: Signatures
    office_open: Mask
    states: list[State] = field(default_factory=list)
    out: list[list[Edge]] = field(default_factory=list)

    def edges(self) -> Iterable[Edge]:
        return (edge for edges in self.out for edge in edges)

    def name(self, number: int) -> str:
        return self.states[number].session.node or "—"


def explore(plan: Plan, known: Signatures, tell: Tell = untold) -> Graph:
    """Every state that any call can come to."""
    return _Explorer(plan, known).explore(tell)


class _Explorer:
    def __init__(self, plan: Plan, known: Signatures) -> None:
        self._plan, self._known = plan, known
        self._asked = Asked(plan, known)
        self._settler = Settler(plan)
        called = plan.office.answers_on[0].e164 if plan.office.answers_on else ""
        self._calls = rotations(plan, Call("proof", called, ""))
        self._in_turn = in_turn(plan)
        self._numbers: dict[State, int] = {}
        self._shared: dict[tuple[Session, bool, Event, int], list[_Outcome] | None] = {}
        self._graph = Graph(plan, known, _office_open(plan, known))
        self._tells = {name: _when_it_tells(node, known) for name, node in plan.flow.nodes.items()}

    def explore(self, tell: Tell) -> Graph:
        graph = self._graph
        self._number(begins(self._plan))
        for source, state in enumerate(graph.states):  # grows while it is read
            if source % _TOLD_EVERY == 0:
                tell("states", source, len(graph.states))
            graph.out[source] = [
                edge._replace(source=source, target=self._number(after) if after else OVER, event=happening.event)
                for happening in happenings(self._plan, state)
                for edge, after in self._outcomes(state, happening)
            ]
        return graph

    def _outcomes(self, state: State, happening: Happening) -> Iterable[_Outcome]:
        """What follows. Where the engine does not look closer, it is asked once for all happenings of a kind."""
        session, event = state.session, happening.event
        key = (session.changed(no_input=0, no_match=0), state.rings, kind_of(event), happening.waited)
        if key not in self._shared:
            watch = Watch(happening.session, event)
            found = self._run(state, happening._replace(session=watch.session, event=watch.event))
            self._shared[key] = None if watch.looked() else found
        shared = self._shared[key]
        if shared is None:
            return self._run(state, happening)
        return [(edge, after and with_counters(after, session)) for edge, after in shared]

    def _run(self, state: State, happening: Happening) -> list[_Outcome]:
        return [self._outcome(happening, mask, step) for mask, step in self._steps(state, happening)]

    def _steps(self, state: State, happening: Happening) -> Iterable[tuple[Mask, Step]]:
        session, event = happening.session, happening.event
        first, *others = self._calls
        mask = self._possible(state, event)
        found = list(self._asked.steps(first, session, event, mask))
        if others and self._depends_on_turn(state, found):
            for call in others:
                found += self._asked.steps(call, session, event, mask)
        return found

    def _possible(self, state: State, event: Event) -> Mask:
        """Who was asked to hold on until the opening is not told so again: the pause lasts until then."""
        node = self._plan.flow.nodes.get(state.session.node)
        if state.session.phase == "soon" and isinstance(event, Silence) and isinstance(node, Menu):
            return self._known.every & ~self._known.yes[Question("soon", node.hours)]
        return self._known.every

    def _depends_on_turn(self, state: State, found: list[tuple[Mask, Step]]) -> bool:
        groups = {entry.data.get("group") for _, step in found for entry in step.entries}
        return bool(({state.session.group, state.session.chosen} | groups) & self._in_turn.keys())

    def _number(self, state: State) -> int:
        number = self._numbers.setdefault(state, len(self._numbers))
        if number == len(self._graph.states):
            self._graph.states.append(state)
            self._graph.out.append([])
        return number

    def _outcome(self, happening: Happening, mask: Mask, step: Step) -> _Outcome:
        """The edge, its ends left open, and where the call rests after it."""
        last = step.instructions[-1] if step.instructions else None
        session, before = unwatched(step.session), happening.session
        over = not isinstance(last, Listen | RingLines)
        got = _Got(step.entries)
        inside = bool(before.wait_since) and session.wait_since == before.wait_since and session.node == before.node
        edge = Edge(
            source=OVER,
            target=OVER,
            event=happening.event,
            waited=happening.waited,
            mask=mask,
            rung=tuple(line.line for line in last.lines) if isinstance(last, RingLines) else (),
            informed=got.informed,
            told=mask & self._told(got),
            let_in=got.let_in,
            inside=inside and not got.waited,
            lost=got.lost or ("" if step.instructions else "nothing follows"),
            seconds=_seconds(last),
            at=got.ended_at if over else session.node,
        )
        return edge, None if over else self._settler.settled(session, isinstance(last, RingLines))

    def _told(self, got: _Got) -> Mask:
        """When what was said means that the office is closed, and when it is open."""
        told = 0
        for name in got.entered:
            told |= self._tells.get(name, 0)
        return told & ~self._graph.office_open


_Outcome = tuple[Edge, State | None]


class _Got:
    """What the entries of one step say the caller got."""

    def __init__(self, entries: tuple[Entry, ...]) -> None:
        self.informed = self.let_in = self.waited = False
        self.lost = self.ended_at = ""
        self.entered: list[str] = []
        pressed = False
        for entry in entries:
            kind, data = entry.kind, entry.data
            if kind == "entered":
                self.entered.append(data["node"])
                self.informed |= pressed and data["type"] == "announce"
                self.let_in |= data["type"] == "menu" and bool(data.get("open"))
            pressed |= kind == "pressed"
            self.waited |= kind == "waited"
            if kind == "lost":
                self.lost = self.lost or str(data["why"])
            elif kind == "ended":
                self.ended_at = str(data["node"])


def _when_it_tells(node: Node, known: Signatures) -> Mask:
    """The signatures in which a node says when to call: while the hours of its sentence are closed, or always where a
    sentence names hours."""
    told = 0
    for prompt in node.say + (node.say_after if isinstance(node, Menu) else ()):
        if isinstance(prompt, HoursSentence):
            told |= known.every & ~known.yes.get(Question("open", prompt.hours), known.every)
        elif any("{hours:" in text for text in prompt.texts.values()):
            told |= known.every
    return told


def _office_open(plan: Plan, known: Signatures) -> Mask:
    """The office is open when its main menu is; where that has no hours, when the line of the failsafe is answered."""
    main = plan.flow.nodes.get(plan.flow.main)
    line = plan.office.lines.get(plan.office.failsafe.line)
    hours = (main.hours if isinstance(main, Menu) else "") or (line.hours if line else "")
    return known.yes.get(Question("open", hours), known.every)


def _seconds(last: object) -> int:
    if isinstance(last, Listen):
        return last.timeout_seconds + last.pause_seconds
    return last.ring_seconds if isinstance(last, RingLines) else 0


def is_silent(edge: Edge) -> bool:
    """Nobody presses a key, nobody answers, nobody hangs up."""
    answered = isinstance(edge.event, LegEnded) and edge.event.outcome == "answered"
    return not answered and not isinstance(edge.event, Pressed | Left)


def is_by_service(edge: Edge) -> bool:
    """The call ends, and neither the caller nor a desk has hung up."""
    answered = isinstance(edge.event, LegEnded) and edge.event.outcome == "answered"
    return edge.target == OVER and not isinstance(edge.event, Left) and not answered
