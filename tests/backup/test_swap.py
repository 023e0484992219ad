"""A restore that is killed, by SIGKILL and wherever that may be: what was there is there, or what was put back is."""

from __future__ import annotations

import json
import os
import select
import signal
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from ivr.backup.restoring import restore
from ivr.backup.saving import save
from ivr.store.swapping import Swap, finish, swap
from tests.backup.support import NOON, Machine, Rows

LATER = NOON + timedelta(hours=1)
AT = (0.5, 0.85)  # of the time that a whole one takes


def begun(machine: Machine, file: Path, hour: int) -> int:
    """A process of its own, in the middle of it."""
    child = os.fork()
    if child == 0:
        try:
            restore(machine.place, file, NOON + timedelta(hours=hour), replace=True)
        finally:
            os._exit(0)
    return child


def killed_after(child: int, seconds: float) -> None:
    """Unless it has ended by itself before."""
    watched = os.pidfd_open(child)
    select.select([watched], [], [], seconds)
    os.close(watched)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)


def everything(machine: Machine) -> tuple[Rows, Rows, dict[str, bytes]]:
    return machine.rows(), machine.console_rows(), machine.files()


def test_killed_at_any_moment(machine: Machine, tmp_path: Path) -> None:
    """On PostgreSQL the databases change places at once, and the files a moment later."""
    machine.ships()
    file = save(machine.place, machine.backups, NOON).file
    put_back, outcomes = everything(machine), set()
    began = time.monotonic()
    os.waitpid(begun(machine, file, 1), 0)
    seconds = time.monotonic() - began
    assert everything(machine) == put_back
    for hour, part in enumerate(AT, 2):
        machine.console.access_log.note("kowalska", "call_viewed", "after the backup")
        (machine.data / "switches.json").write_text('{"sequence": 9}')
        there = everything(machine)
        killed_after(begun(machine, file, hour), seconds * part)
        finish(machine.data)  # as whoever starts next does
        found = everything(machine)
        outcomes.add(found == put_back)
        assert found in (there, put_back) or (machine.url and found[:2] == put_back[:2] and found[2] == there[2])
    restore(machine.place, file, NOON + timedelta(hours=20), replace=True)

    assert False in outcomes, "some were killed before the end"
    assert everything(machine) == put_back
    assert not [path for path in machine.data.iterdir() if path.name.endswith((".new", ".restoring"))]


@pytest.mark.parametrize("killed_after", range(6))
def test_moves_that_were_begun_are_finished(tmp_path: Path, killed_after: int) -> None:
    """Whichever of them were made: the same in the end, also twice."""
    data, staging, aside = tmp_path / "data", tmp_path / "data" / ".staging", tmp_path / "data" / "aside"
    for folder in (data, staging, data / "one"):
        folder.mkdir(exist_ok=True)
    for name, content in (("one/a", "old"), ("two", "old"), ("-wal", "old")):
        (data / name).write_text(content)
    (staging / "one").mkdir()
    for name in ("one/b", "two", "three"):
        (staging / name).write_text("new")
    kept = tuple((data / name, aside / name) for name in ("one", "two", "-wal"))
    into = tuple((staging / name, data / name) for name in ("one", "two", "three"))
    moves: list[Callable[[], object]] = [lambda pair=pair: _by_hand(*pair) for pair in (*kept, *into)]  # type: ignore[misc]
    plain = {"aside": [list(map(str, pair)) for pair in kept], "into": [list(map(str, pair)) for pair in into]}
    (data / "swap.json").write_text(json.dumps({**plain, "staging": str(staging)}))
    for move in moves[:killed_after]:
        move()
    assert finish(data)
    assert not finish(data)

    assert {path.name for path in data.iterdir()} == {"aside", "one", "two", "three", "swap.lock"}
    assert [(data / name).read_text() for name in ("one/b", "two", "three")] == ["new"] * 3
    assert [(aside / name).read_text() for name in ("one/a", "two", "-wal")] == ["old"] * 3
    swap(data, Swap(((data / "two", data / "aside-2" / "two"),), (), staging))
    assert (data / "aside-2" / "two").read_text() == "new"


def _by_hand(source: Path, target: Path) -> None:
    target.parent.mkdir(exist_ok=True)
    source.rename(target)
