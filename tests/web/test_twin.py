"""The public pages over HTTP: addresses, languages, headers, size, the data for machines, and the calendar."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from html.parser import HTMLParser
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest
from click.testing import CliRunner
from flask.testing import FlaskClient
from icalendar import Calendar

from ivr.cli import cli
from ivr.core.office import Announcement
from ivr.watching.counts import Counts
from ivr.web import create_app
from ivr.web.twin_texts import TEXTS
from ivr.wiring import Services
from tests.support.hours import switch
from tests.support.offices import OFFICES, at, plan_of
from tests.support.twin import TwinServices, app_of

WEB = Path(__file__).parents[2] / "ivr" / "web"
PAGES = ["/", "/uk", "/en", "/privacy", "/uk/privacy", "/en/privacy"]
ELSEWHERE = {"X-Forwarded-For": "10.0.0.1"}
TEMPLATES = "".join(file.read_text() for file in (WEB / "templates").glob("twin*.html"))
CODE = (WEB / "twin.py").read_text()


class Page(HTMLParser):
    """What a test wants to know of a page: tags with attributes, the text, and which text is in which language."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.text = ""
        self.marked: list[tuple[str, str]] = []  # (lang, text)
        self._lang = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, {name: value or "" for name, value in attrs}))
        self._lang = self.tags[-1][1].get("lang", "")

    def handle_data(self, data: str) -> None:
        self.text += data
        if self._lang:
            self.marked.append((self._lang, data))
            self._lang = ""

    def all(self, tag: str, **having: str) -> list[dict[str, str]]:
        found = [attributes for name, attributes in self.tags if name == tag]
        return [one for one in found if all(one.get(key.rstrip("_")) == value for key, value in having.items())]


@pytest.fixture
def services() -> TwinServices:
    return TwinServices()


@pytest.fixture
def client(services: TwinServices) -> FlaskClient:
    return app_of(services).test_client()


@pytest.mark.parametrize(
    ("path", "language"),
    [
        ("/", "pl"), ("/pl", "pl"), ("/uk", "uk"), ("/en", "en"), ("/?lang=uk", "uk"), ("/privacy?lang=en", "en"),
        ("/privacy", "pl"), ("/en/privacy", "en"),
    ],
)  # fmt: skip
def test_every_language_has_its_address(client: FlaskClient, path: str, language: str) -> None:
    page = Page(client.get(path, headers={"Accept-Language": "en"}).text)

    assert page.all("html") == [{"lang": language}]


@pytest.mark.parametrize("path", ["/de", "/?lang=de", "/de/privacy", "/?lang=../etc", "/plx", "/uk/"])
def test_what_is_no_language_is_not_there(client: FlaskClient, path: str) -> None:
    assert client.get(path).status_code == 404


def test_a_language_the_office_has_not_is_not_there(services: TwinServices, client: FlaskClient) -> None:
    office = services.live.office
    services.live = replace(services.live, office=replace(office, languages={"pl": office.languages["pl"]}))

    assert client.get("/uk").status_code == 404
    assert "українська" not in client.get("/").text


@pytest.mark.parametrize("path", PAGES)
def test_pages_name_their_other_languages(client: FlaskClient, services: TwinServices, path: str) -> None:
    services.public_url = "https://urzad.example/info"
    page = Page(client.get(path).text)

    rest = path.removeprefix("/uk").removeprefix("/en").rstrip("/")
    expected = {"pl": f"{rest or '/'}", "uk": f"/uk{rest}", "en": f"/en{rest}"}
    links = {one["hreflang"]: one["href"] for one in page.all("link", rel="alternate") if "hreflang" in one}
    assert links.pop("x-default") == f"https://urzad.example/info{expected['pl']}"
    assert links == {code: f"https://urzad.example/info{address}" for code, address in expected.items()}
    assert [one["href"] for one in page.all("link", rel="canonical")] == [f"https://urzad.example/info{path}"]
    for one in page.all("a"):
        assert one["href"].startswith(("tel:", "mailto:", "https://", "#", "/info/")), one


