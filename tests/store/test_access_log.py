"""The access log: rows are only appended, and whatever else is done to them is found."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from ivr.store.console.access_log import AccessLog, Filter
from ivr.store.console.seals import Anchor, Head
from ivr.store.console.store import ConsoleStore, console_store
from ivr.store.console.verify import MOST, Finding, verify
from tests.store.support import NOON

ROWS = 10
Tamper = Callable[[ConsoleStore], object]


class Clock:
    def __init__(self) -> None:
        self.now = NOON

    def __call__(self) -> datetime:
        self.now += timedelta(seconds=1)
        return self.now


def opened(folder: Path, clock: Callable[[], datetime] | None = None) -> ConsoleStore:
    return console_store(f"sqlite:///{folder}/console.sqlite3", folder / "keys", clock or Clock())


@pytest.fixture
def store(tmp_path: Path) -> ConsoleStore:
    made = opened(tmp_path)
    for number in range(1, ROWS + 1):
        made.access_log.note("nowak" if number % 2 else "kowalska", "signed_in", f"CA{number}", address="192.0.2.1")
    return made


def sql(*statements: str) -> Tamper:
    def run(store: ConsoleStore) -> None:
        with store.database.writing() as connection:
            for statement in statements:
                connection.execute(text(statement))

    return run


def without_the_key(store: ConsoleStore) -> None:
    """Somebody cuts the end and writes rows of his own, sealed with a key of his own."""
    sql("DELETE FROM access_log WHERE seq > 8")(store)
    folder = store.keys.folder.parent / "thief"
    forged = AccessLog(store.database, opened(folder).keys, Anchor(folder / "anchor"), Clock())
    forged.note("nowak", "signed_out")


TAMPERED: dict[str, tuple[Tamper, list[Finding]]] = {
    "nothing": (sql(), []),
    "who": (sql("UPDATE access_log SET who = 'x' WHERE seq = 4"), [Finding("changed", 4, 4)]),
    "did": (sql("UPDATE access_log SET did = 'x' WHERE seq = 1"), [Finding("changed", 1, 1)]),
    "what": (sql("UPDATE access_log SET what = '' WHERE seq = 10"), [Finding("changed", 10, 10)]),
    "reason": (sql("UPDATE access_log SET reason = 'x' WHERE seq = 5"), [Finding("changed", 5, 5)]),
    "address": (sql("UPDATE access_log SET address = '' WHERE seq = 5"), [Finding("changed", 5, 5)]),
    "when": (
        sql("UPDATE access_log SET at = '2026-11-23 11:00:00.000001' WHERE seq = 5"), [Finding("changed", 5, 5)],
    ),
    "letters moved from one field to the next": (
        sql("UPDATE access_log SET who = 'kowalskas', did = 'igned_in' WHERE seq = 2"), [Finding("changed", 2, 2)],
    ),
    "a seal": (
        sql("UPDATE access_log SET seal = 'x' WHERE seq = 5"), [Finding("changed", 5, 5), Finding("changed", 6, 6)],
    ),
    "one removed": (sql("DELETE FROM access_log WHERE seq = 4"), [Finding("missing", 4, 4)]),
    "several removed": (sql("DELETE FROM access_log WHERE seq BETWEEN 3 AND 7"), [Finding("missing", 3, 7)]),
    "the first removed": (sql("DELETE FROM access_log WHERE seq = 1"), [Finding("missing", 1, 1)]),
    "removed and numbered anew": (
        sql("DELETE FROM access_log WHERE seq = 4", "UPDATE access_log SET seq = -seq + 1 WHERE seq > 4",
            "UPDATE access_log SET seq = -seq WHERE seq < 0"),
        [*(Finding("changed", seq, seq) for seq in range(4, 10)), Finding("cut", 10, 10)],
    ),
    "two in each other's place": (
        sql("UPDATE access_log SET seq = 99 WHERE seq = 4", "UPDATE access_log SET seq = 4 WHERE seq = 5",
            "UPDATE access_log SET seq = 5 WHERE seq = 99"),
        [Finding("changed", 4, 4), Finding("changed", 5, 5), Finding("changed", 6, 6)],
    ),
    "the end cut": (sql("DELETE FROM access_log WHERE seq > 7"), [Finding("cut", 8, 10)]),
    "all of it": (sql("DELETE FROM access_log"), [Finding("cut", 1, 10)]),
    "the beginning, as if it were old": (
        sql("INSERT INTO access_log_start SELECT 1, seq, seal, seal FROM access_log WHERE seq = 3",
            "DELETE FROM access_log WHERE seq <= 3"),
        [Finding("start", 3, 3)],
    ),
    "the anchor removed": (
        lambda store: store.keys.folder.joinpath("access_log.anchor").unlink(), [Finding("no_anchor", 10, 10)],
    ),
    "the end forged without the key": (without_the_key, [Finding("changed", 9, 9), Finding("cut", 10, 10)]),
}  # fmt: skip


@pytest.mark.parametrize("name", TAMPERED)
def test_tampering_is_found(store: ConsoleStore, name: str) -> None:
    tamper, findings = TAMPERED[name]

    tamper(store)

    verdict = verify(store.access_log)
    assert list(verdict.findings) == findings


@pytest.mark.parametrize("name", ["the end cut", "all of it", "the anchor removed"])
def test_rows_that_are_added_later_hide_nothing(store: ConsoleStore, name: str) -> None:
    """The service goes on after the end was cut; the anchor stays as the evidence."""
    TAMPERED[name][0](store)
    for _ in range(ROWS):
        store.access_log.note("nowak", "signed_in")

    assert verify(store.access_log).findings != ()


def test_a_head_that_was_kept_elsewhere_shows_a_rewritten_log(store: ConsoleStore) -> None:
    """Even when the thief has the key and the anchor."""
    seen = verify(store.access_log).head
    sql("DELETE FROM access_log WHERE seq > 5")(store)
    store.keys.folder.joinpath("access_log.anchor").unlink()
    last = [*store.access_log.all_rows()][-1]
    store.access_log.anchor.move(Head(last.seq, last.seal))
    for _ in range(ROWS):
        store.access_log.note("nowak", "signed_in")

    assert verify(store.access_log).findings == ()
    assert verify(store.access_log, seen).findings == (Finding("changed", 10, 10),)


def test_many_findings_are_counted(store: ConsoleStore) -> None:
    for _ in range(MOST + 5):
        store.access_log.note("nowak", "signed_in")
    sql("UPDATE access_log SET who = 'x'")(store)

    verdict = verify(store.access_log)

    assert (len(verdict.findings), verdict.more) == (MOST, ROWS + 5)


def test_old_rows_go_and_the_rest_is_still_whole(store: ConsoleStore) -> None:
    assert store.access_log.forget_before(NOON + timedelta(seconds=4)) == 3
    assert store.access_log.forget_before(NOON + timedelta(seconds=4)) == 0
    assert verify(store.access_log).findings == ()
    assert store.access_log.forget_before(NOON + timedelta(hours=1)) == 7
    assert verify(store.access_log).findings == ()

    assert store.access_log.note("nowak", "signed_in").seq == ROWS + 1
    verdict = verify(store.access_log)
    assert (verdict.rows, verdict.findings) == (1, ())


def test_several_workers_at_once(tmp_path: Path) -> None:
    """Each with its own engine on the same file."""
    workers, each = 4, 15
    opened(tmp_path).access_log.note("first", "signed_in")

    def work(number: int) -> None:
        log = opened(tmp_path).access_log
        for _ in range(each):
            log.note(f"worker{number}", "signed_in")

    threads = [threading.Thread(target=work, args=(number,)) for number in range(workers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    verdict = verify(opened(tmp_path).access_log)
    assert (verdict.rows, verdict.head.seq, verdict.findings) == (61, 61, ())


@pytest.mark.parametrize(
    ("wanted", "count"),
    [
        (Filter(), 10),
        (Filter(who="nowak"), 5),
        (Filter(who="now"), 0),
        (Filter(did="signed_in"), 10),
        (Filter(did="signed_out"), 0),
        (Filter(text="ca1"), 2),
        (Filter(text="%"), 0),
        (Filter(text="_"), 0),
        (Filter(since=NOON + timedelta(seconds=3)), 8),
        (Filter(until=NOON + timedelta(seconds=3)), 2),
        (Filter(who="nowak", since=NOON + timedelta(seconds=9)), 1),
    ],
)
def test_filters(store: ConsoleStore, wanted: Filter, count: int) -> None:
    assert len(store.access_log.page(wanted, 100)) == count


def test_pages_by_keyset(store: ConsoleStore) -> None:
    log = store.access_log
    first = log.page(Filter(), 4)
    second = log.page(Filter(), 4, before=first[-1].seq)
    back = log.page(Filter(), 4, after=second[0].seq)

    assert [row.seq for row in first] == [10, 9, 8, 7]
    assert [row.seq for row in second] == [6, 5, 4, 3]
    assert back == first


@pytest.mark.parametrize("said", ["a\nb", "a\x00b", "a\u202eb", "a\ud800b"], ids=repr)
def test_what_is_said_is_one_harmless_line(store: ConsoleStore, said: str) -> None:
    row = store.access_log.note("nowak", "signed_in", said, said * 2_000)

    assert row.what.isprintable()
    assert len(row.reason) <= 2_000
    assert verify(store.access_log).findings == ()


def test_keys_and_the_anchor_are_private(store: ConsoleStore) -> None:
    modes = {path.name: path.stat().st_mode & 0o777 for path in store.keys.folder.iterdir()}

    assert set(modes.values()) == {0o600}
    assert store.keys.folder.stat().st_mode & 0o777 == 0o700
