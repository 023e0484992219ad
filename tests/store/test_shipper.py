from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, delete, event, select, update
from sqlalchemy.exc import DBAPIError, OperationalError

from ivr.core.entries import Entry
from ivr.store import log, schema
from ivr.store.database import open_reader, open_writer
from ivr.store.journal import Journal
from ivr.store.migrations import upgrade
from ivr.store.projection import fold
from ivr.store.records import encode
from ivr.store.segments import Reading, read_records, segment_paths
from ivr.store.shipper import Shipper
from ivr.store.writer import Rotation
from tests.store.support import entry, ids, in_database, until


class House:
    """A journal, a database and a shipper in one folder."""

    def __init__(self, folder: Path, url: str = "") -> None:
        self.folder = folder
        self.journal = Journal(folder / "journal", rotation=Rotation(bytes=2000))
        self.url = url or f"sqlite:///{folder}/log.sqlite3"
        self.engine = open_writer(self.url, busy_seconds=0)
        self.reader = open_reader(self.url)
        self.shipper = self.another_shipper()

    def another_shipper(self, engine: Engine | None = None, lock: str = "ship.lock", keep: float = 3600) -> Shipper:
        engine = engine or self.engine
        folder = self.folder / "journal"
        return Shipper(folder, engine, self.folder / lock, keep_seconds=keep, pause_seconds=0.01)

    def write(self, calls: int, steps: int = 3) -> list[Entry]:
        """Some calls that rang and were answered, step by step at the same time."""
        written: list[Entry] = []
        for step in range(steps):
            for call in range(calls):
                entries = step_of(f"CA{call}", step)
                self.journal.write(entries)
                written += entries
        return written

    def rows(self) -> tuple[list[object], ...]:
        """Everything that is in the database, but where the segments were read to."""
        with self.engine.connect() as connection:
            tables = (schema.entries, schema.calls, schema.legs)
            return tuple(list(connection.execute(select(table).order_by(*table.primary_key))) for table in tables)


def step_of(call: str, step: int) -> list[Entry]:
    if step == 0:
        return [
            entry("started", 0, 0, call=call, caller="+48500100200"),
            entry("entered", 0, 1, call=call, type="menu"),
        ]
    if step == 1:
        return [
            entry("entered", 1, 0, call=call, type="dial", node="family"),
            entry("ringing", 1, 1, call=call, node="family", group="family", lines=["line1"], numbers=["+48221234567"]),
        ]
    return [
        entry("leg", step, 0, call=call, outcome="answered"),
        entry("ended", step, 1, call=call, how="hung_up_by_desk"),
    ]


@pytest.fixture
def house(tmp_path: Path, log_url: str) -> Iterator[House]:
    """On SQLite, and on PostgreSQL."""
    yield from kept(House(tmp_path, log_url))


@pytest.fixture
def file_house(tmp_path: Path) -> Iterator[House]:
    """For what only a file can do."""
    yield from kept(House(tmp_path))


def kept(house: House) -> Iterator[House]:
    yield house
    house.shipper.stop()
    house.journal.close()


def test_who_is_there_for_nothing_else_gets_the_lock_back(tmp_path: Path) -> None:
    """A worker took it while that process was gone, and would ship beside its calls for ever."""
    house = House(tmp_path)
    worker = house.shipper
    ship = Shipper(tmp_path / "journal", house.engine, tmp_path / "ship.lock", comes_first=True)
    other = house.another_shipper()
    house.write(2)
    assert worker.run_once() > 0

    house.write(3)
    shipped = [shipper.run_once() > 0 for shipper in (ship, worker, other, ship, worker, other)]

    assert shipped == [False, False, False, True, False, False]
    assert (ship.holds, worker.holds, other.holds) == (True, False, False)
    ship.stop()
    house.write(4)
    assert other.run_once() > 0


