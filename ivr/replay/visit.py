"""What a caller and the desks did in a logged call: keys, silences, how each ringing ended, when the caller hung up.

Reads entries and legs only, never a plan. Trusts nothing: a log with gaps says so in `Visit.gap`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Literal

from ivr.core.callable import CALLABLE, NO_NUMBER, REFUSED
from ivr.core.entries import Entry
from ivr.core.events import OUTCOMES, Call, Event, Left, LegEnded, Outcome, Pressed, Silence
from ivr.store.fields import integer_of, names_of, text_of
from ivr.store.legs import LegRow
from ivr.store.projection import final_status

Gap = Literal["", "beginning", "steps", "clock", "failsafe"]
DoingKind = Literal["key", "leg", "pause", "mute", "left"]
_DIGITS = {"star": "*", "hash": "#"}


@dataclass(frozen=True, slots=True)
class RungLine:
    """One telephone of a ringing. `outcome` is its own where it is known apart from the others'."""

    name: str
    number: str
    outcome: Outcome | None


@dataclass(frozen=True, slots=True)
class Rung:
    """One ringing: the lines that rang at once, for at most so many seconds."""

    lines: tuple[RungLine, ...]
    ring_seconds: int


@dataclass(frozen=True, slots=True)
class Doing:
    """What came next, `delay` after the answer before it.

    key: a key or silence at a menu; leg: how the ringing of `rung` ended; pause: one is over, or was ended by a key;
    mute: something of which the log tells only when it was; left: the caller hung up, `event` None if the call goes on
    and nothing more is known of it.
    """

    kind: DoingKind
    event: Event | None
    delay: timedelta
    rung: Rung | None = None


@dataclass(frozen=True, slots=True)
class Visit:
    """`left_at`: when the caller hung up, or was last known to be there; None if a desk or the service ended the call.
    `gap`: why the log is not enough to play the call again."""

    call: Call
    begun_at: datetime
    doings: tuple[Doing, ...]
    left_at: datetime | None
    over: bool
    gap: Gap = ""


def visit_of(entries: Sequence[Entry], legs: Sequence[LegRow]) -> Visit:
    """`entries`: at least one, all of one call, in any order."""
    ordered = sorted(entries, key=lambda entry: (entry.source, entry.step, entry.index))
    steps = _steps(ordered)
    first = steps[0][0] if 0 in steps else ordered[0]
    caller = text_of(first, "caller") or _stand_in(ordered)
    numbers = (text_of(first, "called"), caller, text_of(first, "forwarded_from"))
    call = Call(first.call, *numbers, test=any(entry.test for entry in ordered))
    if gap := _gap(steps, ordered):
        return Visit(call, first.at, (), None, True, gap)
    doings = _doings(steps, _line_outcomes(legs))
    if end := _end(steps, legs, final_status(ordered)):
        doings.append(end)
    left = doings[-1].event if doings else None
    answered = any(_answered(doing.event) for doing in doings)
    stayed = answered or (end is None and not isinstance(left, Left))
    left_at = None if stayed else first.at + sum((doing.delay for doing in doings), timedelta())
    return Visit(call, first.at, tuple(doings), left_at, end is None or end.event is not None)


def _stand_in(ordered: Sequence[Entry]) -> str:
    """For a caller whose number is gone, and was once offered as the one to call back on."""
    return f"+48{CALLABLE}" if any(entry.data.get("own") is True for entry in ordered) else ""


def _steps(ordered: Sequence[Entry]) -> dict[int, list[Entry]]:
    steps: defaultdict[int, list[Entry]] = defaultdict(list)
    for entry in ordered:
        if entry.source == "step":
            steps[entry.step].append(entry)
    return steps


def _gap(steps: Mapping[int, Sequence[Entry]], entries: Sequence[Entry]) -> Gap:
    if any(entry.kind == "failsafe" for entry in entries):
        return "failsafe"
    if 0 not in steps or steps[0][0].kind != "started":
        return "beginning"
    if len(steps) != max(steps) + 1:
        return "steps"
    moments = [steps[number][0].at for number in range(len(steps))]
    return "clock" if any(later < earlier for earlier, later in pairwise(moments)) else ""


