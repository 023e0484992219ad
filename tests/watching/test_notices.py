"""Who is told what, and when: a day of one alarm, minute by minute, and nothing said twice."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from ivr.alarms import Alarm
from ivr.watching.noted import Told
from ivr.watching.notices import after, due

BEGIN = datetime(2026, 11, 24, 7, tzinfo=UTC)


def told(course: str, every: timedelta) -> list[str]:
    """`course`: one letter a look: `-` nothing is wrong, `o` an alarm is on, `w` it is a bad one."""
    believed: dict[str, Told] = {}
    found = []
    for number, letter in enumerate(course):
        now = BEGIN + every * number
        alarms = [] if letter == "-" else [Alarm("line_dead", worse=letter == "w", line="infoline")]
        notices = due(alarms, believed, now)
        believed = after(believed, notices, now)
        found += [f"{number} {one.how}{' again' if one.again else ''}" for one in notices]
    return found


@pytest.mark.parametrize(
    ("course", "minutes", "expected"),
    [
        ("---", 1, []),
        ("ooo", 1, ["0 on"]),
        ("o" * 5, 60 * 12, ["0 on", "2 on again", "4 on again"]),
        ("ow", 60, ["0 on", "1 worse"]),
        ("ow" + "w" * 60, 1, ["0 on", "60 worse"]),
        ("wooo", 60, ["0 worse"]),
        ("w-", 60, ["0 worse", "1 over"]),
        ("w-" + "-" * 60, 1, ["0 worse", "60 over"]),
        ("w-w" * 20, 1, ["0 worse"]),
        ("w-" * 61, 1, ["0 worse", "61 over", "121 over"][:2]),
        ("w---w", 60, ["0 worse", "1 over", "4 worse"]),
    ],
    ids=[
        "nothing",
        "it goes on",
        "once a day",
        "it gets worse",
        "worse within the hour",
        "it gets better",
        "over",
        "over within the hour",
        "it comes and goes for an hour",
        "it comes and goes for two",
        "it comes back",
    ],
)
def test_a_course(course: str, minutes: int, expected: list[str]) -> None:
    assert told(course, timedelta(minutes=minutes)) == expected


def test_of_each_line_on_its_own_and_the_worst_first() -> None:
    alarms = [Alarm("line_failed", worse=True, line="cards_1"), Alarm("line_dead", worse=True, line="infoline")]

    assert [one.key for one in due(alarms, {}, BEGIN)] == ["line_failed cards_1", "line_dead infoline"]


def test_a_clock_that_was_ahead_silences_nobody() -> None:
    believed = {"disk_full": Told("worse", BEGIN + timedelta(days=400))}

    assert [one.how for one in due([], believed, BEGIN)] == ["over"]
