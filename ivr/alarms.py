"""What is wrong with the system just now: one list, the worst first, for the first page of the console.

A use case over the log, the journal, the files and the proof. Says no words: `ivr.console.pages.today` does.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Literal, Protocol

from sqlalchemy import Engine

from ivr.core.office import Line
from ivr.core.plan import Plan
from ivr.draft import Kind as Files
from ivr.errors import IvrError
from ivr.store.attempts import Unanswered, unanswered
from ivr.store.backlog import backlog
from ivr.store.proofs import ProofFile
from ivr.store.reserve import Reserve
from ivr.store.unlogged import Unlogged

UNANSWERED = 5  # attempts in a row before a line counts as dead
BEHIND = timedelta(seconds=60)  # the shipper needs less than one
DAY_IN_LIEU = "W-saturday-holiday"

CERTIFICATE_SHORT = timedelta(days=14)  # certbot renews thirty days before the end: something hinders it
CERTIFICATE_WORSE = timedelta(days=3)

Code = Literal[
    "disk_full", "unlogged", "database_away", "journal_behind", "line_failed", "line_dead", "files_errors",
    "files_unreadable", "files_differ", "proof_errors", "proof_warnings", "day_in_lieu", "certificate_short",
    "notices_failed",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Alarm:
    """`worse`: callers suffer, or something may be lost. `line`: which. `count` and `since` as the code says.
    `told`: the sentence of the check, in English; `day`: the holiday it is about."""

    code: Code
    worse: bool = False
    line: str = ""
    count: int = 0
    since: datetime | None = None
    told: str = ""
    day: date | None = None


class FilesState(Protocol):
    def kind(self, today: date) -> Files: ...


class Beside(Protocol):
    """What is looked at in the background."""

    def certificate_until(self) -> datetime | None: ...

    def notices_failing(self) -> tuple[str, datetime] | None:
        """Which way of telling people of alarms fails, and since when."""


class NothingBeside:
    def certificate_until(self) -> datetime | None:
        return None

    def notices_failing(self) -> tuple[str, datetime] | None:
        return None


@dataclass(frozen=True)
class Alarms:
    """`data` is IVR_DATA: its journal is looked at."""

    engine: Engine
    data: Path
    files: FilesState
    proofs: ProofFile
    clock: Callable[[], datetime]
    dead_after: int = field(default=UNANSWERED)
    beside: Beside = field(default_factory=NothingBeside)

    def now(self, plan: Plan) -> list[Alarm]:
        """Never raises for what it can tell as an alarm."""
        found = [
            *self._disk(), *self._log(plan.office.lines), *self._proof(plan.revision), *self._files(),
            *self._certificate(), *self._notices(),
        ]  # fmt: skip
        return sorted(found, key=lambda one: not one.worse)

    def _disk(self) -> Iterator[Alarm]:
        if Reserve(self.data / "journal").is_short:
            yield Alarm("disk_full", worse=True)
        lost = Unlogged(self.data / "journal").read()
        if lost.is_on(self.clock()):
            yield Alarm("unlogged", worse=True, count=lost.count, since=lost.since)

    def _certificate(self) -> Iterator[Alarm]:
        until = self.beside.certificate_until()
        if until and (left := until - self.clock()) < CERTIFICATE_SHORT:
            yield Alarm("certificate_short", worse=left < CERTIFICATE_WORSE, count=max(left.days, 0), since=until)

    def _notices(self) -> Iterator[Alarm]:
        if failing := self.beside.notices_failing():
            yield Alarm("notices_failed", told=failing[0], since=failing[1])

    def _log(self, lines: Mapping[str, Line]) -> Iterator[Alarm]:
        try:
            behind = backlog(self.data / "journal", self.engine)
            dead = unanswered(self.engine, lines)
        except IvrError:
            yield Alarm("database_away", worse=True)
            return
        if behind.oldest_at and self.clock() - behind.oldest_at > BEHIND:
            yield Alarm("journal_behind", worse=True, count=behind.segments, since=behind.oldest_at)
        yield from (alarm for one in dead if (alarm := self._line(one)))

    def _line(self, one: Unanswered) -> Alarm | None:
        if one.failed:
            return Alarm("line_failed", worse=True, line=one.line, count=one.count, since=one.since)
        if one.count >= self.dead_after:
            return Alarm("line_dead", worse=True, line=one.line, count=one.count, since=one.since)
        return None

    def _files(self) -> Iterator[Alarm]:
        match self.files.kind(self.clock().date()):
            case "errors":
                yield Alarm("files_errors")
            case "unreadable":
                yield Alarm("files_unreadable")
            case "differ":
                yield Alarm("files_differ")
            case "same":
                pass

    def _proof(self, live: str) -> Iterator[Alarm]:
        """Of the nightly proof, while it is about what callers hear."""
        kept = self.proofs.read()
        if kept is None or kept.revision != live:
            return
        lieu = [one for one in kept.found if one.code == DAY_IN_LIEU]
        yield from (Alarm("day_in_lieu", day=_day_in(one.line), told=one.line) for one in lieu)
        errors = [one for one in kept.found if one.severity == "error"]
        warnings = [one for one in kept.found if one.severity == "warning" and one not in lieu]
        if errors:
            yield Alarm("proof_errors", worse=True, count=len(errors), since=kept.at, told=errors[0].line)
        if warnings:
            yield Alarm("proof_warnings", count=len(warnings), since=kept.at, told=warnings[0].line)


def _day_in(line: str) -> date | None:
    """The proof is kept as sentences: the first date in it is the holiday's."""
    found = re.search(r"\d{4}-\d{2}-\d{2}", line)
    return date.fromisoformat(found[0]) if found else None
