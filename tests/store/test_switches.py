from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta, timezone
from pathlib import Path

import pytest

from ivr.core.office import Announcement
from ivr.core.overrides import Switch, Switches
from ivr.errors import IvrError
from ivr.store.switches import Change, SwitchFile
from tests.store.support import NOON, child, lines_until_dead

Changing = Callable[[Switches, str], tuple[Switches, tuple[str, ...]]]
HOUR = timedelta(hours=1)
LATER = NOON + 3 * HOUR
REASON = {"pl": "z powodu awarii prądu"}


def closing(until: bool = True) -> Changing:
    def change(before: Switches, new_id: str) -> tuple[Switches, tuple[str, ...]]:
        one = Switch(new_id, "family", False, NOON, LATER if until else None, REASON, "anna")
        return replace(before, switches=(*before.switches, one)), (new_id,)

    return change


def announcing(before: Switches, new_id: str) -> tuple[Switches, tuple[str, ...]]:
    one = Announcement(new_id, {"pl": "Uwaga.", "uk": "Увага."}, NOON, LATER, "jan")
    return replace(before, announcements=(*before.announcements, one)), (new_id,)


@pytest.fixture
def file(tmp_path: Path) -> SwitchFile:
    return SwitchFile(tmp_path)


def test_at_first_nothing_holds(file: SwitchFile) -> None:
    assert (file.read(), file.history()) == (Switches(), ())


def test_what_was_switched_is_read_back_also_by_another_process(file: SwitchFile, tmp_path: Path) -> None:
    file.change("anna", "close", NOON, closing())
    file.change("anna", "close", NOON, closing(until=False))
    last = file.change("jan", "announce", NOON, announcing)

    assert last.sequence == 3
    assert [(one.id, one.until_at) for one in last.switches] == [("1", LATER), ("2", None)]
    assert [one.texts["uk"] for one in last.announcements] == ["Увага."]
    assert SwitchFile(tmp_path).read() == last


def test_the_history_says_who_when_and_what_newest_first(file: SwitchFile) -> None:
    file.change("anna", "close", NOON.astimezone(timezone(timedelta(hours=1))), closing())
    file.change("jan", "end", LATER, lambda held, _: (held.ended({"1"}, NOON, "UTC"), ("1",)))

    ended, closed = file.history()
    assert (closed.sequence, closed.at, closed.author, closed.what, closed.ids) == (1, NOON, "anna", "close", ("1",))
    assert closed.whole[0]["reason"] == REASON
    assert (ended.author, ended.what, ended.whole[0]["until_at"]) == ("jan", "end", NOON.isoformat())
    assert isinstance(ended, Change)


def test_a_change_that_is_refused_leaves_everything(file: SwitchFile) -> None:
    held = file.change("anna", "close", NOON, closing())

    def refuse(_: Switches, __: str) -> tuple[Switches, tuple[str, ...]]:
        raise IvrError("no", "No.")

    with pytest.raises(IvrError, match="No"):
        file.change("anna", "end", NOON, refuse)

    assert (file.read(), len(file.history())) == (held, 1)


@pytest.mark.parametrize(
    "content",
    [
        pytest.param("", id="empty"),
        pytest.param("{", id="torn"),
        pytest.param("[]", id="another shape"),
        pytest.param('{"sequence": 1, "switches": [{}], "announcements": []}', id="without its fields"),
        pytest.param(
            '{"sequence": 1, "switches": [], "announcements": [{"id": "1", "texts": {}, "author": "",'
            ' "from_at": "2026-01-01T00:00", "until_at": "2026-01-02T00:00"}]}',
            id="instants nobody can place",
        ),
    ],
)
def test_a_damaged_file_is_said_to_be(file: SwitchFile, tmp_path: Path, content: str) -> None:
    (tmp_path / "switches.json").write_text(content)

    with pytest.raises(IvrError, match=r"switches\.json"):
        file.read()


def test_a_torn_line_of_the_history_is_left_out(file: SwitchFile, tmp_path: Path) -> None:
    file.change("anna", "close", NOON, closing())
    with open(tmp_path / "switches.jsonl", "a") as history:
        history.write('{"sequence": 2, "at')
    file.change("anna", "close", NOON, closing())

    assert [change.sequence for change in file.history()] == [2, 1]


def test_processes_at_once_lose_nothing(file: SwitchFile, tmp_path: Path) -> None:
    processes = [child("announce", tmp_path, author, 15) for author in ("anna", "jan")]
    told = []
    for process in processes:
        assert process.stdout is not None
        told += [int(process.stdout.readline()) for _ in range(15)]
        lines_until_dead(process)

    held = file.read()
    assert sorted(told) == list(range(1, 31))
    assert held.sequence == 30
    assert [one.id for one in held.announcements] == [str(number) for number in range(1, 31)]
    assert [change.sequence for change in file.history()] == list(range(30, 0, -1))


def test_a_kill_leaves_a_whole_file(file: SwitchFile, tmp_path: Path) -> None:
    for round_ in range(5):
        process = child("announce", tmp_path, "anna", 1000)
        assert process.stdout is not None
        told = [int(process.stdout.readline()) for _ in range(1 + 3 * round_)]
        told += [int(line) for line in lines_until_dead(process)]

        assert told[-1] <= file.read().sequence <= told[-1] + 1
        assert json.loads((tmp_path / "switches.json").read_text())["sequence"] == file.read().sequence


def test_the_timeline_tells_what_held_from_when_also_a_switch_whose_place_was_taken(file: SwitchFile) -> None:
    def instead(before: Switches, new_id: str) -> tuple[Switches, tuple[str, ...]]:
        one, kept = (
            Switch(new_id, "family", True, NOON + HOUR, LATER, REASON, "anna"),
            before.ended({"1"}, NOON + HOUR, "UTC"),
        )
        return replace(kept, switches=(*kept.switches, one)), (new_id,)

    first = file.change("anna", "close", NOON, closing())
    second = file.change("anna", "open", NOON + HOUR, instead)
    third = file.change("jan", "announce", LATER, announcing)

    assert file.timeline("UTC") == ((NOON, first), (NOON + HOUR, second), (LATER, third))
    assert second.switches[0].until_at == NOON + HOUR


def test_the_timeline_leaves_out_what_ended_long_before_and_what_was_written_by_hand(
    file: SwitchFile, tmp_path: Path
) -> None:
    file.change("anna", "close", NOON, closing())
    with open(tmp_path / "switches.jsonl", "a") as history:
        odd = {"sequence": 2, "at": LATER.isoformat(), "author": "x", "what": "close", "ids": [], "whole": [{"id": 5}]}
        history.write(json.dumps(odd) + "\n")
    last = file.change("jan", "announce", LATER + timedelta(days=2), announcing)

    assert [(at, len(held.switches), len(held.announcements)) for at, held in file.timeline("UTC")] == [
        (NOON, 1, 0),
        (LATER, 1, 0),
        (LATER + timedelta(days=2), 0, 0),
    ]
    assert last.announcements, "it was announced until a moment that is over"
