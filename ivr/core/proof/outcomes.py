"""What one step of the engine means to the proof: the edge it makes, and where the call rests after it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from ivr.core.entries import Entry
from ivr.core.flow import Menu, Node
from ivr.core.instructions import Listen, RingLines
from ivr.core.plan import Plan
from ivr.core.proof.asked import Ran
from ivr.core.proof.graph import OVER, Edge
from ivr.core.proof.signatures import Mask, Signatures
from ivr.core.proof.states import Happening, Settler, State
from ivr.core.proof.watched import unread_of, unwatched
from ivr.core.session import Session
from ivr.core.texts import HoursSentence


@dataclass(slots=True, eq=False)
class Rest:
    """Where calls rest: a state in which some of the session may have been carried on unread. `numbers`: those of the
    states that it is, by the values carried."""

    state: State
    unread: tuple[str, ...]
    numbers: dict[tuple[object, ...], int] = field(default_factory=dict)


class Outcome(NamedTuple):
    """`edge` with its ends left open; `rest`: None where the call is over."""

    edge: Edge
    rest: Rest | None


class Outcomes:
    """Makes them; two that rest alike have the same `Rest`."""

    def __init__(self, plan: Plan, known: Signatures) -> None:
        self._plan, self._known = plan, known
        self.office_open = known.open(_office_hours(plan))
        self._settler = Settler(plan)
        self._settled: dict[tuple[tuple[object, ...], bool], Rest] = {}
        self._rests: dict[State, Rest] = {}
        self._tells_in: dict[str, Mask] = {}

    def of(self, happening: Happening, ran: Ran) -> tuple[Outcome, Mask]:
        """The outcome, and when what was said on the way tells that the office is closed."""
        step, before = ran.step, happening.session
        last = step.instructions[-1] if step.instructions else None
        session = unwatched(step.session)
        rings = isinstance(last, RingLines)
        over = not rings and not isinstance(last, Listen)
        got = _Got(step.entries)
        inside = bool(before.wait_since) and session.wait_since == before.wait_since and session.node == before.node
        tells = self._tells(got.entered)
        edge = Edge(
            source=OVER,
            target=OVER,
            event=happening.event,
            waited=happening.waited,
            mask=ran.mask,
            rung=tuple(line.line for line in last.lines) if isinstance(last, RingLines) else (),
            informed=got.informed,
            told=ran.mask & tells,
            let_in=got.let_in,
            inside=inside and not got.waited,
            lost=got.lost or ("" if step.instructions else "nothing follows"),
            seconds=_seconds(last),
            at=got.ended_at if over else session.node,
            asked=ran.asked,
            single=ran.single,
        )
        return Outcome(edge, None if over else self._rest(session, rings)), tells

    def _rest(self, session: Session, rings: bool) -> Rest:
        as_left = session.values(), rings
        rest = self._settled.get(as_left)
        if rest is None:
            state = self._settler.settled(session, rings)
            rest = self._settled[as_left] = self._rests.setdefault(state, Rest(state, unread_of(state)))
        return rest

    def _tells(self, entered: list[str]) -> Mask:
        """When what was said means that the office is closed, and when it is closed."""
        told = 0
        for name in entered:
            if name not in self._tells_in:
                node = self._plan.flow.nodes.get(name)
                self._tells_in[name] = _when_it_tells(node, self._known) if node else 0
            told |= self._tells_in[name]
        return told & ~self.office_open

    def is_new(self, mask: Mask, told: Mask, usual: Edge) -> bool:
        """A rule could find something that it does not find with `usual`, which leads to the same."""
        new, known = self._parts(mask, told), self._parts(usual.mask, usual.told)
        return any(part and not there for part, there in zip(new, known, strict=True))

    def _parts(self, mask: Mask, told: Mask) -> tuple[Mask, Mask, Mask]:
        """When the caller is told when to call; when not, in open and in closed hours."""
        rest = mask & ~told
        return told, rest & self.office_open, rest & ~self.office_open


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
                pressed &= data["type"] != "dial"  # what is said after a desk that is closed was not asked for
                self.let_in |= data["type"] == "menu" and bool(data.get("open"))
            pressed |= kind == "pressed"
            self.informed |= kind == "call_back"  # it is what they asked for
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
            told |= known.every & ~known.open(prompt.hours)
        elif any("{hours:" in text for text in prompt.texts.values()):
            told |= known.every
    return told


def _office_hours(plan: Plan) -> str:
    """The office is open when its main menu is; where that has no hours, when the line of the failsafe is answered."""
    main = plan.flow.nodes.get(plan.flow.main)
    line = plan.office.lines.get(plan.office.failsafe.line)
    return (main.hours if isinstance(main, Menu) else "") or (line.hours if line else "")


def _seconds(last: object) -> int:
    if isinstance(last, Listen):
        return last.timeout_seconds + last.pause_seconds
    return last.ring_seconds if isinstance(last, RingLines) else 0


def is_alike(edge: Edge, other: Edge) -> bool:
    """The same follows, but for who is rung and when."""
    one = edge.informed, edge.let_in, edge.lost, bool(edge.rung), edge.at
    return one == (other.informed, other.let_in, other.lost, bool(other.rung), other.at)