def test_a_worker_waits_for_who_is_started_again(tmp_path: Path) -> None:
    house = House(tmp_path)
    patient = Shipper(tmp_path / "journal", house.engine, tmp_path / "ship.lock", patience_seconds=3600)
    first = house.shipper
    house.write(2)
    assert first.run_once() > 0
    assert patient.run_once() == 0
    first.stop()
    house.write(3)

    assert (patient.run_once(), patient.holds) == (0, False)
    assert first.run_once() > 0
    nobody_seen = Shipper(tmp_path / "journal", house.engine, tmp_path / "another.lock", patience_seconds=3600)
    nobody_seen.run_once()
    assert nobody_seen.holds
    nobody_seen.stop()


@pytest.mark.parametrize(("comes_first", "waits"), [(True, True), (False, False)])
def test_a_worker_as_new_as_the_end_of_who_shipped_waits_for_it_too(
    tmp_path: Path, comes_first: bool, waits: bool
) -> None:
    """Both were killed: what a worker loads to ship is taken from its first calls. Nobody waits for another worker."""
    house = House(tmp_path)
    lock = tmp_path / "ship.lock"
    ship = Shipper(tmp_path / "journal", house.engine, lock, comes_first=comes_first)
    house.write(2)
    assert ship.run_once() > 0
    ship.stop()
    house.write(3)
    worker = Shipper(tmp_path / "journal", house.engine, lock, patience_seconds=3600)

    assert (worker.run_once() > 0, worker.holds) == (not waits, not waits)
    os.utime(lock, (0, 0))
    assert (worker.run_once() > 0, worker.holds) == (waits, True)
    worker.stop()


def test_everything_arrives_with_its_projection(house: House) -> None:
    written = house.write(calls=40)
    shipped = house.shipper.run_once()

    assert shipped == len(written) == 240
    assert sorted(in_database(house.engine), key=lambda e: e.id) == sorted(written, key=lambda e: e.id)
    assert len(segment_paths(house.folder / "journal")) > 5
    for call in log.calls(house.engine, limit=100):
        row, legs, entries = log.call(house.engine, call.call_id)
        assert (row, legs) == fold(entries)
        assert (row.outcome, row.service, len(legs)) == ("connected", "family", 1)


def test_entries_of_a_call_that_goes_on_are_added_to_it(house: House) -> None:
    outcomes = []
    for step in range(3):
        house.journal.write(step_of("CA1", step))
        house.shipper.run_once()
        outcomes.append([(call.outcome, call.steps) for call in log.calls(house.engine)])

    assert outcomes == [[("in_progress", 1)], [("in_progress", 2)], [("connected", 3)]]


def test_nothing_new_is_nothing_to_do(house: House) -> None:
    assert house.shipper.run_once() == 0
    house.write(calls=2)

    assert [house.shipper.run_once() for _ in range(3)] == [12, 0, 0]


def test_what_many_segments_hold_little_of_goes_in_together(house: House) -> None:
    """A transaction costs as much as twenty records: one for each of many writers would keep a core busy."""
    house.shipper.run_once()
    house.write(calls=40)
    commits: list[object] = []
    event.listen(house.engine, "commit", commits.append)
    shipped = house.shipper.run_once()

    assert (shipped, len(segment_paths(house.folder / "journal")) > 5) == (240, True)
    assert len(commits) == 2, "one that reads the offsets, one for all"


def test_more_than_a_batch_goes_in_batches_over_the_ends_of_segments(file_house: House) -> None:
    written = file_house.write(calls=40)
    shipper = Shipper(file_house.folder / "journal", file_house.engine, file_house.folder / "ship.lock", batch=7)

    assert [shipper.run_once(), shipper.run_once()] == [len(written), 0]
    assert sorted(in_database(file_house.engine), key=lambda e: e.id) == sorted(written, key=lambda e: e.id)
    shipper.stop()


def test_shipping_twice_gives_the_same_rows(house: House) -> None:
    house.write(calls=20)
    house.shipper.run_once()
    once = house.rows()
    with house.engine.begin() as connection:
        connection.execute(delete(schema.journal_offsets))
    house.shipper.stop()

    assert house.another_shipper().run_once() == 120
    assert house.rows() == once


