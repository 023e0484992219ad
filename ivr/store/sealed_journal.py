"""The way into the journal for entries that hold a caller's number: it is sealed before anything is written.

Never raises, like the journal: where a number cannot be sealed the entry goes on without it, and the log says so.

Of somebody who objected (art. 21) no number is kept, but for the one on which they ask to be called back: without it
their own wish could not be done. It is sealed like any other, and gone with the others.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import replace
from typing import Protocol

from ivr.core.entries import Entry
from ivr.store.people import PeopleFile
from ivr.store.sealing import Numbers

PERSONAL = ("caller", "forwarded_from", "call_back_to")
"""The fields of an entry's data that hold telephone numbers of people."""
WISHED = "call_back_to"
_PERSONAL = frozenset(PERSONAL)

_log = logging.getLogger(__name__)


class EntrySink(Protocol):
    def write(self, entries: Sequence[Entry]) -> None: ...


class SealedJournal:
    def __init__(self, journal: EntrySink, numbers: Numbers, people: PeopleFile) -> None:
        self._journal, self._numbers, self._people = journal, numbers, people

    def write(self, entries: Sequence[Entry]) -> None:
        """The entries of one step, their numbers sealed; of somebody who objected, without."""
        self._journal.write([self._sealed(entry) for entry in entries])

    def _sealed(self, entry: Entry) -> Entry:
        if _PERSONAL.isdisjoint(entry.data):
            return entry
        personal = {name: str(entry.data[name]) for name in PERSONAL if entry.data.get(name)}
        try:
            kept = {name: self._kept(name, number, entry) for name, number in personal.items()}
        except Exception as error:  # the call goes on, whatever it was; a number in clear must not be written
            _log.critical("A caller's number is not kept: %s", error)
            kept = dict.fromkeys(personal, "")
        return replace(entry, data={**entry.data, **kept})

    def _kept(self, name: str, number: str, entry: Entry) -> str:
        objected = self._people.people().objected if name != WISHED else ()
        if objected and self._numbers.on_list(number) in objected:
            return ""
        return self._numbers.seal(number, entry.call, entry.at)
