"""`hours`: the table, JSON and iCalendar."""

from __future__ import annotations

import json

import pytest

from tests.cli.conftest import Run

DECEMBER = """\
2026-12
         calls       cash_desk    Why it is unusual
Wed  23  7:30-19:00  10:00-14:00
Thu  24  closed      closed       Christmas Eve
"""
POLISH = """\
2026-12
           calls       Powód odstępstwa
pt.    25  nieczynne   Boże Narodzenie
sob.   26  nieczynne   drugi dzień świąt Bożego Narodzenia
niedz. 27  nieczynne
"""


def squeezed(text: str) -> list[list[str]]:
    return [line.split() for line in text.splitlines()]


def test_the_table_names_holidays(run: Run) -> None:
    ran = run(
        "hours", "--draft", "--from", "2026-12-23", "--months", "1", "--schedule", "calls", "--schedule", "cash_desk"
    )

    assert ran.code == 0
    assert ran.out.startswith(DECEMBER)
    assert "Thu  31  7:30-19:00  10:00-12:00  the last working day of the month (cash_desk)\n" in ran.out


def test_the_table_in_polish(run: Run) -> None:
    ran = run("hours", "--draft", "--from", "2026-12-25", "--months", "1", "--schedule", "calls", polish=True)

    assert squeezed(ran.out)[:5] == squeezed(POLISH)


def test_a_month_without_unusual_days_says_so(run: Run) -> None:
    ran = run("hours", "--draft", "--from", "2026-09-01", "--months", "1", "--schedule", "calls")

    assert ran.out.endswith("No unusual day.\n\n")


@pytest.mark.parametrize(
    ("first", "last"),
    [
        ("2026-01-31", "2026-02-28"),
        ("2026-12-01", "2026-12-31"),
        ("2026-11-30", "2026-12-29"),
        ("2027-12-31", "2028-01-30"),
    ],
)
def test_months_end_where_people_say(run: Run, first: str, last: str) -> None:
    ran = run("hours", "--draft", "--json", "--from", first, "--months", "1", "--schedule", "calls")
    listed = [day["day"] for day in json.loads(ran.out)]

    assert (listed[0], listed[-1]) == (first, last)


def test_json_says_rule_and_reason(run: Run) -> None:
    ran = run(
        "hours", "--draft", "--json", "--from", "2026-12-31", "--months", "1", "--schedule", "calls", office="later"
    )

    assert json.loads(ran.out)[0] == {
        "schedule": "calls",
        "day": "2026-12-31",
        "open": [{"from": "7:30", "to": "13:00"}],
        "rule": "exception",
        "unusual": True,
        "reason": "because we close early today",
    }


def test_ics_is_data_only(run: Run) -> None:
    ran = run("hours", "--draft", "--ics", "--from", "2026-12-20", "--months", "1", office="later")

    assert ran.out.startswith("BEGIN:VCALENDAR")
    assert ran.out.rstrip().endswith("END:VCALENDAR")
    assert ran.out.count("BEGIN:VEVENT") == 7
    assert "last day of the month" not in ran.out, "it comes every month"


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        (("--from", "24.12.2026"), "--from '24.12.2026' is not a day. Write it so: --from 2026-12-01"),
        (
            ("--schedule", "cals"),
            "There are no hours 'cals'. There are: calls, cash_desk, cards_visits, disability_visits.",
        ),
    ],
)
def test_usage(run: Run, arguments: tuple[str, ...], error: str) -> None:
    ran = run("hours", "--draft", *arguments)

    assert (ran.code, ran.out, ran.error) == (2, "", error)
