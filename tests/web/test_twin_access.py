"""Anybody can read the pages: without JavaScript, by keyboard, on a small screen, in the dark, on paper."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from ivr.core.office import Announcement
from ivr.core.overrides import Switch, Switches, applied
from ivr.core.plan import Plan
from tests.support.browser import watched
from tests.support.offices import at, plan_of
from tests.support.service import running
from tests.support.twin import TwinServices, served

PAGES = ["/", "/uk", "/en", "/privacy", "/uk/privacy", "/en/privacy"]
PARTS = ("Headers", "Body")
LOOKS = [("shipped", "2026-11-24 10:00"), ("shipped", "2026-12-24 10:00"), ("later", "2026-12-31 14:00")]


@pytest.fixture(params=LOOKS, ids=lambda look: " ".join(look))
def every(request: pytest.FixtureRequest) -> Iterator[str]:
    """Both offices, open and closed."""
    office, when = request.param
    with served(TwinServices(plan_of(office), at(when))) as address:
        yield address


@pytest.fixture
def base() -> Iterator[str]:
    with served(TwinServices()) as address:
        yield address


def test_axe_finds_nothing_and_nothing_sticks_out(browser: Browser, every: str) -> None:
    """Every page on a wide screen in the light, and on a telephone in the dark."""
    with watched(browser, every) as watch:
        for path in ("/", "/uk", "/privacy"):
            watch.page.goto(path)
            watch.page.eval_on_selector_all("details", "all => all.forEach(one => one.open = true)")
            for width, scheme in ((1440, "light"), (360, "dark")):
                watch.page.set_viewport_size({"width": width, "height": 740})
                watch.page.emulate_media(color_scheme=scheme)
                assert watch.axe() == [], (path, width)
                assert sticks_out(watch.page) == 0, (path, width)
    assert watch.problems == [], "no violation of the policy, nothing from elsewhere"


def sticks_out(page: Page) -> int:
    return int(page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))


def switched_off() -> Plan:
    """Much is said on one day: a switch with a reason on everything, and two notices."""
    plan, now = plan_of("later"), at("2026-11-24 10:00")
    office = plan.office
    switch = Switch("1", "", False, now, now + timedelta(hours=3), office.reasons["moving"], "anna")
    words = {
        "pl": "Winda w budynku jest dziś nieczynna. Prosimy dzwonić do pokoju 26 albo poprosić o pomoc w portierni.",
        "uk": "Ліфт у будівлі сьогодні не працює. Телефонуйте до кімнати 26 або попросіть допомоги на вахті.",
        "en": "The lift in the building is out of order today. Please call room 26 or ask for help at the reception.",
    }
    notices = tuple(Announcement(str(one), words, now, now + timedelta(hours=9), "anna") for one in range(2))
    return applied(plan, Switches(1, (switch,), notices))


def test_on_one_sheet_of_paper_on_a_day_full_of_news(browser: Browser) -> None:
    services = TwinServices(switched_off(), at("2026-11-24 11:00"))
    with served(services) as base, watched(browser, base) as watch:
        for path in ("/", "/uk", "/en"):
            watch.page.goto(path)
            assert len(re.findall(rb"/Type\s*/Page\b", watch.page.pdf(prefer_css_page_size=True))) == 1, path


@pytest.mark.parametrize("path", PAGES)
def test_all_that_is_sent_is_less_than_50_kilobytes(browser: Browser, every: str, path: str) -> None:
    """As it goes over the wire without compression: the page, its style sheet, its picture, and all headers."""
    with watched(browser, every) as watch:
        sent: list[int] = []
        watch.page.on(
            "requestfinished", lambda one: sent.append(sum(one.sizes()[f"response{part}Size"] for part in PARTS))
        )
        watch.page.goto(path, wait_until="networkidle")

    assert len(sent) >= 3
    assert 5_000 < sum(sent) < 50_000


def test_everything_else_that_is_heard_opens_without_javascript(browser: Browser, base: str) -> None:
    with watched(browser, base, java_script_enabled=False) as watch:
        watch.page.goto("/en")
        connecting = watch.page.get_by_text("Connecting you to housing allowance.")
        expect(connecting).to_be_hidden()
        watch.page.get_by_text("Everything else you may hear").click()
        expect(connecting).to_be_visible()


def test_on_one_sheet_of_paper(browser: Browser, every: str) -> None:
    with watched(browser, every) as watch:
        for path in PAGES:
            watch.page.goto(path)
            pdf = watch.page.pdf(prefer_css_page_size=True)
            assert len(re.findall(rb"/Type\s*/Page\b", pdf)) == 1, path
            assert re.search(rb"/MediaBox\s*\[0 0 59[45][.\d]* 84[12][.\d]*\]", pdf), "A4"


def test_without_javascript(browser: Browser, base: str) -> None:
    with watched(browser, base, java_script_enabled=False) as watch:
        watch.page.goto("/en")
        expect(watch.page.get_by_role("heading", level=1)).to_have_text("The phone menu in writing")
        watch.page.get_by_role("link", name="polski").click()
        expect(watch.page.get_by_role("heading", level=1)).to_have_text("Menu telefoniczne na piśmie")
        watch.page.get_by_role("link", name="Dane osobowe", exact=True).click()
        expect(watch.page.get_by_role("heading", level=1)).to_have_text("Dane osobowe")
    assert watch.problems == []


def test_text_may_be_twice_as_large(browser: Browser, base: str) -> None:
    """WCAG 1.4.10: 320 CSS pixels, as at 400 percent."""
    with watched(browser, base, viewport={"width": 320, "height": 256}) as watch:
        for path in PAGES:
            watch.page.goto(path)
            assert sticks_out(watch.page) == 0, path


def test_by_keyboard(browser: Browser, base: str) -> None:
    with watched(browser, base) as watch:
        watch.page.goto("/en")
        watch.page.keyboard.press("Tab")
        skip = watch.page.get_by_role("link", name="Go to the content")
        expect(skip).to_be_focused()
        expect(skip).to_be_in_viewport()
        watch.page.keyboard.press("Enter")
        watch.page.keyboard.press("Tab")
        assert watch.page.evaluate("document.activeElement.href").startswith("tel:")
        assert watch.page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"


def test_headings_are_in_order(browser: Browser, base: str) -> None:
    with watched(browser, base) as watch:
        watch.page.goto("/")
        levels = [
            int(tag[1])
            for tag in watch.page.eval_on_selector_all("h1,h2,h3,h4,h5,h6", "all => all.map(h => h.tagName)")
        ]
    assert levels[0] == 1
    assert all(later - earlier <= 1 for earlier, later in zip(levels, levels[1:], strict=False))


def test_two_clicks_from_the_page_to_the_greeting(browser: Browser, tmp_path: Path) -> None:
    """The real service, as `make run` starts it."""
    with running(tmp_path / "data") as service, watched(browser, service.base, locale="pl-PL") as watch:
        watch.page.goto("/")
        watch.page.get_by_role("link", name="Telefon próbny").click()
        watch.page.get_by_role("button", name="Zadzwoń").click()
        expect(watch.page.locator("#sentence")).to_have_text(re.compile("Dzień dobry"))
    assert watch.problems == []
