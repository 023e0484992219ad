"""A logged call played on a plan, on the real engine: the same keys, and every line does what it did then.

Follows the log request by request while the call goes as it did; from where it goes another way, by the rules that
stand in the package's own words. Must not compare or judge.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from ivr.core.engine import MAX_STEPS, step
from ivr.core.entries import Entry
from ivr.core.events import Event, Left, LegEnded, Silence, Started
from ivr.core.instructions import Instruction, Listen, RingLines
from ivr.core.plan import Plan
from ivr.core.session import Session
from ivr.replay.lines import Lines, names_now
from ivr.replay.visit import Doing, Visit
from ivr.simulator.speech import Timing, speech_seconds

PlanAt = Callable[[datetime], Plan]
Hear = Callable[[datetime, Sequence[Instruction]], None]
_Next = tuple[Event, datetime]
_REQUEST = timedelta(seconds=Timing().request)
_MOST_STEPS = MAX_STEPS + 10  # past MAX_STEPS the engine itself ends the call


@dataclass(frozen=True, slots=True)
class Played:
    """What would be logged, and the lines that rang of which the log tells nothing: they were taken not to answer."""

    entries: tuple[Entry, ...]
    guessed: tuple[str, ...]


def play(visit: Visit, plan_at: PlanAt, hear: Hear | None = None) -> Played:
    """The call of a log without a gap, on the plan of each moment. `hear` is told each answer with its words; without
    it none are made."""
    return _Play(visit, plan_at, hear).run()


class _Play:
    """One call being played: a scratch pad."""

    def __init__(self, visit: Visit, plan_at: PlanAt, hear: Hear | None) -> None:
        self._visit, self._plan_at, self._hear = visit, plan_at, hear
        self._log = list(visit.doings)  # what was not done yet
        self._lines = Lines(visit.doings)
        self._as_then = True  # so far every request was that of the log
        self._now = visit.begun_at
        self._session = Session(plan_at(self._now).revision)
        self._guessed: dict[str, None] = {}

    def run(self) -> Played:
        entries: list[Entry] = []
        event: Event = Started()
        for _ in range(_MOST_STEPS):
            plan, before = self._plan_at(self._now), self._session
            decided = step(plan, self._visit.call, before, event, self._now, silent=self._hear is None)
            entries += decided.entries
            if self._hear:
                self._hear(self._now, decided.instructions)
            self._session, last = decided.session, decided.instructions[-1]
            following = self._after(plan, before, event, last)
            if following is None:
                break
            event, self._now = following
        return Played(tuple(entries), tuple(self._guessed))

    def _after(self, plan: Plan, before: Session, event: Event, last: object) -> _Next | None:
        """The next request and its moment. None: the call is over, or nothing more is known of it."""
        if isinstance(last, RingLines):
            return self._rings(plan, last)
        if not isinstance(last, Listen):
            return None
        pausing = self._session.phase in ("soon", "pausing", "hearing")
        if doing := self._next_of_log(("pause",) if pausing else ("key", "mute")):
            return (doing.event, self._now + doing.delay) if doing.event else None
        if not pausing and (key := self._key()):
            return self._unless_left(key.event or Silence(), key.delay)
        heard = timedelta(0) if pausing and self._session.phase != "hearing" else self._words(plan, before, event)
        listens = timedelta(seconds=last.timeout_seconds + last.pause_seconds)
        return self._unless_left(Silence(), heard + listens + _REQUEST)

    def _next_of_log(self, kinds: tuple[str, ...]) -> Doing | None:
        """What came next then, where it can come now; a hang-up always can. From the first that cannot, the call goes
        its own way."""
        first = self._log[0] if self._as_then and self._log else None
        if first is not None and first.rung is None and first.kind in (*kinds, "left"):
            return self._log.pop(0)
        self._as_then = False
        return None

    def _key(self) -> Doing | None:
        """The first key or silence that was not used yet."""
        found = next((doing for doing in self._log if doing.kind == "key"), None)
        if found is not None:
            self._log.remove(found)
        return found

    def _rings(self, plan: Plan, ring: RingLines) -> _Next | None:
        names, lines = frozenset(line.line for line in ring.lines), plan.office.lines
        first = self._log[0] if self._as_then and self._log else None
        if first is None or first.rung is None or names_now(first.rung, lines) != names:
            self._as_then = False
            left_at = self._visit.left_at
            stays = None if left_at is None else max(timedelta(0), left_at - self._now)
            ending = self._lines.otherwise(lines, ring, stays)
        elif first.kind == "mute":  # a request that made no sense while they rang
            self._log.pop(0)
            return Silence(), self._now + first.delay
        else:
            self._log.pop(0)
            ending = self._lines.as_then(first, ring)
        self._guessed |= dict.fromkeys(ending.guessed)
        if ending.event is None:
            return None
        if ending.certain:
            return ending.event, self._now + ending.delay
        return self._unless_left(ending.event, ending.delay)

    def _unless_left(self, event: Event, delay: timedelta) -> _Next | None:
        """`event` after `delay`, unless the caller hangs up before; None if no more than that is known."""
        left_at = self._visit.left_at
        if left_at is None or self._now + delay < left_at:
            return event, self._now + delay
        if not self._visit.over:
            return None
        return Left(LegEnded("cancelled") if isinstance(event, LegEnded) else None), max(self._now, left_at)

    def _words(self, plan: Plan, before: Session, event: Event) -> timedelta:
        """How long the words of the answer to `event` take, which were left out when it was decided."""
        answer = step(plan, self._visit.call, before, event, self._now).instructions[-1]
        spoken = answer.spoken if isinstance(answer, Listen) else ()
        return timedelta(seconds=sum(speech_seconds(part.text) for part in spoken))
