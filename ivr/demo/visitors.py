"""Callers and desks at random, and the call that they make with the engine. Must not know a database or an office.

How people behave is made up, of such shares as services of this kind tell: about half know their key, one in twenty
says nothing, who waits gives up by and by, a desk answers four of five.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from ivr.core.engine import MAX_STEPS, step
from ivr.core.entries import Entry
from ivr.core.events import Call, Event, Left, LegEnded, Outcome, Pressed, Silence, Started
from ivr.core.flow import Menu, Option
from ivr.core.instructions import Instruction, Listen, RingLines, Say, Spoken
from ivr.core.plan import Plan
from ivr.core.session import Session
from ivr.core.turn import Step
from ivr.simulator.speech import Timing, speech_seconds

_KNOWS, _SAYS_NOTHING, _WRONG_KEY, _LEAVES, _WANTS_A_PERSON = 0.45, 0.05, 0.02, 0.04, 0.1
_LEAVES_A_WAIT, _LEAVES_WHILE_RINGING, _HANGS_UP_FIRST = 0.12, 0.05, 0.6
_OTHER_LANGUAGE = 0.2
_DESK: dict[Outcome, float] = {"answered": 0.78, "no_answer": 0.13, "busy": 0.085, "failed": 0.005}
_TALK_MEDIAN, _TALK_SPREAD, _TALK_LONGEST = 5.0, 0.8, 3000.0  # ln seconds, its deviation; seconds
_MENUS_AT_MOST = 12
_TIMING = Timing()
_Next = tuple[Event | None, float]  # None: the caller has hung up; and after so many seconds


@dataclass(frozen=True, slots=True)
class _Leg:
    """One telephone's own report. `ended`: seconds after the answer that rang it."""

    line: str
    outcome: Outcome
    talked: int
    ended: float


class Visitors:
    """Everybody who calls this plan's office."""

    def __init__(self, plan: Plan, chance: Random) -> None:
        self._plan, self._chance = plan, chance

    def call(self, call: Call, begun: datetime) -> list[Entry]:
        """Everything that is logged of one call: its steps, what the telephones and the provider report."""
        return list(_Visit(self._plan, self._chance, call, begun).entries())


