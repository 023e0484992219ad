"""`explain`: what a caller meets at a moment, told and as JSON."""

from __future__ import annotations

import json

import pytest

from tests.cli.conftest import Run

FAMILY = """\
Tuesday, 24 November 2026, 10:00. The files as they are now.
calls: open, weekly hours, until Tuesday, 24 November 2026, 19:00.
"""
STATUS = [
    ("open", "2026-11-24 10:00", "calls: open, weekly hours, until Tuesday, 24 November 2026, 19:00."),
    ("the last minute", "2026-11-24 18:59", "calls: open, weekly hours, until Tuesday, 24 November 2026, 19:00."),
    ("closing is closed", "2026-11-24 19:00", "calls: closed, weekly hours, until Wednesday, 25 November 2026, 7:30."),
    ("Christmas Eve", "2026-12-24 10:00",
     "calls: closed, public holiday (Christmas Eve), until Monday, 28 December 2026, 7:30."),
]  # fmt: skip


@pytest.mark.parametrize(("moment", "line"), [row[1:] for row in STATUS], ids=[row[0] for row in STATUS])
def test_open_or_closed_why_and_until_when(run: Run, moment: str, line: str) -> None:
    assert run("explain", "--draft", "--at", moment).out.splitlines()[1] == line


def test_a_service_rings_its_desks_then_the_infoline(run: Run) -> None:
    ran = run("explain", "--draft", "--at", "2026-11-24 10:00", "--press", "1")

    assert ran.code == 0
    assert ran.out.startswith(FAMILY)
    rings = [line.split("rings", 1)[1].strip() for line in ran.out.splitlines() if "  rings  " in line]
    assert rings == [
        "Family benefits: family 71 79 99 274, up to 20 s",
        "Family benefits: payments 71 78 22 326, up to 20 s",
        "Information line: infoline 71 78 22 322, up to 20 s",
        "Family benefits: family 71 79 99 274, up to 20 s (6 times in all)",
        "Family benefits: payments 71 78 22 326, up to 20 s (6 times in all)",
        "Information line: infoline 71 78 22 322, up to 20 s (6 times in all)",
    ]


def test_a_closed_evening_in_polish_says_when_to_call_and_rings_nobody(run: Run) -> None:
    ran = run("explain", "--draft", "--at", "2026-12-28 09:00", office="later", polish=True)

    assert ran.out.startswith(
        "Poniedziałek, 28 grudnia 2026, 9:00. Pliki w obecnym stanie.\n"
        "calls: zamknięte, wyjątek w kalendarzu (z powodu dnia wolnego za święto), do: wtorek, 29 grudnia 2026, 7:30.\n"
    )
    assert "z powodu dnia wolnego za święto, nie odbieramy telefonów" in ran.out
    assert "dzwoni " not in ran.out


def test_a_key_waits_for_its_menu_also_just_before_opening(run: Run) -> None:
    ran = run("explain", "--draft", "--at", "2026-11-24 07:29", "--press", "8 2")

    pressed = [line.split()[-1] for line in ran.out.splitlines() if "  presses  " in line]
    assert pressed == ["8", "2"]
    assert "[uk] З'єдную з інформаційною лінією." in ran.out


def test_a_key_for_which_no_menu_is_left_is_told(run: Run) -> None:
    ran = run("explain", "--draft", "--at", "2026-12-24 10:00", "--press", "7777777")

    assert ran.code == 0
    assert "No menu was left" not in ran.out  # the menu of the closed office stays
    ran = run("explain", "--draft", "--at", "2026-11-24 10:00", "--press", "1 1 1 1", office="later")
    assert ran.out.splitlines()[-1].startswith("No menu was left in which to press: 1")


def test_desks_rung_in_turn_say_that_they_may_differ(run: Run) -> None:
    ran = run("explain", "--draft", "--at", "2026-11-24 10:00", "--press", "2", office="later")

    assert "another call may begin at another line" in ran.out


def test_json(run: Run) -> None:
    found = json.loads(run("explain", "--draft", "--json", "--at", "2026-11-24 10:00", "--press", "1").out)

    assert found["hours"] == [
        {"schedule": "calls", "open": True, "because": "weekly", "reason": "", "until": "2026-11-24T19:00:00+01:00"}
    ]
    assert [part["does"] for part in found["course"]][:6] == ["hears", "hears", "hears", "hears", "presses", "hears"]
    assert found["course"][6]["lines"] == [{"line": "family", "number": "+48717999274"}]


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        (("--at", "tomorrow"), "--at 'tomorrow' is not a moment. Write it so: --at \"2026-12-24 10:00\""),
        (("--press", "x"), "'x' is not a key of a telephone. Write digits, star or hash."),
    ],
)
def test_usage(run: Run, arguments: tuple[str, ...], error: str) -> None:
    ran = run("explain", "--draft", *arguments)

    assert (ran.code, ran.out, ran.error) == (2, "", error)
