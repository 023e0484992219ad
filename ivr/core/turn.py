"""One step being worked out: what is said, logged and carried on. A scratch pad; the engine returns values."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from ivr.core.entries import Entry, Kind
from ivr.core.events import Call, Event
from ivr.core.instructions import Hangup, Instruction, Listen, RingLines, Say, Spoken
from ivr.core.office import Office
from ivr.core.plan import Plan
from ivr.core.prompts import Moment, notice, speak
from ivr.core.rendered import once
from ivr.core.schedule import Because
from ivr.core.session import Session
from ivr.core.texts import Prompts


@dataclass(frozen=True, slots=True)
class Step:
    """What one request led to. `instructions` is never empty and ends with Listen, RingLines or Hangup."""

    session: Session
    instructions: tuple[Instruction, ...]
    entries: tuple[Entry, ...]


@dataclass(slots=True)
class Turn:
    plan: Plan
    call: Call
    session: Session
    event: Event
    now: datetime
    spoken: list[Spoken] = field(default_factory=list)
    instructions: list[Instruction] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)
    via: list[str] = field(default_factory=list)  # announcements heard since the caller's key
    returning: bool = False  # `back` led here: the menu's introduction was heard already
    chose: bool = False  # the hunt group asked for is settled in this step
    silent: bool = False  # nothing is put into words: only where the call goes is asked

    @property
    def office(self) -> Office:
        return self.plan.office

    @property
    def moment(self) -> Moment:
        return Moment(self.plan, self.session.language, self.now)

    def carry(self, **changes: Any) -> None:
        """Change what travels with the call."""
        self.session = self.session.changed(**changes)

    def log(self, kind: Kind, **data: Any) -> None:
        index = len(self.entries)
        entry = Entry(self.call.id, "step", self.session.step, index, self.now, kind, data, self.call.test)
        self.entries.append(entry)

    def say(self, prompts: Prompts, number: str = "") -> None:
        """`number`: what {number} stands for, as it is written."""
        if not self.silent:
            self.spoken += once(speak, prompts, replace(self.moment, number=number) if number else self.moment)

    def announce(self, again: bool = False) -> None:
        """Say an operator's notices in force now; `again`, in a language just chosen, those that have words in it."""
        for one in self.office.announcements:
            if one.from_at <= self.now < one.until_at and not (again and not one.texts.get(self.session.language)):
                self.spoken += () if self.silent else notice(one.texts, self.moment)
                self.log("announced", id=one.id, language=self.session.language)

    def listen(self, timeout_seconds: int, pause_seconds: int = 0, number: bool = False) -> None:
        self.instructions.append(Listen(tuple(self.spoken), timeout_seconds, pause_seconds, number))

    def ring(self, instruction: RingLines) -> None:
        self._speak_first(instruction)

    def hang_up(self) -> None:
        self._speak_first(Hangup())

    def _speak_first(self, instruction: Instruction) -> None:
        if self.spoken:
            self.instructions.append(Say(tuple(self.spoken)))
        self.instructions.append(instruction)

    def step(self) -> Step:
        session = self.session.changed(step=self.session.step + 1)
        return Step(session, tuple(self.instructions), tuple(self.entries))


def because_text(because: Because, language: str) -> str:
    """The rule that decided, for the log: "weekly", "holiday:corpus_christi", "exception:z powodu …"."""
    detail = because.holiday or because.reason.get(language, "")
    return f"{because.kind}:{detail}" if detail else because.kind