class _Visit:
    """One call: a scratch pad."""

    def __init__(self, plan: Plan, chance: Random, call: Call, begun: datetime) -> None:
        self._plan, self._chance, self._call, self._begun, self._now = plan, chance, call, begun, begun
        others = [name for name in plan.office.languages if name != plan.office.default_language]
        wants_other = bool(others) and chance.random() < _OTHER_LANGUAGE
        self._language = chance.choice(others) if wants_other else plan.office.default_language
        self._knows = chance.random() < _KNOWS
        self._menus = 0
        self._talks = False

    def entries(self) -> Iterator[Entry]:
        session = Session(self._plan.revision)
        following: _Next = Started(), 0.0
        for _ in range(MAX_STEPS + 10):
            happens, after = following
            self._now += timedelta(seconds=after)
            if happens is None:
                break
            decided = step(self._plan, self._call, session, happens, self._now)
            yield from decided.entries
            session, last = decided.session, decided.instructions[-1]
            words = sum(map(_seconds, decided.instructions))
            if isinstance(last, Listen):
                following = self._listens(session, last, words)
            elif isinstance(last, RingLines):
                following = yield from self._rings(decided, last, words)
            else:
                self._now += timedelta(seconds=0 if isinstance(happens, Left) else words)
                break
        yield self._told_over()

    def _listens(self, session: Session, listen: Listen, words: float) -> _Next:
        chance, whole = self._chance, words + listen.pause_seconds + listen.timeout_seconds + _TIMING.request
        node = self._plan.flow.nodes.get(session.node)
        waits = session.phase in ("soon", "pausing") or not isinstance(node, Menu)
        if chance.random() < (_LEAVES_A_WAIT if waits else _LEAVES):
            return None, chance.uniform(0, whole)
        if waits or chance.random() < _SAYS_NOTHING:
            return Silence(), whole
        assert isinstance(node, Menu)
        self._menus += 1
        if self._menus > _MENUS_AT_MOST:
            return None, chance.uniform(0, whole)
        key, place = self._key(node, session.language)
        thinks = chance.uniform(0.8, 2.5)
        heard = words * place * chance.uniform(0.85, 1.0)
        return Pressed(key), min(thinks if self._knows else heard + thinks, whole - 1) + _TIMING.request

    def _key(self, menu: Menu, language: str) -> tuple[str, float]:
        """Which one, and how much of the words is heard before it, from 0 to 1."""
        chance, options = self._chance, menu.options
        own = next((option.key for option in options if option.language == self._language), "")
        if own and language != self._language:
            return own, chance.uniform(0.2, 0.6)
        if chance.random() < _WRONG_KEY:
            return chance.choice("0123456789*#"), chance.random()
        ways: list[Option] = [option for option in options if option.go]
        if not ways or ("0" in menu.keys and chance.random() < _WANTS_A_PERSON):
            return "0" if "0" in menu.keys else ways[0].key if ways else "*", 1.0
        (place,) = chance.choices(range(len(ways)), [1 / (number + 1.5) for number in range(len(ways))])
        return ways[place].key, (place + 1) / len(ways)

    def _rings(self, decided: Step, ring: RingLines, words: float) -> Generator[Entry, None, _Next]:
        """What the telephones report; returns what follows."""
        legs, outcome, talked, over = self._desks(ring)
        stays = words + over
        number = decided.entries[-1].step
        if outcome != "answered" and self._chance.random() < _LEAVES_WHILE_RINGING:
            stays = words + self._chance.uniform(1, max(over, 2))
            legs, outcome = [_Leg(leg.line, "cancelled", 0, stays - words) for leg in legs], "cancelled"
        for leg in legs:
            yield self._leg(leg, number, words)
        left = outcome == "cancelled" or (outcome == "answered" and self._chance.random() < _HANGS_UP_FIRST)
        ended = LegEnded(outcome, talked if outcome == "answered" else 0)
        return (Left(ended) if left else ended), stays

    def _desks(self, ring: RingLines) -> tuple[list[_Leg], Outcome, int, float]:
        """Each telephone; then of all: how it ended, seconds of talk, and after how many seconds it was over."""
        chance = self._chance
        legs: list[_Leg] = []
        longest = ring.ring_seconds + _TIMING.ring_extra
        each = [(line, *self._desk(longest)) for line in ring.lines]
        answers = [one for one in each if one[1] == "answered"]
        if not answers:
            legs = [_Leg(line.line, outcome, 0, after) for line, outcome, after in each]
            words: Outcome = "busy" if all(one[1] == "busy" for one in each) else "no_answer"
            words = each[0][1] if len(each) == 1 else words
            return legs, words, 0, max(after for _, _, after in each)
        first = min(answers, key=lambda one: one[2])
        talked = int(min(chance.lognormvariate(_TALK_MEDIAN, _TALK_SPREAD), _TALK_LONGEST)) + 5
        for line, outcome, after in each:
            if line is first[0]:
                legs.append(_Leg(line.line, "answered", talked, after + talked))
            elif outcome == "answered" or after > first[2]:
                legs.append(_Leg(line.line, "cancelled", 0, first[2]))
            else:
                legs.append(_Leg(line.line, outcome, 0, after))
        return legs, "answered", talked, first[2] + talked

    def _desk(self, longest: float) -> tuple[Outcome, float]:
        (outcome,) = self._chance.choices(list(_DESK), list(_DESK.values()))
        if outcome == "answered":
            return outcome, self._chance.uniform(2, longest - 2)
        return outcome, longest if outcome == "no_answer" else _TIMING.busy

    def _leg(self, leg: _Leg, number: int, words: float) -> Entry:
        name = f"CA{self._chance.getrandbits(128):032x}"
        data = {"line": leg.line, "outcome": leg.outcome, "seconds": leg.talked, "leg": name}
        at = self._now + timedelta(seconds=words + leg.ended)
        return Entry(self._call.id, f"leg:{name}", number, 0, at, "line_leg", data)

    def _told_over(self) -> Entry:
        seconds = int((self._now - self._begun).total_seconds())
        data = {"status": "completed", "seconds": seconds}
        return Entry(self._call.id, "status", 0, 0, self._now + timedelta(seconds=0.4), "status", data)


def _seconds(instruction: Instruction) -> float:
    spoken: Sequence[Spoken] = instruction.spoken if isinstance(instruction, Say | Listen) else ()
    return sum(speech_seconds(one.text) for one in spoken)