def test_words_of_another_language_are_marked(client: FlaskClient) -> None:
    page = Page(client.get("/uk").text)

    assert ("pl", "pl.\u00a0Solidarności 1/3/5") in page.marked
    assert ("pl", "polski") in page.marked
    assert ("en", "English") in page.marked
    assert "[pl:" not in page.text
    assert "<built-in" not in client.get("/uk").text
    assert not re.search(r"[{}]", re.sub(r"<script.*?</script>", "", client.get("/uk").text, flags=re.DOTALL))


@pytest.mark.parametrize("path", [*PAGES, "/calendar.ics"])
def test_anybody_may_read_and_nothing_is_kept_about_them(services: TwinServices, path: str) -> None:
    services.public_url = "https://urzad.example"

    answer = app_of(services).test_client().get(path, headers=ELSEWHERE)

    assert answer.status_code == 200
    assert "Set-Cookie" not in answer.headers
    assert answer.headers["Cache-Control"] == "public, max-age=60"
    policy = answer.headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'; style-src 'self'; img-src 'self';")
    assert "unsafe" not in policy
    assert "/phone" not in re.sub(r"/static/phone/", "", answer.text)


def test_an_unchanged_page_is_not_sent_again(client: FlaskClient) -> None:
    tag = client.get("/").headers["ETag"]

    assert client.get("/", headers={"If-None-Match": tag}).status_code == 304


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("office", ["shipped", "later"])
def test_pages_are_light_and_have_no_script(office: str, path: str) -> None:
    answer = app_of(TwinServices(plan_of(office))).test_client().get(path)
    page = Page(answer.text)

    assert len(answer.data) + (WEB / "static" / "twin.css").stat().st_size < 50_000
    assert all(one == {"type": "application/ld+json"} for one in page.all("script"))
    assert not [attributes for _, attributes in page.tags for name in attributes if name == "style" or name[:2] == "on"]
    assert "<style" not in answer.text
    ids = [attributes["id"] for _, attributes in page.tags if "id" in attributes]
    assert len(ids) == len(set(ids))
    assert {one["href"][1:] for one in page.all("a") if one["href"].startswith("#")} <= set(ids)


@pytest.mark.parametrize(
    ("phone", "headers", "public_url", "there"),
    [
        pytest.param(True, {}, None, True, id="somebody at this machine"),
        pytest.param(True, ELSEWHERE, None, False, id="somebody elsewhere"),
        pytest.param(True, {}, "https://urzad.example", False, id="a service with a public address"),
        pytest.param(False, {}, None, False, id="an app without the phone"),
    ],
)
def test_only_people_at_this_machine_see_the_phone(
    services: TwinServices, phone: bool, headers: dict[str, str], public_url: str | None, there: bool
) -> None:
    services.public_url = public_url
    client = app_of(services, phone).test_client()
    client.get("/", headers=ELSEWHERE)  # what is kept for others is not for them

    answer = client.get("/", headers=headers)

    assert ('href="/phone"' in answer.text) is there
    assert answer.headers["Cache-Control"].startswith("private" if there else "public")


def test_the_page_follows_the_clock_and_the_plan(services: TwinServices, client: FlaskClient) -> None:
    services.now = at("2026-11-24 18:59")
    assert "Odbieramy telefony do 19:00." in client.get("/").text

    services.now = at("2026-11-24 19:00")
    assert "Nie odbieramy telefonów." in client.get("/").text
    assert "Prosimy dzwonić jutro od 7:30." in Page(client.get("/").text).text

    notice = Announcement("a", {"pl": "Awaria <prądu>."}, services.now, services.now + timedelta(hours=1), "anna")
    services.live = replace(services.live, office=replace(services.live.office, announcements=(notice,)))
    assert "<p>Awaria &lt;prądu&gt;.</p>" in client.get("/").text