def _doings(steps: Mapping[int, Sequence[Entry]], outcomes: Mapping[tuple[int, str], Outcome]) -> list[Doing]:
    """One of each step but the first, which is the call coming in."""
    waits = {
        text_of(entry, "node")
        for step in steps.values()
        for entry in step
        if entry.kind == "entered" and text_of(entry, "type") == "wait"
    }
    doings = []
    for number in range(1, len(steps)):
        step, before = steps[number], steps[number - 1]
        event, kind = _event(step)
        rung = _rung(before, outcomes)
        if rung is not None and isinstance(event, LegEnded | Left):
            kind = "leg"
        elif kind != "left" and _pauses(before[-1], waits):
            kind = "pause"
        doings.append(Doing(kind, event, step[0].at - before[0].at, rung))
    return doings


def _event(step: Sequence[Entry]) -> tuple[Event, DoingKind]:
    """The request that led to a step, as the engine was told it."""
    leg = next((entry for entry in step if entry.kind == "leg"), None)
    ended = LegEnded(_word(text_of(leg, "outcome")), integer_of(leg, "seconds") or 0) if leg else None
    if any(entry.kind == "ended" and text_of(entry, "how") == "left" for entry in step):
        return Left(ended), "left"
    if ended is not None:
        return ended, "leg"
    first = step[0]
    if first.kind in ("pressed", "no_match"):
        key = text_of(first, "key")
        return Pressed(_DIGITS.get(key, key)), "key"
    if first.kind in ("typed", "not_taken"):
        return Pressed(_digits(first)), "key"
    return Silence(), "key" if first.kind == "no_input" else "mute"


def _digits(entry: Entry) -> str:
    """What was typed. A number that was not taken is kept nowhere, and one that was not for ever: another one of its
    kind does the same."""
    if entry.kind == "typed":
        return text_of(entry, "call_back_to").removeprefix("+") or CALLABLE
    return REFUSED if text_of(entry, "why") == "refused" else NO_NUMBER


def _pauses(last: Entry, waits: set[str]) -> bool:
    """Whether a step that ended so was followed by a pause: of a wait, or until the opening."""
    if last.kind == "leg":
        return text_of(last, "node") in waits
    if last.kind == "waiting":
        return True
    return last.kind == "entered" and text_of(last, "type") == "menu" and last.data.get("open") is False


def _end(steps: Mapping[int, Sequence[Entry]], legs: Sequence[LegRow], status: Entry | None) -> Doing | None:
    """What came after the last step of a call that we did not end ourselves."""
    number = max(steps)
    last = steps[number]
    if any(entry.kind == "ended" for entry in last):
        return None
    delay = max(timedelta(0), status.at - last[0].at) if status else timedelta(0)
    rung = _rung(last, _line_outcomes(legs))
    if spoke := next((leg for leg in legs if leg.step == number and leg.outcome == "answered"), None):
        return Doing("leg", LegEnded("answered", spoke.seconds or 0), delay, rung)  # told by the line alone
    return Doing("left", Left() if status else None, delay, rung)


def _rung(step: Sequence[Entry], outcomes: Mapping[tuple[int, str], Outcome]) -> Rung | None:
    ringing = next((entry for entry in reversed(step) if entry.kind == "ringing"), None)
    if ringing is None:
        return None
    names, numbers = names_of(ringing, "lines"), names_of(ringing, "numbers")
    numbers += ("",) * (len(names) - len(numbers))
    lines = tuple(
        RungLine(name, number, outcomes.get((ringing.step, name))) for name, number in zip(names, numbers, strict=False)
    )
    return Rung(lines, integer_of(ringing, "ring_seconds") or 0)


def _line_outcomes(legs: Sequence[LegRow]) -> dict[tuple[int, str], Outcome]:
    """What is known of a line by itself; a line that was cancelled, or of which nothing was told, says nothing."""
    told = ((leg, _word(leg.outcome or "")) for leg in legs)
    return {(leg.step, leg.line): word for leg, word in told if word not in ("cancelled", "unknown")}


def _answered(event: Event | None) -> bool:
    leg = event.leg if isinstance(event, Left) else event
    return isinstance(leg, LegEnded) and leg.outcome == "answered"


def _word(outcome: str) -> Outcome:
    return next((known for known in OUTCOMES if known == outcome), "unknown")
