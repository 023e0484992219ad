"""One look at the shared authority: what it has is copied to this machine's files, what only these have goes up.

A step of the copier, and of a command that is about to publish. Not safe for threads. What goes wrong is raised,
and the next look makes up for it. The files are written by `Revisions` and `SwitchFile`, whole.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection

from ivr.core.merged_switches import has_news, merged, recent
from ivr.core.overrides import Switches
from ivr.errors import IvrError
from ivr.store import authority
from ivr.store.authority import Heads, transaction
from ivr.store.revisions import Live, Revisions
from ivr.store.switches import SwitchFile

_log = logging.getLogger(__name__)
_SEEN_EVERY_SECONDS = 2.0
_CHANGES = 200  # of this machine's history that may not be up there yet


class Copying:
    """`node` is this machine's name in the database; "" for a command, which is no node."""

    def __init__(
        self, revisions: Revisions, switches: SwitchFile, clock: Callable[[], datetime], node: str = ""
    ) -> None:
        self._revisions, self._switches, self._clock, self._node = revisions, switches, clock, node
        self._has = 0  # all revisions up to this number are here
        self._compared = False  # the histories, not only their ends
        self._same: tuple[Switches, int] | None = None  # what was switched here, and up there, when both were equal
        self._told: tuple[Heads, float] | None = None

    def look(self, connection: Connection) -> None:
        """Raises SQLAlchemyError, OSError or IvrError."""
        with transaction(connection):
            heads = authority.heads(connection)
        if heads.revisions > self._has:
            self._fetch_revisions(connection, heads.live[1])
        live = self._revisions.live()
        if not self._compared or heads.live != (live.sequence if live else 0, live.revision if live else ""):
            self._compared = self._compare_histories(connection)
        held = self._switches.read()
        if self._same != (held, heads.switches):
            self._compare_switches(connection, held)
        if self._node:
            self._tell(connection)

    def _fetch_revisions(self, connection: Connection, live: str) -> None:
        """What is live first: calls may wait for it."""
        with transaction(connection):
            names = authority.revision_names(connection, self._has)
        here = set(self._revisions.list())
        missing = [name for _, name in names if name not in here]
        for name in sorted(missing, key=lambda name: name != live):
            fetch(connection, name, self._revisions)
        self._has = names[-1][0] if names else self._has

    def _compare_histories(self, connection: Connection) -> bool:
        """True if they are equal now."""
        with transaction(connection):
            shared = authority.history(connection)
        own = tuple(reversed(self._revisions.history()))
        if more := _continued(shared, own):
            return self._upload(connection, shared, more)
        if not shared:
            return not own
        if self._revisions.compiled(shared[-1].revision) is None:
            return False  # not fetched yet
        if self._revisions.adopt(shared):
            _log.warning(
                "This machine had a history of its own. All machines hear revision %s; the other history was set "
                "aside beside it, its revisions are kept.",
                shared[-1].revision,
            )
        return True

    def _upload(self, connection: Connection, shared: Sequence[Live], more: Sequence[Live]) -> bool:
        """This machine's history goes on where the shared one ends: a first one, or one that a restored backup lost."""
        kept = {one.revision: self._content(one.revision) for one in more}
        if kept[more[-1].revision] is None:
            raise IvrError("revision-damaged", f"Revision {more[-1].revision} is live here and damaged.")
        with transaction(connection, alone=True):
            if authority.history(connection) != shared:
                return False  # another machine was first
            for name, content in kept.items():
                if content:
                    authority.keep_revision(connection, name, *content, self._clock())
            authority.add_activations(connection, more)
        _log.warning("The history of this machine is shared now: activations %d.", len(more))
        return True

    def _content(self, name: str) -> tuple[dict[str, str], bytes] | None:
        sources, compiled = self._revisions.sources(name), self._revisions.compiled(name)
        return (sources, compiled) if sources is not None and compiled is not None else None

    def _compare_switches(self, connection: Connection, held: Switches) -> None:
        now = self._clock()
        with transaction(connection, alone=True):
            shared = authority.held(connection)
            both = merged(shared, held, now)
            if has_news(both, shared):
                shared = replace(both, sequence=max(shared.sequence + 1, held.sequence))
                authority.hold(connection, shared, self._switches.history()[:_CHANGES], now)
            changes = authority.newest_changes(connection)
        self._switches.adopt(shared, changes, now)
        self._same = (recent(shared, now), shared.sequence)

    def _tell(self, connection: Connection) -> None:
        live = self._revisions.live()
        has = Heads(self._has, (live.sequence, live.revision) if live else (0, ""), self._same[1] if self._same else 0)
        if self._told and self._told[0] == has and time.monotonic() - self._told[1] < _SEEN_EVERY_SECONDS:
            return
        with transaction(connection):
            authority.note_node(connection, self._node, has)
        self._told = has, time.monotonic()


def fetch(connection: Connection, name: str, revisions: Revisions) -> bool:
    """Copy one revision to this machine. False if it is not up there."""
    with transaction(connection):
        content = authority.revision(connection, name)
    if content:
        revisions.save(name, *content)
    return content is not None


def _continued(shared: Sequence[Live], own: Sequence[Live]) -> tuple[Live, ...]:
    """What `own` has after the whole of `shared`; nothing where the two differ anywhere."""
    up_there = {one.sequence: one.revision for one in shared}
    end = shared[-1].sequence if shared else 0
    if any(up_there.get(one.sequence) != one.revision for one in own if one.sequence <= end):
        return ()
    return tuple(one for one in own if one.sequence > end)
