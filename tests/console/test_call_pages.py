"""The list of calls and the page of one: filters, saved views, callers, exports; what is noted and what never shows."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from flask import Flask
from markupsafe import escape
from sqlalchemy import update
from werkzeug.datastructures import MultiDict

from ivr.console.calls_asked import Asked, asked
from ivr.store import schema
from ivr.store.console.access_log import Filter
from ivr.store.database import open_writer
from tests.support.call_pages import CALLERS, app_with_people, random_calls, signed_in
from tests.support.console import Person
from tests.support.logged import LoggedOffice, logged_office
from tests.support.offices import at

CALLER = CALLERS[0]
HOSTILE = ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "javascript:alert(1)", "{{7*7}}", "‮gnp.exe"]


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LoggedOffice]:
    with logged_office(tmp_path_factory.mktemp("data")) as made:
        random_calls(made, 60, 3)
        yield made


@pytest.fixture(scope="module")
def app(office: LoggedOffice) -> Flask:
    return app_with_people(office, "operator", "supervisor", "editor", "auditor", "admin")


@pytest.fixture(scope="module")
def operator(app: Flask) -> Person:
    return signed_in(app, "operator")


@pytest.fixture(scope="module")
def supervisor(app: Flask) -> Person:
    return signed_in(app, "supervisor")


def noted(office: LoggedOffice, did: str) -> list[tuple[str, str, str]]:
    rows = office.services.console.access_log.page(Filter(did=did), 50)
    return [(row.who, row.what, row.reason) for row in rows]


def addresses(text: str) -> list[str]:
    return [html.unescape(found) for found in re.findall(r'(?:href|action)="([^"]+)"', text)]


def call_links(text: str) -> list[str]:
    """The calls of the list, in its order."""
    found = re.findall(r"/console/calls/of/(CA\w+)", text)
    return list(dict.fromkeys(found))


def pseudonym(office: LoggedOffice, number: str = CALLER) -> str:
    return office.services.callers.numbers.pseudonyms(number, date(2026, 11, 24))[0]


@pytest.mark.parametrize(
    ("query", "parameters"),
    [
        pytest.param({}, {}, id="as usual"),
        pytest.param({"days": "30", "service": "", "tests": "0"}, {}, id="nothing but what is usual"),
        pytest.param({"days": "7", "outcome": "missed"}, {"days": "7", "outcome": "missed"}, id="kept"),
        pytest.param({"days": "8", "outcome": "x", "gate": "y"}, {}, id="words that are none"),
        pytest.param({"from": "2026-11-01", "days": "7"}, {"from": "2026-11-01"}, id="days of its own"),
        pytest.param({"from": "2026-11-31", "to": "x"}, {}, id="no days"),
        pytest.param({"caller": "+48601234567"}, {}, id="a number is no caller"),
        pytest.param({"caller": "a" * 16 + ".+48601234567"}, {"caller": "a" * 16}, id="a pseudonym is"),
        pytest.param({"service": "x" * 101}, {}, id="too long"),
        pytest.param({"column": "outcome"}, {"column": ["outcome"]}, id="columns"),
        pytest.param({"column": "nonsense"}, {}, id="columns that are none"),
    ],
)
def test_an_address_is_one_view(query: dict[str, str], parameters: dict[str, Any]) -> None:
    wish = asked(MultiDict(query))

    assert wish.parameters() == parameters
    assert asked(MultiDict(parameters)) == wish


@pytest.mark.parametrize(
    ("wish", "since", "until"),
    [
        pytest.param(Asked(), "2026-10-26 00:00", "2026-11-25 00:00", id="thirty days with today"),
        pytest.param(Asked(days=1), "2026-11-24 00:00", "2026-11-25 00:00", id="today"),
        pytest.param(Asked(first=date(2026, 11, 1)), "2026-11-01 00:00", "2026-11-25 00:00", id="from"),
        pytest.param(Asked(last=date(2026, 10, 25)), "2026-09-26 00:00", "2026-10-26 00:00", id="to, clocks change"),
        pytest.param(
            Asked(first=date(2026, 11, 9), last=date(2026, 11, 2)), "2026-11-02 00:00", "2026-11-10 00:00", id="swapped"
        ),
    ],
)
def test_days_are_the_offices(wish: Asked, since: str, until: str) -> None:
    wanted = wish.wanted(at("2026-11-24 00:30"), "Europe/Warsaw", frozenset())

    assert (wanted.since, wanted.until) == (at(since), at(until))


def test_nobody_is_found_by_a_restricted_name() -> None:
    wish = Asked(callers=("a" * 16, "b" * 16))

    assert wish.wanted(at("2026-11-24 10:00"), "UTC", frozenset({"a" * 16})).pseudonyms == ("b" * 16,)


def test_the_list_newest_first_page_by_page(operator: Person) -> None:
    text = operator.get("/calls").text
    first = call_links(text)
    older = next(link for link in addresses(text) if "before=" in link)
    second = operator.get(older.removeprefix("/console")).text
    newer = next(link for link in addresses(second) if "after=" in link)

    assert "60 calls" in text
    assert (len(first), len(call_links(second))) == (50, 10)
    assert first + call_links(second) == sorted(first + call_links(second), reverse=True)
    assert call_links(operator.get(newer.removeprefix("/console")).text) == first
    assert not any("before=" in link for link in addresses(second)), "it is the last page"


def test_a_cell_filters_by_what_stands_in_it(operator: Person) -> None:
    text = operator.get("/calls?language=pl").text
    link = next(link for link in addresses(text) if "outcome=left_while_ringing" in link)
    filtered = operator.get(link.removeprefix("/console")).text

    assert parse_qs(urlsplit(link).query) == {"language": ["pl"], "outcome": ["left_while_ringing"]}
    assert 0 < len(call_links(filtered)) < 50
    assert filtered.count(">connected<") == 1, "only in the choice of outcomes"


@pytest.mark.parametrize(
    ("query", "advice"),
    [
        ("?outcome=failed&service=-", "Take a longer period"),
        ("?caller=" + "a" * 16, "number was withheld"),
        ("?from=2020-01-01&to=2020-01-02", "No call fits"),
    ],
)
def test_where_there_is_nothing_it_says_what_to_do(operator: Person, query: str, advice: str) -> None:
    assert advice in operator.get(f"/calls{query}").text


def test_columns_are_chosen(operator: Person) -> None:
    text = operator.get("/calls?column=outcome&column=lines").text
    heads = re.findall(r'scope="col"[^>]*>([^<]*)<', text)

    assert [head.strip() for head in heads] == ["When", "Outcome", "Telephones rung"], "When leads to the call"


def test_a_caller_is_found_by_a_number_that_is_in_no_address(operator: Person, office: LoggedOffice) -> None:
    operator.get("/calls?language=pl")
    answer = operator.post("/calls/caller?language=pl", {"number": "601 234 567"})
    text = operator.get(answer.location.removeprefix("/console")).text

    assert parse_qs(urlsplit(answer.location).query) == {"language": ["pl"], "caller": [pseudonym(office)]}
    assert set(re.findall(r"••• ••• (\d+)", text)) == {"567"}
    assert noted(office, "caller_searched")[0] == ("operator", pseudonym(office), "")
    assert "601" not in str(noted(office, "caller_searched"))


@pytest.mark.parametrize("number", ["", "abc", "112x", "=1+1", "9" * 60])
def test_what_is_no_number_is_refused_and_not_noted(operator: Person, office: LoggedOffice, number: str) -> None:
    before = noted(office, "caller_searched")
    operator.get("/calls")
    answer = operator.post("/calls/caller", {"number": number})

    assert answer.status_code == 400
    assert "no telephone number" in answer.text
    assert noted(office, "caller_searched") == before


def test_a_number_in_an_address_goes_no_further(operator: Person) -> None:
    answer = operator.get("/calls?caller=%2B48601234567&language=pl")

    assert answer.location == "/console/calls?language=pl"


def test_no_number_of_a_caller_shows_anywhere(operator: Person, supervisor: Person) -> None:
    columns = "&".join(f"column={name}" for name in ("when", "caller", "forwarded", "lines", "call", "revision"))
    texts = [operator.get(f"/calls?{columns}").text, supervisor.get(f"/calls/export/csv?{columns}").text]
    texts += [operator.get(f"/calls/of/{call}").text for call in call_links(texts[0])[:8]]

    for text in texts:
        assert not [number for number in CALLERS if number and number.removeprefix("+48") in text]
        assert "s1.2026" not in text


def test_views_are_saved_by_name_without_the_caller(operator: Person, supervisor: Person, office: LoggedOffice) -> None:
    here = f"/calls/views?outcome=missed&caller={pseudonym(office)}"
    operator.get("/calls")
    operator.post(here, {"name": "  Missed\n<b>here</b> ", "shared": "1"})
    text, others = operator.get("/calls?outcome=missed").text, supervisor.get("/calls").text
    views = re.search(r'<nav class="views".*?</nav>', text, re.DOTALL)

    assert views
    assert 'href="/console/calls?outcome=missed" aria-current="page">Missed &lt;b&gt;here&lt;/b&gt;' in views[0]
    assert "Missed &lt;b&gt;here&lt;/b&gt; <small>operator</small>" in others
    assert "/remove" not in others, "it is not theirs"
    remove = next(link for link in addresses(text) if "/remove" in link)
    supervisor.post(remove.removeprefix("/console"))
    assert "Missed" in supervisor.get("/calls").text
    operator.post(remove.removeprefix("/console"))
    assert "Missed &lt;" not in supervisor.get("/calls").text


def test_an_export_is_the_supervisors_and_noted(operator: Person, supervisor: Person, office: LoggedOffice) -> None:
    assert operator.get("/calls/export/csv").status_code == 403
    assert "/calls/export" not in operator.get("/calls").text
    answer = supervisor.get("/calls/export/csv?outcome=connected&column=when&column=caller&column=minutes")
    lines = answer.data.decode("utf-8-sig").splitlines()

    assert lines[0] == "When;Caller;Minutes"
    assert len(lines) > 10
    assert all(re.fullmatch(r"2026-11-24 \d\d:\d\d:\d\d;(••• ••• \d{3})?;\d+,\d\d", line) for line in lines[1:])
    assert noted(office, "calls_exported")[0][:2] == (
        "supervisor", "csv outcome=connected&column=when&column=caller&column=minutes",
    )  # fmt: skip
    assert supervisor.get("/calls/export/xlsx").data.startswith(b"PK")
    assert supervisor.get("/calls/export/exe").status_code == 404


def test_an_export_holds_every_page(supervisor: Person) -> None:
    assert len(supervisor.get("/calls/export/csv").data.splitlines()) == 61


def one_connected(person: Person) -> str:
    return call_links(person.get("/calls?outcome=connected&service=family_benefits").text)[0]


def test_a_call_is_told_and_looking_is_noted(operator: Person, office: LoggedOffice) -> None:
    call = one_connected(operator)
    text = html.unescape(operator.get(f"/calls/of/{call}").text)

    assert noted(office, "call_viewed")[0] == ("operator", call, "")
    assert "Pressed 1 (Świadczenia rodzinne) → family." in text
    assert '<p lang="pl">Świadczenia rodzinne: proszę nacisnąć jeden.</p>' in text, "what the menu said then"
    assert re.search(r"\d\d:\d\d:\d\d</time>", text)
    assert ">answered<" in text
    assert "the present one" in text


def test_other_attempts_of_the_caller_that_day(operator: Person, office: LoggedOffice) -> None:
    call = call_links(operator.get(f"/calls?caller={pseudonym(office)}").text)[3]
    text = operator.get(f"/calls/of/{call}").text

    assert len(call_links(text)) == 14 + 1, "the other fourteen, and where the reason is sent to"


def test_a_number_is_shown_once_for_a_reason(operator: Person, office: LoggedOffice) -> None:
    call = call_links(operator.get(f"/calls?caller={pseudonym(office)}").text)[0]
    operator.get(f"/calls/of/{call}")
    refused = operator.post(f"/calls/of/{call}/reveal", {"reason": "  "})
    assert refused.status_code == 400
    assert CALLER not in refused.text
    assert noted(office, "number_revealed") == []
    shown = operator.post(f"/calls/of/{call}/reveal", {"reason": "prosi o oddzwonienie"})

    assert CALLER in shown.text
    assert shown.headers["Cache-Control"] == "no-store"
    assert noted(office, "number_revealed") == [("operator", call, "prosi o oddzwonienie")]
    assert CALLER not in operator.get(f"/calls/of/{call}").text
    assert not [link for link in addresses(shown.text) if "601234567" in link]


def test_a_restricted_number_is_used_for_nothing(operator: Person, office: LoggedOffice) -> None:
    number = CALLERS[1]
    name = pseudonym(office, number)
    call = call_links(operator.get(f"/calls?caller={name}").text)[0]
    office.services.callers.people.restrict(frozenset({name}))
    try:
        text = operator.get(f"/calls/of/{call}").text
        revealed = operator.post(f"/calls/of/{call}/reveal", {"reason": "I want to know"})
        listed = operator.get("/calls").text

        assert "must not be used" in text
        assert name not in text + listed
        assert "••• ••• 200" not in text + listed
        assert call_links(operator.get(f"/calls?caller={name}").text) == []
        assert (revealed.status_code, number in revealed.text) == (404, False)
    finally:
        office.services.callers.people.restrict(frozenset({name}), on=False)


def test_a_withheld_number_has_nothing_to_show(operator: Person) -> None:
    text = operator.get("/calls").text
    call = re.search(r'of/(CA\w+)"(?:(?!</tr>).)*?<span class="quiet">withheld', text, re.DOTALL)
    assert call
    page = operator.get(f"/calls/of/{call[1]}").text

    assert "was withheld" in page
    assert "/reveal" not in page


@pytest.mark.parametrize("call", ["CA-none", "CA", "%25", "..", "CA0000000000000000000000000000000"])
def test_no_such_call(operator: Person, office: LoggedOffice, call: str) -> None:
    before = noted(office, "call_viewed")

    assert operator.get(f"/calls/of/{call}").status_code == 404
    assert noted(office, "call_viewed") == before


@pytest.mark.parametrize("hostile", HOSTILE)
def test_what_others_write_is_text(hostile: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    """From, To and the labels of a later menu are whatever somebody sent."""
    with logged_office(tmp_path_factory.mktemp("data")) as office:
        call = office.call(at("2026-11-24 10:00"), caller=hostile)
        call.presses("1").desk_answers(9)
        office.clock.now = at("2026-11-24 11:00")
        office.shipped().dispose()
        writer = open_writer(office.services.settings.database)
        names = dict.fromkeys(("called", "service", "language", "revision", "ended_how", "outcome"), hostile)
        with writer.begin() as connection:
            connection.execute(update(schema.calls).values(**names, because=f"override:{hostile}"))
            connection.execute(update(schema.legs).values(line=hostile, hunt_group=hostile, number=hostile))
        person = signed_in(app_with_people(office, "supervisor"), "supervisor")
        columns = "&".join(f"column={name}" for name in ("when", "caller", "called", "language", "service", "lines"))
        pages = [person.get(f"/calls?{columns}&column=because&column=ended").text]
        pages.append(person.get(f"/calls/of/{call_links(pages[0])[0]}").text)

        for text in pages:
            assert "<script>alert" not in text
            assert "<img src=x" not in text
            assert 'href="javascript:' not in text
        assert str(escape(hostile)) in pages[0], "as it was sent, to the letter"


def test_an_earlier_menu_is_told_in_its_own_words(operator: Person, office: LoggedOffice) -> None:
    """Where the revision is not kept any more the page says so, and nothing is made up."""
    call = call_links(operator.get("/calls?outcome=left_in_menu").text)[0]
    writer = open_writer(office.services.settings.database)
    with writer.begin() as connection:
        connection.execute(update(schema.calls).where(schema.calls.c.call_id == call).values(revision="0" * 12))
    text = operator.get(f"/calls/of/{call}").text

    assert "not kept any more, so its words cannot be shown" in text
    assert "What was said" not in text


def test_too_many_searches_are_refused(office: LoggedOffice, app: Flask) -> None:
    person = signed_in(app, "supervisor")
    person.get("/calls")
    answers = [person.post("/calls/caller", {"number": "601 234 567"}).status_code for _ in range(61)]
    office.clock.now += timedelta(hours=1)

    assert (answers[0], answers[59], answers[60]) == (302, 302, 429)
