"""The pages as people use them: by keyboard, without JavaScript, on a small screen, in the dark, in both languages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta

import pyotp
import pytest
from playwright.sync_api import Browser, Page, expect

from ivr.accounts.directory import By, Directory
from tests.support.browser import Watched, watched
from tests.support.console import PASSWORD, ConsoleServices, add_account, app_of, served

PAGES = [
    "/accounts", "/accounts?text=zzz", "/accounts/add", "/accounts/of/nowak", "/accounts/of/zielinski", "/access-log",
    "/access-log?text=zzz", "/own", "/own/second-factor", "/nowhere",
]  # fmt: skip
LONG = "Rozmówca prosi o oddzwonienie w sprawie świadczenia, którego decyzja jeszcze nie nadeszła " * 3


@pytest.fixture(scope="module")
def services(tmp_path_factory: pytest.TempPathFactory) -> ConsoleServices:
    made = ConsoleServices(tmp_path_factory.mktemp("data"))
    add_account(made, "kowalska", "admin", "auditor", full_name="Anna Kowalska-Brzęczyszczykiewicz")
    add_account(made, "nowak", "operator", full_name="Jan Nowak")
    add_account(made, "bardzo-dluga-nazwa-konta-do-logowania-40", "operator", ready=False)
    zielinski = add_account(made, "zielinski", "supervisor", "editor")
    Directory(made.console, made.clock).disable(zielinski, By("kowalska", "192.0.2.1"))
    made.console.access_log.note("nowak", "signed_in", "CA" + "0" * 32, LONG, "2001:db8:1111:2222:3333:4444:5555:6666")
    made.console.sessions.begin(2, True, made.now, "192.0.2.7", "Mozilla/5.0 " + "x" * 180)
    return made


@pytest.fixture(scope="module")
def base(services: ConsoleServices) -> Iterator[str]:
    with served(app_of(services)) as address:
        yield address


@pytest.fixture(autouse=True)
def later(services: ConsoleServices) -> None:
    """The others' attempts are over."""
    services.now += timedelta(hours=1)


def sign_in(page: Page, name: str = "kowalska") -> None:
    page.goto("/console/")
    page.locator("#name").fill(name)
    page.locator("#password").fill(PASSWORD)
    page.locator("main button.main").click()
    page.wait_for_url("**/console/*")
    expect(page.locator(".who .name")).to_be_visible()


def sticks_out(page: Page) -> int:
    return int(page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))


def serious(watch: Watched) -> list[str]:
    """Problems but the answers that are meant: 401 and 404."""
    return [each for each in watch.problems if "status of 40" not in each]


@pytest.mark.parametrize(("scheme", "width", "locale"), [("light", 360, "pl-PL"), ("dark", 1440, "en-GB")])
def test_axe_finds_nothing_and_nothing_sticks_out(
    browser: Browser, base: str, scheme: str, width: int, locale: str
) -> None:
    with watched(browser, base, color_scheme=scheme, locale=locale, viewport={"width": width, "height": 740}) as watch:
        watch.page.goto("/console/sign-in")
        assert (watch.axe(), sticks_out(watch.page)) == ([], 0)
        sign_in(watch.page)
        for path in PAGES:
            watch.page.goto(f"/console{path}")
            assert watch.page.locator("html").get_attribute("lang") == locale[:2]
            assert (watch.axe(), sticks_out(watch.page)) == ([], 0), path
            assert watch.page.locator("h1").count() == 1, path
        assert serious(watch) == []


def test_text_may_be_four_times_as_large(browser: Browser, base: str) -> None:
    """WCAG 1.4.10: 320 CSS pixels."""
    with watched(browser, base, viewport={"width": 320, "height": 256}) as watch:
        sign_in(watch.page)
        for path in PAGES:
            watch.page.goto(f"/console{path}")
            assert sticks_out(watch.page) == 0, path


