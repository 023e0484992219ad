"""A backup put back: on either database whatever it came from, every row once, nothing of what was there deleted."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import inspect

from ivr.backup.restoring import restore
from ivr.backup.saving import save
from ivr.core.entries import Entry
from ivr.errors import IvrError
from ivr.persons import Persons
from ivr.store import schema
from ivr.store.database import open_reader, open_writer
from ivr.store.migrations import FOLDER, upgrade
from ivr.store.resting import alone
from tests.backup.support import NOON, Machine, hashed, number, rows_of

LATER = NOON + timedelta(hours=1)


def test_on_an_empty_machine(files: Machine, postgres_url: str) -> None:
    """Every row and file, from SQLite to PostgreSQL and back; then calls go on, each counted once, though the journal
    is there from its beginning."""
    first, console, kept = save(files.place, files.backups, NOON).file, files.console_rows(), files.files()
    files.ships()
    expected = files.rows()
    for name, url in (("on-a-server", postgres_url), ("on-files", "")):
        other = files.another(name, url)
        done = restore(other.place, first, LATER)

        assert (done.aside, done.has_keys) == ("", True)
        assert done.access_log
        assert (done.access_log.rows, done.access_log.findings) == (3, ())
        assert hashed(other.rows()) == hashed(expected), "the journal in it was shipped, from where the log was"
        assert (other.console_rows(), other.files()) == (console, kept)
        assert other.ships() == 0
        first = save(other.place, other.backups, LATER).file
        other.is_called(1)
        assert other.ships() == 6
        assert len(other.rows()["calls"]) == len(expected["calls"]) + 1
        assert other.console.accounts.add("nowak", "", ("operator",), NOON, "t"), "numbers go on after the highest"
        assert other.console.access_log.note("nowak", "call_viewed").seq == 4


def test_what_was_there_is_moved_aside(machine: Machine) -> None:
    """Refused without --replace; then kept whole, and what calls wrote since the backup is in the log again."""
    file = save(machine.place, machine.backups, NOON).file
    machine.is_called(5)
    machine.ships()
    machine.console.access_log.note("kowalska", "call_viewed", "after the backup")
    (machine.data / "switches.json").write_text('{"sequence": 7}')
    before, console = machine.rows(), machine.console_rows()
    with pytest.raises(IvrError, match="not-empty"):
        restore(machine.place, file, LATER)
    assert (machine.rows(), machine.console_rows()) == (before, console)
    done = restore(machine.place, file, LATER, replace=True)

    assert done.aside == "replaced-20261123T120000Z"
    assert hashed(machine.rows()) == hashed(before)
    assert [finding.fault for finding in done.access_log.findings] == ["cut"]  # type: ignore[union-attr]
    assert (machine.data / "switches.json").read_text() == '{"sequence": 0}'
    assert (machine.data / done.aside / "switches.json").read_text() == '{"sequence": 7}'
    tables = list(schema.metadata.tables.values())
    if not machine.url:
        old = open_reader(f"sqlite:///{machine.data / done.aside / 'log.db'}")
    else:
        old = open_reader(f"{machine.url}&options=-csearch_path%3D{done.aside.replace('-', '_').lower()}")
        assert f"console_{done.aside.replace('-', '_').lower()}" in inspect(old).get_schema_names()
    assert rows_of(old, tables) == before


def test_refused_while_the_service_runs(files: Machine) -> None:
    machine = files
    file, shipper = save(machine.place, machine.backups, NOON).file, machine.shipper
    shipper.run_once()
    before = sorted(machine.data.rglob("*"))
    with pytest.raises(IvrError, match="service-runs"):
        restore(machine.place, file, LATER, replace=True)
    shipper.stop()

    assert sorted(machine.data.rglob("*")) == before
    with alone(machine.place.lock):
        pass


def test_a_damaged_backup_touches_nothing(files: Machine) -> None:
    machine = files
    file = save(machine.place, machine.backups, NOON).file
    content, before = file.read_bytes(), machine.rows()
    file.write_bytes(content[: len(content) // 2])
    with pytest.raises(IvrError, match="backup-damaged"):
        restore(machine.place, file, LATER, replace=True)

    assert machine.rows() == before
    empty = machine.another("empty")
    with pytest.raises(IvrError, match="backup-damaged"):
        restore(empty.place, file, LATER)
    assert list(empty.data.iterdir()) == []


def test_who_was_erased_since_stays_erased(files: Machine) -> None:
    """The lists are with the keys; a machine that lost them too has those of the backup."""
    machine = files
    first = save(machine.place, machine.backups, NOON).file

    def persons(of: Machine) -> Persons:
        return Persons(of.numbers, of.people, open_reader(of.place.log), None, lambda: LATER, of.ships)

    assert len(persons(machine).calls(number(2))) == 1
    assert persons(machine).erase(number(2)).calls == 1
    machine.people.restrict(frozenset({"pseudonym"}))
    second = save(machine.place, machine.backups, LATER).file
    restore(machine.place, first, LATER, replace=True)

    assert persons(machine).calls(number(2)) == []
    assert len(persons(machine).calls(number(3))) == 1
    other = machine.another("other")
    (other.keys / "people.json").unlink()
    restore(other.place, second, LATER)
    assert other.people.people() == machine.people.people()
    assert persons(other).calls(number(2)) == []


def test_a_backup_of_an_older_schema(tmp_path: Path) -> None:
    """It is put back as it was, and then migrated like any other database; a newer one is refused."""
    machine = Machine(tmp_path / "one")
    upgrade(open_writer(machine.place.log), FOLDER, "0005")
    with open_writer(machine.place.log).begin() as connection:
        connection.exec_driver_sql("INSERT INTO journal_offsets (segment, \"offset\") VALUES ('1-1-a.log', 7)")
    saved = save(machine.place, machine.backups, NOON)
    other = machine.another("other")
    restore(other.place, saved.file, LATER)

    assert saved.manifest.log
    assert saved.manifest.log.schema == "0005"
    assert other.rows()["journal_offsets"] == ["('1-1-a.log', 7)"]
    older = tmp_path / "older"
    shutil.copytree(
        FOLDER, older, ignore=lambda _, names: [name for name in names if name[:1] == "r" and name[:5] > "r0004"]
    )
    with pytest.raises(IvrError, match="backup-newer"):
        restore(replace(other.place, log_migrations=older), saved.file, LATER, replace=True)


def test_the_journal_of_the_machine_is_never_replaced_by_an_older_one(files: Machine) -> None:
    """Its segments go on; those that it lost come from the backup."""
    machine = files
    file = save(machine.place, machine.backups, NOON).file
    machine.journal.write([Entry("CA0", "step", 0, 0, NOON, "started", {})])
    before = {path.name: path.read_bytes() for path in machine.place.journal.glob("*.log")}
    lost = sorted(before)[0]
    (machine.place.journal / lost).unlink()
    machine.drops_the_log()
    restore(machine.place, file, LATER, replace=True)

    assert {path.name: path.read_bytes() for path in machine.place.journal.glob("*.log")} == before
    assert len(machine.rows()["calls"]) == 16