def test_a_repeated_request_is_the_same_entry(house: House) -> None:
    house.journal.write(step_of("CA1", 0))
    house.journal.write([entry("started", 0, 0, call="CA1", seconds=5, caller="+48500100200")])
    house.shipper.run_once()

    assert in_database(house.engine) == step_of("CA1", 0)


@pytest.mark.parametrize("together", [True, False], ids=["in one batch", "shipped meanwhile"])
def test_a_step_sent_again_at_another_moment_changes_nothing(house: House, together: bool) -> None:
    """In the evening it is closed: the repetition is told otherwise, in more entries than the first time."""
    house.write(calls=2)
    closed = [
        entry("entered", 1, 0, call="CA1", seconds=36_000, type="menu", node="services", open=False),
        entry("told", 1, 1, call="CA1", seconds=36_000, node="services"),
        entry("entered", 1, 2, call="CA1", seconds=36_000, type="announce", node="when_to_call"),
    ]
    alone = House(house.folder / "alone")
    alone.write(calls=2)
    alone.shipper.run_once()
    if not together:
        house.shipper.run_once()
    house.journal.write(closed)
    house.shipper.run_once()

    assert house.rows() == alone.rows()
    alone.shipper.stop()
    alone.journal.close()


def test_a_batch_is_stored_whole_or_not_at_all(file_house: House) -> None:
    """The offset is in the transaction of the rows: when it cannot be written, they are not there either."""
    file_house.shipper.run_once()
    with file_house.engine.begin() as connection:
        connection.exec_driver_sql(
            "CREATE TRIGGER refuse BEFORE INSERT ON journal_offsets BEGIN SELECT RAISE(ABORT, 'refused'); END"
        )
    file_house.write(calls=1)
    with pytest.raises(Exception, match="refused"):
        file_house.shipper.run_once()
    assert file_house.rows() == ([], [], [])

    with file_house.engine.begin() as connection:
        connection.exec_driver_sql("DROP TRIGGER refuse")
    assert file_house.shipper.run_once() == 6


def test_one_ships_at_a_time(house: House) -> None:
    other = house.another_shipper()
    house.shipper.run_once()
    house.write(calls=1)

    assert other.run_once() == 0
    assert house.shipper.run_once() == 6
    house.write(calls=2)
    house.shipper.stop()
    assert other.run_once() == 12
    assert len(ids(in_database(house.engine))) == 12
    other.stop()


