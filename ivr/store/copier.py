"""The copier: a thread that keeps this machine's files and the shared authority equal, in the process that ships.

Nothing on the way of a call waits for it. It lives through a database that goes away and comes back, and says so once
each time. Start it after a fork, never before.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from contextlib import suppress

from sqlalchemy import Connection, Engine

from ivr.store.copying import Copying
from ivr.store.migrations import upgrade

_log = logging.getLogger(__name__)
LOOK_SECONDS = 0.3  # with the workers' look at the files well under the promised two seconds
_LONGEST_PAUSE_SECONDS = 1.0


class Copier:
    """`holds` says whether this process is the one of its machine that does such work."""

    def __init__(self, engine: Engine, copying: Callable[[], Copying], holds: Callable[[], bool]) -> None:
        self._engine, self._make, self._holds = engine, copying, holds
        self._copying: Copying | None = None
        self._connection: Connection | None = None
        self._complaint: str | None = None  # None: nothing was said yet
        self._stopping = threading.Event()
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        self._thread = threading.Thread(target=self._run, name="copier", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        self._stopping.set()
        if self._thread is not None:
            self._thread.join(timeout=10)
            self._thread = None
        self._stopping = threading.Event()

    def run_once(self) -> None:
        """Raises SQLAlchemyError, OSError or IvrError; the next time begins anew."""
        try:
            if self._connection is None:
                upgrade(self._engine)
                self._connection, self._copying = self._engine.connect(), self._make()
            if self._copying is not None:
                self._copying.look(self._connection)
        except BaseException:
            self._forget()
            raise

    def _run(self) -> None:
        stopping, pause = self._stopping, 0.0
        while not stopping.wait(pause):
            pause = LOOK_SECONDS if self._look() else min(pause * 2 + 0.1, _LONGEST_PAUSE_SECONDS)
        self._forget()

    def _look(self) -> bool:
        if not self._holds():
            self._forget()
            return True
        try:
            self.run_once()
        except Exception as error:  # it must never die
            self._say(str(error).partition("\n")[0])
            return False
        self._say("")
        return True

    def _say(self, complaint: str) -> None:
        """Once for each change of state, not at every look."""
        if complaint and not self._complaint:
            _log.warning("What is live is not shared with other machines now; calls go on: %s", complaint)
        if self._complaint and not complaint:
            _log.warning("What is live is shared with other machines again.")
        self._complaint = complaint

    def _forget(self) -> None:
        connection, self._connection, self._copying = self._connection, None, None
        if connection is not None:
            with suppress(Exception):
                connection.close()
