"""The plan as the engine sees it in the proof: its clock answers from signatures, and every answer that is possible
is tried.

The engine is the real one; only the schedules and the dates of lines are replaced, by ones that remember what they
were asked. So one run of the engine stands for all moments at which those answers hold.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

from ivr.core.engine import step
from ivr.core.events import Call, Event
from ivr.core.plan import Line, Plan
from ivr.core.proof.signatures import Mask, Question, Signatures
from ivr.core.schedule import Because, OpenStatus, Schedule
from ivr.core.session import Session
from ivr.core.turn import Step

NOW = datetime(2000, 1, 1, 12, tzinfo=UTC)
"""The instant the engine is told. What it means is asked of the signatures."""

_SOON, _LATER = timedelta(seconds=1), timedelta(days=1)
_OPEN, _CLOSED = OpenStatus(True, Because("weekly"), None), OpenStatus(False, Because("weekly"), None)


class Asked:
    """Runs the engine once for every set of answers that some signature gives."""

    def __init__(self, plan: Plan, known: Signatures) -> None:
        self._yes = known.yes
        self._answers: dict[Question, bool] = {}
        self._mask: Mask = 0
        self._ways: list[tuple[dict[Question, bool], Mask]] = []
        office = plan.office
        schedules = {
            name: _AskedSchedule(name, one.timezone, (), asked=self, soon=office.edges.soon_seconds)
            for name, one in office.schedules.items()
        }
        lines = _AskedLines(office.lines, self)
        self.plan = replace(plan, office=replace(office, schedules=schedules, lines=lines, announcements=()))

    def steps(self, call: Call, session: Session, event: Event, mask: Mask) -> Iterator[tuple[Mask, Step]]:
        """Every step that `event` can lead to in the signatures of `mask`, with those in which it does."""
        self._ways = [({}, mask)]
        while self._ways:
            self._answers, self._mask = self._ways.pop()
            decided = step(self.plan, call, session, event, NOW, silent=True)
            yield self._mask, decided

    def ask(self, question: Question) -> bool:
        """The answer tried in this run; where both are possible, the other one waits for another."""
        known = self._answers.get(question)
        if known is not None:
            return known
        yes = self._mask & self._yes[question]
        no = self._mask & ~yes
        if yes and no:
            self._ways.append(({**self._answers, question: False}, no))
        self._answers[question] = bool(yes)
        self._mask = yes or no
        return bool(yes)


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class _AskedSchedule(Schedule):
    asked: Asked
    soon: int  # seconds

    def status(self, at: datetime) -> OpenStatus:
        question = Question("open" if at == NOW else "late", self.name)
        return _OPEN if self.asked.ask(question) else _CLOSED

    def next_opening(self, at: datetime) -> datetime:
        return at + (_SOON if self.soon and self.asked.ask(Question("soon", self.name)) else _LATER)


@dataclass(frozen=True, slots=True)
class _AskedLines(Mapping[str, Line]):
    """The lines without their dates: those in force as if they always were, the others as if they never were."""

    lines: Mapping[str, Line]
    asked: Asked

    def __getitem__(self, name: str) -> Line:
        line = self.lines[name]
        if not (line.from_date or line.until_date):
            return line
        in_force = self.asked.ask(Question("in_force", name))
        return replace(line, from_date=None, until_date=None if in_force else date.min)

    def __iter__(self) -> Iterator[str]:
        return iter(self.lines)

    def __len__(self) -> int:
        return len(self.lines)

    def __contains__(self, name: object) -> bool:
        return name in self.lines
