"""Real processes, killed with SIGKILL at moments nobody chose. What was acknowledged is there, once."""

from __future__ import annotations

import subprocess
from pathlib import Path
from random import Random

import pytest
from sqlalchemy import func, select

from ivr.store import log, schema
from ivr.store.database import open_writer
from ivr.store.journal import Journal
from ivr.store.projection import fold
from ivr.store.segments import segment_paths
from ivr.store.shipper import Shipper
from ivr.store.writer import Rotation
from tests.store.support import child, entry, ids, in_database, lines_until_dead


def read_line(process: subprocess.Popen[bytes]) -> bytes:
    assert process.stdout is not None
    line = process.stdout.readline()
    assert line, "the child died by itself"
    return line


@pytest.mark.parametrize(("sync", "rounds"), [("group", 4), ("wait", 2)])
def test_writers_and_shippers_killed_at_any_moment(tmp_path: Path, sync: str, rounds: int, log_url: str) -> None:
    """Each round: two writers and a shipper at work, all killed. Every step that was printed is in the log."""
    random = Random(1)
    journal, url, lock = tmp_path / "journal", log_url, tmp_path / "ship.lock"
    acknowledged: dict[str, int] = {}
    for round_ in range(rounds):
        writers = {f"CA{round_}{name}": child("write", journal, f"CA{round_}{name}", sync) for name in "ab"}
        shipper = child("ship", journal, url, lock)
        for call, writer in writers.items():
            for _ in range(random.randint(1, 600)):
                acknowledged[call] = int(read_line(writer))
        if round_ % 2:
            read_line(shipper)
        lines_until_dead(shipper)
        for call, writer in writers.items():
            acknowledged[call] = int(([str(acknowledged[call]).encode(), *lines_until_dead(writer)])[-1])

    engine = open_writer(url)
    last = Shipper(journal, engine, lock)
    last.run_once()
    last.stop()
    found = ids(in_database(engine))

    promised = {
        (f"{call}-{number // 50}", "step", number % 50, index)
        for call, top in acknowledged.items()
        for number in range(top + 1)
        for index in (0, 1)
    }
    assert len(promised) > 200 * rounds
    assert promised <= set(found)
    assert len(found) <= len(promised) + 2 * len(acknowledged)  # one more step each: written, not yet printed
    rows = log.calls(engine, limit=1000)
    assert {row.call_id for row in rows} == {call for call, *_ in found}
    for row in rows:
        _, legs, entries = log.call(engine, row.call_id)
        assert (row, legs) == fold(entries)


def test_a_shipper_killed_in_the_middle(tmp_path: Path) -> None:
    journal = Journal(tmp_path / "journal", rotation=Rotation(bytes=100_000))
    written = [entry("entered", step, index, call=f"CA{step // 50}") for step in range(3000) for index in (0, 1)]
    for pair in range(0, len(written), 2):
        journal.write(written[pair : pair + 2])
    journal.close()
    url, lock, random, kills_in_the_middle = f"sqlite:///{tmp_path}/log.sqlite3", tmp_path / "ship.lock", Random(2), 0
    engine = open_writer(url)
    for _ in range(5):
        process = child("ship", tmp_path / "journal", url, lock)
        read_line(process)
        try:
            process.wait(timeout=random.uniform(0.1, 0.3))
        except subprocess.TimeoutExpired:
            done = not lines_until_dead(process)
            kills_in_the_middle += done

    last = Shipper(tmp_path / "journal", engine, lock)
    last.run_once()
    last.stop()

    assert kills_in_the_middle > 0
    assert ids(in_database(engine)) == ids(written)
    with engine.connect() as connection:
        assert connection.execute(select(func.sum(schema.calls.c.steps))).scalar() == 3000
        offsets = dict(
            connection.execute(select(schema.journal_offsets.c.segment, schema.journal_offsets.c.offset)).all()
        )
    assert offsets == {path.name: path.stat().st_size for path in segment_paths(tmp_path / "journal")}


def test_another_shipper_takes_over(tmp_path: Path) -> None:
    journal = Journal(tmp_path / "journal")
    arguments = (tmp_path / "journal", f"sqlite:///{tmp_path}/log.sqlite3", tmp_path / "ship.lock")
    first = child("ship", *arguments)
    journal.write([entry(step=0)])
    assert [read_line(first), read_line(first)] == [b"ready\n", b"1\n"]
    second = child("ship", *arguments)
    assert read_line(second) == b"ready\n"
    journal.write([entry(step=1)])
    assert read_line(first) == b"1\n"
    assert lines_until_dead(first) == []
    journal.write([entry(step=2)])
    journal.close()

    assert read_line(second) == b"1\n"
    assert lines_until_dead(second) == []
    assert [found.step for found in in_database(open_writer(arguments[1]))] == [0, 1, 2]
