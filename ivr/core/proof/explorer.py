"""The explorer: asks the real engine for every state and every happening, and makes the graph of the answers.

Asks no more often than it must: what the engine does not look at makes no difference (see `watched`), and with a single
override on, only what could show a rule something new is kept.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Literal

from ivr.core.callable import CALLABLE
from ivr.core.engine import step
from ivr.core.events import Call, Event, Silence
from ivr.core.flow import Menu
from ivr.core.plan import Plan
from ivr.core.proof.asked import Asked, Engine, Ran
from ivr.core.proof.graph import OVER, Edge, Graph
from ivr.core.proof.outcomes import Outcome, Outcomes, Rest, is_alike
from ivr.core.proof.signatures import Mask, Question, Signatures
from ivr.core.proof.singles import Single, singles
from ivr.core.proof.states import Happening, State, begins, happenings, in_turn, rotations
from ivr.core.proof.watched import WATCHED, Shared, Watch, kind_of, with_unread
from ivr.core.session import Session

_TOLD_EVERY = 100  # states

Phase = Literal["moments", "states", "calls"]
Tell = Callable[[Phase, int, int], None]
"""Hears what the proof is doing, and how many of the states known so far have been looked at."""


def untold(phase: Phase, done: int, known: int) -> None:
    """Nobody waits for it."""


def explore(plan: Plan, known: Signatures, tell: Tell = untold, engine: Engine = step) -> Graph:
    """Every state that any call can come to."""
    return _Explorer(plan, known, engine).explore(tell)


@dataclass(slots=True)
class _Found:
    """What follows on one happening. `tells`: when each of those without an override tells that the office is closed.
    `left_out` (signatures, override, place of the same without it) and `old`: with an override, and nothing new for a
    rule."""

    outcomes: list[Outcome] = field(default_factory=list)
    tells: list[Mask] = field(default_factory=list)
    left_out: list[tuple[Mask, Single, int]] = field(default_factory=list)
    old: list[Outcome] = field(default_factory=list)

    def switched(self, mask: Mask, single: Single, same: int) -> Outcome:
        """The outcome of a step that is taken without the override too, in other signatures."""
        edge, rest = self.outcomes[same]
        return Outcome(edge._replace(mask=mask, told=mask & self.tells[same], single=single), rest)

    def all_outcomes(self) -> Iterator[Outcome]:
        yield from self.outcomes
        yield from (self.switched(*one) for one in self.left_out)
        yield from self.old


class _Explorer:
    def __init__(self, plan: Plan, known: Signatures, engine: Engine) -> None:
        self._plan, self._known = plan, known
        self._asked = Asked(plan, known, singles(plan), engine)
        self._outcomes = Outcomes(plan, known)
        called = plan.office.answers_on[0].e164 if plan.office.answers_on else ""
        self._calls = rotations(plan, Call("proof", called, f"+48{CALLABLE}"))
        self._withheld = replace(self._calls[0], caller="")
        self._in_turn = in_turn(plan)
        self._numbers: dict[State, int] = {}
        self._shared: dict[State, dict[object, Shared]] = {}
        self._all: dict[int, list[Edge]] = {}
        self._graph = Graph(plan, known, self._outcomes.office_open, all_switched=self.all_switched)

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
                for edge in self._edges(number, state, happening, found.all_outcomes())
                if edge.single
            ]
        return self._all[number]

    def _edges(self, number: int, state: State, happening: Happening, outcomes: Iterable[Outcome]) -> Iterator[Edge]:
        for edge, rest in outcomes:
            target = self._number(rest, state.session) if rest else OVER
            yield edge.between(number, target, happening.event)

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
        found, is_new = _Found(), self._outcomes.is_new
        switched: list[Outcome] = []
        for ran in self._steps(state, happening):
            if ran.single is None:
                outcome, tells = self._outcomes.of(happening, ran)
                found.outcomes.append(outcome)
                found.tells.append(tells)
            elif ran.same >= 0:
                usual = found.outcomes[ran.same].edge
                if ran.differs and is_new(ran.mask, ran.mask & found.tells[ran.same], usual):
                    switched.append(found.switched(ran.mask, ran.single, ran.same))
                else:
                    found.left_out.append((ran.mask, ran.single, ran.same))
            else:
                outcome, _ = self._outcomes.of(happening, ran)
                edge, rest = outcome
                alike = (other for other, rests in found.outcomes if rests is rest and is_alike(edge, other))
                (switched if all(is_new(edge.mask, edge.told, other) for other in alike) else found.old).append(outcome)
        found.outcomes += switched
        return found

    def _steps(self, state: State, happening: Happening) -> Iterable[Ran]:
        session, event = happening.session, happening.event
        first, *others = self._calls
        mask = self._possible(state, event)
        found = self._asked.steps(first, session, event, mask)
        others = others if self._depends_on_turn(state, found) else []
        for call in (*others, *([self._withheld] if _asks_who_called(found) else [])):
            before = sum(one.single is None for one in found)
            ran = self._asked.steps(call, session, event, mask)
            found += [one._replace(same=one.same + before) if one.same >= 0 else one for one in ran]
        return found

    def _possible(self, state: State, event: Event) -> Mask:
        """Who was asked to hold on until the opening is not told so again: the pause lasts until then."""
        node = self._plan.flow.nodes.get(state.session.node)
        if state.session.phase == "soon" and isinstance(event, Silence) and isinstance(node, Menu):
            return self._known.every & ~self._known.yes[Question("soon", node.hours)]
        return self._known.every

    def _depends_on_turn(self, state: State, found: list[Ran]) -> bool:
        groups = {entry.data.get("group") for ran in found for entry in ran.step.entries}
        return bool(({state.session.group, state.session.chosen} | groups) & self._in_turn.keys())

    def _number(self, rest: Rest, before: Session) -> int:
        """The number of the state in which a step has left a call that was as `before`."""
        carried = tuple([before.__dict__[name] for name in rest.unread])
        number = rest.numbers.get(carried)
        if number is None:
            number = rest.numbers[carried] = self._number_of(with_unread(rest.state, before))
        return number

    def _number_of(self, state: State) -> int:
        number = self._numbers.setdefault(state, len(self._numbers))
        if number == len(self._graph.states):
            self._graph.states.append(state)
            self._graph.out.append([])
            self._graph.switched.append([])
        return number


def _asks_who_called(found: list[Ran]) -> bool:
    """A request to be called back begins otherwise where the caller's number is withheld."""
    entries = (entry for ran in found for entry in ran.step.entries)
    return any(entry.kind == "entered" and entry.data["type"] == "callback" for entry in entries)
