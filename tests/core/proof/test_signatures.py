"""The signatures say what the schedules say, at every instant; and there are no more of them than there must be."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ivr.core.office import Edges
from ivr.core.plan import Plan
from ivr.core.proof.signatures import Question, Signatures, asked_schedules, bits, signatures, without_overrides
from ivr.core.schedule import Override, Period, Schedule, Span
from tests.support.offices import OFFICES, at, plan_of

NOW = "2026-11-24 10:00"
TWO_YEARS = timedelta(days=731)
MINUTES = 731 * 24 * 60

CACHE: dict[str, Signatures] = {}


def known(office: str) -> Signatures:
    if office not in CACHE:
        now = at(NOW)
        CACHE[office] = signatures(plan_of(office), now, now + TWO_YEARS)
    return CACHE[office]


def at_instant(found: Signatures, when: datetime) -> int:
    return [stretch.signature for stretch in found.stretches if stretch.begins <= when][-1]


def answers(plan: Plan, name: str, when: datetime) -> dict[str, bool]:
    schedule, edges = plan.office.schedules[name], plan.office.edges
    is_open = schedule.status(when).open
    opening = schedule.next_opening(when)
    soon = opening is not None and opening - when <= timedelta(seconds=edges.soon_seconds)
    late = schedule.status(when - timedelta(seconds=edges.late_seconds)).open
    return {"open": is_open, "late": late and not is_open, "soon": soon and not is_open}


@pytest.mark.parametrize("office", OFFICES)
@settings(max_examples=100, deadline=None)
@given(minute=st.integers(0, MINUTES - 1), second=st.sampled_from([0, 1, 59]))
def test_every_instant_has_the_answers_of_the_schedules(office: str, minute: int, second: int) -> None:
    plan, found = plan_of(office), known(office)
    when = at(NOW).astimezone(UTC) + timedelta(minutes=minute, seconds=second)
    signature = at_instant(found, when)

    for name in asked_schedules(plan):
        expected = answers(plan, name, when)
        assert {kind: bool(found.yes[Question(kind, name)] >> signature & 1) for kind in expected} == expected
    for line in (line for line in plan.office.lines.values() if line.from_date or line.until_date):
        today = when.astimezone(ZoneInfo(plan.office.timezone)).date()
        in_force = (line.from_date or date.min) <= today <= (line.until_date or date.max)
        assert bool(found.yes[Question("in_force", line.name)] >> signature & 1) == in_force


EDGES = [
    pytest.param("2026-11-24 18:59:59", "open", id="a second before closing"),
    pytest.param("2026-11-24 19:00:00", "late", id="closing"),
    pytest.param("2026-11-24 19:04:59", "late", id="a second before late is over"),
    pytest.param("2026-11-24 19:05:00", "", id="late is over"),
    pytest.param("2026-11-25 07:27:59", "", id="a second before soon"),
    pytest.param("2026-11-25 07:28:00", "soon", id="soon"),
    pytest.param("2026-11-25 07:29:59", "soon", id="a second before opening"),
    pytest.param("2026-11-25 07:30:00", "open", id="opening"),
    pytest.param("2026-12-24 10:00:00", "", id="Christmas Eve"),
    pytest.param("2027-03-29 07:30:00", "", id="Easter Monday, the day after the clock change"),
    pytest.param("2027-03-30 07:30:00", "open", id="opening after the clock change"),
    pytest.param("2028-11-23 19:00:00", "late", id="closing of the last day"),
]


@pytest.mark.parametrize(("when", "kind"), EDGES)
def test_boundaries(when: str, kind: str) -> None:
    found = known("shipped")
    signature = at_instant(found, at(when))

    assert "".join(q.about for q, mask in found.yes.items() if mask >> signature & 1) == kind


def test_the_shipped_office_has_six() -> None:
    """Open, late, closed, soon; forced open, forced closed."""
    found = known("shipped")

    assert found.count == 6
    assert len(list(bits(found.forced))) == 2


def test_every_stretch_is_another_signature_than_the_one_before() -> None:
    pairs = zip(known("later").stretches, known("later").stretches[1:], strict=False)

    assert all(one.signature != other.signature and one.begins < other.begins for one, other in pairs)


def test_the_earliest_is_of_the_calendar() -> None:
    found = known("shipped")

    assert found.switch(found.earliest(found.every)) == ""
    assert found.switch(found.earliest(found.forced)) in ("open", "closed")


def shifts(late: int, soon: int, *spans: tuple[time, time]) -> list[str]:
    """What a day of these hours is cut into, from midnight."""
    plan = plan_of()
    weekly = {day: tuple(Span(opens, closes) for opens, closes in spans) for day in range(7)}
    schedule = Schedule("calls", "Europe/Warsaw", (Period(weekly),), holidays_close=False)
    office = replace(plan.office, schedules={"calls": schedule}, edges=Edges(late, soon))
    now = at("2026-11-24 00:00")
    found = signatures(replace(plan, office=office), now, now + timedelta(days=1))
    kinds = ("open", "late", "soon")
    return [
        f"{stretch.begins.astimezone(now.tzinfo):%H:%M} "
        + "+".join(kind for kind in kinds if found.yes[Question(kind, "calls")] >> stretch.signature & 1)
        for stretch in found.stretches
    ]


def test_a_break_shorter_than_both_edges() -> None:
    cut = shifts(600, 600, (time(8), time(12)), (time(12, 5), time(16)))

    assert cut == ["00:00 ", "07:50 soon", "08:00 open", "12:00 late+soon", "12:05 open", "16:00 late", "16:10 "]


def test_hours_shorter_than_late_reach_no_further_back_than_their_opening() -> None:
    assert shifts(600, 0, (time(8), time(8, 5))) == ["00:00 ", "08:00 open", "08:05 ", "08:10 late", "08:15 "]


def test_edges_may_be_none() -> None:
    assert shifts(0, 0, (time(8), time(12))) == ["00:00 ", "08:00 open", "12:00 "]


def test_hours_of_the_whole_day_have_no_edge() -> None:
    assert shifts(300, 120, (time.min, time.max)) == ["00:00 open"]


def test_overrides_are_left_out() -> None:
    plan = plan_of()
    switch = Override(False, at("2026-11-24 09:00"), at("2026-11-25 09:00"), {}, "test")
    schedules = {name: replace(one, overrides=(switch,)) for name, one in plan.office.schedules.items()}
    office = without_overrides(replace(plan.office, schedules=schedules))

    assert all(not one.overrides for one in office.schedules.values())