def test_a_changed_number_changes_the_page(services: TwinServices, client: FlaskClient) -> None:
    office = services.live.office
    line = replace(office.lines["infoline"], number="+48717822399", written="71 78 22 399")
    services.live = replace(services.live, office=replace(office, lines={**office.lines, "infoline": line}))

    text = client.get("/").text

    assert '<a href="tel:+48717822399">71 78 22 399</a>' in text
    assert "71 78 22 322" not in text


@pytest.mark.parametrize(
    ("path", "days"),
    [
        ("/privacy", ["po 30 dniach", "po roku", "po 2 latach"]),
        ("/uk/privacy", ["через 30 днів", "через рік", "через 2 роки"]),
        ("/en/privacy", ["after 30 days", "after a year", "after 2 years"]),
    ],
)
def test_the_privacy_page_has_the_days_of_the_settings(client: FlaskClient, path: str, days: list[str]) -> None:
    text = Page(client.get(path).text).text

    assert [day for day in days if day not in text] == []
    assert len(text.split()) > 150, "the whole notice"


def test_the_privacy_page_obeys_other_settings(services: TwinServices, client: FlaskClient) -> None:
    office = services.live.office
    services.live = replace(services.live, office=replace(office, privacy=replace(office.privacy, number_days=7)))

    assert "usuwamy po 7 dniach" in client.get("/privacy").text


def linked(client: FlaskClient, path: str = "/") -> dict[str, Any]:
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', client.get(path).text, re.DOTALL)
    assert found
    return cast(dict[str, Any], json.loads(found[1]))


def test_machines_read_the_hours(client: FlaskClient) -> None:
    data = linked(client)

    assert (data["@context"], data["@type"], data["name"]) == ("https://schema.org", "GovernmentOffice", "MOPS Wrocław")
    own, *groups = data["contactPoint"]
    assert own["telephone"][0] == "+48717822300"
    weekly, *unusual = own["hoursAvailable"]
    assert (weekly["opens"], weekly["closes"], len(weekly["dayOfWeek"])) == ("07:30", "19:00", 5)
    assert [(one["opens"], one["closes"], one["validFrom"], one["validThrough"]) for one in unusual][:2] == [
        ("00:00", "00:00", "2026-12-24", "2026-12-25"),
        ("00:00", "00:00", "2027-01-01", "2027-01-01"),
    ]
    assert [one["contactType"] for one in groups] == [group.label["pl"] for group in plan_of().office.groups.values()]
    assert linked(client, "/en")["contactPoint"][1]["contactType"] == "Family benefits"


def test_machines_read_a_shorter_day() -> None:
    data = linked(app_of(TwinServices(plan_of("later"))).test_client())

    for point, closes in ((0, "13:00"), (3, "13:00")):
        dated = [one for one in data["contactPoint"][point]["hoursAvailable"] if "validFrom" in one]
        unusual = {one["validFrom"]: (one["opens"], one["closes"]) for one in dated}
        assert unusual["2026-12-31"] == ("07:30", closes)
        assert unusual["2026-12-28"] == ("00:00", "00:00")
        assert unusual.get("2027-01-09") == (("09:00", "13:00") if point == 0 else None)


def test_machines_read_when_desks_see_visitors() -> None:
    desks = linked(app_of(TwinServices(plan_of())).test_client(), "/en")["department"]

    assert [one["name"] for one in desks] == [
        "Disability certificates",
        "Large Family Card and Rodzina Plus Card",
        "For the cash desk",
    ]
    cash = desks[-1]
    [weekly] = cash["openingHoursSpecification"]
    assert (weekly["opens"], weekly["closes"]) == ("10:00", "14:00")
    unusual = {one["validFrom"]: (one["opens"], one["closes"]) for one in cash["specialOpeningHoursSpecification"]}
    assert unusual["2026-11-30"] == ("10:00", "12:00")
    assert unusual["2026-12-24"] == ("00:00", "00:00")


