"""Seconds to the desk: the measure, the budgets, and the warnings of the check."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ivr.cli.seconds import table
from ivr.core.office import Budgets
from ivr.core.plan import Plan
from ivr.flowfile.check import check
from ivr.flowfile.sources import Sources, read_sources
from ivr.seconds import Seconds, Service, budget_problems, measure, open_moment, services
from tests.support.offices import OFFICES, TODAY, at, plan_of

NOW = at("2026-11-24 10:00")


def test_services_are_the_options_that_ring_a_desk() -> None:
    assert [option.go for option in services(plan_of())] == ["family", "infoline", "disability", "housing", "cards"]
    assert [option.go for option in services(plan_of("later"))][-1] == "reception"


MOMENTS = [
    ("by day, now", "shipped", "2026-11-24 10:00", "2026-11-24 10:00"),
    ("at night, the next morning", "shipped", "2026-11-24 22:00", "2026-11-25 07:30"),
    ("before Christmas, after the holidays", "shipped", "2026-12-23 20:00", "2026-12-28 07:30"),
    ("where desks open later, then", "later", "2026-11-24 07:00", "2026-11-24 08:00"),
]


@pytest.mark.parametrize(("office", "now", "moment"), [row[1:] for row in MOMENTS], ids=[row[0] for row in MOMENTS])
def test_it_is_measured_when_as_much_as_possible_is_open(office: str, now: str, moment: str) -> None:
    assert open_moment(plan_of(office), at(now)) == at(moment)


@pytest.mark.parametrize("office", ["shipped", "later"])
def test_the_best_is_not_longer_than_listening_nor_that_than_the_worst(office: str) -> None:
    measured = measure(plan_of(office), NOW)

    assert [row.language for row in measured] == ["pl", "uk", "en"]
    for row in measured:
        for service in row.services:
            assert service.best is not None
            assert service.listens is not None
            assert service.worst is not None
            assert service.best < service.listens <= service.worst


@pytest.mark.parametrize("now", ["2026-11-24 10:00", "2026-11-24 23:00", "2026-12-24 10:00"])
def test_the_shipped_office_keeps_its_budgets_whenever_it_is_asked(now: str) -> None:
    plan = plan_of()

    assert [list(row.over(plan.office.budgets)) for row in measure(plan, at(now))] == [[], [], []]


def with_budgets(**budgets: object) -> Plan:
    plan = plan_of()
    return replace(plan, office=replace(plan.office, budgets=Budgets(**budgets)))  # type: ignore[arg-type]


def test_shares_weigh_the_mean() -> None:
    (polish, *_) = measure(with_budgets(), NOW)
    alone = measure(with_budgets(shares={"cards": 100}), NOW)[0]
    listens = [service.listens or 0 for service in polish.services]

    assert polish.listens == pytest.approx(sum(listens) / 5)
    assert alone.listens == pytest.approx(listens[-1])


LIMITS = [("exactly", 12, []), ("a second over", 11, [("listens", 12.0, 11)]), ("no limit", None, [])]


@pytest.mark.parametrize(("limit", "over"), [row[1:] for row in LIMITS], ids=[row[0] for row in LIMITS])
def test_a_budget_is_a_limit(limit: int | None, over: list[tuple[str, float, int]]) -> None:
    row = Seconds("pl", (), listens=12.0, knows=None, silent=30.0)

    assert list(row.over(Budgets(listens=limit, knows=1))) == over


def test_warnings_stand_at_the_budgets() -> None:
    files = dict(read_sources(OFFICES["shipped"]).files)
    files["config.yaml"] = files["config.yaml"].replace("knows: 6 ", "knows: 3 ").replace("cards: 8}", "goodbye: 8}")
    sources = Sources(files)
    plan = check(sources, TODAY).plan
    assert plan is not None
    problems = budget_problems(plan, measure(plan, NOW), sources)
    lines = files["config.yaml"].splitlines()
    first = next(number for number, line in enumerate(lines, 1) if line.startswith("budgets:"))
    share = lines[first + 3]
    what = "A caller who knows the key ({}) waits 3.8 s until a desk rings, and budgets says at most 3."
    hint = "Shorten what is said before, or write a higher number. See all: python -m ivr check --seconds."

    assert [problem.line_of_text() for problem in problems] == [
        f"config.yaml:{first}:1: warning: {what.format('en')} {hint}",
        f"config.yaml:{first}:1: warning: {what.format('uk')} {hint}",
        f"config.yaml:{first + 4}:{share.index('goodbye') + 1 if 'goodbye' in share else 63}: warning: No option of the"
        ' main menu leads to "goodbye" and a desk, so its share counts nothing.'
        " Write one of: family, infoline, disability, housing, cards.",
    ]
    assert "czeka 3,8 s na dzwonek u pracownika" in problems[0].line_of_text("pl")


def test_the_table_shows_the_change_against_what_is_live() -> None:
    def row(listens: float) -> Seconds:
        return Seconds("pl", (Service("family", "1", 2.0, listens, None),), listens, 2.0, 30.0)

    assert table([row(12.4)], [row(12.0)], Budgets(listens=16), "en") == [
        "Seconds until a desk rings           knows the key         listens       hears all",
        "pl  1  family                                  2.0     12.4 (+0.4)               –",
        "pl  all services                               2.0     12.4 (+0.4)",
        "pl  presses nothing                           30.0",
        "at most: listens 16",
    ]
    assert table([row(12.4)], [row(12.0)], Budgets(), "pl")[1].split() == [
        "pl",
        "1",
        "family",
        "2,0",
        "12,4",
        "(+0,4)",
        "–",
    ]
    assert table([], [], Budgets(), "en") == ["The main menu has no service that rings a desk."]
