"""Who waits: stories of an office, with every boundary; what is done about callers, also by two at once."""

from __future__ import annotations

import threading
from datetime import date
from pathlib import Path

import pytest

from ivr.store.console.database import ConsoleDatabase
from ivr.store.console.waiting import Change, WaitingRows
from ivr.waiting import LONGEST_NOTE, last_working_day
from tests.support.offices import at, plan_of
from tests.waiting.support import ANNA, BARTEK, RELAY, WITHHELD, Office

MONDAY = "2026-11-23 08:00"
Call = tuple[str, str, str]


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return Office(tmp_path)


STORIES: dict[str, tuple[list[Call], str, list[str]]] = {
    "nobody called": ([], MONDAY, []),
    "one attempt": ([("2026-11-23 07:40", ANNA, "nobody")], MONDAY, ["1"]),
    "hung up while it rang": ([("2026-11-23 07:40", ANNA, "left")], MONDAY, ["1"]),
    "the service failed": ([("2026-11-23 07:40", ANNA, "failed")], MONDAY, ["1"]),
    "told when to call": ([("2026-11-22 12:00", ANNA, "told")], MONDAY, []),
    "left in the menu": ([("2026-11-23 07:40", ANNA, "menu")], MONDAY, []),
    "reached somebody": ([("2026-11-23 07:40", ANNA, "talks")], MONDAY, []),
    "three attempts are one row": (
        [("2026-11-20 18:50", ANNA, "nobody"), ("2026-11-23 07:35", ANNA, "left"),
         ("2026-11-23 07:40", ANNA, "nobody")],
        MONDAY, ["1 2 3"],
    ),
    "Friday evening waits on Monday": ([("2026-11-20 18:59", ANNA, "nobody")], MONDAY, ["1"]),
    "who got through drops out": (
        [("2026-11-20 18:50", ANNA, "nobody"), ("2026-11-23 07:35", ANNA, "talks")], MONDAY, [],
    ),
    "told afterwards still waits": (
        [("2026-11-20 18:50", ANNA, "nobody"), ("2026-11-21 10:00", ANNA, "told")], MONDAY, ["1"],
    ),
    "who is missed after a talk waits for that": (
        [("2026-11-20 10:00", ANNA, "nobody"), ("2026-11-20 11:00", ANNA, "talks"),
         ("2026-11-20 12:00", ANNA, "nobody")],
        MONDAY, ["3"],
    ),
    "another caller who got through changes nothing": (
        [("2026-11-20 18:50", ANNA, "nobody"), ("2026-11-23 07:35", BARTEK, "talks")], MONDAY, ["1"],
    ),
    "over a change of month": (
        [("2026-10-30 18:50", ANNA, "nobody"), ("2026-11-02 07:35", ANNA, "nobody")], "2026-11-02 08:00", ["1 2"],
    ),
    "missed in one month, reached in the next": (
        [("2026-10-30 18:50", ANNA, "nobody"), ("2026-11-02 07:35", ANNA, "talks")], "2026-11-02 08:00", [],
    ),
    "withheld is a row each time": (
        [("2026-11-23 07:35", WITHHELD, "nobody"), ("2026-11-23 07:40", WITHHELD, "nobody")], MONDAY, ["1", "2"],
    ),
    "withheld never drops out": (
        [("2026-11-23 07:35", WITHHELD, "nobody"), ("2026-11-23 07:40", WITHHELD, "talks")], MONDAY, ["1"],
    ),
    "a shared number is a row each time, and never drops out": (
        [("2026-11-23 07:35", RELAY, "nobody"), ("2026-11-23 07:40", RELAY, "nobody"),
         ("2026-11-23 07:45", RELAY, "talks")],
        MONDAY, ["1", "2"],
    ),
    "more attempts first, then the longer wait": (
        [("2026-11-20 09:00", ANNA, "nobody"), ("2026-11-20 10:00", BARTEK, "nobody"),
         ("2026-11-20 11:00", BARTEK, "nobody"), ("2026-11-19 09:00", WITHHELD, "nobody")],
        MONDAY, ["2 3", "4", "1"],
    ),
    "not done for weeks": ([("2026-10-25 10:00", ANNA, "nobody")], MONDAY, ["1"]),
    "older than numbers are kept": ([("2026-10-24 07:59", ANNA, "nobody")], MONDAY, []),
}  # fmt: skip


@pytest.mark.parametrize(("calls", "moment", "expected"), STORIES.values(), ids=STORIES)
def test_who_waits(office: Office, calls: list[Call], moment: str, expected: list[str]) -> None:
    office.shares(RELAY)
    for call in calls:
        office.called(*call)

    found = office.at(moment)

    assert [" ".join(row.call_id for row in one.attempts) for one in found] == expected
    assert not any(one.done for one in found)


