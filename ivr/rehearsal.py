"""A call played on the engine directly, without HTTP: the other driver of the phone and of call scripts.

It shares the phone with the HTTP carrier and nothing of the way to it: no TwiML, no form, no state in a URL.
Equal transcripts of both prove that the way loses nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from ivr.core.engine import step
from ivr.core.entries import Entry
from ivr.core.events import Call, Event, Started
from ivr.core.hunting import desk_hears
from ivr.core.instructions import Hangup, Instruction, Listen, RingLine, RingLines, Say, Spoken
from ivr.core.plan import Plan
from ivr.core.session import Session
from ivr.simulator import verbs
from ivr.simulator.port import SimulatedCall
from ivr.simulator.verbs import Document
from ivr.telephony.forms import event_of, shown_caller
from ivr.telephony.speech import sayings

_CONFIRM = "confirm"
_CONFIRM_SECONDS = 8


class EnginePort:
    """A simulator port that answers from a plan. `entries` collects what would be journalled."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._sessions: dict[str, Session] = {}
        self.entries: list[Entry] = []

    def begin(self, call: SimulatedCall) -> Document:
        return self._step(call, Session(self._plan.revision), Started())

    def follow(self, url: str, fields: Mapping[str, str], call: SimulatedCall) -> Document:
        if url == _CONFIRM:
            return () if fields.get("Digits") == "1" else (verbs.Hangup(),)
        kind, _, rest = url.partition(":")
        if kind == "whisper":
            line, _, address = rest.partition(":")
            return self._whisper(self._sessions[address], line)
        return self._step(call, self._sessions[rest], event_of(list(fields.items())))

    def finish(self, call: SimulatedCall, status: str, seconds: int, url: str = "") -> None:
        """The log is not what is rehearsed here."""

    def _step(self, call: SimulatedCall, session: Session, event: Event) -> Document:
        now = call.now or datetime.now(UTC)
        inner = Call(call.id, call.called, shown_caller(call.caller), call.forwarded_from, test=True)
        decided = step(self._plan, inner, session, event, now.astimezone(UTC))
        self.entries += decided.entries
        address = str(len(self._sessions))
        self._sessions[address] = decided.session
        return tuple(verb for one in decided.instructions for verb in self._verbs(one, address))

    def _verbs(self, instruction: Instruction, address: str) -> Sequence[verbs.Verb]:
        action = f"step:{address}"
        match instruction:
            case Say():
                return self._says(instruction.spoken)
            case Listen():
                pause = (verbs.Pause(instruction.pause_seconds),) if instruction.pause_seconds else ()
                children = (*self._says(instruction.spoken), *pause)
                timeout = max(1, instruction.timeout_seconds)
                ends, count = ("#", None) if instruction.number else ("", 1)
                gather = verbs.Gather(action, timeout=timeout, finish_on_key=ends, num_digits=count, children=children)
                return gather, verbs.Redirect(action)
            case RingLines():
                numbers = tuple(_number(line, address) for line in instruction.lines)
                return (verbs.Dial(numbers, action, timeout=instruction.ring_seconds, caller_id=instruction.caller_id),)
            case Hangup():
                return (verbs.Hangup(),)

    def _says(self, spoken: Sequence[Spoken]) -> tuple[verbs.Say, ...]:
        voices = self._plan.office.languages
        return tuple(verbs.Say(text, voice.locale, voice.voice) for voice, text in sayings(spoken, voices))

    def _whisper(self, session: Session, line: str) -> Document:
        whisper, confirm = desk_hears(self._plan, session, self._plan.office.lines[line])
        if not confirm:
            return self._says(whisper)
        children = self._says(confirm)
        gather = verbs.Gather(_CONFIRM, timeout=_CONFIRM_SECONDS, finish_on_key="", num_digits=1, children=children)
        return *self._says(whisper), gather, verbs.Hangup()


def _number(line: RingLine, address: str) -> verbs.Number:
    return verbs.Number(line.number, url=f"whisper:{line.line}:{address}" if line.whisper or line.confirm else "")


def names_of(plan: Plan) -> dict[str, tuple[str, ...]]:
    """Line and hunt group names -> E.164 numbers, for call scripts, which never hold a number."""
    lines = {name: (line.number,) for name, line in plan.office.lines.items()}
    groups = {
        name: tuple(plan.office.lines[line].number for line in group.lines if line in plan.office.lines)
        for name, group in plan.office.groups.items()
    }
    return {**groups, **lines}


def name_of(plan: Plan, numbers: tuple[str, ...]) -> str | list[str]:
    """What a call script calls the telephones that rang: a group all of whose lines they are, or one that is rung in
    turn, so that another call may differ; else the names of the lines."""
    rung = set(numbers)
    by_number = {line.number: name for name, line in reversed(list(plan.office.lines.items()))}
    for name, group in plan.office.groups.items():
        own = {plan.office.lines[line].number for line in group.lines if line in plan.office.lines}
        if (rung == own and len(own) > 1) or (group.ring == "in_turn" and rung <= own):
            return name
    names = [by_number[number] for number in numbers if number in by_number]
    return names[0] if len(names) == 1 else names