class Keyboard:
    """A person without a mouse."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def to(self, wanted: str, key: str = "Enter") -> None:
        """Tab until the focus is on what is called so, see that it shows, press the key."""
        for _ in range(40):
            self.page.keyboard.press("Tab")
            name = self.page.evaluate(
                "(() => { const at = document.activeElement;"
                " return (at.labels?.[0]?.innerText || at.innerText || '').trim(); })()"
            )
            if name.startswith(wanted):
                assert self.page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid", wanted
                if key:
                    self.page.keyboard.press(key)
                return
        raise AssertionError(f"{wanted} cannot be reached")

    def type(self, wanted: str, text: str) -> None:
        self.to(wanted, "")
        self.page.keyboard.type(text)


def test_a_whole_errand_by_keyboard_alone(browser: Browser, base: str) -> None:
    with watched(browser, base, locale="pl-PL") as watch:
        keyboard = Keyboard(watch.page)
        watch.page.goto("/console/")
        expect(watch.page.locator("#name")).to_be_focused()
        watch.page.keyboard.type("kowalska")
        keyboard.type("Hasło", PASSWORD)
        watch.page.keyboard.press("Enter")
        expect(watch.page.get_by_role("heading", level=1)).to_have_text("Konta")
        keyboard.to("Do treści")
        keyboard.to("Dodaj konto")
        expect(watch.page.get_by_role("heading", level=1)).to_have_text("Dodaj konto")
        keyboard.type("Nazwa do logowania", "nowy")
        keyboard.to("Redaktor", "Space")
        keyboard.to("Dodaj konto")
        expect(watch.page.locator("#link")).to_contain_text("/console/set-password/")
        keyboard.to("Wyloguj się")
        expect(watch.page.get_by_role("status")).to_have_text("Wylogowano.")
        assert serious(watch) == []


def test_without_javascript(browser: Browser, base: str, services: ConsoleServices) -> None:
    with watched(browser, base, locale="en-GB", java_script_enabled=False) as watch:
        page = watch.page
        sign_in(page)
        page.get_by_label("Role").select_option("operator")
        page.get_by_role("button", name="Show").click()
        expect(page.get_by_role("link", name="nowak")).to_be_visible()
        expect(page.get_by_role("link", name="zielinski")).to_have_count(0)
        page.get_by_role("link", name="nowak").click()
        page.get_by_text("New link for a password").click()
        page.get_by_role("button", name="Make the link").click()
        expect(page.locator("#link")).to_contain_text("/console/set-password/")
        expect(page.get_by_role("button", name="Copy")).to_have_count(0)
        page.get_by_role("button", name="polski").click()
        expect(page.get_by_role("button", name="Wyloguj się")).to_be_visible()
        assert serious(watch) == []
    services.console.accounts.change(1, language="")


def test_the_second_factor_in_the_browser(browser: Browser, base: str, services: ConsoleServices) -> None:
    add_account(services, "wisniewski", "auditor")
    with watched(browser, base, locale="en-GB") as watch:
        page = watch.page
        sign_in(page, "wisniewski")
        page.goto("/console/own")
        page.get_by_role("link", name="Set it up").click()
        box = page.get_by_role("img", name="QR code").bounding_box()
        assert box
        assert box["width"] > 150
        totp = pyotp.TOTP((page.locator(".key code").text_content() or "").replace(" ", ""))
        page.get_by_role("textbox", name="Code").fill(totp.at(services.now))
        page.get_by_role("button", name="Switch it on").click()
        expect(page.locator(".codes li")).to_have_count(10)
        page.get_by_role("button", name="Sign out").click()
        services.later(seconds=30)
        page.locator("#name").fill("wisniewski")
        page.locator("#password").fill(PASSWORD)
        page.locator("main button.main").click()
        page.get_by_role("textbox", name="Code").fill(totp.at(services.now))
        page.get_by_role("button", name="Continue").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Access log")
        assert serious(watch) == []


def test_a_link_can_be_copied(browser: Browser, base: str) -> None:
    with watched(browser, base, permissions=["clipboard-read", "clipboard-write"], locale="en-GB") as watch:
        sign_in(watch.page)
        watch.page.goto("/console/accounts/of/nowak")
        watch.page.get_by_text("New link for a password").click()
        watch.page.get_by_role("button", name="Make the link").click()
        watch.page.get_by_role("button", name="Copy").click()
        expect(watch.page.locator("button.done")).to_be_visible()

        copied = watch.page.evaluate("navigator.clipboard.readText()")
        assert copied == watch.page.locator("#link").text_content()


def test_only_what_was_asked_stands_in_the_address(browser: Browser, base: str) -> None:
    with watched(browser, base, locale="en-GB") as watch:
        sign_in(watch.page)
        watch.page.goto("/console/access-log")
        watch.page.get_by_label("Who").fill("nowak")
        watch.page.get_by_role("button", name="Show").click()
        watch.page.wait_for_url("**/access-log?who=nowak")
        watch.page.get_by_role("link", name="Clear the filter").click()
        watch.page.wait_for_url("**/access-log")


def test_on_paper(browser: Browser, base: str) -> None:
    with watched(browser, base) as watch:
        sign_in(watch.page)
        watch.page.goto("/console/access-log?who=zielinski")
        pdf = watch.page.pdf(prefer_css_page_size=True)
        watch.page.emulate_media(media="print")

        assert re.search(rb"/MediaBox\s*\[0 0 59[45][.\d]* 84[12][.\d]*\]", pdf), "A4"
        for hidden in (".menu", ".filters", ".who"):
            expect(watch.page.locator(hidden)).to_be_hidden()
        assert sticks_out(watch.page) == 0
