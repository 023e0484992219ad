"""Where a call can rest, without what makes no difference to where it goes: its words, its clock, its step counter.

A session is put on one form, so that two calls that must go the same way are one state. What is dropped is listed in
`Settler.settled` with the reason. Must not decide anything about a call: that is the engine's.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import NamedTuple
from zlib import crc32

from ivr.core.callable import CALLABLE, NO_NUMBER, REFUSED
from ivr.core.events import OUTCOMES, Call, Event, Left, LegEnded, Pressed, Silence, Started
from ivr.core.flow import BACK, CHOSEN, MAIN, REPEAT, Announce, Callback, Dial, Menu, Node, Wait
from ivr.core.nodes.callback import KEYS as CALLBACK_KEYS
from ivr.core.nodes.wait import moments
from ivr.core.office import HuntGroup
from ivr.core.plan import Plan
from ivr.core.proof.asked import NOW
from ivr.core.session import Session

KEYS = "0123456789*#A"  # some telephones have A to D beside them
_DIGIT_OF_KEY = {"star": "*", "hash": "#"}
_DROPPED = "-"  # no name of a node: were it ever followed, the engine would call it lost, and so would the proof
_EPOCH = int(NOW.timestamp())


class State(NamedTuple):
    """A call that waits for what happens next. `rings`: for the end of a leg, else for a key or silence."""

    session: Session
    rings: bool


class Happening(NamedTuple):
    """One thing that may happen to a state, and the session with the clock at which it does."""

    event: Event
    session: Session
    waited: int = 0  # seconds since the wait began, in a wait


def begins(plan: Plan) -> State:
    return State(Session(plan.revision, language=plan.office.default_language), False)


class Settler:
    """Knows which parts of a session can still matter where a call rests."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._nodes = plan.flow.nodes
        waits = {name for name, node in self._nodes.items() if isinstance(node, Wait) and CHOSEN in node.again}
        # `chosen` is read by a wait, and written by every dial that a key or silence leads to.
        menus = self._before(waits, {name: _ways(node) for name, node in self._nodes.items() if not _rings(node)})
        at_once = {name: _at_once(node) for name, node in self._nodes.items()}
        self._chosen = waits | menus | self._before(waits | menus, at_once)
        # `menu` is read by the targets back and repeat, and written by every menu that is entered.
        no_menus = {name: _ways(node) for name, node in self._nodes.items() if not isinstance(node, Menu)}
        leads = at_once | no_menus
        back = {name for name, ways in leads.items() if {BACK, REPEAT} & set(ways)}
        self._menu = back | self._before(back, leads)

    def settled(self, session: Session, rings: bool) -> State:
        """Dropped always: the step counter, and what is only said (language, via) or logged (ringing). The counters
        of the hunt end where they have been everywhere; the clock is tried at every moment anew (`happenings`)."""
        node = self._nodes.get(session.node)
        kept = session.changed(
            step=0,
            language=self._plan.office.default_language,
            via=(),
            ringing=(),
            wait_since=0,
            wait_said=0,
            chosen=session.chosen if session.node in self._chosen else "",
            menu=session.menu if session.node in self._menu or session.node == session.menu else _DROPPED,
            group=session.group if isinstance(node, Dial) else "",
            tried=min(session.tried, self._round(node, session.chosen)) if isinstance(node, Wait | Dial) else 0,
        )
        return State(kept, rings)

    def _round(self, node: Wait | Dial, chosen: str) -> int:
        """How many Dials one round takes at most. Later rounds ring the same telephones."""
        names = (node.to,) if isinstance(node, Dial) else node.again
        groups = (self._plan.office.groups.get(chosen if name == CHOSEN else name) for name in names)
        return sum(_dials(group) for group in groups if group)

    def _before(self, goal: set[str], leads: Mapping[str, tuple[str, ...]]) -> set[str]:
        """The nodes from which a call can come to `goal` by these ways. Back may be to any menu."""
        found: set[str] = set()
        while True:
            ahead = goal | found
            if self._plan.flow.main in ahead:
                ahead.add(MAIN)
            if any(isinstance(self._nodes[name], Menu) for name in ahead if name in self._nodes):
                ahead |= {BACK, REPEAT}
            more = {name for name, ways in leads.items() if name not in found and not ahead.isdisjoint(ways)}
            if not more:
                return found
            found |= more


