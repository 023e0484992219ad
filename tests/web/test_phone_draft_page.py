"""A clerk hears her edits at the phone page, on the real service with two workers, before anybody else does."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, expect

from tests.publish.support import GREETING, Clerk, clerk
from tests.support.browser import Watched, watched
from tests.support.phone import WrittenPort
from tests.support.phone_page import Phone
from tests.support.service import Service, running

NEW = "Halo, tu nowe powitanie."
DIFFERS = "The files differ from what callers hear."
SAME = "The files are what callers hear now."
FAMILY = "Łączę z działem świadczeń rodzinnych."
MONDAY = "2026-11-23T10:00"


@dataclass
class Desk:
    """Anna at her computer: her files, the service, the page."""

    anna: Clerk
    service: Service
    watch: Watched
    phone: Phone

    def open(self, path: str = "/phone?draft") -> Desk:
        self.phone.page.goto(path)
        self.phone.page.get_by_role("switch", name="Sound").click()
        self.phone.page.get_by_label("Another").check(force=True)
        self.phone.page.get_by_label("Date and time at the office").fill(MONDAY)
        return self

    def chooses(self, what: str) -> None:
        self.phone.page.get_by_label(what).check(force=True)

    def comes_back_from_the_editor(self) -> None:
        self.phone.page.evaluate("window.dispatchEvent(new Event('focus'))")

    def told(self, words: str) -> None:
        expect(self.phone.page.locator("#draft [role=status]")).to_contain_text(words)

    def hang_up(self) -> None:
        self.phone.page.get_by_role("button", name="Hang up").click()
        self.phone.expect_over("The caller hung up.")


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Clerk, Service]]:
    folder = tmp_path_factory.mktemp("draft")
    anna = clerk(folder / "files", folder / "data")
    with running(anna.data, workers=2, config=anna.files / "config.yaml") as service:
        yield anna, service


@pytest.fixture
def desk(browser: Browser, served: tuple[Clerk, Service]) -> Iterator[Desk]:
    anna, service = served
    before = anna.texts()
    with watched(browser, service.base, locale="en-GB", viewport={"width": 1200, "height": 900}) as watch:
        yield Desk(anna, service, watch, Phone(watch, WrittenPort({})))
        assert watch.forgiven or watch.problems == []
    for name, text in before.items():
        (anna.files / name).write_text(text)


def test_a_clerk_hears_her_edit_before_anybody_else(desk: Desk) -> None:
    desk.open("/phone")
    desk.chooses("My edited files")
    desk.told(SAME)
    expect(desk.phone.page).to_have_url(re.compile(r"/phone\?draft$"))

    desk.anna.edits(GREETING, NEW)
    desk.comes_back_from_the_editor()
    desk.told(DIFFERS)
    desk.phone.call()
    expect(desk.phone.sentence).to_contain_text(NEW)
    expect(desk.phone.page.locator("#draft-badge")).to_be_visible()
    desk.anna.edits(FAMILY, "Zmienione w czasie rozmowy.")
    desk.phone.page.keyboard.press("1")
    expect(desk.phone.desks).to_have_count(1)
    expect(desk.phone.lines.filter(has_text=FAMILY)).to_have_count(1)
    desk.hang_up()
    desk.told("The files have been saved again since this call began.")

    desk.chooses("What callers hear now")
    expect(desk.phone.page.locator("#draft-badge")).to_be_hidden()
    desk.phone.call()
    expect(desk.phone.sentence).to_contain_text(GREETING)
    desk.hang_up()


def test_after_a_call_the_page_says_how_to_publish(desk: Desk) -> None:
    desk.anna.edits(GREETING, NEW)
    desk.open().told(DIFFERS)
    publish = desk.phone.page.get_by_text('python -m ivr publish --message "…"')
    expect(publish).to_be_hidden()

    with desk.phone.page.expect_response("**/phone/begin") as begun:
        desk.phone.call()
    expect(desk.phone.sentence).to_contain_text(NEW)
    desk.hang_up()

    expect(publish).to_be_visible()
    journal = b"".join(file.read_bytes() for file in (desk.anna.data / "journal").rglob("*") if file.is_file())
    assert begun.value.json()["call"]["id"].encode() not in journal


def test_errors_are_shown_with_their_place(desk: Desk) -> None:
    desk.watch.forgiven = True  # the browser itself reports the refused request
    desk.anna.edits("start: greeting", "start: nowhere")
    desk.open().told("The files have errors (")
    desk.told("flows/main.yaml:")
    expect(desk.phone.page.get_by_text("python -m ivr check")).to_be_visible()

    desk.phone.call()

    expect(desk.phone.state).to_have_text("The call is over")
    expect(desk.phone.sentence).to_contain_text("python -m ivr check")


def test_the_address_chooses(desk: Desk) -> None:
    desk.phone.page.goto("/phone?draft")
    expect(desk.phone.page.get_by_label("My edited files")).to_be_checked()
    desk.told(SAME)

    desk.phone.page.goto("/phone")
    expect(desk.phone.page.get_by_label("What callers hear now")).to_be_checked()
    expect(desk.phone.page.locator("#draft")).to_be_hidden()


@pytest.mark.parametrize(
    ("scheme", "width", "locale"),
    [("light", 360, "pl-PL"), ("dark", 1200, "en-GB")],
)
def test_axe_finds_nothing_and_nothing_sticks_out(
    browser: Browser, desk: Desk, scheme: str, width: int, locale: str
) -> None:
    def fine(watch: Watched, moment: str) -> None:
        assert watch.axe() == [], moment
        wide = watch.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide == 0, f"{moment}: sticks out by {wide}"

    look = {"locale": locale, "color_scheme": scheme, "viewport": {"width": width, "height": 800}}
    with watched(browser, desk.service.base, reduced_motion="reduce", **look) as watch:
        state = watch.page.locator("#draft-state")
        watch.page.goto("/phone?draft")
        expect(state).to_contain_text(re.compile("The files are|W.plikach jest"))
        fine(watch, "same")
        desk.anna.edits(GREETING, NEW)
        watch.page.locator("#call").click()
        expect(watch.page.locator("#sentence")).to_contain_text("Halo")
        fine(watch, "speaking")
        watch.page.locator("#call").click()
        expect(watch.page.locator("#draft-publish")).to_be_visible()
        fine(watch, "heard")
        desk.anna.edits("start: greeting", "start: nowhere")
        watch.page.evaluate("window.dispatchEvent(new Event('focus'))")
        expect(watch.page.locator("#draft-check")).to_be_visible()
        fine(watch, "errors")
