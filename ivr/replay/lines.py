"""What the lines do that ring in a call played again: what they did then, as far as the log tells.

Must not know where the call goes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from ivr.core.events import Event, Left, LegEnded, Outcome
from ivr.core.instructions import RingLines
from ivr.core.office import Line
from ivr.replay.visit import Doing, Rung
from ivr.simulator.speech import Timing

_AT_ONCE = timedelta(seconds=Timing().busy)  # until a line is known to be busy
_AT_ONCE_OUTCOMES = ("busy", "failed")


@dataclass(frozen=True, slots=True)
class Ending:
    """How a ringing ends; `event` None: nothing more is known of the call. `guessed`: the lines of which the log tells
    nothing, taken not to answer. `certain`: so it was then, also that the caller did not hang up before."""

    event: Event | None
    delay: timedelta
    guessed: tuple[str, ...] = ()
    certain: bool = False


class Lines:
    """The ringings of one call, in their order. Each is used once; after the last one of a line it is used again."""

    def __init__(self, doings: Sequence[Doing]) -> None:
        self._waiting = [doing for doing in doings if doing.rung is not None and doing.kind in ("leg", "left")]
        self._used: list[Doing] = []

    def as_then(self, doing: Doing, ring: RingLines) -> Ending:
        """The same lines ring, perhaps for longer or shorter than then."""
        self._use(doing)
        seconds, then = ring.ring_seconds, doing.rung.ring_seconds if doing.rung else ring.ring_seconds
        leg, shorter = leg_of(doing.event), seconds < then
        if leg is not None and leg.outcome == "answered":
            rang = doing.delay - timedelta(seconds=leg.seconds)
            if shorter and rang > timedelta(seconds=seconds):
                return _nobody(seconds, tuple(line.line for line in ring.lines))
            return Ending(doing.event, doing.delay, certain=True)
        if doing.event is None or isinstance(doing.event, Left):
            if shorter and doing.delay > timedelta(seconds=seconds):
                return _nobody(seconds)
            return Ending(doing.event, doing.delay, certain=True)
        longer = timedelta(seconds=0 if leg and leg.outcome in _AT_ONCE_OUTCOMES else seconds - then)
        return Ending(doing.event, max(timedelta(0), doing.delay + longer), certain=not longer)

    def otherwise(self, lines: Mapping[str, Line], ring: RingLines, stays: timedelta | None) -> Ending:
        """They ring where they did not then; the caller `stays` so long, None: as long as it takes."""
        names = frozenset(line.line for line in ring.lines)
        same = next((one for one in self._waiting if one.rung and names_now(one.rung, lines) == names), None)
        if same is not None and isinstance(same.event, LegEnded):
            return self.as_then(same, ring)
        longest = timedelta(seconds=ring.ring_seconds)
        rings = longest if stays is None else min(longest, stays)
        told = {name: self._told(name, lines) for name in sorted(names)}
        words = {name: _word(doing, name, names, lines, rings) for name, doing in told.items()}
        if answering := next((told[name] for name, word in words.items() if word == "answered"), None):
            return self.as_then(answering, ring)
        for doing in dict.fromkeys(told.values()):
            if doing and doing.rung and names_now(doing.rung, lines) <= names:
                self._use(doing)
        if unknown := tuple(name for name, word in words.items() if word is None):
            return _nobody(ring.ring_seconds, unknown)
        at_once = all(word in _AT_ONCE_OUTCOMES for word in words.values())
        return Ending(LegEnded("busy"), _AT_ONCE) if at_once else _nobody(ring.ring_seconds)

    def _told(self, name: str, lines: Mapping[str, Line]) -> Doing | None:
        """The ringing that tells of this line: its next one, else its last one."""
        for doing in (*self._waiting, *reversed(self._used)):
            if doing.rung and name in names_now(doing.rung, lines):
                return doing
        return None

    def _use(self, doing: Doing) -> None:
        if doing in self._waiting:
            self._waiting.remove(doing)
            self._used.append(doing)


def leg_of(event: Event | None) -> LegEnded | None:
    """How a ringing ended, also where the caller has hung up."""
    leg = event.leg if isinstance(event, Left) else event
    return leg if isinstance(leg, LegEnded) else None


def names_now(rung: Rung, lines: Mapping[str, Line]) -> frozenset[str]:
    """The names under which the plan knows the lines that rang; one that it does not have keeps its name."""
    return frozenset(_name_now(line.name, line.number, lines) for line in rung.lines)


def _name_now(name: str, number: str, lines: Mapping[str, Line]) -> str:
    if name in lines:
        return name
    return next((line.name for line in lines.values() if line.number == number), name)


def _nobody(seconds: int, guessed: tuple[str, ...] = ()) -> Ending:
    return Ending(LegEnded("no_answer"), timedelta(seconds=seconds), guessed)


def _word(
    doing: Doing | None, name: str, names: frozenset[str], lines: Mapping[str, Line], rings: timedelta
) -> Outcome | None:
    """What this line does among `names` when it `rings` so long; None: the log does not tell."""
    if doing is None or doing.rung is None:
        return None
    own = next(one.outcome for one in doing.rung.lines if _name_now(one.name, one.number, lines) == name)
    leg = leg_of(doing.event)
    if leg is not None and leg.outcome == "answered":
        return own or ("answered" if names_now(doing.rung, lines) <= names else None)
    if leg is None or isinstance(doing.event, Left):  # the caller did not wait for it
        return own or ("no_answer" if rings <= doing.delay else None)
    return own or ("no_answer" if leg.outcome in ("cancelled", "unknown") else leg.outcome)
