"""Calls of which nobody ever said how they ended: after four hours the log stops waiting for it.

The provider ends a call after four hours, so nothing more will come; its last callback was lost, or never sent. What is
noted is an entry like any other, the same from every machine: a callback that arrives later still counts for more.
A chore of the shipper.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from sqlalchemy import Engine

from ivr.core.entries import Entry
from ivr.store.journal import Journal
from ivr.store.log import unended
from ivr.store.projection import SETTLED

AFTER = timedelta(hours=4)
_LOOK_SECONDS = 60.0


class Settling:
    """`journal`: a writer of its own, since the shipper may run beside the service."""

    def __init__(self, journal: Journal, clock: Callable[[], datetime], look_seconds: float = _LOOK_SECONDS) -> None:
        self._journal, self._clock, self._look_seconds = journal, clock, look_seconds
        self._looked_at = -look_seconds

    def __call__(self, engine: Engine) -> None:
        """Look, if that was not done a moment ago. Raises IvrError if the log cannot be read: the next look does it."""
        if time.monotonic() - self._looked_at < self._look_seconds:
            return
        self._looked_at = time.monotonic()
        for row in unended(engine, self._clock().astimezone(UTC) - AFTER):
            at = row.started_at + AFTER
            self._journal.write([Entry(row.call_id, SETTLED, 0, 0, at, "settled", {}, row.test)])
