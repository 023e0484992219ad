from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from random import Random

import pytest

from ivr.errors import IvrError
from ivr.store.revisions import Live, PublishedSinceError, Revisions
from tests.store.support import NOON, child, lines_until_dead

SOURCES = {"config.yaml": "name: Urząd\r\n", "flows/main.yaml": "start: greeting\n"}


@pytest.fixture
def revisions(tmp_path: Path) -> Revisions:
    return Revisions(tmp_path / "revisions")


def test_a_new_folder_holds_nothing(revisions: Revisions) -> None:
    assert (revisions.live(), revisions.list(), revisions.history()) == (None, (), ())
    assert (revisions.compiled("r1"), revisions.sources("r1")) == (None, None)


def test_what_is_saved_is_read_back_to_the_byte(revisions: Revisions) -> None:
    revisions.save("r1", SOURCES, b"\0compiled\xff")

    assert revisions.compiled("r1") == b"\0compiled\xff"
    assert revisions.sources("r1") == SOURCES


def test_a_revision_never_changes(revisions: Revisions) -> None:
    revisions.save("r1", SOURCES, b"first")
    revisions.save("r1", {}, b"second")

    assert (revisions.compiled("r1"), revisions.sources("r1"), revisions.list()) == (b"first", SOURCES, ("r1",))


@pytest.mark.parametrize(
    "name", ["", ".", "..", "../r1", "a/b", "/etc/passwd", ".unfinished-1", "a\0b", "r1\n", "x" * 129]
)
def test_a_name_that_is_no_revision(revisions: Revisions, name: str) -> None:
    with pytest.raises(IvrError, match="cannot be the name"):
        revisions.save(name, SOURCES, b"")

    assert (revisions.compiled(name), revisions.sources(name)) == (None, None)


def test_the_live_files_are_no_revisions(revisions: Revisions) -> None:
    revisions.save("r1", SOURCES, b"")
    revisions.activate("r1", "anna", "", NOON)

    assert revisions.list() == ("r1",)
    assert revisions.compiled("live.json") is None


def test_activation_counts_up_and_keeps_the_history(revisions: Revisions) -> None:
    warsaw = timezone(timedelta(hours=1))
    revisions.save("r1", SOURCES, b"1")
    revisions.save("r2", SOURCES, b"2")
    first = revisions.activate("r1", "anna", "Święta", NOON)
    second = revisions.activate("r2", "jan", "", (NOON - timedelta(days=1)).astimezone(warsaw))
    third = revisions.activate("r1", "anna", "back", NOON)

    assert first == Live("r1", 1, "anna", "Święta", NOON)
    assert second == Live("r2", 2, "jan", "", NOON - timedelta(days=1))
    assert second.at.tzinfo is UTC
    assert revisions.live() == third == Live("r1", 3, "anna", "back", NOON)
    assert revisions.history() == (third, second, first)


def test_an_unknown_revision_cannot_be_live(revisions: Revisions) -> None:
    with pytest.raises(IvrError, match="no revision r1"):
        revisions.activate("r1", "anna", "", NOON)

    assert revisions.live() is None


def test_activation_after_another_is_refused(revisions: Revisions) -> None:
    revisions.save("r1", SOURCES, b"1")
    first = revisions.activate("r1", "anna", "", NOON, after=0)
    for after in (0, 2):
        with pytest.raises(PublishedSinceError) as refused:
            revisions.activate("r1", "jan", "", NOON, after=after)
        assert refused.value.live == first
    assert revisions.activate("r1", "jan", "", NOON, after=1, back_to=1).back_to == 1
    assert revisions.live() == Live("r1", 2, "jan", "", NOON, 1)


def test_an_activation_killed_before_its_line_is_made_up_for(tmp_path: Path, revisions: Revisions) -> None:
    revisions.save("r1", SOURCES, b"1")
    revisions.activate("r1", "anna", "", NOON)
    (tmp_path / "revisions" / "history.jsonl").write_bytes(b"")
    revisions.activate("r1", "jan", "", NOON)

    assert [live.author for live in revisions.history()] == ["jan", "anna"]


@pytest.mark.parametrize("damage", [b"", b"{", b'{"revision": "r1"}', b"[]", b"\xff"])
def test_a_damaged_live_file_is_made_up_for_by_the_history(tmp_path: Path, revisions: Revisions, damage: bytes) -> None:
    revisions.save("r1", SOURCES, b"1")
    revisions.activate("r1", "anna", "", NOON)
    live = revisions.activate("r1", "anna", "again", NOON)
    (tmp_path / "revisions" / "live.json").write_bytes(damage)

    assert revisions.live() == live
    assert revisions.activate("r1", "anna", "", NOON).sequence == 3


def test_a_torn_history_loses_its_torn_line_only(tmp_path: Path, revisions: Revisions) -> None:
    revisions.save("r1", SOURCES, b"1")
    first = revisions.activate("r1", "anna", "", NOON)
    with (tmp_path / "revisions" / "history.jsonl").open("ab") as file:
        file.write(b'\n{"revision": "r1", "sequ')
    second = revisions.activate("r1", "anna", "", NOON)
    third = revisions.activate("r1", "anna", "", NOON)

    assert revisions.history() == (third, second, first)


def test_activations_at_once_are_all_counted(revisions: Revisions) -> None:
    revisions.save("r1", SOURCES, b"1")
    threads = [threading.Thread(target=revisions.activate, args=("r1", "anna", "", NOON)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert [live.sequence for live in revisions.history()] == [8, 7, 6, 5, 4, 3, 2, 1]


def test_a_kill_while_activating_leaves_old_or_new(tmp_path: Path, revisions: Revisions) -> None:
    """Every activation that was told is in the history, and the live one is whole."""
    revisions.save("r1", SOURCES, b"1")
    random, told = Random(4), 0
    for _ in range(6):
        process = child("activate", tmp_path / "revisions", "r1")
        assert process.stdout is not None
        for _ in range(random.randint(1, 30)):
            told = int(process.stdout.readline())
        told = int(([str(told).encode(), *lines_until_dead(process)])[-1])
        live = revisions.live()
        assert live is not None
        assert told <= live.sequence <= told + 1

    numbers = [live.sequence for live in revisions.history()]
    assert numbers == sorted(numbers, reverse=True)
    assert set(range(1, told + 1)) - set(numbers) <= killed_between(numbers)


def killed_between(numbers: list[int]) -> set[int]:
    """Live before the kill, and not appended to the history yet: at most one a kill."""
    missing = set(range(1, max(numbers) + 1)) - set(numbers)
    assert len(missing) <= 6
    return missing


def test_a_kill_while_saving_leaves_whole_revisions(tmp_path: Path) -> None:
    random = Random(5)
    for round_ in range(5):
        folder = tmp_path / str(round_)
        process = child("save", folder)
        assert process.stdout is not None
        told = [process.stdout.readline().strip() for _ in range(random.randint(1, 30))]
        told += lines_until_dead(process)
        revisions = Revisions(folder)
        kept = revisions.list()
        assert {name.decode() for name in told} <= set(kept)
        assert len(kept) <= len(told) + 1
        for name in kept:
            assert revisions.compiled(name) == name.encode() * 2000
            assert revisions.sources(name) == {"config.yaml": name * 2000}


def test_instants_are_aware(revisions: Revisions) -> None:
    revisions.save("r1", SOURCES, b"1")
    revisions.activate("r1", "anna", "", datetime(2026, 1, 1, tzinfo=UTC))

    assert [live.at.utcoffset() for live in revisions.history()] == [timedelta(0)]
