"""The list and a call as people use them: small and large, light and dark, by keyboard, with what axe finds."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.support.browser import watched
from tests.support.call_pages import app_with_people, random_calls
from tests.support.console import PASSWORD, served
from tests.support.logged import logged_office

PAGES = ("/calls", "/calls?service=-&outcome=connected", "/calls?column=when&column=lines&column=because&column=call")


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with logged_office(tmp_path_factory.mktemp("data")) as office:
        random_calls(office, 55, 3)
        with served(app_with_people(office, "supervisor")) as address:
            yield address


def sign_in(page: Page) -> None:
    page.goto("/console/")
    page.locator("#name").fill("supervisor")
    page.locator("#password").fill(PASSWORD)
    page.locator("main button.main").click()
    expect(page.locator(".who .name")).to_be_visible()


def sticks_out(page: Page) -> int:
    return int(page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))


def open_all(page: Page) -> None:
    page.evaluate("document.querySelectorAll('details').forEach((one) => (one.open = true))")


@pytest.mark.parametrize(("scheme", "width", "locale"), [("light", 360, "pl-PL"), ("dark", 1440, "en-GB")])
def test_axe_finds_nothing_and_nothing_sticks_out(
    browser: Browser, base: str, scheme: str, width: int, locale: str
) -> None:
    with watched(browser, base, color_scheme=scheme, locale=locale, viewport={"width": width, "height": 800}) as watch:
        sign_in(watch.page)
        for path in PAGES:
            watch.page.goto(f"/console{path}")
            open_all(watch.page)
            assert (watch.axe(), sticks_out(watch.page)) == ([], 0), path
        watch.page.goto("/console/calls?outcome=connected")
        watch.page.locator("td a").first.click()
        expect(watch.page.locator(".story")).to_be_visible()
        open_all(watch.page)
        assert (watch.axe(), sticks_out(watch.page)) == ([], 0), "a call"
        assert watch.problems == []


def test_a_number_is_revealed_and_gone_again(browser: Browser, base: str) -> None:
    with watched(browser, base, locale="en-GB") as watch:
        page = watch.page
        sign_in(page)
        page.goto("/console/calls")
        page.locator("summary", has_text="Find a caller").press("Enter")
        page.locator("#number").fill("601 234 567")
        page.locator("#number").press("Enter")
        expect(page.locator(".said")).to_contain_text("Only calls of one caller")
        assert "601" not in page.url
        page.locator("td a").first.click()
        page.locator("summary", has_text="Show the number").press("Enter")
        page.locator("#reason").fill("asked to be called back")
        page.locator("#reason").press("Enter")
        expect(page.locator(".revealed")).to_have_text("+48601234567")
        assert "601" not in page.url
        page.get_by_role("link", name="All calls of this caller").click()
        expect(page.locator("main")).not_to_contain_text("601234567")
        assert watch.problems == []


def test_only_what_was_chosen_is_in_the_address(browser: Browser, base: str) -> None:
    with watched(browser, base, locale="pl-PL") as watch:
        sign_in(watch.page)
        watch.page.goto("/console/calls")
        watch.page.locator("#f-outcome").select_option("missed")
        watch.page.locator(".filters button").click()
        watch.page.wait_for_url("**outcome=missed**")
        assert "service=" not in watch.page.url
        expect(watch.page.locator("#f-outcome")).to_have_value("missed")
