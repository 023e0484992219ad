"""What the privacy tests share: a house of its own with journal, keys, database, and a clock that is moved by hand."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import Engine

from ivr.callers import Callers
from ivr.core.entries import Entry
from ivr.core.office import Privacy
from ivr.persons import Persons, Provider
from ivr.purge import Purge
from ivr.store.console.store import console_store
from ivr.store.database import open_reader, open_writer
from ivr.store.journal import Journal
from ivr.store.keychain import Keychain
from ivr.store.people import PeopleFile
from ivr.store.sealed_journal import SealedJournal
from ivr.store.sealing import Numbers
from ivr.store.shipper import Shipper

NOON = datetime(2026, 11, 23, 11, 0, tzinfo=UTC)
ANNA, BARTEK = "+48601234567", "+48500100200"


class House:
    """Everything that touches a caller's number, wired as the service wires it."""

    def __init__(self, data: Path, keys: Path, privacy: Privacy | None = None, now: datetime = NOON) -> None:
        self.data, self.keys, self.now = data, keys, now
        self.keychain, self.people = Keychain(keys), PeopleFile(keys)
        self.keychain.make(now.date())
        self.numbers = Numbers(self.keychain)
        self.callers = Callers(self.numbers, self.people)
        self.journal = Journal(data / "journal")
        self.sink = SealedJournal(self.journal, self.numbers, self.people)
        self.url = f"sqlite:///{data}/log.db"
        self.console = console_store(f"sqlite:///{data}/console.sqlite3", keys, lambda: self.now)
        forget_access = self.console.access_log.forget_before
        self.purge = Purge(self.keychain, self.people, lambda: privacy or Privacy(), lambda: self.now, forget_access)

    @property
    def reader(self) -> Engine:
        return open_reader(self.url)

    def shipper(self) -> Shipper:
        return Shipper(
            self.data / "journal", open_writer(self.url), self.data / "shipper.lock", people=self.people.people
        )

    def ship(self) -> int:
        shipper = self.shipper()
        shipped = shipper.run_once()
        shipper.stop()
        return shipped

    def call(self, call_id: str, caller: str, days: float = 0) -> None:
        """A call `days` after noon of the first day is logged, left at once."""
        at = NOON + timedelta(days=days)
        data = {"called": "+48717822300", "caller": caller, "forwarded_from": "", "language": "pl", "revision": "r"}
        self.sink.write([Entry(call_id, "step", 0, 0, at, "started", data)])
        self.sink.write([Entry(call_id, "step", 1, 0, at + timedelta(seconds=9), "ended", {"how": "left"})])

    def persons(self, provider: Provider | None = None) -> Persons:
        return Persons(self.numbers, self.people, self.reader, provider, lambda: self.now, self.ship)

    def everything(self) -> bytes:
        """Every byte of the data folder."""
        return b"".join(path.read_bytes() for path in sorted(self.data.rglob("*")) if path.is_file())
