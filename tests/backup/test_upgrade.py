"""A new version tried: with real migrations that work, fail, or break something that only a call notices."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import inspect

from ivr.backup.rebuilding import rebuild
from ivr.backup.restoring import restore
from ivr.backup.saving import save
from ivr.backup.upgrading import Upgraded, upgrade
from ivr.errors import IvrError
from ivr.store.console.migrations import FOLDER as CONSOLE
from ivr.store.database import open_reader
from ivr.store.migrations import FOLDER as LOG
from ivr.store.resting import at_rest
from tests.backup.support import NOON, Machine

LATER = NOON + timedelta(hours=1)
GOOD = "op.add_column('calls', sa.Column('mood', sa.Text()))"
FAILING = f"{GOOD}; op.execute('DELETE FROM legs'); op.execute('SELECT nothing_of_this_name')"
BREAKING = "op.execute('DELETE FROM legs'); op.drop_table('move_counts')"
MIGRATION = '''"""Of tomorrow."""

import sqlalchemy as sa
from alembic import op

revision = "9999"
down_revision = "{before}"
branch_labels = None
depends_on = None


def upgrade() -> None:
    {words}
'''


def newer(folder: Path, migrations: Path, words: str) -> Path:
    """The migrations of tomorrow's version: today's and one more."""
    made = shutil.copytree(migrations, folder, ignore=shutil.ignore_patterns("__pycache__"))
    before = max(path.name[1:5] for path in (made / "versions").glob("r*.py"))
    (made / "versions" / "r9999_tomorrow.py").write_text(MIGRATION.format(before=before, words=words))
    return made


def tried(machine: Machine, tmp_path: Path, words: str, console: str = "pass") -> Upgraded:
    """The call is one that is logged, as a real one is; whether it can be shipped decides the new version."""
    machine.place = replace(
        machine.place,
        log_migrations=newer(tmp_path / "log", LOG, words),
        console_migrations=newer(tmp_path / "console", CONSOLE, console),
    )

    def call() -> str:
        machine.is_called(1)
        return f"CA{machine.calls:032x}"

    return upgrade(machine.place, machine.backups, LATER, call)


def columns(machine: Machine) -> set[str]:
    engine = open_reader(machine.place.log)
    found = {str(one["name"]) for one in inspect(engine).get_columns("calls")}
    engine.dispose()
    return found


def test_all_is_well(files: Machine, tmp_path: Path) -> None:
    machine = files
    before = machine.console_rows()
    done = tried(machine, tmp_path, GOOD)

    assert (done.failed, done.before, done.after) == ("", ("0008", "0003"), ("9999", "9999"))
    assert "mood" in columns(machine)
    assert len(machine.rows()["calls"]) == 16, "those that were waiting, and its own"
    assert machine.console_rows() == before
    assert done.saved.file.exists()


def test_a_migration_that_fails(files: Machine, tmp_path: Path) -> None:
    """The log's is undone by its own transaction; where it was done already, the backup is put back."""
    machine = files
    before = machine.rows(), machine.console_rows()
    done = tried(machine, tmp_path, FAILING)

    assert (done.failed, done.after, done.put_back) == ("migration", ("0008", "0003"), ())
    assert "nothing_of_this_name" in done.why
    assert (machine.rows(), machine.console_rows()) == before

    for folder in (tmp_path / "log", tmp_path / "console"):
        shutil.rmtree(folder)
    done.saved.file.unlink()
    done = tried(machine, tmp_path, GOOD, FAILING)
    assert (done.failed, done.after, done.put_back) == ("migration", ("0008", "0003"), ("log",))
    assert (machine.rows(), machine.console_rows()) == before
    assert "mood" not in columns(machine)


def test_a_call_that_fails(machine: Machine, tmp_path: Path) -> None:
    """The migration went well, but it broke the log: everything is put back, and the calls since are shipped again."""
    machine.ships()
    before = machine.rows(), machine.console_rows()
    done = tried(machine, tmp_path, BREAKING, "op.execute('DELETE FROM access_log')")

    assert (done.failed, done.after, done.put_back) == ("call", ("0008", "0003"), ("log", "console"))
    assert "move_counts" in done.why
    assert (machine.rows(), machine.console_rows()) == before
    assert machine.ships() == 6
    assert len(machine.rows()["calls"]) == 16


def test_two_commands_at_once(files: Machine) -> None:
    """The one that comes later is told."""
    file = save(files.place, files.backups, NOON).file

    def call() -> str:
        restore(files.place, file, LATER, replace=True)
        return ""

    done = upgrade(files.place, files.backups, LATER, call)

    assert (done.failed, done.why) == ("call", "service-runs")
    with at_rest(files.place.lock), pytest.raises(IvrError, match="command-runs"):
        rebuild(files.place, None, LATER)
