"""The way into the journal, counted: calls, legs by outcome, and how often the failsafe answered."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from typing import Protocol

from ivr.core.entries import Entry
from ivr.watching.counts import OUTCOMES, Counts

_log = logging.getLogger(__name__)
_COUNTED = frozenset(("started", "leg", "failsafe"))


class EntrySink(Protocol):
    def write(self, entries: Sequence[Entry]) -> None: ...


class Counted:
    """A step that the provider asks for twice is counted twice: the figures of the office come from the log."""

    def __init__(self, journal: EntrySink, counts: Counts) -> None:
        self._journal, self._counts = journal, counts

    def write(self, entries: Sequence[Entry]) -> None:
        self._journal.write(entries)
        try:
            for entry in entries:
                if entry.kind in _COUNTED:
                    self._count(entry)
        except Exception:  # a figure is not worth a call
            _log.exception("Entries were not counted.")

    def _count(self, entry: Entry) -> None:
        match entry.kind:
            case "started":
                self._counts.one("calls", "test" if entry.test else "caller")
            case "leg" if not entry.test:
                outcome = str(entry.data.get("outcome", ""))
                self._counts.one("legs", outcome if outcome in OUTCOMES else "unknown")
            case "failsafe":
                self._counts.one("failsafe")
            case _:
                pass
