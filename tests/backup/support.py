"""A machine of its own with everything that a backup holds: log, console, journal, keys, files; on either database."""

from __future__ import annotations

import atexit
import hashlib
import shutil
import tempfile
import zipfile
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, Table, inspect, select

from ivr.backup.place import Place
from ivr.core.entries import Entry, Kind
from ivr.store import schema
from ivr.store.console import schema as console_schema
from ivr.store.console.database import own_schema
from ivr.store.console.store import console_store
from ivr.store.database import open_reader, open_writer
from ivr.store.journal import Journal
from ivr.store.keychain import Keychain
from ivr.store.people import PeopleFile
from ivr.store.revisions import Revisions
from ivr.store.sealed_journal import SealedJournal
from ivr.store.sealing import Numbers
from ivr.store.shipper import Shipper
from ivr.store.writer import Rotation

NOON = datetime(2026, 11, 23, 11, 0, tzinfo=UTC)
ZONE = "Europe/Warsaw"
Rows = dict[str, list[Any]]


def number(call: int) -> str:
    """The caller of a call: each another."""
    return f"+4860{call:07d}"


class Machine:
    """`url`: of a PostgreSQL; else both databases are files in its data folder."""

    def __init__(self, folder: Path, url: str = "") -> None:
        self.folder, self.url = folder, url
        self.data, self.keys, self.backups = folder / "data", folder / "keys", folder / "backups"
        for made in (self.data, self.keys, self.backups):
            made.mkdir(parents=True, exist_ok=True)
        log = url or f"sqlite:///{self.data}/log.db"
        console = url or f"sqlite:///{self.data}/console.sqlite3"
        self.place = Place(self.data, self.keys, log, console, lambda: ZONE)
        self.people = PeopleFile(self.keys)
        self.console = console_store(console, self.keys, lambda: NOON)
        self.journal = Journal(self.data / "journal", rotation=Rotation(bytes=6000))
        self.calls = 0

    @classmethod
    def used(cls, folder: Path, url: str = "") -> Machine:
        """One that is in use: 12 calls in the log and 3 that are not shipped yet, an account, three rows of the access
        log, a revision that is live, switches."""
        if not url:
            shutil.copytree(_used_on_files(), folder)
        made = cls(folder, url)
        if url:
            made._is_used()
        made.calls = 15
        return made

    @property
    def numbers(self) -> Numbers:
        return Numbers(Keychain(self.keys))

    @property
    def shipper(self) -> Shipper:
        log = open_writer(self.place.log)
        people = self.people.people
        return Shipper(
            self.place.journal, log, self.place.lock, pause_seconds=0.01, people=people, timezone=lambda: ZONE
        )

    def is_called(self, times: int, days: float = 0) -> None:
        """So many whole calls are in the journal, which nobody has shipped yet."""
        Keychain(self.keys).make(NOON.date())
        sink = SealedJournal(self.journal, self.numbers, self.people)
        for _ in range(times):
            self.calls += 1
            for entries in story(f"CA{self.calls:032x}", number(self.calls), NOON + timedelta(days=days)):
                sink.write(entries)

    def ships(self) -> int:
        shipper = self.shipper
        shipped = shipper.run_once()
        shipper.stop()
        return shipped

    def _is_used(self) -> None:
        self.is_called(12)
        self.ships()
        self.is_called(3)
        self.console.accounts.add("kowalska", "Anna Kowalska", ("operator",), NOON, "t")
        account = self.console.accounts.named("kowalska")
        assert account
        self.console.sessions.begin(account.id, True, NOON, "192.0.2.1", "")
        for place in range(3):
            self.console.access_log.note("kowalska", "call_viewed", f"CA{place}")
        revisions = Revisions(self.data / "revisions")
        revisions.save("r1", {"config.yaml": "zażółć"}, b"compiled")
        revisions.activate("r1", "Anna", "first", NOON)
        (self.data / "switches.json").write_text('{"sequence": 0}')
        self.journal.close()

    def rows(self) -> Rows:
        """Every table of the log, whole."""
        return rows_of(open_reader(self.place.log), list(schema.metadata.tables.values()))

    def console_rows(self) -> Rows:
        tables = [one for name, one in console_schema.metadata.tables.items() if name not in ("sessions", "limits")]
        return rows_of(open_reader(own_schema(self.place.console)), tables)

    def files(self) -> dict[str, bytes]:
        """What must last, by name."""
        wanted = ("revisions", "switches.json")
        paths = [path for top in wanted for path in (self.data / top, *(self.data / top).rglob("*"))]
        return {
            str(path.relative_to(self.data)): path.read_bytes()
            for path in paths
            if path.is_file() and path.name[0] != "."
        }

    def another(self, name: str, url: str = "") -> Machine:
        """An empty machine to which the keys were brought."""
        other = Machine(self.folder.parent / name, url)
        shutil.copytree(self.keys, other.keys, dirs_exist_ok=True)
        other.calls = self.calls
        return other

    def drops_the_log(self) -> None:
        """Somebody, or a disk, did."""
        if not self.url:
            for path in self.data.glob("log.db*"):
                path.unlink()
            return
        with open_writer(self.url).begin() as connection:
            for name in inspect(connection).get_table_names():
                connection.exec_driver_sql(f'DROP TABLE "{name}" CASCADE')


def story(call: str, caller: str, at: datetime) -> Sequence[list[Entry]]:
    """A call that is answered, in three writes."""

    def one(kind: Kind, step: int, index: int, **data: object) -> Entry:
        return Entry(call, "step", step, index, at + timedelta(seconds=step), kind, data)

    numbers = {"called": "+48717822300", "caller": caller, "forwarded_from": ""}
    lines = {"group": "family", "lines": ["line1"], "numbers": ["+48221234567"]}
    return (
        [one("started", 0, 0, **numbers, language="pl", revision="r1"), one("entered", 0, 1, type="menu", node="m")],
        [one("entered", 1, 0, type="dial", node="family"), one("ringing", 1, 1, node="family", **lines)],
        [one("leg", 2, 0, outcome="answered", seconds=30), one("ended", 2, 1, how="hung_up_by_desk")],
    )


def rows_of(engine: Engine, tables: Sequence[Table]) -> Rows:
    """Whole rows, in an order of their own, so that either database gives the same."""
    with engine.connect() as connection:
        found = {one.name: sorted(map(repr, connection.execute(select(one)))) for one in tables}
    engine.dispose()
    return found


def hashed(rows: Rows) -> str:
    """One value for whole tables."""
    return hashlib.sha256(repr(sorted(rows.items())).encode()).hexdigest()


def members(file: Path) -> dict[str, bytes]:
    """Of a backup, read by the standard library alone."""
    with zipfile.ZipFile(file) as packed:
        return {name: packed.read(name) for name in packed.namelist()}


@cache
def _used_on_files() -> Path:
    """Made once, to be copied."""
    folder = Path(tempfile.mkdtemp(prefix="ivr-used-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    Machine(folder / "used")._is_used()
    return folder / "used"
