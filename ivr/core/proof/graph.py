"""All that can happen to any call: every state, every happening, and where the real engine leads from there.

Each edge says in which signatures it exists, and what the caller got on it. Must not judge: see the rules beside it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Literal, NamedTuple

from ivr.core.callable import CALLABLE
from ivr.core.engine import step
from ivr.core.entries import Entry
from ivr.core.events import Call, Event, Left, LegEnded, Pressed, Silence
from ivr.core.instructions import Listen, RingLines
from ivr.core.plan import HoursSentence, Menu, Node, Plan
from ivr.core.proof.asked import Asked, Engine, Ran
from ivr.core.proof.signatures import Mask, Question, Signatures
from ivr.core.proof.singles import Single, open_in, singles
from ivr.core.proof.states import Happening, Settler, State, begins, happenings, in_turn, rotations
from ivr.core.proof.watched import WATCHED, Shared, Watch, kind_of, unread_of, unwatched, with_unread
from ivr.core.session import Session

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
    asked: tuple[Question, ...] = ()  # what it depends on
    single: Single | None = None  # the one override that has to be on


@dataclass
class Graph:
    """`states[0]` is a call coming in. `out[n]` are the edges that begin at state n, `switched[n]` those that take a
    single override and lead elsewhere than any of `out[n]`; some states are come to only so. `all_switched(n)` are
    all that take one."""

    plan: Plan
    known: Signatures
    office_hours: str
    states: list[State] = field(default_factory=list)
    out: list[list[Edge]] = field(default_factory=list)
    switched: list[list[Edge]] = field(default_factory=list)
    opened: dict[Single | None, Mask] = field(default_factory=dict)  # of office_open, so far
    all_switched: Callable[[int], list[Edge]] = field(default=lambda number: [])

    def edges(self) -> Iterable[Edge]:
        return (edge for edges in self.out for edge in edges)

    def office_open(self, single: Single | None = None) -> Mask:
        """The signatures in which the office is open, with this override on."""
        found = self.opened.get(single)
        if found is None:
            found = self.opened[single] = open_in(self.known, self.office_hours, single)
        return found

    def name(self, number: int) -> str:
        return self.states[number].session.node or "—"


def explore(plan: Plan, known: Signatures, tell: Tell = untold, engine: Engine = step) -> Graph:
    """Every state that any call can come to."""
    return _Explorer(plan, known, engine).explore(tell)


class _Explorer:
    def __init__(self, plan: Plan, known: Signatures, engine: Engine) -> None:
        self._plan, self._known = plan, known
        self._asked = Asked(plan, known, singles(plan), engine)
        self._settler = Settler(plan)
        called = plan.office.answers_on[0].e164 if plan.office.answers_on else ""
        self._calls = rotations(plan, Call("proof", called, f"+48{CALLABLE}"))
        self._withheld = replace(self._calls[0], caller="")
        self._in_turn = in_turn(plan)
        self._numbers: dict[State, int] = {}
        # by identity; the state is kept alive
        self._known_after: dict[int, tuple[State, tuple[str, ...], dict[tuple[object, ...], int]]] = {}
        self._shared: dict[State, dict[object, Shared]] = {}
        self._all: dict[int, list[Edge]] = {}
        self._graph = Graph(plan, known, _office_hours(plan), all_switched=self.all_switched)
        self._tells: dict[tuple[Single | None, str], Mask] = {}

    def explore(self, tell: Tell) -> Graph:
        graph = self._graph
        self._number_of(begins(self._plan))
        for source, state in enumerate(graph.states):  # grows while it is read
            if source % _TOLD_EVERY == 0:
                tell("states", source, len(graph.states))
            self._follow(source, state)
        return graph

    def _follow(self, number: int, state: State) -> None:
        """The edges of everything that may happen at a state."""
        for happening, found in self._happens(state):
            for edge in self._edges(number, state, happening, found.outcomes):
                (self._graph.out if edge.single is None else self._graph.switched)[number].append(edge)

    def all_switched(self, number: int) -> list[Edge]:
        """Every edge at a state that takes a single override, those that say nothing new too. No engine is run."""
        if number not in self._all:
            state = self._graph.states[number]
            self._all[number] = [
                edge
                for happening, found in self._happens(state)
                for edge in self._edges(number, state, happening, [*found.outcomes, *self._left_out(found)])
                if edge.single
            ]
        return self._all[number]

    def _edges(self, number: int, state: State, happening: Happening, outcomes: Iterable[_Outcome]) -> Iterator[Edge]:
        for edge, after in outcomes:
            target = self._number(after, state.session)
            yield edge._replace(source=number, target=target, event=happening.event)

    def _happens(self, state: State) -> Iterator[tuple[Happening, _Found]]:
        """What follows on each thing that may happen. Where the engine does not look closer, it is asked once for all
        happenings of a kind."""
        shared = self._shared.setdefault(State(state.session.changed(**WATCHED), state.rings), {})
        session = state.session
        for happening in happenings(self._plan, state):
            alike = shared.setdefault((kind_of(happening.event), happening.waited), Shared())
            found: _Found | None = alike.of(session, happening.event)
            if found is None:
                watch = Watch(happening.session, happening.event)
                found = self._run(state, happening._replace(session=watch.session, event=watch.event))
                alike.keep(session, happening.event, watch.looked_at(), found)
            yield happening, found

    def _run(self, state: State, happening: Happening) -> _Found:
        """What follows without an override, then with one: of these only what could show a rule something new."""
        found = _Found()
        switched: list[_Outcome] = []
        for ran in self._steps(state, happening):
            if ran.single is None:
                edge, after, entered = self._outcome(happening, ran)
                found.outcomes.append((edge, after))
                found.entered.append(entered)
            elif ran.same >= 0:
                told = ran.mask & self._told(found.entered[ran.same], ran.single) if ran.differs else 0
                if ran.differs and self._is_new(ran.mask, told, ran.single, found.outcomes[ran.same][0]):
                    switched.append(self._switched(found, ran.mask, ran.single, ran.same))
                else:
                    found.left_out.append((ran.mask, ran.single, ran.same))
            else:
                edge, after, _ = self._outcome(happening, ran)
                alike = (other for other, rests in found.outcomes if rests == after and _is_alike(edge, other))
                is_new = all(self._is_new(edge.mask, edge.told, edge.single, other) for other in alike)
                (switched if is_new else found.old).append((edge, after))
        found.outcomes += switched
        return found

    def _switched(self, found: _Found, mask: Mask, single: Single, same: int) -> _Outcome:
        """The outcome of a step that is taken without the override too, in other signatures."""
        edge, after = found.outcomes[same]
        return edge._replace(mask=mask, told=mask & self._told(found.entered[same], single), single=single), after

    def _left_out(self, found: _Found) -> Iterator[_Outcome]:
        yield from (self._switched(found, *one) for one in found.left_out)
        yield from found.old

    def _is_new(self, mask: Mask, told: Mask, single: Single | None, usual: Edge) -> bool:
        """A rule could find something that it does not find with `usual`, which leads to the same."""
        new, known = self._parts(mask, told, single), self._parts(usual.mask, usual.told, None)
        return any(part and not there for part, there in zip(new, known, strict=True))

    def _parts(self, mask: Mask, told: Mask, single: Single | None) -> tuple[Mask, Mask, Mask]:
        """When the caller is told when to call; when not, in open and in closed hours."""
        opened, rest = self._graph.office_open(single), mask & ~told
        return told, rest & opened, rest & ~opened

    def _steps(self, state: State, happening: Happening) -> Iterable[Ran]:
        session, event = happening.session, happening.event
        first, *others = self._calls
        mask = self._possible(state, event)
        found = self._asked.steps(first, session, event, mask)
        if others and self._depends_on_turn(state, found):
            for call in others:
                before = sum(one.single is None for one in found)
                ran = self._asked.steps(call, session, event, mask)
                found += [one._replace(same=one.same + before) if one.same >= 0 else one for one in ran]
        if self._asks_who_called(found):
            before = sum(one.single is None for one in found)
            ran = self._asked.steps(self._withheld, session, event, mask)
            found += [one._replace(same=one.same + before) if one.same >= 0 else one for one in ran]
        return found

    def _asks_who_called(self, found: list[Ran]) -> bool:
        """A request to be called back begins otherwise where the caller's number is withheld."""
        return any(
            entry.kind == "entered" and entry.data["type"] == "callback" for ran in found for entry in ran.step.entries
        )

    def _possible(self, state: State, event: Event) -> Mask:
        """Who was asked to hold on until the opening is not told so again: the pause lasts until then."""
        node = self._plan.flow.nodes.get(state.session.node)
        if state.session.phase == "soon" and isinstance(event, Silence) and isinstance(node, Menu):
            return self._known.every & ~self._known.yes[Question("soon", node.hours)]
        return self._known.every

    def _depends_on_turn(self, state: State, found: list[Ran]) -> bool:
        groups = {entry.data.get("group") for ran in found for entry in ran.step.entries}
        return bool(({state.session.group, state.session.chosen} | groups) & self._in_turn.keys())

    def _number(self, after: State | None, before: Session) -> int:
        """The number of the state in which a step has left a call that was as `before`. Each is looked for once."""
        if after is None:
            return OVER
        known = self._known_after.get(id(after))
        if known is None:
            known = self._known_after[id(after)] = after, unread_of(after), {}
        _, unread, numbers = known
        carried = tuple(before.__dict__[name] for name in unread)
        number = numbers.get(carried)
        if number is None:
            number = numbers[carried] = self._number_of(with_unread(after, before))
        return number

    def _number_of(self, state: State) -> int:
        number = self._numbers.setdefault(state, len(self._numbers))
        if number == len(self._graph.states):
            self._graph.states.append(state)
            self._graph.out.append([])
            self._graph.switched.append([])
        return number

    def _outcome(self, happening: Happening, ran: Ran) -> tuple[Edge, State | None, list[str]]:
        """The edge, its ends left open, where the call rests after it, and the nodes on the way."""
        mask, step = ran.mask, ran.step
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
            told=mask & self._told(got.entered, ran.single),
            let_in=got.let_in,
            inside=inside and not got.waited,
            lost=got.lost or ("" if step.instructions else "nothing follows"),
            seconds=_seconds(last),
            at=got.ended_at if over else session.node,
            asked=ran.asked,
            single=ran.single,
        )
        return edge, None if over else self._settler.settled(session, isinstance(last, RingLines)), got.entered

    def _told(self, entered: list[str], single: Single | None) -> Mask:
        """When what was said means that the office is closed, and when it is closed."""
        told = 0
        for name in entered:
            told |= self._tells_in(single, name)
        return told & ~self._graph.office_open(single)

    def _tells_in(self, single: Single | None, name: str) -> Mask:
        key = single if single and single.about == "hours" else None, name
        if key not in self._tells:
            node = self._plan.flow.nodes.get(name)
            self._tells[key] = _when_it_tells(node, self._known, key[0]) if node else 0
        return self._tells[key]


