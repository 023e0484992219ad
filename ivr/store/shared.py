"""The revisions and switches of a machine that shares them with others, for the commands that change them.

Publishing needs the database: of two at once one must be refused. Switching does not: it holds on this machine at once,
and the others follow as soon as the database can be asked.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection, Engine

from ivr.core.overrides import Switches
from ivr.errors import IvrError
from ivr.store import authority
from ivr.store.away import AuthorityAwayError, AuthorityUnsureError
from ivr.store.copying import Copying
from ivr.store.limited import Attempt, limited
from ivr.store.migrations import upgrade
from ivr.store.revisions import Live, Revisions
from ivr.store.switches import SwitchFile, What

_log = logging.getLogger(__name__)
_LIMIT_SECONDS = 8.0
_SPREAD_SECONDS = 1.0  # longest a publish waits for other nodes
_SWITCH_LIMIT_SECONDS = 2.0  # who closes the telephone does not wait for a dead database


class SharedRevisions(Revisions):
    """Reads this machine's files, which are a copy; goes live in the database first, everywhere or nowhere."""

    def __init__(self, folder: Path, engine: Engine, copying: Callable[[], Copying], node: str) -> None:
        super().__init__(folder)
        self._engine, self._copying, self._node = engine, copying, node

    def refresh(self) -> None:
        """Copy down what other machines published. Raises AuthorityAwayError or OSError."""
        limited(_LIMIT_SECONDS, lambda _: _look(self._engine, self._copying))

    def activate(
        self, revision: str, author: str, message: str, at: datetime, after: int | None = None, back_to: int = 0
    ) -> Live:
        """As `Revisions.activate`, for all machines. Also raises AuthorityAwayError (nothing was changed) and
        AuthorityUnsureError (the connection broke at the last word)."""
        sources, compiled = self.sources(revision), self.compiled(revision)
        if sources is None or compiled is None:
            raise IvrError(
                "revision-unknown", f"There is no revision {revision}.", "See which ones are kept.", name=revision
            )

        def work(attempt: Attempt[Live]) -> Live:
            with self._engine.connect() as connection:
                with authority.transaction(connection, alone=True):
                    number = authority.keep_revision(connection, revision, sources, compiled, at)
                self.late = self._wait_for_nodes(connection, number)
                with authority.transaction(connection, alone=True):
                    live = authority.activate(connection, revision, author, message, at, after, back_to)
                    attempt.last_word()
                return live

        live = limited(_LIMIT_SECONDS, work)
        self._copy_down(live)
        return live

    def _wait_for_nodes(self, connection: Connection, number: int) -> tuple[str, ...]:
        """Those that still have not fetched the revision after a second."""
        deadline = time.monotonic() + _SPREAD_SECONDS
        while True:
            with authority.transaction(connection):
                late = authority.late_nodes(connection, number, self._node)
            if not late or time.monotonic() > deadline:
                return late
            threading.Event().wait(0.03)

    def _copy_down(self, live: Live) -> None:
        """It is live, whatever happens here: what fails now the copier makes up for."""
        try:
            before = super().live()
            if live.sequence == (before.sequence if before else 0) + 1:
                self.adopt((*reversed(self.history()), live))
            else:
                self.refresh()
        except (OSError, IvrError) as error:
            _log.warning("Live on all machines; this one follows: %s", error)


class SharedSwitchFile(SwitchFile):
    """Changes this machine's file first, then tells the others if it can."""

    def __init__(self, folder: Path, engine: Engine, copying: Callable[[], Copying]) -> None:
        super().__init__(folder, shared=True)
        self._engine, self._copying = engine, copying

    def change(
        self, author: str, what: What, at: datetime, change: Callable[[Switches, str], tuple[Switches, tuple[str, ...]]]
    ) -> Switches:
        held = super().change(author, what, at, change)
        try:
            limited(_SWITCH_LIMIT_SECONDS, lambda _: _look(self._engine, self._copying))
            self.spread = True
        except (AuthorityAwayError, AuthorityUnsureError, OSError):
            self.spread = False
        return held


def _look(engine: Engine, copying: Callable[[], Copying]) -> None:
    upgrade(engine)
    with engine.connect() as connection:
        copying().look(connection)
