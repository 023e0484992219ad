"""A restore that is killed, by SIGKILL and wherever that may be: what was there is there, or what was put back is."""

from __future__ import annotations

import json
import os
import signal
from collections.abc import Callable
from datetime import timedelta
from itertools import count
from pathlib import Path

import pytest
from sqlalchemy import Engine, event

from ivr.backup.restoring import restore
from ivr.backup.saving import save
from ivr.store.swapping import Swap, finish, swap
from tests.backup.support import NOON, Machine, Rows

LATER = NOON + timedelta(hours=1)
AT = (0.05, 0.5, 0.85, 0.98)  # of the statements that a whole one takes


def restored_by_a_child(machine: Machine, file: Path, hour: int, statement: int = 0) -> int:
    """How many statements a process of its own made of it; with `statement` it is killed before that one."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        made = count()

        def before(*_: object) -> None:
            if next(made) + 1 == statement:
                os.kill(os.getpid(), signal.SIGKILL)

        event.listen(Engine, "before_cursor_execute", before)
        try:
            restore(machine.place, file, NOON + timedelta(hours=hour), replace=True)
            os.write(writing, str(next(made)).encode())
        finally:
            os._exit(0)
    os.close(writing)
    _, ended = os.waitpid(child, 0)
    with open(reading) as told:
        statements = int(told.read() or 0)
    assert (os.WIFSIGNALED(ended) and os.WTERMSIG(ended) == signal.SIGKILL) is (statement > 0)
    return statements


def everything(machine: Machine) -> tuple[Rows, Rows, dict[str, bytes]]:
    return machine.rows(), machine.console_rows(), machine.files()


def test_killed_at_any_moment(machine: Machine) -> None:
    """On PostgreSQL the databases change places at once, and the files a moment later."""
    machine.ships()
    file = save(machine.place, machine.backups, NOON).file
    put_back = everything(machine)
    whole = restored_by_a_child(machine, file, 1)
    assert whole > 20
    assert everything(machine) == put_back
    for hour, part in enumerate(AT, 2):
        machine.console.access_log.note("kowalska", "call_viewed", "after the backup")
        (machine.data / "switches.json").write_text('{"sequence": 9}')
        there = everything(machine)
        restored_by_a_child(machine, file, hour, int(whole * part))
        finish(machine.data)  # as whoever starts next does
        found = everything(machine)
        assert found in (there, put_back) or (machine.url and found[:2] == put_back[:2] and found[2] == there[2])
    restore(machine.place, file, NOON + timedelta(hours=20), replace=True)

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
