"""What the pages that show calls need of the rest: the log, the callers, the plans. One value for all of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol, cast

from sqlalchemy import Engine

from ivr.callers import Callers
from ivr.console.calls_columns import Seen
from ivr.console.console import Console
from ivr.console.visitor import ConsoleServices
from ivr.core.office import Office
from ivr.core.plan import Plan
from ivr.store.database import open_reader
from ivr.store.legs import LegRow
from ivr.store.projection import CallRow


class Published(Protocol):
    def as_published(self, revision: str) -> Plan | None: ...


class LogServices(ConsoleServices, Protocol):
    """What these pages need of `ivr.wiring.Services`."""

    @property
    def callers(self) -> Callers: ...

    @property
    def catalogue(self) -> Published: ...


@dataclass(frozen=True)
class Logged:
    console: Console

    @property
    def services(self) -> LogServices:
        return cast(LogServices, self.console.services)

    @cached_property
    def engine(self) -> Engine:
        """Opened when a page first asks for it."""
        return open_reader(self.services.settings.database)

    @property
    def office(self) -> Office:
        return self.services.plan().office

    def restricted(self) -> frozenset[str]:
        """Pseudonyms of those whose number is kept and used for nothing."""
        return self.services.callers.people.people().restricted

    def seen(self, row: CallRow, legs: Sequence[LegRow], restricted: frozenset[str]) -> Seen:
        shown = self.services.callers.shown
        return Seen(
            row, shown(row.caller, row.call_id, restricted),
            row.forwarded_from and shown(row.forwarded_from, row.call_id, restricted), legs,
            self.office, "" if row.pseudonym in restricted else row.pseudonym,
        )  # fmt: skip