def test_machines_read_an_operators_switch(services: TwinServices) -> None:
    office = services.live.office
    closed = replace(office.schedules["calls"], overrides=(switch(False, "2026-11-24 12:00", "2026-11-24 14:00"),))
    schedules = {**office.schedules, "calls": closed}
    services.live = replace(services.live, office=replace(office, schedules=schedules))

    dated = list(linked(app_of(services).test_client())["contactPoint"][0]["hoursAvailable"][1:])

    today = [(one["opens"], one["closes"]) for one in dated if one["validFrom"] == "2026-11-24"]
    assert today == [("07:30", "12:00"), ("14:00", "19:00")]


CLOCK = re.compile(r"([01]\d|2[0-3]):[0-5]\d")
SPECIFICATIONS = {
    "hoursAvailable": ("ContactPoint", ("dayOfWeek", "validFrom")),
    "openingHoursSpecification": ("GovernmentOffice", ("dayOfWeek",)),
    "specialOpeningHoursSpecification": ("GovernmentOffice", ("validFrom",)),
}
WEEK = {"Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"}


def things(thing: Any) -> Iterator[dict[str, Any]]:
    if isinstance(thing, list):
        for one in thing:
            yield from things(one)
    elif isinstance(thing, dict):
        yield thing
        for one in thing.values():
            yield from things(one)


@pytest.mark.parametrize("when", ["2026-11-24 10:00", "2026-12-24 10:00", "2027-01-09 10:00"])
@pytest.mark.parametrize("path", ["/", "/uk", "/en"])
@pytest.mark.parametrize("office", ["shipped", "later"])
def test_the_form_is_that_of_schema_org(office: str, path: str, when: str) -> None:
    """Types and properties as schema.org has them: what a ContactPoint and a LocalBusiness may hold, and the hours."""
    data = linked(app_of(TwinServices(plan_of(office), at(when))).test_client(), path)

    hours = 0
    for thing in things(data):
        for name, (owner, kinds) in SPECIFICATIONS.items():
            for one in thing.get(name, ()):
                hours += 1
                assert thing["@type"] == owner
                assert one.keys() - {"validThrough"} in [{"@type", kind, "opens", "closes"} for kind in kinds]
                assert one["@type"] == "OpeningHoursSpecification"
                assert CLOCK.fullmatch(one["opens"])
                assert CLOCK.fullmatch(one["closes"])
                assert (one["opens"], one["closes"]) == ("00:00", "00:00") or one["opens"] < one["closes"]
                assert set(one.get("dayOfWeek", ())) <= WEEK
                if "validFrom" in one:
                    assert date.fromisoformat(one["validFrom"]) <= date.fromisoformat(one["validThrough"])
        assert all(re.fullmatch(r"\+\d{8,15}", number) for number in thing.get("telephone", ()))
    assert hours > 10


def events(text: str) -> list[dict[str, str]]:
    """As a calendar program reads them."""
    calendar = Calendar.from_ical(text)
    assert (calendar["VERSION"], calendar["PRODID"]) == ("2.0", "-//infoline//hours//EN")
    assert not calendar.errors
    found = []
    for event in calendar.walk("VEVENT"):
        assert not event.errors
        assert event["UID"]
        assert event["DTSTAMP"].dt.utcoffset() == timedelta(0)
        last = event["DTEND"].dt - timedelta(days=1)
        found.append(
            {
                "first": event["DTSTART"].dt.isoformat(), "last": last.isoformat(), "uid": str(event["UID"]),
                "summary": str(event["SUMMARY"]), "hours": str(event["DESCRIPTION"]),
            }
        )  # fmt: skip
    return found


