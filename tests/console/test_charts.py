"""Charts and telephones on real calls: pages, files, what is hidden, looked at in a browser and printed."""

from __future__ import annotations

import csv
import io
import random
import re
from collections.abc import Iterator

import pytest
from flask import Flask
from playwright.sync_api import Browser

from ivr.console.charts.figure import Column, Figure, Share
from ivr.console.charts.sections import FIGURES, SECTIONS
from ivr.console.charts.spreadsheet import file_of
from ivr.figures import Count
from ivr.web import create_app
from ivr.wiring import Services
from tests.console.test_pages import sign_in, sticks_out
from tests.support.browser import watched
from tests.support.console import TUESDAY, Person, add_account, served
from tests.support.logged import live_at_random, logged_office, random_moments
from tests.support.offices import at

CALLS = 60
LOOKED_AT = ("/charts?publication=1", "/charts/desks", "/charts/menu", "/charts/callers", "/charts/month", "/lines")


@pytest.fixture(scope="module")
def services(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Services]:
    """Sixty calls of three weeks, and people."""
    chance = random.Random(4)
    with logged_office(tmp_path_factory.mktemp("data")) as office:
        for moment in random_moments(chance, [at("2026-11-03 07:30"), at("2026-11-23 15:30")], CALLS):
            live_at_random(office.call(moment, f"+4860123{chance.randint(4000, 4020)}"), chance)
        office.shipped()
        office.clock.now = at(TUESDAY)
        add_account(office.services, "kowalska", "supervisor", "auditor")
        add_account(office.services, "nowak", "operator")
        yield office.services


@pytest.fixture(scope="module")
def app(services: Services) -> Flask:
    return create_app(services, parts=("console",))


@pytest.fixture
def person(app: Flask) -> Person:
    made = Person(app)
    made.sign_in("kowalska")
    return made


def rows_of(text: str) -> list[list[str]]:
    assert text.startswith("\ufeff")
    return list(csv.reader(io.StringIO(text[1:]), delimiter=";"))


@pytest.mark.parametrize("period", ["", "?period=last_24_months&publication=1", "?from=2030-01-01&to=2030-01-02"])
@pytest.mark.parametrize("section", SECTIONS)
def test_every_page_answers(person: Person, section: str, period: str) -> None:
    answer = person.get(f"/charts/{section}{period}")

    assert answer.status_code == 200
    assert answer.text.count('class="card chart"') >= len(SECTIONS[section][1])
    assert (answer.text.count("<table") == 0) == ("2030" in period and section != "calls"), "without calls no table"


def test_every_figure_stands_on_one_page() -> None:
    assert sorted(name for _title, names in SECTIONS.values() for name in names) == sorted(FIGURES)


@pytest.mark.parametrize("name", FIGURES)
def test_every_figure_has_its_file(person: Person, name: str) -> None:
    answer = person.get(f"/charts/file/{name}")
    rows = rows_of(answer.data.decode())

    assert answer.headers["Content-Disposition"] == f'attachment; filename="{name}_2026-10-26_2026-11-24.csv"'
    assert len(rows) > 2
    assert b"\r\n" in answer.data
    assert {len(row) for row in rows[:-1]} == {len(rows[0])}


def test_the_days_add_up_to_all_calls(person: Person) -> None:
    rows = rows_of(person.get("/charts/file/days").data.decode())[1:-1]

    assert len(rows) == 30
    assert sum(int(row[1]) for row in rows) == CALLS


def test_what_is_published_has_no_small_number(person: Person) -> None:
    for name in FIGURES:
        plain, published = (
            rows_of(person.get(f"/charts/file/{name}{asked}").data.decode()) for asked in ("", "?publication=1")
        )
        counts = [cell for row in published[1:] for cell in row[1:] if re.fullmatch("[1-4]", cell)]
        assert counts == [] or name in ("seconds", "staffing"), "seconds and days tell of nobody"
        assert len(plain) <= len(published)
    assert "<5" in person.get("/charts/file/days?publication=1").data.decode()
    assert "&lt;5" in person.get("/charts/calls?publication=1").text


def test_taking_figures_away_is_for_supervisors_and_is_noted(app: Flask, person: Person) -> None:
    operator = Person(app)
    operator.sign_in("nowak")

    assert operator.get("/charts/file/days").status_code == 403
    assert "/charts/file/" not in operator.get("/charts").text
    person.get("/charts/file/weekdays?publication=1")
    assert "weekdays 2026-10-26..2026-11-24 publication" in person.get("/access-log").text


@pytest.mark.parametrize("hostile", ["=1+1", "+48", "-2", "@SUM(A1)", "\t=1", "\r=1", " =1", "＝1"])
def test_a_file_runs_no_formula(hostile: str) -> None:
    figure = Figure("x", "=title", "", (Column(hostile), Column("n")), [[hostile, Count(3)], ['a;"b', Share(0.125)]])
    rows = rows_of(file_of(figure, [hostile]).decode())

    assert [row[0][0] for row in (rows[0], rows[1], rows[3])] == ["'"] * 3
    assert rows[2] == ['a;"b', "12,5%"]


def test_the_picture_counts_the_ways(person: Person) -> None:
    answer = person.get("/charts/flow.svg")

    assert answer.mimetype == "image/svg+xml"
    assert answer.text.count('class="count"') >= 5
    assert "sandbox" in answer.headers["Content-Security-Policy"]


@pytest.mark.parametrize(
    "query", ["?period=zzz", "?from=never", "?from=2026-11-24&to=2026-11-01", "?publication=x", "?from=0001-01-01"]
)
def test_a_period_that_makes_no_sense_is_none(person: Person, query: str) -> None:
    assert person.get(f"/charts{query}").status_code == 200
    assert person.get("/charts/month?month=2026-99").status_code == 200


def test_the_telephones(person: Person, services: Services) -> None:
    text = person.get("/lines").text

    for line in services.plan().office.lines.values():
        assert line.written in text


@pytest.fixture(scope="module")
def base(app: Flask) -> Iterator[str]:
    with served(app) as address:
        yield address


@pytest.mark.parametrize(("scheme", "width"), [("light", 360), ("dark", 1440)])
def test_everybody_can_read_them(browser: Browser, base: str, scheme: str, width: int) -> None:
    with watched(browser, base, color_scheme=scheme, locale="pl-PL", viewport={"width": width, "height": 800}) as watch:
        sign_in(watch.page)
        for path in (
            "/charts?publication=1",
            "/charts/desks",
            "/charts/menu",
            "/charts/callers",
            "/charts/month",
            "/lines",
        ):
            watch.page.goto(f"/console{path}")
            assert (watch.axe(), sticks_out(watch.page)) == ([], 0), path
        assert watch.problems == []


def test_a_month_is_one_sheet(browser: Browser, base: str) -> None:
    with watched(browser, base, locale="pl-PL") as watch:
        sign_in(watch.page)
        watch.page.goto("/console/charts/month?month=2026-11")
        sheet = watch.page.pdf(prefer_css_page_size=True, print_background=True)

        assert len(re.findall(rb"/Type /Page\b", sheet)) == 1