def test_two_at_once_without_a_common_lock_give_the_same_rows(house: House) -> None:
    """As after somebody deleted the lock file: only speed is lost."""
    written = house.write(calls=100)
    shippers = [house.another_shipper(open_writer(house.url), lock=f"{number}.lock") for number in range(2)]
    threads = [threading.Thread(target=shipper.run_once) for shipper in shippers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert ids(in_database(house.engine)) == ids(written)
    assert len(house.rows()[1]) == 100
    for shipper in shippers:
        shipper.stop()


def test_calls_that_take_their_steps_on_two_machines_at_once(tmp_path: Path, postgres_url: str) -> None:
    """Each machine has some steps of every call. Whoever ships last must see what the other shipped."""
    houses = [House(tmp_path / name, postgres_url) for name in "ab"]
    for step in range(3):
        for number in range(60):
            houses[(step + number) % 2].journal.write(step_of(f"CA{number}", step))
    upgrade(houses[0].engine)
    threads = [threading.Thread(target=house.shipper.run_once) for house in houses]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    for call in log.calls(houses[0].engine, limit=100):
        row, legs, entries = log.call(houses[0].engine, call.call_id)
        assert len(entries) == 6
        assert (row, legs) == fold(entries)
    for house in houses:
        house.shipper.stop()
        house.journal.close()


def test_a_locked_database_is_caught_up_with(file_house: House) -> None:
    file_house.shipper.run_once()
    written = file_house.write(calls=10)
    locker = open_writer(file_house.url).connect()
    locker.begin()
    for _ in range(3):
        with pytest.raises(OperationalError, match="locked"):
            file_house.shipper.run_once()
    locker.close()

    assert file_house.shipper.run_once() == len(written)


def test_the_thread_lives_through_a_locked_database(file_house: House, caplog: pytest.LogCaptureFixture) -> None:
    """Locked from before the start, so that the migration has to be tried again too."""
    locker = open_writer(file_house.url).connect()
    locker.begin()
    file_house.shipper.start()
    written = file_house.write(calls=10)
    until(lambda: "is behind" in caplog.text)
    locker.close()

    until(lambda: arrived(file_house) == ids(written))


def test_the_thread_lives_through_a_database_that_cannot_be(
    file_house: House, caplog: pytest.LogCaptureFixture
) -> None:
    place = file_house.folder / "log.sqlite3"
    place.mkdir()
    file_house.shipper.start()
    written = file_house.write(calls=2)
    until(lambda: "is behind" in caplog.text)
    place.rmdir()

    until(lambda: arrived(file_house) == ids(written))


def arrived(house: House) -> list[tuple[str, str, int, int]]:
    try:
        return ids(in_database(house.reader))
    except DBAPIError:
        return []


def test_a_removed_database_is_filled_again_from_the_journal(file_house: House) -> None:
    file_house.write(calls=10)
    file_house.shipper.run_once()
    before = file_house.rows()
    for path in file_house.folder.glob("log.sqlite3*"):
        path.unlink()
    file_house.journal.write(step_of("CA99", 0))
    with pytest.raises(OperationalError, match="no such table"):
        file_house.shipper.run_once()
    file_house.shipper.run_once()

    entries, calls, _ = file_house.rows()
    assert [row for row in calls if row in before[1]] == before[1]
    assert (len(entries), len(calls)) == (62, 11)


def test_damage_loses_that_record_and_is_said(house: House, caplog: pytest.LogCaptureFixture) -> None:
    folder = house.folder / "journal"
    folder.mkdir()
    records = [encode(step_of(f"CA{call}", 0)) for call in range(3)]
    (folder / "1-1-a.log").write_bytes(records[0] + records[1].replace(b"menu", b"mneu") + records[2] + b"torn")

    assert house.shipper.run_once() == 4
    assert "1 damaged" in caplog.text
    assert {found.call for found in in_database(house.engine)} == {"CA0", "CA2"}


@pytest.mark.parametrize("text", ["\0", "\ud800", "'; DROP TABLE calls; --", "😀" * 3000, "\n\r\x1b", "{}"])
def test_hostile_text_never_stops_the_shipper(house: House, text: str) -> None:
    house.journal.write([entry("started", caller=text, called=text, language=text, revision=text)])
    house.journal.write([entry("ringing", 1, lines=[text], numbers=[text], group=text, node=text)])
    house.journal.write([entry("lost", 0, call=f"CA{text}", why=text)])

    assert house.shipper.run_once() == 3
    assert len(house.rows()[1]) == 2


@pytest.mark.parametrize(
    ("keep", "old", "writer_lives", "shipped", "deleted"),
    [
        pytest.param(3600, True, False, True, True, id="dead, shipped, old"),
        pytest.param(3600, False, False, True, False, id="younger"),
        pytest.param(3600, True, True, True, False, id="its writer lives"),
        pytest.param(3600, True, False, False, False, id="not shipped"),
    ],
)
def test_which_segments_are_deleted(
    house: House, keep: float, old: bool, writer_lives: bool, shipped: bool, deleted: bool
) -> None:
    if not shipped:
        house.shipper.run_once()  # holds the lock
    house.journal.write(step_of("CA1", 0))
    (path,) = segment_paths(house.folder / "journal")
    if not writer_lives:
        house.journal.close()
    age = 2 * keep if old else 0
    modified = path.stat().st_mtime - age
    os.utime(path, (modified, modified))
    shipper = house.another_shipper(keep=keep)
    shipper.run_once()

    assert (not path.exists()) is deleted
    if shipped:
        with house.engine.connect() as connection:
            kept = connection.execute(select(schema.journal_offsets.c.segment)).scalars().all()
        assert kept == ([] if deleted else [path.name])
    shipper.stop()


def test_a_deleted_segment_leaves_its_rows(house: House) -> None:
    written = house.write(calls=5)
    house.journal.close()
    shipper = house.another_shipper(keep=0)
    shipper.run_once()

    assert segment_paths(house.folder / "journal") == []
    assert ids(in_database(house.engine)) == ids(written)
    shipper.stop()


def test_an_offset_past_the_end_of_a_cut_segment(house: House) -> None:
    house.write(calls=1)
    house.shipper.run_once()
    with house.engine.begin() as connection:
        connection.execute(update(schema.journal_offsets).values(offset=10**6))

    house.write(calls=2)
    assert house.shipper.run_once() >= 0
    assert len(house.rows()[1]) <= 2


def test_leftovers_of_killed_processes_are_removed_when_old(house: House) -> None:
    folder = house.folder / "journal"
    folder.mkdir()
    names = ["1-1-a.new", "1-b.probe", "notes.txt"]
    for name in names:
        (folder / name).touch()
    house.shipper.run_once()
    young = sorted(path.name for path in folder.iterdir())
    for name in names:
        os.utime(folder / name, (0, 0))
    house.shipper.stop()
    shipper = house.another_shipper()
    shipper.run_once()
    shipper.stop()

    assert young == names
    assert [path.name for path in folder.iterdir()] == ["notes.txt"]


def test_start_and_stop_and_start(house: House) -> None:
    for calls in (1, 2, 3):
        house.shipper.start()
        written = house.write(calls)
        until(lambda written=written: arrived(house) == ids(written))  # type: ignore[misc]
        house.shipper.stop()

    assert "shipper" not in {thread.name for thread in threading.enumerate()}


# -- what is done beside ------------------------------------------------------------------------------


class Beside:
    """Something quick that goes wrong every time."""

    def __init__(self) -> None:
        self.times = 0

    def __call__(self, engine: object) -> None:
        self.times += 1
        raise ValueError("it always does")


def test_whoever_holds_the_lock_does_what_is_beside_and_nothing_of_it_stops_the_shipping(tmp_path: Path) -> None:
    house, first, second = House(tmp_path), Beside(), Beside()
    shippers = [
        Shipper(tmp_path / "journal", house.engine, tmp_path / "ship.lock", pause_seconds=0.01, chores=(one,))
        for one in (first, second)
    ]
    shippers[0].start()
    until(lambda: first.times > 0)
    shippers[1].start()
    written = house.write(2)
    until(lambda: len(in_database(house.reader)) == len(written))
    until(lambda: first.times > 2)
    shippers[0].stop()
    alone = second.times
    until(lambda: second.times > 0)
    shippers[1].stop()

    assert alone == 0


def test_it_is_done_while_the_database_is_away(tmp_path: Path) -> None:
    beside = Beside()
    away = open_writer(f"sqlite:///{tmp_path}/nowhere/log.sqlite3", busy_seconds=0)
    shipper = Shipper(tmp_path / "journal", away, tmp_path / "ship.lock", pause_seconds=0.01, chores=(beside,))
    shipper.start()
    until(lambda: beside.times > 0)
    shipper.stop()


def test_shipping_once_does_nothing_beside(tmp_path: Path) -> None:
    house, beside = House(tmp_path), Beside()
    shipper = Shipper(tmp_path / "journal", house.engine, tmp_path / "ship.lock", chores=(beside,))
    shipper.run_once()
    shipper.stop()

    assert beside.times == 0


def test_a_round_ends_where_the_segments_ended_when_it_began(
    file_house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Under load there is always something new: it waits for the next round, which then has more in one transaction."""
    more = iter(range(100, 120))

    def read_and_write(path: Path, offset: int, limit: int) -> Reading:
        reading = read_records(path, offset, limit)
        if (number := next(more, None)) is not None:
            file_house.journal.write(step_of(f"CA{number}", 0))
        return reading

    monkeypatch.setattr("ivr.store.shipper.read_records", read_and_write)
    file_house.journal.write(step_of("CA1", 0))

    first = file_house.shipper.run_once()
    began = next(more) - 100
    while file_house.shipper.run_once():
        pass

    assert (first, began) == (2, 1)
    assert len(in_database(file_house.engine)) == 2 * 20
