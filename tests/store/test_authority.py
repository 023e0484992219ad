"""Machines that share a PostgreSQL, as folders in one process: what one has all get, and nobody's history is lost."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy.exc import OperationalError

from ivr.core.overrides import Switch, Switches
from ivr.errors import IvrError
from ivr.store import authority
from ivr.store.authority import transaction
from ivr.store.away import AuthorityAwayError, AuthorityUnsureError
from ivr.store.copier import Copier
from ivr.store.copying import Copying
from ivr.store.database import open_writer
from ivr.store.fetcher import LEFT_ALONE_SECONDS, WAIT_SECONDS, Fetcher
from ivr.store.limited import Attempt, limited
from ivr.store.migrations import upgrade
from ivr.store.revisions import PublishedSinceError, Revisions
from ivr.store.shared import SharedRevisions, SharedSwitchFile
from ivr.store.switches import SwitchFile
from tests.store.support import NOON, until
from tests.support.postgres import Postgres

LATER = NOON + timedelta(days=30)
DAYS_LATER = NOON + timedelta(days=3)


class Machine:
    """One machine's files, its copier, and the commands that are run on it."""

    def __init__(self, folder: Path, url: str, name: str) -> None:
        self.folder, self.name, self.now = folder / name, name, NOON
        self.folder.mkdir()
        self.engine = open_writer(url)
        self.own = Revisions(self.folder / "revisions")
        self.switches = SharedSwitchFile(self.folder, self.engine, self.copying)
        self.shared = SharedRevisions(self.folder / "revisions", self.engine, self.copying, name)
        self.copier = Copier(self.engine, lambda: self.copying(name), lambda: True)

    def copying(self, node: str = "") -> Copying:
        return Copying(Revisions(self.folder / "revisions"), SwitchFile(self.folder, True), lambda: self.now, node)

    def has(self, *names: str, into: Revisions | None = None) -> None:
        """Activations of its own, without the database (or through it)."""
        revisions = into or self.own
        for name in names:
            revisions.save(name, {"config.yaml": name}, name.encode())
            revisions.activate(name, self.name, f"{name} of {self.name}", NOON)

    def closes(self, target: str) -> str:
        ids: list[str] = []

        def change(before: Switches, new_id: str) -> tuple[Switches, tuple[str, ...]]:
            ids.append(new_id)
            one = Switch(new_id, target, False, NOON, LATER, {"pl": "a"}, self.name)
            kept = before.without_old(self.now, "UTC")
            return replace(kept, switches=(*kept.switches, one)), (new_id,)

        self.switches.change(self.name, "close", NOON, change)
        return ids[0]

    def ends(self, id_: str) -> None:
        self.switches.change(self.name, "end", NOON, lambda held, _: (held.ended({id_}, NOON, "UTC"), (id_,)))

    def looks(self) -> None:
        self.copier.run_once()

    def lives(self) -> list[tuple[int, str]]:
        """(sequence, revision), oldest first; the last one is live and kept whole."""
        live, history = self.own.live(), [(one.sequence, one.revision) for one in reversed(self.own.history())]
        while live != self.own.live():  # something went live between the two looks
            live, history = self.own.live(), [(one.sequence, one.revision) for one in reversed(self.own.history())]
        if live:
            assert history[-1] == (live.sequence, live.revision)
            assert self.own.compiled(live.revision) == live.revision.encode()
        return history

    def holding(self) -> list[str]:
        return [one.target for one in self.switches.read().switches if one.until_at == LATER]


@pytest.fixture
def new_machine(tmp_path: Path, postgres_url: str) -> Callable[[str], Machine]:
    return lambda name: Machine(tmp_path, postgres_url, name)


@pytest.fixture
def pair(new_machine: Callable[[str], Machine]) -> tuple[Machine, Machine]:
    """`a` published r1 and r2, `b` joined."""
    a, b = new_machine("a"), new_machine("b")
    a.looks()
    a.has("r1", "r2", into=a.shared)
    b.looks()
    return a, b


def test_what_one_publishes_all_get_with_its_history(pair: tuple[Machine, Machine]) -> None:
    a, b = pair

    assert a.lives() == b.lives() == [(1, "r1"), (2, "r2")]
    assert b.own.history() == a.own.history()
    assert b.own.sources("r1") == {"config.yaml": "r1"}