@pytest.mark.parametrize(
    ("path", "closed", "calls", "reason"),
    [
        ("/calendar.ics", "nieczynne", "Telefon", "z powodu krótszego dnia pracy"),
        ("/uk/calendar.ics", "зачинено", "Телефон", "через скорочений робочий день"),
        ("/en/calendar.ics", "closed", "Telephone", "because we close early today"),
    ],
)
def test_the_calendar_as_a_program_reads_it(path: str, closed: str, calls: str, reason: str) -> None:
    answer = app_of(TwinServices(plan_of("later"))).test_client().get(path)

    assert answer.content_type == "text/calendar; charset=utf-8"
    assert max(len(line.encode()) for line in answer.text.split("\r\n")) <= 75
    assert "\n" not in answer.text.replace("\r\n", "")
    found = events(answer.text)
    days = {event["first"]: event for event in found}
    assert f"{calls}: {closed}" in days["2026-12-24"]["hours"]
    assert days["2026-12-31"]["summary"] == f"MOPS Wrocław: {reason}"
    assert f"{calls}: 7:30-13:00" in days["2026-12-31"]["hours"]
    assert "2026-11-30" not in days, "the last day of a month is nothing unusual"
    assert len({event["uid"] for event in found}) == len(found)


@pytest.mark.parametrize(("path", "polish"), [("/calendar.ics", True), ("/en/calendar.ics", False)])
@pytest.mark.parametrize("office", ["shipped", "later"])
def test_the_command_prints_the_same_calendar(tmp_path: Path, office: str, path: str, polish: bool) -> None:
    """Of the days that both tell of: the page tells of thirteen months, the command of as many as it is asked for."""
    environment = {"IVR_CONFIG": str(OFFICES[office]), "IVR_DATA": str(tmp_path), "LANG": "pl_PL" if polish else "C"}
    asked = ["hours", "--draft", "--ics", "--from", "2026-11-24", "--months", "12"]
    printed = CliRunner().invoke(cli, asked, env=environment)
    served = app_of(TwinServices(plan_of(office))).test_client().get(path).text

    first, last = "2026-11-24", "2027-11-23"
    both = [[one for one in events(text) if first <= one["first"] <= last] for text in (printed.output, served)]
    assert len(both[0]) >= 9
    assert both[0] == both[1]


def test_the_calendar_names_hours_in_words(client: FlaskClient) -> None:
    text = client.get("/calendar.ics").text.replace("\r\n ", "")

    assert "Telefon: nieczynne" in text
    assert "Kasa: nieczynne" in text
    assert not re.search(r"\b(calls|cash_desk|cards_visits|disability_visits)\b", text)


def test_a_site_may_have_only_the_pages_or_none() -> None:
    def answers(parts: tuple[str, ...]) -> list[int]:
        services = cast(
            Services, SimpleNamespace(**{name: getattr(TwinServices(), name) for name in ("plan", "clock")})
        )
        services.__dict__.update(settings=TwinServices().settings, counts=Counts())
        client = create_app(services, parts).test_client()
        return [client.get(path).status_code for path in ("/", "/phone")]

    assert answers(("twin",)) == [200, 404]
    assert answers(("phone",)) == [404, 200]
    assert answers(("twin", "phone")) == [200, 200]


# -- the words of the page -------------------------------------------------------------------------------------------


def places(text: str) -> set[str]:
    return set(re.findall(r"\{\w+\}", text))


@pytest.mark.parametrize("language", TEXTS)
def test_texts_are_complete_and_have_the_same_places(language: str) -> None:
    other = TEXTS["en"]

    assert TEXTS[language].keys() == other.keys()
    assert {name: places(text) for name, text in TEXTS[language].items()} == {n: places(t) for n, t in other.items()}
    assert all(text.strip() for text in TEXTS[language].values())


@pytest.mark.parametrize("name", TEXTS["en"])
def test_every_text_is_used(name: str) -> None:
    prefix = name.split("_")[0]

    assert re.search(rf"\bt\.{name}\b", TEMPLATES) or f'"{prefix}_' in TEMPLATES + CODE.replace('f"', '"')


def test_no_text_has_the_name_of_something_a_dictionary_does() -> None:
    """A template would print that instead: `t.keys` is no text."""
    assert [name for name in TEXTS["en"] if hasattr(dict, name)] == []


def test_every_text_asked_for_is_there() -> None:
    assert set(re.findall(r"\bt\.(\w+)", TEMPLATES)) - TEXTS["en"].keys() == set()
