"""What a person may ask for by their number (GDPR art. 15, 17, 18, 21): to see it, to have it erased, left alone, or
never kept. Each answer says what was done and what was not.

A use case over the store; the number itself goes nowhere from here. Decides no access.
"""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Protocol

from sqlalchemy import Engine

from ivr.core.story import tell
from ivr.errors import IvrError
from ivr.store import log as queries
from ivr.store.masking import mask
from ivr.store.people import Erasure, PeopleFile
from ivr.store.projection import CallRow
from ivr.store.sealing import Numbers

_PAUSES_SECONDS = (0.0, 0.1, 0.2, 0.4, 0.8, 1.5)


class Provider(Protocol):
    """Where the provider's own copy of a call is deleted."""

    def delete_call(self, call_id: str) -> bool:
        """Whether it is gone now. Raises IvrError where the provider refused."""


@dataclass(frozen=True, slots=True)
class Receipt:
    """Of an erasure. `calls` None: it is noted, and done as soon as the log database can be written.
    `at_provider`: calls whose copy at the provider is deleted; `left_at_provider`: not, and `why`."""

    id: str
    at: datetime
    number: str  # masked
    calls: int | None
    at_provider: int
    left_at_provider: tuple[str, ...]
    why: str


@dataclass(frozen=True, slots=True)
class Standing:
    """`restricted`: kept, and shown to nobody; `objected`: calls are logged without the number."""

    restricted: bool
    objected: bool


@dataclass(frozen=True, slots=True)
class Persons:
    """`ship` brings the lists into the database at once, if nobody else is doing it."""

    numbers: Numbers
    people: PeopleFile
    engine: Engine
    provider: Provider | None
    clock: Callable[[], datetime]
    ship: Callable[[], object]

    def calls(self, number: str) -> list[CallRow]:
        """The calls of a number (E.164) whose days are not over, oldest first."""
        return queries.calls_of(self.engine, self._pseudonyms(number))

    def standing(self, number: str) -> Standing:
        """What the person asked for before."""
        people = self.people.people()
        restricted = any(one in people.restricted for one in self._pseudonyms(number))
        return Standing(restricted, self.numbers.on_list(number) in people.objected)

    def export(self, number: str, language: str) -> dict[str, Any]:
        """Everything kept under the number, for the person: plain values for JSON."""
        standing = self.standing(number)
        return {
            "number": number,
            "made_at": self.clock().astimezone(UTC).isoformat(timespec="seconds"),
            "restricted": standing.restricted,
            "objected": standing.objected,
            "calls": [self._told(row, number, language) for row in self.calls(number)],
        }

    def erase(self, number: str) -> Receipt:
        """Take the number out of all its calls, for good: it does not come back from a backup or the journal.
        Raises IvrError, and has done nothing, where the log cannot be read."""
        at, found = self.clock().astimezone(UTC), self.calls(number)
        erasure = Erasure(f"{at:%Y%m%dT%H%M%S}-{secrets.token_hex(4)}", tuple(self._pseudonyms(number)), at)
        self.people.erase(erasure)
        done = self._done(erasure)
        own = [row for row in found if row.pseudonym in erasure.pseudonyms]  # the provider keeps no typed number
        deleted, left, why = self._delete_at_provider(own)
        return Receipt(erasure.id, at, mask(number), done, deleted, left, why)

    def _done(self, erasure: Erasure) -> int | None:
        """From how many calls the number was taken: by us, or by the process that holds the shipper's lock."""
        for pause in _PAUSES_SECONDS:
            time.sleep(pause)
            self.ship()
            done = queries.erased(self.engine, erasure.id)
            if done is not None:
                return done
        return None

    def restrict(self, number: str, on: bool = True) -> None:
        """Kept, and shown to nobody, until it is lifted (`on` False)."""
        self.people.restrict(frozenset(self._pseudonyms(number)), on)

    def object(self, number: str, on: bool = True) -> None:
        """From now on calls of this number are logged without it."""
        self.people.object(self.numbers.on_list(number), on)

    def _pseudonyms(self, number: str) -> tuple[str, ...]:
        return self.numbers.pseudonyms(number, self.clock().astimezone(UTC).date())

    def _told(self, row: CallRow, number: str, language: str) -> dict[str, Any]:
        """The person's own number is written out; one that was typed to be called back, or who typed it, is not."""
        _, _, entries = queries.call(self.engine, row.call_id)

        def shown(kept: str) -> str:
            found = self.numbers.opened(kept, row.call_id) or ""
            return found if found == number else mask(found)

        told = tell(entries, language, shown)
        return {
            "call": row.call_id,
            "started_at": row.started_at.isoformat(),
            "called": row.called,
            "language": row.language,
            "outcome": row.outcome,
            "seconds": row.seconds,
            "course": [f"{entry.at.isoformat(timespec='seconds')} {sentence}" for entry, sentence in told],
        }

    def _delete_at_provider(self, found: list[CallRow]) -> tuple[int, tuple[str, ...], str]:
        real = [row.call_id for row in found if not row.test]
        if self.provider is None:
            return 0, tuple(real), "no-keys" if real else ""
        left: list[str] = []
        why = ""
        for call_id in real:
            try:
                if not self.provider.delete_call(call_id):
                    left.append(call_id)
            except IvrError as error:
                left.append(call_id)
                why = str(error)
        return len(real) - len(left), tuple(left), why
