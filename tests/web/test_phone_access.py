"""Anybody can use the phone page: by keyboard, with a screen reader, on a small screen, in their language."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from ivr.simulator.verbs import Say
from tests.support.phone_page import HELLO, ONE, TWO, Phone, menu, ringing, whispering


def test_by_keyboard_alone(phone: Callable[..., Phone]) -> None:
    one = phone({**ringing(ONE), "/voice": menu(HELLO), "/voice/step?node=menu 1": ringing(ONE)["/voice"]})
    one.page.goto("/phone/start")
    keyboard = one.page.keyboard

    def press_on(name: str) -> None:
        for _ in range(40):
            keyboard.press("Tab")
            focused = one.page.evaluate("document.activeElement.innerText.trim()")
            if focused.startswith(name):
                assert one.page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
                keyboard.press("Enter")
                return
        raise AssertionError(f"{name} cannot be reached")

    press_on("Open the phone")
    one.page.wait_for_url("**/phone")
    press_on("Call")
    expect(one.sentence).to_have_text(HELLO.text)
    keyboard.press("1")
    expect(one.desks).to_have_count(1)
    press_on("Answers")
    expect(one.state).to_have_text("Connected")
    expect(one.page.get_by_role("button", name="Hangs up")).to_be_focused()
    keyboard.press("Enter")

    one.expect_over("The menu ended the call.")
    expect(one.call_button).to_be_focused()


@pytest.mark.parametrize(("scheme", "width"), [("light", 360), ("dark", 1440)])
def test_axe_finds_nothing_and_nothing_sticks_out(phone: Callable[..., Phone], scheme: str, width: int) -> None:
    long = menu(Say("Zdanie pierwsze. " * 30, "pl-PL", "v"))
    documents = {**whispering(), "/voice": long, "/voice/step?node=menu 1": ringing(ONE, TWO)["/voice"]}
    documents["/voice/step?rang=1"] = whispering()["/voice"]
    one = phone(documents, color_scheme=scheme, viewport={"width": width, "height": 740}, reduced_motion="reduce")

    def fine(moment: str) -> None:
        assert one.watch.axe() == [], moment
        wide = one.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide == 0, f"{moment}: sticks out by {wide}"

    one.page.goto("/phone/start")
    fine("start")
    one.open()
    one.page.get_by_label("Another").check(force=True)
    fine("idle")
    one.call()
    expect(one.sentence).to_have_text(re.compile("Zdanie"))
    fine("speaking")
    one.page.keyboard.press("1")
    expect(one.desks).to_have_count(2)
    fine("ringing")
    one.desk("First", "Busy")
    one.desk("Second", "Answers")
    expect(one.state).to_have_text("Connected")
    fine("connected")
    one.desk("Second", "Hangs up")
    one.desk("First", "Answers")
    expect(one.desks.locator("q")).to_have_text("Jeden.")
    fine("whisper")
    one.page.get_by_role("button", name="Hang up").click()
    one.expect_over("The caller hung up.")
    fine("over")


@pytest.mark.parametrize(("motion", "animations"), [("reduce", 0), ("no-preference", 1)])
def test_reduced_motion_is_respected(phone: Callable[..., Phone], motion: str, animations: int) -> None:
    one = phone({"/voice": menu()}, reduced_motion=motion).open().call()

    expect(one.state).to_have_text("Waiting for a key")

    assert one.page.locator("#patience.on").count() == animations
    expect(one.page.locator("#patience i")).to_be_visible(visible=bool(animations))


def test_polish_browser_reads_polish(phone: Callable[..., Phone]) -> None:
    one = phone(ringing(ONE), locale="pl-PL")
    one.page.goto("/phone")
    one.call()

    expect(one.state).to_have_text("Dzwoni")
    expect(one.desks).to_contain_text("Okienko pierwsze")
    expect(one.desks.get_by_role("button")).to_have_text(
        [re.compile("Odbiera"), re.compile("Zajęte"), re.compile("Nie")]
    )


def test_a_screen_reader_hears_a_sentence_once(phone: Callable[..., Phone]) -> None:
    """Nothing but new text changes in the live region while a text of several sentences is spoken."""
    one = phone({"/voice": menu(Say("Pierwsze zdanie. Drugie zdanie.", "pl-PL", "voice"))}).open()
    one.page.evaluate("""() => {
        window.additions = 0;
        new MutationObserver((all) => { window.additions += all.filter((one) => one.addedNodes.length).length; })
            .observe(document.querySelector("#sentence"), {childList: true, subtree: true, characterData: true});
    }""")
    one.call()

    expect(one.sentence.locator(".now")).to_have_text("Drugie zdanie. ")
    assert one.page.evaluate("window.additions") == 1
    assert one.page.locator("#transcript").get_attribute("aria-live") is None


def test_the_keyboard_can_be_taken_from_the_phone(phone: Callable[..., Phone]) -> None:
    one = phone({"/voice": menu(HELLO)}).open()
    one.page.get_by_label("The computer’s keyboard presses the phone’s keys").uncheck()
    one.call()
    expect(one.sentence).to_have_text(HELLO.text)

    one.page.keyboard.press("5")

    expect(one.page.locator(".pressed")).to_have_count(0)
    assert one.port.fields() == []
