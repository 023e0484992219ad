"""What is kept no longer than `privacy` in config.yaml says: numbers, the course of calls, the access log. Once a day,
by itself.

Numbers go by their keys: once a day's key is destroyed, no database, journal or backup gives them back; the tables are
cleared after that. A chore of the shipper, and a command.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta

import structlog
from sqlalchemy import Engine

from ivr.core.office import Privacy
from ivr.store import forgetting
from ivr.store.forgetting import Purged
from ivr.store.keychain import Keychain
from ivr.store.people import PeopleFile

log = structlog.get_logger()

_TRY_AGAIN = timedelta(minutes=5)


class Purge:
    """`privacy`: what the live revision says, asked every time. `forget_access`: removes the access log's rows from
    before an instant, and says how many."""

    def __init__(
        self,
        keychain: Keychain,
        people: PeopleFile,
        privacy: Callable[[], Privacy],
        clock: Callable[[], datetime],
        forget_access: Callable[[datetime], int],
    ) -> None:
        self._forget_access = forget_access
        self._keychain, self._people, self._privacy, self._clock = keychain, people, privacy, clock
        self._done: date | None = None  # the day on which it was seen to be done
        self._not_before = datetime.min.replace(tzinfo=UTC)

    def __call__(self, engine: Engine) -> None:
        """Purge, if that was not done today."""
        now = self._clock().astimezone(UTC)
        today = now.date()
        if self._done == today or now < self._not_before:
            return
        self._not_before = now + _TRY_AGAIN
        with engine.connect() as connection:
            last = forgetting.last_purge(connection)
        if last is None or last < _start(self._numbers_from(today)):
            self.run(engine)
        self._done = today

    def run(self, engine: Engine) -> Purged:
        """Purge now. Returns what was removed. Raises SQLAlchemyError, OSError or IvrError: the rest is tried again."""
        now = self._clock().astimezone(UTC)
        numbers_from = self._numbers_from(now.date())
        events_from = now.date() - timedelta(days=self._privacy().event_days)
        self._keychain.destroy(numbers_from)
        with engine.connect() as connection:
            since = forgetting.last_purge(connection)
        before = _start(numbers_from)
        since = since - timedelta(days=1) if since else None  # what was logged late is of the days before
        done = _every(engine, lambda connection: forgetting.purge_numbers(connection, before, since))
        done += _every(engine, lambda connection: forgetting.purge_events(connection, _start(events_from)))
        access_from = now.date() - timedelta(days=self._privacy().access_log_days)
        done += Purged(access_rows=self._forget_access(_start(access_from)))
        with engine.begin() as connection:
            forgetting.note_purge(connection, now, before, done)
        self._people.forget(before)
        log.info("purged", numbers=done.numbers, calls=done.calls, entries=done.entries, access_rows=done.access_rows)
        return done

    def _numbers_from(self, today: date) -> date:
        """The first day whose numbers are kept: today is one of the days."""
        return today - timedelta(days=max(self._privacy().number_days - 1, 0))


def _every(engine: Engine, purge_batch: Callable[..., Purged]) -> Purged:
    done = Purged()
    while True:
        with engine.begin() as connection:
            batch = purge_batch(connection)
        if batch == Purged():
            return done
        done += batch


def _start(day: date) -> datetime:
    return datetime.combine(day, time.min, UTC)
