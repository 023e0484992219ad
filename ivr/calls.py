"""The use case of the voice webhooks: an event comes in, a step is decided and journalled, an answer goes out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from ivr.catalogue import Plans
from ivr.core.engine import step
from ivr.core.entries import Entry, Kind
from ivr.core.events import Call, Event, Lost
from ivr.core.plan import Plan
from ivr.core.session import Session
from ivr.core.turn import Step


class EntrySink(Protocol):
    """Where entries go before the answer does."""

    def write(self, entries: Sequence[Entry]) -> None: ...


@dataclass(frozen=True, slots=True)
class Answer:
    """A step, and the plan it was decided on."""

    plan: Plan
    step: Step


class Calls:
    def __init__(self, catalogue: Plans, journal: EntrySink, clock: Callable[[], datetime]) -> None:
        self.catalogue = catalogue
        self._journal = journal
        self._clock = clock

    def begin(self, call: Call, event: Event, offset: float = 0.0) -> Answer:
        """The first request of a call: it begins on the live revision."""
        return self.follow(call, Session(self.catalogue.live.plan.revision, offset=offset), event)

    def follow(self, call: Call, session: Session | None, event: Event, told: int = 0) -> Answer:
        """Any later request. `session` None: its URL made no sense, so the caller gets the main menu; `told` is the
        step that it said all the same, since one that was told before is not logged again."""
        if session is None:
            session, event = Session(self.catalogue.live.plan.revision, step=told), Lost("the address made no sense")
        plan = self.catalogue.plan(session.revision)
        session = session.changed(revision=plan.revision) if session.revision != plan.revision else session
        decided = step(plan, call, session, event, self.now(session.offset))
        self._journal.write(decided.entries)
        return Answer(plan, decided)

    def note(self, call: Call, source: str, number: int, kind: Kind, offset: float = 0.0, **data: object) -> None:
        """Journal one entry that is no step: a status, a leg, a failure."""
        self._journal.write([Entry(call.id, source, number, 0, self.now(offset), kind, data, call.test)])

    def now(self, offset: float = 0.0) -> datetime:
        return self._clock() + timedelta(seconds=offset)
