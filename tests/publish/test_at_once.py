"""Two at once, a full disk, a kill in the middle: the old or the new revision is live, whole."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from pathlib import Path
from random import Random

import pytest

from ivr.catalogue import revision_plan
from ivr.flowfile.sources import Sources, revision_of
from tests.publish.support import Clerk, process_environment

CHILDREN = Path(__file__).with_name("children.py")


def child(one: Clerk, *arguments: object) -> subprocess.Popen[bytes]:
    command = [sys.executable, str(CHILDREN), *map(str, arguments)]
    pipe = subprocess.PIPE
    return subprocess.Popen(command, env=process_environment(one), stdin=pipe, stdout=pipe, stderr=pipe)


def publisher(one: Clerk, author: str, times: int, wait: str = "") -> subprocess.Popen[bytes]:
    return child(one, "publish", one.files / "config.yaml", one.data, author, times, wait)


def assert_whole(one: Clerk) -> None:
    """What is live can be loaded and is what its name says; so is everything kept."""
    kept = one.revisions
    assert one.live() in kept.list()
    for name in kept.list():
        assert revision_of(Sources(kept.sources(name) or {})) == name
        assert revision_plan(kept, name).revision == name


def test_of_two_at_once_one_wins_each_time(anna: Clerk) -> None:
    rounds, names = 12, ("Ewa", "Jan")
    both = [publisher(anna, name, rounds, "wait") for name in names]
    outcomes = []
    for _ in range(rounds):
        for process in both:
            assert process.stdout is not None
            assert process.stdout.readline() == b"ready\n"
        for process in both:
            assert process.stdin is not None
            process.stdin.write(b"now\n")
            process.stdin.flush()
        told = [process.stdout.readline().strip() for process in both if process.stdout]
        outcomes.append(sorted(line == b"refused" for line in told))
        assert anna.live().encode() in told
    for process in both:
        assert process.communicate(timeout=30)[1] == b""

    assert Counter(map(tuple, outcomes)) == {(False, True): rounds}
    assert [one.sequence for one in anna.revisions.history()] == list(range(rounds + 1, 0, -1))
    assert_whole(anna)


def test_killed_at_any_moment(anna: Clerk) -> None:
    random = Random(7)
    for _ in range(8):
        before = anna.revisions.live()
        assert before is not None
        process = publisher(anna, f"{random.random()}", 1000)
        assert process.stdout is not None
        told = [process.stdout.readline() for _ in range(random.randint(1, 8))]
        process.kill()
        rest, errors = process.communicate()
        told += [line for line in rest.splitlines(keepends=True) if line.endswith(b"\n")]

        live = anna.revisions.live()
        assert live is not None
        assert errors == b""
        assert len(told) <= live.sequence - before.sequence <= len(told) + 1
        assert_whole(anna)
    sequences = [one.sequence for one in anna.revisions.history()]
    assert sequences == list(range(sequences[0], 0, -1))  # nothing that was ever live is forgotten


PUBLISH = ("publish", "--yes", "--author", "Anna", "--message", "m")


def limited(one: Clerk, limit: int, *arguments: str) -> tuple[int, bytes]:
    process = child(one, "limited", limit, *arguments)
    _, errors = process.communicate(timeout=60)
    return process.returncode, errors


def size(one: Clerk, name: str) -> int:
    return (one.data / "revisions" / one.live() / name).stat().st_size


FULL = {"nothing fits": ("sources.json", 0), "half of the files": ("sources.json", 2), "all but the compiled": ("", 1)}


@pytest.mark.parametrize(("name", "part"), FULL.values(), ids=FULL)
def test_a_full_disk(anna: Clerk, name: str, part: int) -> None:
    anna.greets("Halo.")
    before, history = anna.live(), anna.revisions.history()
    biggest = max(size(anna, "sources.json"), size(anna, "compiled"))

    code, errors = limited(anna, (size(anna, name) // part if part else 0) if name else biggest - 100, *PUBLISH)

    assert code == 1, errors
    assert b"What was live stays live" in errors
    assert (anna.live(), anna.revisions.history(), anna.revisions.list()) == (before, history, (before,))
    assert_whole(anna)
    assert anna.publishes().code == 0  # as soon as there is room


def test_a_disk_too_full_to_say_what_is_live(anna: Clerk) -> None:
    anna.greets("Halo.")
    anna.publishes()
    before = anna.revisions.live()

    code, errors = limited(anna, 50, "rollback")

    assert code == 1, errors
    assert anna.revisions.live() == before
    assert_whole(anna)
    assert anna.ivr("rollback").code == 0


def test_a_disk_that_takes_the_revision_but_not_its_line_in_the_history(anna: Clerk) -> None:
    """It is live then, is told so, and the history makes up for it."""
    big = max(path.stat().st_size for path in anna.data.rglob("*") if path.is_file())
    history = anna.data / "revisions" / "history.jsonl"
    with history.open("ab") as file:
        file.write(b"\n" * (big * 2))
    anna.greets("Halo.")

    code, errors = limited(anna, big * 2, *PUBLISH)

    assert code == 0, errors
    assert [one.sequence for one in anna.revisions.history()] == [2, 1]
    anna.greets("Cześć.")
    assert anna.publishes().code == 0
    assert [one.sequence for one in anna.revisions.history()] == [3, 2, 1]
