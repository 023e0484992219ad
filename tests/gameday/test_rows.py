"""Every row of the game day for a second or two, on the real thing: no call fails, no acknowledged entry is lost.

How fast it was is for `make gameday`: a time is no test. The machines, and the load, are started once for all rows.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.gameday.faults.changes import until
from tests.gameday.faults.kills import all_processes
from tests.gameday.registry import ROWS
from tests.gameday.rows import Row, Told
from tests.gameday.run import SHORT, Load, loading, run
from tests.gameday.stand import Stand, one_machine, two_machines

pytestmark = pytest.mark.timeout(300)
ANSWERED_BYTES = 20_000  # more than what can be on its way
DISK_MEGABYTES = max(row.disk_megabytes for row in ROWS)


Standing = tuple[Stand, Load]


@pytest.fixture(scope="module")
def one(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Standing]:
    """With all that any row needs."""
    folder = tmp_path_factory.mktemp("one") / "stand"
    with one_machine(folder, shim=True, disk_megabytes=DISK_MEGABYTES) as stand, loading(stand) as load:
        yield stand, load


@pytest.fixture(scope="module")
def two(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Standing]:
    with two_machines(tmp_path_factory.mktemp("two") / "stand") as stand, loading(stand) as load:
        yield stand, load


@pytest.mark.parametrize("row", [row for row in ROWS if row.machines == "one"], ids=lambda row: row.name)
def test_one_machine(row: Row, one: Standing) -> None:
    assert run(row, *one, row.short_seconds, row.short_rate, SHORT).wrong == []


@pytest.mark.parametrize("row", [row for row in ROWS if row.machines == "two"], ids=lambda row: row.name)
def test_two_machines(row: Row, two: Standing) -> None:
    assert run(row, *two, row.short_seconds, row.short_rate, SHORT).wrong == []


def written(journal: Path) -> int:
    return sum(file.stat().st_size for file in journal.glob("*.log"))


@contextmanager
def everything_at_once(stand: Stand, seconds: float) -> Iterator[Told]:
    """All processes down, no failsafe document; and what was written is gone, from the log and from its journal."""
    journal = stand.machines[0].journal
    before = written(journal)
    until(lambda: written(journal) > before + ANSWERED_BYTES)
    document = stand.front.failsafe.read_bytes()
    stand.front.failsafe.unlink()
    with all_processes(stand, seconds) as told:
        yield told
        for file in (*journal.glob("*.log"), *stand.database.parent.glob("log.db*")):
            file.unlink()
    stand.front.failsafe.write_bytes(document)


def test_a_row_that_does_not_hold_is_told_so(one: Standing) -> None:
    found = run(Row("all", "everything at once", everything_at_once, 1), *one, 3.0, 40, SHORT)

    assert any("calls failed" in words for words in found.wrong)
    assert any("acknowledged entries lost" in words for words in found.wrong)
    assert {why for why in found.failed.values() if "status 50" in why}