def test_test_calls_never_wait(office: Office) -> None:
    office.called("2026-11-23 07:40", ANNA, test=True)

    assert office.at(MONDAY) == []


def test_what_is_shown_of_them(office: Office) -> None:
    office.shares(RELAY)
    office.called("2026-11-20 08:00", ANNA, "talks")
    for caller in (ANNA, RELAY, WITHHELD):
        office.called("2026-11-23 07:40", caller)

    by_kind = {one.kind: one for one in office.at(MONDAY)}

    assert set(by_kind) == {"caller", "shared", "no_number"}
    assert office.room.shown(by_kind["caller"]) == "••• ••• 567"
    assert office.room.number(by_kind["caller"]) == ANNA
    assert by_kind["caller"].reached_at == at("2026-11-20 08:00")
    assert office.room.shown(by_kind["shared"]) == "••• ••• 115"
    assert office.room.shown(by_kind["no_number"]) == ""


def test_who_was_erased_is_nobody_any_more(office: Office) -> None:
    for minute in ("35", "40"):
        office.called(f"2026-11-23 07:{minute}", ANNA)
    (before,) = office.at(MONDAY)
    office.house.persons().erase(ANNA)

    found = office.at("2026-11-23 09:00")

    assert len(before.attempts) == 2
    assert [(one.kind, len(one.attempts), office.room.number(one)) for one in found] == [("no_number", 1, "")] * 2


def test_who_is_restricted_is_shown_to_nobody(office: Office) -> None:
    for minute in ("35", "40"):
        office.called(f"2026-11-23 07:{minute}", ANNA)
    office.at(MONDAY)
    office.house.persons().restrict(ANNA)

    (one,) = office.at(MONDAY)

    assert (one.kind, len(one.attempts), office.room.number(one)) == ("restricted", 2, None)
    assert office.room.shown(one) == "•••"


def test_a_number_whose_key_is_destroyed_is_gone(office: Office) -> None:
    office.called("2026-11-02 08:00", ANNA)
    office.called("2026-11-03 08:00", ANNA)
    office.at(MONDAY)
    office.house.keychain.destroy(date(2026, 11, 10))

    (one,) = office.at(MONDAY)

    assert (one.kind, len(one.attempts), office.room.number(one)) == ("gone", 2, None)


WORKING_DAYS = [
    ("Tuesday", "2026-11-24", "2026-11-23"),
    ("Monday", "2026-11-23", "2026-11-20"),
    ("Sunday", "2026-11-22", "2026-11-20"),
    ("after a holiday", "2026-11-12", "2026-11-10"),
    ("after All Saints' on a Sunday", "2026-11-02", "2026-10-30"),
]


@pytest.mark.parametrize(("name", "today", "expected"), WORKING_DAYS)
def test_the_last_working_day(name: str, today: str, expected: str) -> None:
    assert last_working_day(plan_of(), date.fromisoformat(today)) == date.fromisoformat(expected), name


# -- What people do -----------------------------------------------------------------------------------


def test_taken_noted_done_opened_again(office: Office) -> None:
    call = office.called("2026-11-23 07:40", ANNA)
    office.at(MONDAY)
    steps = [
        ("took", ""),
        ("noted", "oddzwonię\no 10"),
        ("gave_back", ""),
        ("took", ""),
        ("done", ""),
        ("reopened", ""),
    ]
    states = []
    for did, note in steps:
        (one,) = office.room.all()
        assert office.room.change(call, did, "nowak", note, one.seen) == "changed"  # type: ignore[arg-type]
        (one,) = office.room.all()
        states.append((one.assigned, one.done))

    assert states == [
        ("nowak", False),
        ("nowak", False),
        ("", False),
        ("nowak", False),
        ("nowak", True),
        ("nowak", False),
    ]
    assert [(change.who, change.did, change.note) for change in one.changes] == [
        ("nowak", did, " ".join(note.split())) for did, note in steps
    ]
    assert all(change.at == at(MONDAY) for change in one.changes)


def test_a_later_call_waits_again(office: Office) -> None:
    first = office.called("2026-11-23 07:40", ANNA)
    office.at(MONDAY)
    office.room.change(first, "done", "nowak")
    second = office.called("2026-11-23 09:00", ANNA)

    waiting, done = office.at("2026-11-23 09:05")

    assert ([row.call_id for row in waiting.attempts], waiting.done, waiting.assigned) == ([second], False, "")
    assert ([row.call_id for row in done.attempts], done.done) == ([first], True)


