"""Unusual days, and the iCalendar made of them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from ivr.core.calendar import Day, days, ics, reason, spans_text, unusual_days
from ivr.core.plan import Plan
from ivr.core.schedule import Because, Schedule
from tests.support.hours import CALLS, CASH_DESK, NIGHTS, closure, switch
from tests.support.offices import plan_of

MADE_AT = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)


def with_(schedule: Schedule, **changes: object) -> Schedule:
    return replace(schedule, **changes)  # type: ignore[arg-type]


DAYS = [
    ("an ordinary Tuesday", CALLS, "2026-11-24", "7:30-19:00", "weekly", False),
    ("a Saturday", CALLS, "2026-11-28", "closed", "weekly", False),
    ("a holiday on a Wednesday", CALLS, "2026-11-11", "closed", "holiday", True),
    ("a holiday on a Saturday changes nothing", CALLS, "2026-12-26", "closed", "holiday", False),
    ("the last working day", CASH_DESK, "2026-11-30", "10:00-12:00", "last_day", True),
    ("the day before it", CASH_DESK, "2026-11-27", "10:00-14:00", "weekly", False),
    ("a holiday where holidays do not close", NIGHTS, "2026-11-11", "1:00-5:00", "weekly", False),
    ("closed by an exception", with_(CALLS, exceptions=(closure("2026-11-24"),)), "2026-11-24",
     "closed", "exception", True),
    ("shorter by an exception", with_(CALLS, exceptions=(closure("2026-11-24", hours="7:30-13:00"),)), "2026-11-24",
     "7:30-13:00", "exception", True),
    ("switched off at noon for two hours",
     with_(CALLS, overrides=(switch(False, "2026-11-24 12:00", "2026-11-24 14:00"),)),
     "2026-11-24", "7:30-12:00, 14:00-19:00", "override", True),
    ("switched on over midnight", with_(CALLS, overrides=(switch(True, "2026-11-23 18:00", "2026-11-24 02:00"),)),
     "2026-11-24", "0:00-2:00, 7:30-19:00", "override", True),
    ("a switch taken back within a minute is no news",
     with_(CALLS, overrides=(switch(False, "2026-11-24 12:00", "2026-11-24 12:00:59"),)),
     "2026-11-24", "7:30-19:00", "weekly", False),
    ("a switch of a minute",
     with_(CALLS, overrides=(switch(False, "2026-11-24 12:00", "2026-11-24 12:01"),)),
     "2026-11-24", "7:30-12:00, 12:01-19:00", "override", True),
    ("the day after a switch until the end of the day", with_(CALLS, overrides=(switch(False, "2026-11-23 12:00"),)),
     "2026-11-24", "7:30-19:00", "weekly", False),
]  # fmt: skip


@pytest.mark.parametrize(
    ("schedule", "day", "spans", "rule", "differs"), [row[1:] for row in DAYS], ids=[r[0] for r in DAYS]
)
def test_a_day(schedule: Schedule, day: str, spans: str, rule: str, differs: bool) -> None:
    (found,) = days(schedule, date.fromisoformat(day), date.fromisoformat(day))

    assert (spans_text(found.spans, "en"), found.rule, found.differs) == (spans, rule, differs)


@pytest.mark.parametrize(
    ("language", "said"),
    [("pl", "godziny zmienione doraźnie"), ("uk", "години тимчасово змінено"), ("en", "hours changed for the moment")],
)
def test_a_switch_without_a_reason_is_told_all_the_same(language: str, said: str) -> None:
    closed = with_(CALLS, overrides=(replace(switch(False, "2026-11-24 12:00"), reason={}),))
    (day,) = days(closed, date(2026, 11, 24), date(2026, 11, 24))

    assert reason(day, plan_of(), language) == said


def test_unusual_days_of_the_second_office_are_by_date_with_their_reasons() -> None:
    plan = plan_of("later")
    found = unusual_days(plan, date(2026, 12, 24), date(2027, 1, 1), ["calls"])

    assert [(f"{day.day:%m-%d}", reason(day, plan, "pl")) for day in found] == [
        ("12-24", "Wigilia Bożego Narodzenia"),
        ("12-25", "Boże Narodzenie"),
        ("12-26", "drugi dzień świąt Bożego Narodzenia"),
        ("12-28", "z powodu dnia wolnego za święto"),
        ("12-31", "z powodu krótszego dnia pracy"),
        ("01-01", "Nowy Rok"),
    ]


def unfolded(text: str) -> list[str]:
    """Content lines as a reader sees them (RFC 5545, 3.1)."""
    assert text.endswith("\r\n")
    assert "\n" not in text.replace("\r\n", "")
    return text.replace("\r\n ", "").removesuffix("\r\n").split("\r\n")


def closed(day: str, why: str, schedule: str = "calls") -> Day:
    usual = CALLS.spans_on(date(2026, 11, 24))[0]
    return Day(schedule, date.fromisoformat(day), (), usual, "exception", Because("exception", reason={"pl": why}))


def events(plan: Plan, *unusual: Day) -> list[dict[str, str]]:
    text = "\n".join(unfolded(ics(plan, unusual, "pl", MADE_AT)))
    return [
        dict(line.split(":", 1) for line in event.split("\nEND:VEVENT")[0].strip().split("\n"))
        for event in text.split("BEGIN:VEVENT")[1:]
    ]


def test_one_closure_is_one_all_day_event() -> None:
    assert events(plan_of(), closed("2026-12-28", "z powodu remontu; w środku, na dole\\górze")) == [
        {
            "UID": "20261228-daa35c8f@infoline",
            "DTSTAMP": "20261124T093000Z",
            "DTSTART;VALUE=DATE": "20261228",
            "DTEND;VALUE=DATE": "20261229",
            "SUMMARY": "MOPS Wrocław: z powodu remontu\\; w środku\\, na dole\\\\górze",
            "DESCRIPTION": "calls: nieczynne",
            "TRANSP": "TRANSPARENT",
        }
    ]


def test_days_in_a_row_are_one_event_and_schedules_of_a_day_share_it() -> None:
    week = [closed(f"2026-08-{day}", "remont", name) for day in (10, 11, 12, 14) for name in ("calls", "cash_desk")]
    found = events(plan_of(), *week)

    assert [(one["DTSTART;VALUE=DATE"], one["DTEND;VALUE=DATE"]) for one in found] == [
        ("20260810", "20260813"),
        ("20260814", "20260815"),
    ]
    assert found[0]["DESCRIPTION"] == "calls: nieczynne\\ncash_desk: nieczynne"


def test_a_holiday_on_a_weekend_is_no_event() -> None:
    plan = plan_of()

    assert events(plan, *unusual_days(plan, date(2026, 12, 26), date(2026, 12, 27))) == []


@pytest.mark.parametrize("before", ["", "a"], ids=["odd", "even"])
@pytest.mark.parametrize("length", range(50, 80))
def test_no_line_is_longer_than_75_octets_and_no_letter_is_cut(length: int, before: str) -> None:
    text = ics(plan_of(), [closed("2026-12-28", before + "ż" * length)], "pl", MADE_AT)

    assert max(len(line) for line in text.encode().split(b"\r\n")) <= 75
    assert f"SUMMARY:MOPS Wrocław: {before}{'ż' * length}" in unfolded(text)
