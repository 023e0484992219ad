"""Today and Waiting as people use them: what they say, who may see a number, in the browser and without JavaScript."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.support.browser import sign_in, sticks_out, watched
from tests.support.console import PASSWORD, served
from tests.support.offices import at
from tests.waiting.conftest import CALLERS, NOW, Morning, missed


def first(morning: Morning) -> str:
    """The most urgent one."""
    return morning.office.services.waiting.all()[0].id


def test_what_today_says(morning: Morning) -> None:
    text = morning.person().get("/today").text

    assert "callers wait" in text
    assert "Family benefits" in text
    assert "missed: 2" in text
    assert "nobody answers." in text, "the family benefits' telephone rang in vain five times and more"
    assert "26 December 2026 is a Saturday" in text
    assert not any(number[3:] in text for number in CALLERS if number != "anonymous")


def test_an_editor_sees_hours_and_alarms_and_no_call(morning: Morning) -> None:
    editor = morning.person("lis")

    text = editor.get("/today").text

    assert "Open now" in text
    assert "To be seen to" in text
    assert "Calls going on" not in text
    assert editor.get("/waiting").status_code == 403


def test_who_waits(morning: Morning) -> None:
    text = morning.person().get("/waiting").text

    assert "4 callers wait." in text, "who got through this morning, and who called on Sunday, do not"
    assert "<strong>3 attempts</strong>, never reached anyone" in text
    assert text.count("no number") == 2
    assert "••• ••• 567" in text
    assert not any(number[3:] in text for number in CALLERS if number != "anonymous")


def test_a_number_is_shown_for_a_reason_that_is_noted_first(morning: Morning) -> None:
    person, call = morning.person(), first(morning)
    log = morning.office.services.console.access_log
    person.get(f"/waiting/of/{call}")

    refused = person.post(f"/waiting/of/{call}/reveal", {"reason": "  "})
    shown = person.post(f"/waiting/of/{call}/reveal", {"reason": "oddzwaniam\nw sprawie"})

    assert (refused.status_code, "601 234 567" in refused.text) == (400, False)
    assert "+48 601 234 567" in shown.text
    assert shown.headers["Cache-Control"] == "no-store"
    noted = [row for row in log.all_rows() if row.did == "number_revealed"]
    assert [(row.who, row.reason) for row in noted] == [("nowak", "oddzwaniam w sprawie")]
    assert not any("601234567" in f"{row.what} {row.reason}" for row in log.all_rows())
    assert person.get(f"/waiting/of/{call}/reveal").status_code in (404, 405)


def test_a_withheld_number_cannot_be_shown(morning: Morning) -> None:
    person = morning.person()
    call = next(one.id for one in morning.office.services.waiting.all() if one.kind == "no_number")
    person.get(f"/waiting/of/{call}")

    answer = person.post(f"/waiting/of/{call}/reveal", {"reason": "oddzwaniam"})

    assert answer.status_code == 400
    assert "There is no number that may be shown." in answer.text


def test_looking_is_noted_but_not_what_a_script_asks_for(morning: Morning) -> None:
    person, log = morning.person(), morning.office.services.console.access_log
    person.get("/waiting")
    before = sum(1 for _ in log.all_rows())
    person.client.get("/console/waiting", headers={"X-Refresh": "1"}, environ_overrides={"HTTP_HOST": "127.0.0.1"})

    assert sum(1 for _ in log.all_rows()) == before


def test_two_people_at_the_same_caller(morning: Morning) -> None:
    call = morning.office.services.waiting.all()[-1].id
    one, other = morning.person(), morning.person("kowalska")
    fields = {"seen": "0", "through": call, "back": "one"}
    for person in (one, other):
        person.get(f"/waiting/of/{call}")
    one.post(f"/waiting/of/{call}/take", fields)
    late = other.post(f"/waiting/of/{call}/take", fields)

    assert "Somebody was quicker" in other.get(late.location.removeprefix("/console")).text
    assert morning.office.services.waiting.of(call).assigned == "nowak"  # type: ignore[union-attr]


@pytest.mark.parametrize("path", ["/waiting?page=0", "/waiting?page=99999", "/waiting?page=x", "/waiting?whose=%00"])
def test_odd_addresses(morning: Morning, path: str) -> None:
    assert morning.person().get(path).status_code == 200


def test_hostile_notes_are_text(morning: Morning) -> None:
    person, call = morning.person(), first(morning)
    person.get(f"/waiting/of/{call}")
    person.post(f"/waiting/of/{call}/note", {"note": "<img src=x onerror=alert(1)>"})

    text = person.get(f"/waiting/of/{call}").text

    assert "&lt;img src=x onerror=alert(1)&gt;" in text
    assert "<img src=x" not in text


# -- In the browser -----------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def base(morning: Morning) -> Iterator[str]:
    with served(morning.app) as address:
        yield address


@pytest.mark.parametrize(
    ("scheme", "width", "locale"), [("light", 360, "pl-PL"), ("dark", 1440, "en-GB"), ("light", 320, "en-GB")]
)
def test_axe_finds_nothing_and_nothing_sticks_out(
    browser: Browser, base: str, morning: Morning, scheme: str, width: int, locale: str
) -> None:
    with watched(browser, base, color_scheme=scheme, locale=locale, viewport={"width": width, "height": 740}) as watch:
        sign_in(watch.page, "nowak", PASSWORD)
        for path in ("/today", "/waiting", "/waiting?whose=mine", f"/waiting/of/{first(morning)}"):
            watch.page.goto(f"/console{path}")
            assert (watch.axe(), sticks_out(watch.page)) == ([], 0), path
        assert watch.problems == []


def test_an_errand_without_javascript(browser: Browser, base: str, morning: Morning) -> None:
    missed(morning.office, "2026-11-24 09:30", "+48503503503")
    morning.office.shipped()
    morning.office.clock.now = at(NOW)
    with watched(browser, base, locale="en-GB", java_script_enabled=False) as watch:
        page = watch.page
        sign_in(page, "nowak", PASSWORD)
        page.get_by_role("link", name="callers wait").click()
        page.get_by_role("link", name="••• ••• 503").click()
        page.get_by_role("button", name="I take it").click()
        expect(page.get_by_role("status")).to_have_text("It is yours now.")
        page.get_by_label("Why you need it").fill("oddzwaniam")
        page.get_by_role("button", name="Show the number").click()
        expect(page.locator("#number")).to_have_text("+48 503 503 503")
        page.get_by_role("link", name="Back").click()
        page.get_by_label("What was done").fill("oddzwoniono, sprawa zamknięta")
        page.get_by_role("button", name="Note it").click()
        expect(page.get_by_role("cell", name="oddzwoniono")).to_be_visible()
        page.get_by_role("button", name="Done").click()
        expect(page.get_by_role("heading", name="Done, of calls")).to_be_visible()
        page.get_by_role("button", name="Open again").first.click()
        expect(page.get_by_role("status")).to_have_text("It waits again.")
        assert watch.problems == []


def test_today_is_kept_up_by_itself(browser: Browser, base: str, morning: Morning) -> None:
    with watched(browser, base, locale="en-GB") as watch:
        watch.page.clock.install()
        sign_in(watch.page, "nowak", PASSWORD)
        going = watch.page.locator(".tile", has_text="going on").locator("b")
        expect(going).to_be_visible()
        before = int(going.inner_text())
        morning.office.call(at("2026-11-24 09:59:30"), "+48511511511")
        morning.office.shipped()
        morning.office.clock.now = at(NOW)

        watch.page.clock.run_for(11_000)

        expect(going).to_have_text(str(before + 1))
        assert watch.problems == []
