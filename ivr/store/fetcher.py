"""A call comes with a revision that this machine does not have yet: fetched from the shared authority, soon or not.

The only place on the way of a call that asks the database, and it never waits longer than `WAIT_SECONDS`; a database
that did not answer is left alone for a while.
"""

from __future__ import annotations

import logging
import threading
import time
from contextlib import suppress

from sqlalchemy import Engine

from ivr.store.copying import fetch
from ivr.store.revisions import Revisions

_log = logging.getLogger(__name__)
WAIT_SECONDS = 0.2
LEFT_ALONE_SECONDS = 3.0


class Fetcher:
    """Safe for threads. Each revision is fetched by one thread at a time, which may outlive who asked."""

    def __init__(self, engine: Engine, revisions: Revisions) -> None:
        self._engine, self._revisions = engine, revisions
        self._lock = threading.Lock()
        self._under_way: dict[str, threading.Event] = {}
        self._left_alone_until = 0.0

    def fetch(self, revision: str) -> None:
        """Return when it is kept here, or when it is clear that it will not be so in time. Never raises."""
        with self._lock:
            if time.monotonic() < self._left_alone_until:
                return
            done = self._under_way.get(revision) or self._begin(revision)
        if not done.wait(WAIT_SECONDS):
            self._leave_alone()

    def _begin(self, revision: str) -> threading.Event:
        done = threading.Event()
        thread = threading.Thread(target=self._fetch, args=(revision, done), name="fetcher", daemon=True)
        with suppress(RuntimeError):  # no thread to be had: `done` never comes
            thread.start()
            self._under_way[revision] = done
        return done

    def _fetch(self, revision: str, done: threading.Event) -> None:
        try:
            with self._engine.connect() as connection:
                fetch(connection, revision, self._revisions)
        except Exception as error:
            _log.warning("A revision could not be fetched: %s", str(error).partition("\n")[0])
            self._leave_alone()
        finally:
            with self._lock:
                self._under_way.pop(revision, None)
            done.set()

    def _leave_alone(self) -> None:
        self._left_alone_until = time.monotonic() + LEFT_ALONE_SECONDS
