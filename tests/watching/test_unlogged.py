"""What could not be noted is counted for good: over processes, restarts, and a disk that takes not even that."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

from ivr.store.unlogged import Unlogged

NOON = datetime(2026, 11, 24, 11, tzinfo=UTC)


def test_processes_add_up(tmp_path: Path) -> None:
    children = []
    for _ in range(4):
        child = os.fork()
        if child == 0:
            for _ in range(250):
                Unlogged(tmp_path).add(2)
            os._exit(0)
        children.append(child)
    assert [os.waitpid(child, 0)[1] for child in children] == [0] * 4

    assert Unlogged(tmp_path).read().total == 2000


def test_a_trouble_is_over_a_day_after_its_last_entry(tmp_path: Path) -> None:
    now = [NOON]
    unlogged = Unlogged(tmp_path, lambda: now[0].timestamp())
    assert not unlogged.read().is_on(NOON)
    unlogged.add(3)
    now[0] += timedelta(hours=23)
    unlogged.add(4)
    found = unlogged.read()
    assert (found.total, found.count, found.since, found.is_on(now[0])) == (7, 7, NOON, True)

    now[0] += timedelta(hours=25)
    assert not unlogged.read().is_on(now[0])
    unlogged.add(1)
    assert (unlogged.read().total, unlogged.read().count, unlogged.read().since) == (8, 1, now[0])


def test_what_cannot_be_written_down_is_kept_and_added_later(tmp_path: Path) -> None:
    folder = tmp_path / "journal"
    unlogged = Unlogged(folder)
    unlogged.add(5)  # there is no folder
    assert unlogged.read().total == 5

    folder.mkdir()
    unlogged.add(1)
    assert Unlogged(folder).read().total == 6