def _rings(node: Node) -> bool:
    return isinstance(node, Dial | Wait)


def _at_once(node: Node) -> tuple[str, ...]:
    """Where a node leads without the call resting at a menu in between; a menu that is closed is passed."""
    match node:
        case Announce():
            return (node.then,)
        case Dial():
            return (node.otherwise, node.closed)
        case Wait():
            return (node.otherwise, *node.keys.values())
        case Menu():
            return (node.closed,)
        case _:
            return ()


def _ways(node: Node) -> tuple[str, ...]:
    """Every target of a node."""
    if isinstance(node, Callback):
        return (node.then, node.otherwise, MAIN)
    if not isinstance(node, Menu):
        return _at_once(node)
    options = (option.go for option in node.options)
    return (*options, *node.keys.values(), node.closed, node.no_input.then, node.no_match.then, MAIN)


def _dials(group: HuntGroup) -> int:
    return 1 if group.ring == "together" else len(group.lines)


def happenings(plan: Plan, state: State) -> Iterator[Happening]:
    """Everything that a caller, a desk and the carrier can do at a state, at every moment that differs."""
    session = state.session
    if not session.node and not state.rings:
        yield Happening(Started(), session)
        return
    node = plan.flow.nodes.get(session.node)
    clocks = moments(node) if isinstance(node, Wait) else ((0, 0),)
    for waited, said in clocks:
        since = session.changed(wait_since=_EPOCH - waited, wait_said=_EPOCH - said) if waited else session
        for event in _LEGS if state.rings else _caller(node, session):
            yield Happening(event, since, waited)
    yield Happening(Left(LegEnded("cancelled") if state.rings else None), since)


_PRESSED = {key: Pressed(key) for key in KEYS}
_SILENCE = Silence()
_TYPED = tuple(Pressed(digits) for digits in (CALLABLE, NO_NUMBER, REFUSED, "*"))
_LEGS: tuple[Event, ...] = tuple(LegEnded(outcome) for outcome in OUTCOMES)


def _caller(node: Node | None, session: Session) -> Iterator[Event]:
    """Of the keys that a menu does not name, one stands for all: nothing in it can tell them apart. It comes last: a
    counter-example is better shown with a key that telephones have. Of numbers that are typed, one of each kind."""
    if isinstance(node, Callback) and session.phase == "typing":
        yield from _TYPED
        yield _SILENCE
        return
    named = {"*", "#"} if isinstance(node, Menu) else set()
    if isinstance(node, Callback):
        named = set(CALLBACK_KEYS)
    elif isinstance(node, Wait):
        named = {_DIGIT_OF_KEY.get(key, key) for key in node.keys}
    elif isinstance(node, Menu):
        named |= {_DIGIT_OF_KEY.get(key, key) for key in (*(option.key for option in node.options), *node.keys)}
    yield from (event for key, event in _PRESSED.items() if key in named)
    yield _SILENCE
    yield from [event for key, event in _PRESSED.items() if key not in named][:1]


def rotations(plan: Plan, call: Call) -> tuple[Call, ...]:
    """`call`, and calls whose ids begin every `in_turn` group at every one of its lines."""
    lengths = {len(group.lines) for group in plan.office.groups.values() if group.ring == "in_turn" and group.lines}
    wanted = {(length, start) for length in lengths for start in range(length)}
    found = [call]
    number = 0
    while wanted:
        one = replace(call, id=f"proof-{number}")
        new = {(length, crc32(one.id.encode()) % length) for length in lengths} & wanted
        if new:
            found.append(one)
            wanted -= new
        number += 1
    return tuple(found)


def in_turn(plan: Plan) -> Mapping[str, HuntGroup]:
    return {name: group for name, group in plan.office.groups.items() if group.ring == "in_turn"}