def test_done_is_said_of_what_was_on_the_screen(office: Office) -> None:
    first = office.called("2026-11-23 07:40", ANNA)
    office.at(MONDAY)
    second = office.called("2026-11-23 08:01", ANNA)
    office.at("2026-11-23 08:02")

    office.room.change(first, "done", "nowak", through=first)

    waiting, done = office.room.all()
    assert ([row.call_id for row in waiting.attempts], [row.call_id for row in done.attempts]) == ([second], [first])


def test_opening_again_takes_back_what_was_done_later_too(office: Office) -> None:
    calls = []
    for hour in (8, 9):
        calls.append(office.called(f"2026-11-23 0{hour}:00", ANNA))
        one = office.at(f"2026-11-23 0{hour}:30")[0]
        office.room.change(one.id, "done", "nowak", seen=one.seen)
    (done,) = office.room.all()

    office.room.change(calls[0], "reopened", "nowak", seen=done.seen)

    (one,) = office.room.all()
    assert ([row.call_id for row in one.attempts], one.done) == (calls, False)


@pytest.mark.parametrize(
    ("moment", "seen"),
    [("2026-11-23 19:00", 1), ("2026-11-24 08:00", 1), ("2026-11-25 00:00", 0)],
    ids=["the same day", "the day after", "two days later"],
)
def test_what_is_done_is_seen_until_the_next_working_day_is_over(office: Office, moment: str, seen: int) -> None:
    call = office.called("2026-11-23 07:40", ANNA)
    office.at(MONDAY)
    office.room.change(call, "done", "nowak")

    assert len(office.at(moment)) == seen


def test_what_was_done_stays_done_when_its_first_call_is_too_old(office: Office) -> None:
    first = office.called("2026-10-24 09:00", ANNA)
    office.called("2026-10-26 09:00", ANNA)
    office.at("2026-10-26 10:00")
    office.room.change(first, "done", "nowak")

    assert office.at("2026-11-24 10:00") == []


def test_somebody_was_quicker(office: Office) -> None:
    call = office.called("2026-11-23 07:40", ANNA)
    (screen,) = office.at(MONDAY)

    answers = [office.room.change(call, "took", name, seen=screen.seen) for name in ("nowak", "kowalska")]
    noted = office.room.change(call, "noted", "kowalska", "dzwoniła też wczoraj", seen=screen.seen)
    over = office.room.change(call, "took", "kowalska", seen=office.room.all()[0].seen)

    assert (answers, noted, over) == (["changed", "too_late"], "changed", "changed")
    assert office.room.all()[0].assigned == "kowalska"


def test_of_many_who_press_at_once_one_gets_it(office: Office, tmp_path: Path) -> None:
    """Workers with engines of their own."""
    call = office.called("2026-11-23 07:40", ANNA)
    office.at(MONDAY)
    office.rows.since(at(MONDAY))
    ready, won = threading.Barrier(8), []

    def press(name: str) -> None:
        rows = WaitingRows(ConsoleDatabase(f"sqlite:///{tmp_path}/console.sqlite3"))
        ready.wait(30)
        if rows.add(Change(at(MONDAY), name, "took", call, call), {call}, 0):
            won.append(name)

    threads = [threading.Thread(target=press, args=(f"osoba-{n}",)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert [office.room.all()[0].assigned] == won


def test_nobody_is_changed_who_does_not_wait(office: Office) -> None:
    office.called("2026-11-23 07:40", ANNA, "talks")
    office.at(MONDAY)

    assert office.room.change("1", "took", "nowak") == "unknown"


def test_a_note_is_one_short_line(office: Office) -> None:
    call = office.called("2026-11-23 07:40", ANNA)
    office.at(MONDAY)
    office.room.change(call, "noted", "nowak", "a\r\n\x1b[31mb " + "x" * 1000)

    note = office.room.all()[0].changes[0].note

    assert note.startswith("a [31mb x")
    assert len(note) <= LONGEST_NOTE


def test_old_changes_are_forgotten_and_numbers_are_not_given_twice(office: Office) -> None:
    for moment in ("2026-10-01 10:00", "2026-10-02 10:00", "2026-10-03 10:00"):
        office.rows.add(Change(at(moment), "nowak", "noted", "1", "1"), {"1"})

    gone = office.rows.forget_before(at("2026-12-01 10:00"))
    office.rows.add(Change(at("2026-12-02 10:00"), "nowak", "noted", "1", "1"), {"1"})

    assert (gone, [change.seq for change in office.rows.since(at("2026-01-01 00:00"))]) == (2, [3, 4])
