"""What a caller meets at a moment: the real engine called by the stand-in phone, with desks where nobody answers.

A use case of `explain`, of the picture's `--at` and of whoever asks "and what happens then?". Decides nothing: open or
closed, sentences and ringing are the engine's. Must not put anything into words of its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from ivr.core.entries import Entry
from ivr.core.overrides import call_hours
from ivr.core.plan import Plan
from ivr.core.schedule import OpenStatus
from ivr.core.texts import Language
from ivr.rehearsal import EnginePort
from ivr.simulator.phone import OpenCall, Phone
from ivr.simulator.scripts import DEFAULT_CALLER
from ivr.simulator.stretches import Quiet
from ivr.simulator.transcript import Ended, Heard, PressedKey, Rang, Transcript

_CALL = "CA" + "0" * 32  # always the same, so that an answer is the same when asked again


@dataclass(frozen=True, slots=True)
class Says:
    """The caller hears `text`, first after `at_seconds`, and so often in all."""

    language: Language
    text: str
    at_seconds: float
    times: int = 1


@dataclass(frozen=True, slots=True)
class Presses:
    """The caller presses a key. `taken`: something listened."""

    key: str
    at_seconds: float
    times: int = 1


@dataclass(frozen=True, slots=True)
class Rings:
    """`lines` ring together, those of a hunt group, for at most `ring_seconds`, and nobody answers."""

    node: str
    group: str
    lines: tuple[str, ...]
    ring_seconds: int
    at_seconds: float
    times: int = 1


Part = Says | Presses | Rings


@dataclass(frozen=True, slots=True)
class Explanation:
    """`statuses`: of every schedule that closes a menu or a line. `parts`: what happens, each once, in order.

    `unused_keys`: those for which no menu was left. `entries` are what the engine would log.
    """

    at: datetime
    statuses: tuple[tuple[str, OpenStatus], ...]
    parts: tuple[Part, ...]
    unused_keys: tuple[str, ...]
    seconds: float
    entries: tuple[Entry, ...]


def explain(plan: Plan, at: datetime, keys: Iterable[str] = ()) -> Explanation:
    """A call at `at` (aware): each of `keys` (0-9, * and #) is pressed when a menu has been said, then silence."""
    port = EnginePort(plan)
    call = Phone(port, caller=DEFAULT_CALLER, called=plan.office.answers_on[0].e164, at=at).call(_CALL)
    unused = tuple(key for key in keys if not _pressed(call, port, key))
    call.ends()
    return Explanation(
        at,
        tuple((name, plan.office.schedules[name].status(at)) for name in call_hours(plan)),
        tuple(_once(_parts(plan, call.transcript, port.entries))),
        unused,
        call.transcript.ended.at_seconds if call.transcript.ended else 0.0,
        tuple(port.entries),
    )


def _pressed(call: OpenCall, port: EnginePort, key: str) -> bool:
    """Press the key as soon as a menu has been heard to its end; False where none comes any more."""
    while call.stretch is not None:
        if isinstance(call.stretch, Quiet) and call.stretch.listening and _at_menu(port.entries):
            call.presses(key)
            return True
        call.goes_on()
    return False


def _at_menu(entries: list[Entry]) -> bool:
    """The call is in a menu that is open, and not in the pause just before it opens; or where a number is asked for."""
    last = next((entry.data for entry in reversed(entries) if entry.kind == "entered"), {})
    return last.get("type") in ("menu", "callback") and bool(last.get("open", True))


def _parts(plan: Plan, transcript: Transcript, entries: list[Entry]) -> Iterator[Part]:
    ringing = iter([entry.data for entry in entries if entry.kind == "ringing"])
    codes = {voice.locale: code for code, voice in plan.office.languages.items()}
    for line in transcript.lines:
        match line:
            case Heard():
                yield Says(codes.get(line.language, line.language), line.text, line.at_seconds)
            case PressedKey():
                yield Presses(line.key, line.at_seconds)
            case Rang():
                data = next(ringing)
                names, seconds = tuple(data["lines"]), line.ring_seconds
                yield Rings(data["node"], data["group"], names, seconds, line.at_seconds)
            case Ended():
                return


def _once(parts: Iterable[Part]) -> list[Part]:
    """What comes again, as in a wait, is counted where it came first; the longest ringing is kept."""
    found: dict[object, Part] = {}
    for part in parts:
        key = _same(part)
        before = found.get(key)
        if before is None:
            found[key] = part
        elif isinstance(before, Rings) and isinstance(part, Rings):
            longest = max(before.ring_seconds, part.ring_seconds)
            found[key] = replace(before, ring_seconds=longest, times=before.times + 1)
        else:
            found[key] = replace(before, times=before.times + 1)
    return list(found.values())


def _same(part: Part) -> object:
    match part:
        case Says():
            return part.language, part.text
        case Presses():
            return part.at_seconds
        case Rings():
            return part.node, part.group, part.lines