_Outcome = tuple[Edge, State | None]


@dataclass(slots=True)
class _Found:
    """What follows on one happening. `entered`: the nodes on the way, of those without an override. `left_out`
    (signatures, override, place of the same without it) and `old`: with an override, and nothing new for a rule."""

    outcomes: list[_Outcome] = field(default_factory=list)
    entered: list[list[str]] = field(default_factory=list)
    left_out: list[tuple[Mask, Single, int]] = field(default_factory=list)
    old: list[_Outcome] = field(default_factory=list)


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


def _when_it_tells(node: Node, known: Signatures, single: Single | None) -> Mask:
    """The signatures in which a node says when to call: while the hours of its sentence are closed, or always where a
    sentence names hours."""
    told = 0
    for prompt in node.say + (node.say_after if isinstance(node, Menu) else ()):
        if isinstance(prompt, HoursSentence):
            told |= known.every & ~open_in(known, prompt.hours, single)
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


def _is_alike(edge: Edge, other: Edge) -> bool:
    """The same follows, but for who is rung and when."""
    one = edge.informed, edge.let_in, edge.lost, bool(edge.rung), edge.at
    return one == (other.informed, other.let_in, other.lost, bool(other.rung), other.at)


def is_answered(event: Event) -> bool:
    return isinstance(event, LegEnded) and event.outcome == "answered"


def is_silent(edge: Edge) -> bool:
    """Nobody presses a key, nobody answers, nobody hangs up."""
    return not is_answered(edge.event) and not isinstance(edge.event, Pressed | Left)


def is_by_service(edge: Edge) -> bool:
    """The call ends, and neither the caller nor a desk has hung up."""
    return edge.target == OVER and not isinstance(edge.event, Left) and not is_answered(edge.event)
