"""One plan at one moment, asked by a caller: an answer of the real engine for every move, from any point of a call.

The clock stands still, so that two plans are compared at the same instant all through; a wait alone is told how long
it has lasted. Must not compare anything.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from math import lcm
from zlib import crc32

from ivr.comparison.values import NOBODY, SILENCE, TYPED, WAITED, WRONG, Course, Goes, Heard, Move, Ring, Telephone
from ivr.core.callable import CALLABLE
from ivr.core.engine import step
from ivr.core.events import Call, Event, LegEnded, Pressed, Silence, Started
from ivr.core.flow import CHOSEN, Announce, Callback, Menu, Option, Wait
from ivr.core.instructions import Listen, RingLines
from ivr.core.instructions import Say as Speak
from ivr.core.plan import Plan
from ivr.core.prompts import Moment, fill, in_language
from ivr.core.session import Session
from ivr.core.texts import Language
from ivr.core.traits import ways
from ivr.simulator.scripts import DEFAULT_CALLER
from ivr.simulator.speech import Timing, speech_seconds

_TIMING = Timing()
_REACTION_SECONDS = 1.0
_DIGITS = {"star": "*", "hash": "#"}
_UNKNOWN_DIGIT = "D"  # some telephones have A to D; no menu means anything by it
_SENTENCE_END = re.compile(r"(?<=[.!?…]) (?=[^a-ząćęłńóśźżа-яіїєґ])")  # not after the dot of "seven p.m."
_LONGEST_COURSE = 30
KEYS = (*"1234567890", "star", "hash")
_ASKED = {"confirming": ("1", "2"), "typing": (TYPED,), "checking": ("1", "2")}


@dataclass(frozen=True, slots=True)
class Answer:
    """What the caller meets after a move. `unknown`: the key meant nothing. `rings` is None where the caller is
    listened to for `timeout` seconds, or, with `over`, where the call ends."""

    session: Session
    heard: tuple[Heard, ...]
    rings: Ring | None = None
    timeout: int = 0
    over: bool = False
    unknown: bool = False


@dataclass(frozen=True, slots=True)
class Run:
    """Ringing after ringing while nobody answers: what it is, what is heard after the first, the answer at its end."""

    course: Course
    heard: tuple[Heard, ...]
    end: Answer


@dataclass
class Caller:
    """`at` is aware. Steps are counted in `steps`."""

    plan: Plan
    at: datetime
    steps: int = field(default=0, init=False)

    def __post_init__(self) -> None:
        self._now = self.at.astimezone(UTC)
        self._epoch = int(self._now.timestamp())
        self._call = Call(_call_id(self.plan), self.plan.office.answers_on[0].e164, DEFAULT_CALLER, test=True)
        self._keeps_chosen = _before_waits(self.plan)

    def begins(self) -> Answer:
        return self._step(Session(self.plan.revision), Started())

    def after(self, answer: Answer, what: str) -> Answer:
        """`what`: one of `KEYS`, SILENCE, WRONG, TYPED, NOBODY or WAITED."""
        session = answer.session
        if self.waits(answer):
            node = self.plan.flow.nodes[session.node]
            waited = node.wait_seconds if what == WAITED and isinstance(node, Wait) else 1
            session = session.changed(wait_since=self._epoch - waited, wait_said=self._epoch - 1)
        event: Event = Pressed(_DIGITS.get(what, what))
        if what in (NOBODY, WAITED):
            event = LegEnded("no_answer", answer.rings.seconds if answer.rings else 0)
        elif what == TYPED:
            event = Pressed(CALLABLE)
        elif what in (SILENCE, WRONG):
            event = Silence() if what == SILENCE else Pressed(_UNKNOWN_DIGIT)
        return self._step(session, event)

    def waits(self, answer: Answer) -> bool:
        return isinstance(self.plan.flow.nodes.get(answer.session.node), Wait)

    def menu(self, answer: Answer) -> Menu | None:
        """The menu that listens; None where the caller is only asked to hold on."""
        node = self.plan.flow.nodes.get(answer.session.node)
        return node if isinstance(node, Menu) and not answer.session.phase else None

    def beside(self, answer: Answer) -> tuple[str, ...]:
        """What a caller can do here that is no key of a menu: out of a wait, or asked on what number to be called."""
        node = self.plan.flow.nodes.get(answer.session.node)
        if isinstance(node, Wait):
            return tuple(node.keys)
        return _ASKED.get(answer.session.phase, ()) if isinstance(node, Callback) else ()

    def run(self, answer: Answer) -> Run:
        """From an answer that rings to what comes when nobody answers at all. In a wait: one round of it."""
        found: list[Ring] = []
        heard: list[Heard] = []
        waits, at = self.waits(answer), answer
        while at.rings and self.waits(at) == waits and len(found) < _LONGEST_COURSE:
            ring = self._in_wait(at) if waits else at.rings
            if waits and ring in found:
                break
            found.append(ring)
            at = self.after(at, NOBODY)
            heard += at.heard if not waits else ()
        if waits:
            return Run((*found, Goes("on")), (), answer)
        return Run((*found, self.goes(at)), tuple(heard), at)

    def _in_wait(self, answer: Answer) -> Ring:
        """In a wait a telephone rings until the next sentence at most; how long just now is not worth telling."""
        assert answer.rings is not None
        node, group = self.plan.flow.nodes[answer.session.node], self.plan.office.groups.get(answer.session.group)
        if not isinstance(node, Wait) or group is None:
            return answer.rings
        return replace(answer.rings, seconds=min(group.ring_seconds, node.every_seconds))

    def goes(self, answer: Answer) -> Goes:
        """Where an answer leads that is not ringing, or is a wait."""
        node = self.plan.flow.nodes.get(answer.session.node)
        if answer.over:
            return Goes("end")
        if isinstance(node, Wait):
            return Goes("wait", node.wait_seconds, node.every_seconds)
        return Goes("opens") if answer.session.phase == "soon" else Goes("menu", answer.timeout)

    def settled(self, answer: Answer) -> Session:
        """The session without what makes no difference to what comes next."""
        session = answer.session.changed(revision="", step=0, wait_since=0, wait_said=0)
        if answer.rings is None:
            chosen = session.chosen if session.node in self._keeps_chosen else ""
            session = session.changed(chosen=chosen, group="", tried=0, ringing=())
        elif self.waits(answer):
            session = session.changed(tried=0, ringing=())
        return session

    def _step(self, session: Session, event: Event) -> Answer:
        """One answer; the pauses between two rings of a wait are passed over."""
        heard: tuple[Heard, ...] = ()
        unknown = False
        while True:
            self.steps += 1
            decided = step(self.plan, self._call, session.changed(step=0), event, self._now)
            unknown = unknown or any(entry.kind == "no_match" for entry in decided.entries)
            last = decided.instructions[-1]
            heard += tuple(
                Heard(part.language, sentence)
                for one in decided.instructions
                if isinstance(one, Speak | Listen)
                for part in one.spoken
                for sentence in _SENTENCE_END.split(part.text)
            )
            if decided.session.phase not in ("pausing", "hearing"):
                break
            session, event = decided.session, Silence()
        if isinstance(last, RingLines):
            return Answer(decided.session, heard, self._ring(last), unknown=unknown)
        if isinstance(last, Listen):
            return Answer(decided.session, heard, timeout=last.timeout_seconds, unknown=unknown)
        return Answer(decided.session, heard, over=True, unknown=unknown)

    def _ring(self, asked: RingLines) -> Ring:
        lines = self.plan.office.lines
        found = tuple(Telephone(one.number, lines[one.line].written, lines[one.line].label) for one in asked.lines)
        return Ring(frozenset(one.number for one in found), asked.ring_seconds, found)

    # -- seconds, for a caller who listens and presses when the option was named -----------------------

    def seconds_until(self, answer: Answer, what: str) -> float:
        """From the first word of `answer` until the next answer comes."""
        if what == SILENCE:
            return spoken_seconds(answer.heard) + answer.timeout + _TIMING.request
        return self._named_after(answer, what) + _REACTION_SECONDS + _TIMING.request

    def _named_after(self, answer: Answer, key: str) -> float:
        menu = self.menu(answer)
        option = next((one for one in menu.options if one.key == key), None) if menu else None
        label = self._label(option, answer.session.language) if option else ""
        for place, sentence in enumerate(answer.heard):
            if label and sentence.text.startswith(label):
                return spoken_seconds(answer.heard[: place + 1])
        return spoken_seconds(answer.heard)

    def _label(self, option: Option, language: Language) -> str:
        moment = Moment(self.plan, option.language or language, self._now)
        return fill(in_language(option.label, moment), moment)


def moves(old: Menu | None, new: Menu | None) -> Iterator[Move]:
    """What a caller can do in a menu, or in two at once, in the order of the keys; silence and a wrong key last."""
    menus = [menu for menu in (new, old) if menu]
    labels = {option.key: option.label for menu in reversed(menus) for option in menu.options}
    known = {"star", "hash", *labels, *(key for menu in menus for key in menu.keys)}
    yield from (Move(key, labels.get(key, {})) for key in KEYS if menus and key in known)
    yield Move(SILENCE)
    if menus:
        yield Move(WRONG)


def spoken_seconds(heard: tuple[Heard, ...]) -> float:
    return sum(speech_seconds(one.text, _TIMING.vowels_per_second) for one in heard)


def _call_id(plan: Plan) -> str:
    """A call for which lines rung in turn begin with the first one, so that two plans begin alike."""
    turns = lcm(*(len(group.lines) for group in plan.office.groups.values() if group.ring == "in_turn" and group.lines))
    return next(one for one in (f"CA{n:032x}" for n in range(10_000_000)) if crc32(one.encode()) % turns == 0)


def _before_waits(plan: Plan) -> frozenset[str]:
    """Where it still matters which service was chosen: a wait may follow without another service being chosen."""
    nodes = plan.flow.nodes
    found = {name for name, node in nodes.items() if isinstance(node, Wait) and CHOSEN in node.again}
    more = True
    while more:
        new = {
            name
            for name, node in nodes.items()
            if isinstance(node, Menu | Announce | Wait) and name not in found and found & set(ways(node).values())
        }
        found, more = found | new, bool(new)
    return frozenset(found)
