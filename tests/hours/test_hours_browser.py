"""Hours and People in the browser: axe finds nothing, nothing sticks out; by keyboard alone; without a script."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.hours.conftest import Desk
from tests.support.browser import sign_in, sticks_out, watched
from tests.support.console import PASSWORD, served

pytestmark = pytest.mark.parametrize("made", ["shipped"], indirect=True)


@pytest.fixture
def base(desk: Desk) -> Iterator[str]:
    with served(desk.app) as address:
        yield address


@pytest.mark.parametrize(
    ("scheme", "width", "locale", "switched"),
    [("light", 360, "pl-PL", "zamknięte ręcznie"), ("dark", 1440, "en-GB", "closed by hand")],
)
def test_axe_finds_nothing_and_nothing_sticks_out(
    browser: Browser, base: str, scheme: str, width: int, locale: str, switched: str
) -> None:
    with watched(browser, base, color_scheme=scheme, locale=locale, viewport={"width": width, "height": 740}) as watch:
        page = watch.page

        def fine(where: str) -> None:
            assert (watch.axe(), sticks_out(page)) == ([], 0), where

        sign_in(page, "kowalska", PASSWORD)
        page.goto("/console/hours?target=service:family_benefits")
        page.locator("details summary").first.click()
        page.locator("#s-until-time").fill("15:00")
        expect(page.locator("#change [value=moment]")).to_be_checked()
        fine("hours")
        page.locator("button[value=close]").click()
        fine("preview of a service")
        page.locator("main form button.main").click()
        expect(page.get_by_text(switched)).to_be_visible()
        fine("closed")
        page.goto("/console/people")
        fine("people")
        page.locator("#number").fill("601 234 567")
        page.locator("#reason").fill("wniosek listowny")
        page.locator("main button.main").click()
        for summary in page.locator("main summary").all():
            summary.click()
        fine("person")
        page.locator("details button.danger").last.click()
        fine("receipt")
        assert watch.problems == []


def test_close_and_undo_by_keyboard_alone(browser: Browser, base: str, desk: Desk) -> None:
    with watched(browser, base, locale="en-GB") as watch:
        page = watch.page
        sign_in(page, "lis", PASSWORD)
        page.get_by_role("navigation").get_by_role("link", name="Hours").focus()
        page.keyboard.press("Enter")
        page.wait_for_url("**/console/hours")
        press_until(page, "s-reason")
        page.keyboard.type("because of a power")
        press_until(page, "close")
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", name="Close now?")).to_be_visible()
        expect(page.get_by_text("At the moment, because of a power cut, we cannot take calls.")).to_be_visible()
        press_until(page, "Yes, close")
        page.keyboard.press("Enter")
        expect(page.get_by_role("status")).to_contain_text("Closed: All calls")
        assert not desk.file.read().switches[-1].open
        press_until(page, "Undo")
        page.keyboard.press("Enter")
        expect(page.get_by_role("status")).to_have_text("Undone. It is as it was before.")
        assert watch.problems == []


def press_until(page: Page, wanted: str) -> None:
    """Tab, until what is wanted (its id, value or words) has the focus."""
    for _ in range(60):
        page.keyboard.press("Tab")
        there = page.evaluate("(e => [e.id, e.value, e.textContent.trim()])(document.activeElement)")
        if wanted in there:
            return
    raise AssertionError(f"{wanted} cannot be reached by keyboard")


def test_without_javascript(browser: Browser, base: str, desk: Desk) -> None:
    with watched(browser, base, locale="pl-PL", java_script_enabled=False) as watch:
        page = watch.page
        sign_in(page, "lis", PASSWORD)
        page.get_by_role("link", name="Zamknij, otwórz lub ogłoś").click()
        page.locator("#n-text-pl").fill("Dziś kasa nieczynna.")
        page.get_by_role("button", name="Ogłoś…").click()
        page.get_by_role("button", name="Tak, ogłoś").click()
        expect(page.get_by_role("status")).to_contain_text("Ogłoszenie ustawione.")
        page.get_by_role("button", name="Zakończ teraz").click()
        expect(page.get_by_role("status")).to_have_text("Ogłoszenie zakończone.")
        page.get_by_role("button", name="Cofnij").click()
        expect(page.get_by_text("„Dziś kasa nieczynna.”")).to_be_visible()
        assert [one.author for one in desk.file.read().announcements[-1:]] == ["lis"]
        assert watch.problems == []