def test_both_publish_in_turn(pair: tuple[Machine, Machine]) -> None:
    a, b = pair
    b.has("r3", into=b.shared)
    a.looks()
    a.has("r1", into=a.shared)
    b.looks()

    assert a.lives() == b.lives() == [(1, "r1"), (2, "r2"), (3, "r3"), (4, "r1")]


def test_who_has_not_seen_the_newest_is_refused(pair: tuple[Machine, Machine]) -> None:
    a, b = pair
    b.has("r3", into=b.shared)
    a.own.save("r4", {}, b"r4")

    with pytest.raises(PublishedSinceError, match="r3"):
        a.shared.activate("r4", "a", "m", NOON, after=2)
    a.looks()
    assert a.lives() == b.lives()
    assert a.shared.activate("r4", "a", "m", NOON, after=3).sequence == 4


def test_of_many_at_once_one_wins(pair: tuple[Machine, Machine]) -> None:
    outcomes: list[str] = []

    def publish(machine: Machine, number: int) -> None:
        name = f"{machine.name}{number}"
        machine.own.save(name, {}, name.encode())
        try:
            outcomes.append(machine.shared.activate(name, "x", "m", NOON, after=2).revision)
        except PublishedSinceError:
            outcomes.append("refused")

    threads = [threading.Thread(target=publish, args=(machine, number)) for machine in pair for number in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    winners = [one for one in outcomes if one != "refused"]
    assert (len(outcomes), len(winners)) == (6, 1)
    for machine in pair:
        machine.looks()
        assert machine.lives()[-1] == (3, winners[0])


def test_a_revision_is_with_every_node_before_it_is_live(pair: tuple[Machine, Machine]) -> None:
    a, b = pair
    b.copier.start()
    a.has("r3", into=a.shared)

    assert a.shared.late == ()
    assert b.own.compiled("r3") == b"r3"
    b.copier.stop()


def test_a_node_that_does_not_fetch_is_named_and_not_waited_for_long(pair: tuple[Machine, Machine]) -> None:
    a, _ = pair
    begun = time.monotonic()
    a.has("r3", into=a.shared)

    assert a.shared.late == ("b",)
    assert 1 <= time.monotonic() - begun < 5


def test_a_node_not_seen_for_long_is_not_waited_for(pair: tuple[Machine, Machine]) -> None:
    a, _ = pair
    with a.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE authority_nodes SET seen_at = now() - interval '7 seconds'")
    a.has("r3", into=a.shared)

    assert a.shared.late == ()


HISTORIES = {
    "nothing anywhere": ([], [], []),
    "only on this machine": (["r1", "r2"], [], ["r1", "r2"]),
    "only in the database": ([], ["r1", "r2"], ["r1", "r2"]),
    "the same": (["r1", "r2"], ["r1", "r2"], ["r1", "r2"]),
    "this machine is behind": (["r1"], ["r1", "r2"], ["r1", "r2"]),
    "the database was restored from yesterday": (["r1", "r2", "r3"], ["r1"], ["r1", "r2", "r3"]),
    "another one": (["x1", "x2", "x3"], ["r1", "r2"], ["r1", "r2"]),
    "another first, then the same": (["x1", "r2"], ["r1", "r2"], ["r1", "r2"]),
}


@pytest.mark.parametrize(("own", "shared", "both"), HISTORIES.values(), ids=HISTORIES)
def test_a_machine_with_a_history_joins(
    new_machine: Callable[[str], Machine], own: list[str], shared: list[str], both: list[str]
) -> None:
    other, joining = new_machine("other"), new_machine("joining")
    other.looks()
    other.has(*shared, into=other.shared)
    joining.has(*own)
    for machine in (joining, other, joining):
        machine.looks()

    assert joining.lives() == other.lives() == [(place + 1, name) for place, name in enumerate(both)]
    assert set(joining.own.list()) >= {*own, *both}, "nothing is thrown away"


def test_another_history_is_set_aside_and_said(
    new_machine: Callable[[str], Machine], caplog: pytest.LogCaptureFixture
) -> None:
    other, joining = new_machine("other"), new_machine("joining")
    other.looks()
    other.has("r1", into=other.shared)
    joining.has("x1", "x2")
    joining.looks()
    joining.looks()

    (aside,) = joining.folder.glob("revisions/history-of-its-own-*.jsonl")
    assert "x1" in aside.read_text()
    assert "x2" in aside.read_text()
    assert caplog.text.count("had a history of its own") == 1


def test_machines_that_begin_at_once_agree(new_machine: Callable[[str], Machine]) -> None:
    machines = [new_machine(name) for name in "abc"]
    for machine in machines:
        machine.has(f"r-{machine.name}")
    for _ in range(2):
        threads = [threading.Thread(target=machine.looks) for machine in machines]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    (first,) = {machine.lives()[-1] for machine in machines}
    assert first[1] in {"r-a", "r-b", "r-c"}


def test_what_one_switches_all_hold(pair: tuple[Machine, Machine]) -> None:
    a, b = pair
    closed = a.closes("family")
    b.looks()
    assert b.holding() == ["family"]

    b.ends(closed)
    a.looks()
    assert a.holding() == b.holding() == []
    assert a.switches.read() == b.switches.read()
    assert [change.key for change in a.switches.history()] == [change.key for change in b.switches.history()]
    assert [change.what for change in a.switches.history()] == ["end", "close"]


def test_switched_on_both_while_the_database_was_away(pair: tuple[Machine, Machine]) -> None:
    """`a` ends what both hold and closes something, `b` closes something else: all of it holds on both."""
    a, b = pair
    first = a.closes("family")
    b.looks()
    away = open_writer("postgresql://ivr@/x?host=/nowhere")
    alone = [SharedSwitchFile(machine.folder, away, machine.copying) for machine in pair]
    home = [machine.switches for machine in pair]
    a.switches, b.switches = alone
    a.ends(first)
    mine, theirs = a.closes("housing"), b.closes("benefits")
    assert [file.spread for file in alone] == [False, False]
    assert (a.holding(), b.holding()) == (["housing"], ["family", "benefits"])
    a.switches, b.switches = home

    for machine in (a, b, a, b):
        machine.looks()

    assert mine != theirs
    assert sorted(a.holding()) == sorted(b.holding()) == ["benefits", "housing"]
    assert a.switches.read() == b.switches.read()
    assert {change.what for change in b.switches.history()} == {"close", "end"}
    assert len(b.switches.history()) == len(a.switches.history()) == 4


def test_a_machine_that_was_off_when_it_was_ended_does_not_revive_it(pair: tuple[Machine, Machine]) -> None:
    """Ended days ago, so that the others' files do not mention it any more."""
    a, b = pair
    closed = a.closes("family")
    b.looks()
    a.ends(closed)
    for number in range(2):
        a.now = DAYS_LATER + timedelta(hours=number)
        a.closes(f"line{number}")
    assert closed not in {one.id for one in a.switches.read().switches}
    b.now = a.now
    b.looks()

    assert b.holding() == a.holding() == ["line0", "line1"]


def test_a_look_without_news_writes_nothing(pair: tuple[Machine, Machine]) -> None:
    a, _ = pair
    a.closes("family")
    a.looks()

    def state() -> list[tuple[str, int]]:
        return [(str(path), path.stat().st_mtime_ns) for path in sorted(a.folder.rglob("*")) if path.is_file()]

    before = state()
    with a.engine.connect() as connection, transaction(connection):
        heads = authority.heads(connection)
    for _ in range(3):
        a.looks()
    with a.engine.connect() as connection, transaction(connection):
        assert authority.heads(connection) == heads
    assert state() == before


def test_publishing_without_the_database_changes_nothing(tmp_path: Path) -> None:
    machine = Machine(tmp_path, f"postgresql://ivr@/x?host={tmp_path}", "a")
    machine.has("r1")
    machine.own.save("r2", {}, b"r2")

    with pytest.raises(AuthorityAwayError, match="No such file"):
        machine.shared.activate("r2", "a", "m", NOON)
    with pytest.raises(AuthorityAwayError):
        machine.shared.refresh()
    assert machine.lives() == [(1, "r1")]


def test_a_revision_that_is_not_here_cannot_go_live(pair: tuple[Machine, Machine]) -> None:
    with pytest.raises(IvrError, match="There is no revision r9"):
        pair[0].shared.activate("r9", "a", "m", NOON)


def test_the_last_word(postgres_url: str) -> None:
    """Before it a lost database means that nothing was changed; after it nobody knows."""
    never = threading.Event()

    def waits(attempt: Attempt[int]) -> int:
        never.wait(5)
        return 1

    def waits_after(attempt: Attempt[int]) -> int:
        attempt.last_word()
        return waits(attempt)

    def fails_after(attempt: Attempt[int]) -> int:
        attempt.last_word()
        raise OperationalError("COMMIT", {}, Exception("gone"))

    with pytest.raises(AuthorityAwayError, match="in time"):
        limited(0.05, waits)
    with pytest.raises(AuthorityUnsureError):
        limited(0.05, waits_after)
    with pytest.raises(AuthorityUnsureError):
        limited(5, fails_after)
    never.set()
    assert limited(5, waits_after) == 1


def test_who_gave_up_waiting_never_has_it_live_afterwards() -> None:
    go, refused = threading.Event(), threading.Event()

    def work(attempt: Attempt[None]) -> None:
        go.wait(5)
        try:
            attempt.last_word()
        except AuthorityAwayError:
            refused.set()

    with pytest.raises(AuthorityAwayError):
        limited(0.02, work)
    go.set()
    assert refused.wait(5)


def test_an_unknown_revision_is_fetched(pair: tuple[Machine, Machine], tmp_path: Path) -> None:
    a, _ = pair
    elsewhere = Revisions(tmp_path / "elsewhere")
    Fetcher(a.engine, elsewhere).fetch("r1")

    assert elsewhere.compiled("r1") == b"r1"


def test_one_that_nobody_has_is_answered_at_once(pair: tuple[Machine, Machine], tmp_path: Path) -> None:
    fetcher = Fetcher(pair[0].engine, Revisions(tmp_path / "elsewhere"))
    fetcher.fetch("r9")

    fetcher.fetch("r1")  # and the database is not taken for dead
    assert Revisions(tmp_path / "elsewhere").list() == ("r1",)


def test_a_dead_database_is_left_alone(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    fetcher = Fetcher(open_writer(f"postgresql://ivr@/x?host={tmp_path}"), Revisions(tmp_path / "revisions"))
    for number in range(50):
        fetcher.fetch(f"r{number}")

    assert caplog.text.count("could not be fetched") == 1


def test_a_frozen_database_holds_no_call_longer_than_promised(postgres: Postgres, tmp_path: Path) -> None:
    engine = open_writer(postgres.new_database("one"))
    upgrade(engine)
    fetcher = Fetcher(engine, Revisions(tmp_path / "revisions"))
    postgres.freeze()
    begun = time.monotonic()
    fetcher.fetch("r1")
    first = time.monotonic() - begun
    for number in range(20):
        fetcher.fetch(f"r{number}")
    all_ = time.monotonic() - begun
    postgres.thaw()

    assert first >= WAIT_SECONDS
    assert all_ < min(LEFT_ALONE_SECONDS, WAIT_SECONDS + 1)


def test_the_copier_lives_through_a_database_that_stops(
    postgres: Postgres, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    url = postgres.new_database("one")
    a, b = Machine(tmp_path, url, "a"), Machine(tmp_path, url, "b")
    a.looks()
    b.copier.start()
    a.has("r1", into=a.shared)
    until(lambda: b.lives() == [(1, "r1")])

    postgres.stop()
    until(lambda: "not shared with other machines now" in caplog.text)
    assert b.closes("family")
    postgres.start()
    until(lambda: "shared with other machines again" in caplog.text)
    a.has("r2", into=a.shared)
    until(lambda: b.lives() == [(1, "r1"), (2, "r2")])
    with pytest.raises(OperationalError):  # its connection is of before
        a.looks()
    a.looks()
    b.copier.stop()

    assert a.holding() == ["family"]
    assert caplog.text.count("not shared with other machines now") == 1
