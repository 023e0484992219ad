"""The log made anew is what shipping had made, whole tables compared; also while records keep coming in."""

from __future__ import annotations

import threading
from datetime import timedelta
from pathlib import Path

import pytest

from ivr.backup.rebuilding import rebuild
from ivr.backup.saving import save
from ivr.errors import IvrError
from ivr.store.resting import at_rest
from tests.backup.support import NOON, Machine, hashed
from tests.store.support import until

LATER = NOON + timedelta(hours=1)


def test_of_the_journal_alone(files: Machine) -> None:
    """As long as it holds everything."""
    machine = files
    machine.ships()
    before = machine.rows()
    done = rebuild(machine.place, None, LATER)

    assert hashed(machine.rows()) == hashed(before)
    assert (done.calls, done.from_backup, done.lost) == (15, 0, 0)
    assert machine.ships() == 0
    assert machine.console_rows()["accounts"], "the console's is left alone"


def test_refused_where_it_would_lose_calls(files: Machine) -> None:
    """The older segments are gone after 72 hours: then a backup is needed, or the loss accepted."""
    machine = files
    machine.ships()
    backup = save(machine.place, machine.backups, NOON).file
    machine.is_called(4)
    machine.ships()
    gone = sorted(machine.place.journal.glob("*.log"))[0]
    gone.unlink()
    before = machine.rows()
    with pytest.raises(IvrError, match="calls-lost"):
        rebuild(machine.place, None, LATER)
    assert machine.rows() == before
    done = rebuild(machine.place, backup, LATER)
    assert hashed(machine.rows()) == hashed(before)
    assert (done.calls, done.from_backup, done.lost) == (19, 15, 0)
    forced = rebuild(machine.place, None, LATER + timedelta(hours=1), accept_loss=True)

    assert forced.lost
    assert len(machine.rows()["calls"]) == forced.calls < 19


def test_a_log_that_is_lost(files: Machine) -> None:
    """Nobody can say what was in it: a fresh backup is enough, none or an old one only where the loss is accepted."""
    machine = files
    machine.ships()
    backup = save(machine.place, machine.backups, NOON).file
    machine.is_called(4)
    machine.ships()
    before = machine.rows()
    machine.drops_the_log()
    for without, moment in ((None, LATER), (backup, NOON + timedelta(days=4))):
        with pytest.raises(IvrError, match="calls-perhaps-lost"):
            rebuild(machine.place, without, moment)
    done = rebuild(machine.place, backup, LATER)

    assert done.lost is None
    assert hashed(machine.rows()) == hashed(before)


def test_while_a_service_ships_and_calls_go_on(postgres_url: str, tmp_path: Path) -> None:
    """RPO 0: calls come in and a thread ships them; meanwhile a backup is made, the log is lost and made anew. In the
    end nothing differs from a log that was never lost."""
    machine, over = Machine.used(tmp_path / "one", postgres_url), threading.Event()

    def rings() -> None:
        while not over.wait(0.1):
            machine.is_called(1)

    caller, shipper = threading.Thread(target=rings), machine.shipper
    caller.start()
    shipper.start()
    try:
        until(lambda: machine.calls > 18, seconds=60)
        backup = save(machine.place, machine.backups, NOON).file
        with at_rest(machine.place.lock):
            machine.drops_the_log()
        before = machine.calls
        rebuild(machine.place, backup, LATER)
        assert machine.calls > before
    finally:
        over.set()
        caller.join()
        shipper.stop()
    machine.ships()
    never_lost = Machine(tmp_path / "two")
    never_lost.place.journal.symlink_to(machine.place.journal)
    never_lost.ships()

    assert len(machine.rows()["calls"]) == machine.calls
    assert hashed(machine.rows()) == hashed(never_lost.rows())
