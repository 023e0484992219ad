"""The phone page in a real browser: it plays the carrier's documents to a person."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from ivr.simulator.problems import CarrierError
from ivr.simulator.verbs import Document, Gather, Pause, Redirect, Say
from ivr.web import phone_speech
from tests.support.browser import watched
from tests.support.phone import NOW, WrittenPort
from tests.support.phone_page import HELLO, LONG, UKRAINIAN, Phone, expect_soon, menu
from tests.support.service import running


def test_two_clicks_from_the_start_to_the_greeting(phone: Callable[..., Phone]) -> None:
    one = phone({"/voice": menu(HELLO)})
    one.page.goto("/phone/start")
    one.page.get_by_role("link", name="Open the phone").click()
    one.page.get_by_role("button", name="Call").click()

    expect(one.sentence).to_have_text(HELLO.text)
    expect(one.sentence.locator("[lang]")).to_have_attribute("lang", "pl-PL")


def test_every_sentence_is_shown_in_its_language_one_after_the_other(phone: Callable[..., Phone]) -> None:
    one = phone({"/voice": menu(HELLO, UKRAINIAN)}).open().call()

    expect(one.sentence).to_have_text(UKRAINIAN.text)
    expect(one.sentence.locator("[lang]")).to_have_attribute("lang", "uk-UA")
    expect(one.page.locator("#language")).to_have_text("українська")
    heard = one.lines.locator(".what [lang]")
    assert [(h.get_attribute("lang"), h.text_content()) for h in heard.all()] == [
        ("pl-PL", HELLO.text),
        ("uk-UA", UKRAINIAN.text),
    ]


@pytest.mark.parametrize("way", ["keyboard", "mouse"])
@pytest.mark.parametrize("key", ["7", "*", "#", "0"])
def test_a_key_stops_the_sentence_and_is_sent(phone: Callable[..., Phone], key: str, way: str) -> None:
    one = (
        phone({"/voice": menu(Say(LONG, "pl-PL", "voice")), f"/voice/step?node=menu {key}": menu(HELLO)}).open().call()
    )
    expect(one.sentence).to_have_text(re.compile("^a"))

    if way == "keyboard":
        one.page.keyboard.press(key)
    else:
        one.page.locator(f'[data-key="{key}"]').click()

    expect(one.sentence).to_have_text(HELLO.text)
    assert one.port.fields() == [("/voice/step?node=menu", {"Digits": key})]


def test_touch_presses_keys_too(phone: Callable[..., Phone]) -> None:
    one = phone(
        {"/voice": menu(HELLO), "/voice/step?node=menu 5": menu(UKRAINIAN)},
        has_touch=True, is_mobile=True, viewport={"width": 360, "height": 740},
    ).open()  # fmt: skip
    one.call_button.tap()
    expect(one.sentence).to_have_text(HELLO.text)

    one.page.locator('[data-key="5"]').tap()

    expect(one.sentence).to_have_text(UKRAINIAN.text)


def test_keys_typed_into_a_field_are_not_the_phones(phone: Callable[..., Phone]) -> None:
    one = phone({"/voice": menu(HELLO)}).open()
    number = one.page.get_by_label("Number", exact=True)
    number.fill("")
    number.press_sequentially("123")

    expect(number).to_have_value("123")
    expect(one.page.locator(".pressed")).to_have_count(0)


def test_silence_leads_on_to_the_next_verb(phone: Callable[..., Phone]) -> None:
    one = (
        phone({"/voice": menu(HELLO, timeout=1), "/voice/step?silent=1": (Say("Halo.", "pl-PL", "voice"),)})
        .open()
        .call()
    )

    one.expect_over("The menu ended the call.")
    assert one.port.fields() == [("/voice/step?silent=1", {})]
    expect(one.lines.filter(has_text="presses nothing")).to_have_count(1)


def test_several_keys_until_the_finishing_one(phone: Callable[..., Phone]) -> None:
    gather = Gather("/voice/step?number=1", timeout=60, finish_on_key="#")
    one = phone({"/voice": (gather,)}).open().call()
    expect(one.state).to_have_text("Waiting for a key")

    for key in ("1", "2", "#"):
        one.page.keyboard.press(key)

    one.expect_over("The menu ended the call.")
    assert one.port.fields() == [("/voice/step?number=1", {"Digits": "12"})]


def test_a_key_that_nobody_waits_for_is_only_noted(phone: Callable[..., Phone]) -> None:
    one = phone({"/voice": (Pause(60),)}).open().call()
    expect(one.state).to_have_text("Talking to the menu")

    one.page.locator('[data-key="4"]').click()

    expect(one.lines.last).to_contain_text("presses 4, but the menu is not listening now")


def test_closing_the_page_hangs_up(phone: Callable[..., Phone]) -> None:
    one = phone({"/voice": menu(HELLO)}).open().call()
    expect(one.sentence).to_have_text(HELLO.text)

    one.page.goto("/phone/start")

    one.expect_told(("", "completed"))


def test_a_second_call_begins_anew(phone: Callable[..., Phone]) -> None:
    one = phone({"/voice": (HELLO,)}).open().call()
    one.expect_over("The menu ended the call.")

    one.call()

    one.expect_over("The menu ended the call.")
    expect_soon(one.page, lambda: len(one.port.fields("begin")) == 2)
    expect(one.lines).to_have_count(3)


def test_another_moment(phone: Callable[..., Phone]) -> None:
    one = phone({"/voice": menu(HELLO)}).open()
    one.page.get_by_label("Another").check(force=True)
    one.page.get_by_label("Date and time at the office").fill("2026-12-24T06:05")
    expect(one.page.locator(".clock")).to_contain_text("06:05")

    one.call()

    expect(one.sentence).to_have_text(HELLO.text)
    at = one.port.asked[0][3].now
    assert at is not None
    assert at - NOW == timedelta(days=232, hours=-3, minutes=5)  # one hour less: winter time


def test_a_missing_moment_is_asked_for(phone: Callable[..., Phone]) -> None:
    one = phone({"/voice": menu(HELLO)}).open()
    one.page.get_by_label("Another").check(force=True)
    when = one.page.get_by_label("Date and time at the office")
    when.fill("")

    one.call()

    expect(one.page.locator("#when-problem")).to_have_text("Please give a date and a time.")
    expect(when).to_be_focused()
    assert one.port.asked == []


@pytest.mark.parametrize("withheld", [True, False], ids=["withheld", "shown"])
def test_the_callers_number(phone: Callable[..., Phone], withheld: bool) -> None:
    one = phone({"/voice": menu(HELLO)}).open()
    if withheld:
        one.page.get_by_label("Withheld").check(force=True)
    else:
        one.page.get_by_label("Number", exact=True).fill("501 502 503")

    one.call()

    expect(one.lines.first).to_contain_text("a withheld number" if withheld else "501 502 503")
    expect_soon(one.page, lambda: bool(one.port.asked))
    assert one.port.asked[0][3].caller == ("anonymous" if withheld else "+48501502503")


class BrokenPort(WrittenPort):
    def follow(self, url: str, fields: object, call: object) -> Document:
        raise CarrierError("12100", "The document is not well-formed XML.")


def test_what_goes_wrong_is_said_and_the_call_ends(phone: Callable[..., Phone]) -> None:
    one = phone(BrokenPort({"/voice": (Redirect("/voice/step?node=x"),)}))
    one.watch.forgiven = True  # the browser itself reports the refused request

    one.open().call()

    one.expect_over("The document is not well-formed XML.")
    one.expect_told(("", "failed"))


# A browser with voices of its own. Headless Chromium has none.
VOICES = """
window.spoken = [];
window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
Object.defineProperty(window, "speechSynthesis", {value: {
    getVoices: () => [
        {lang: "pl-PL", localService: false, voiceURI: "far"},
        {lang: "pl_PL", localService: true, voiceURI: "near"},
        {lang: "uk-UA", localService: false, voiceURI: "far too"},
    ],
    speak: (said) => { window.spoken.push([said.voice.voiceURI, said.text]); setTimeout(() => said.onend(), 50); },
    cancel: () => {},
}});
"""


def test_only_voices_of_this_machine_are_used(phone: Callable[..., Phone]) -> None:
    """What callers hear is never given to a voice that some browsers fetch from elsewhere."""
    one = phone({"/voice": (HELLO, UKRAINIAN)})
    one.page.add_init_script(VOICES)
    one.open(sound=True).call()

    one.expect_over("The menu ended the call.")
    assert one.page.evaluate("window.spoken") == [["near", HELLO.text]]


def test_without_a_voice_the_machine_speaks(phone: Callable[..., Phone]) -> None:
    one = phone({"/voice": (HELLO,)})
    asked: list[str] = []
    one.page.on("request", lambda request: asked.append(request.url) if "/speech?" in request.url else None)

    one.open(sound=True).call()

    one.expect_over("The menu ended the call.")
    assert len(asked) == int(phone_speech.has_speech())


def test_sound_off_asks_for_no_speech_and_is_remembered(phone: Callable[..., Phone]) -> None:
    one = phone({"/voice": (HELLO,)})
    asked: list[str] = []
    one.page.on("request", lambda request: asked.append(request.url) if "/speech?" in request.url else None)
    one.open()
    one.page.reload()
    expect(one.page.get_by_role("switch", name="Sound")).not_to_be_checked()

    one.call()

    one.expect_over("The menu ended the call.")
    assert asked == []


def test_a_call_to_the_real_service(browser: Browser, tmp_path: Path) -> None:
    """The shipped office, with nothing of a test in between: greeting, key, ring, whisper, talk, end."""
    with running(tmp_path / "data") as service, watched(browser, service.base, locale="en-GB") as watch:
        one = Phone(watch, WrittenPort({})).open()
        one.page.get_by_label("Another").check(force=True)
        one.page.get_by_label("Date and time at the office").fill("2026-11-23T10:00")  # a Monday
        one.call()
        expect(one.sentence).to_have_text(re.compile("Dzień dobry"))

        one.page.keyboard.press("2")
        expect(one.desks).to_have_count(1)
        expect(one.desks).to_contain_text("71 78 22 322")
        one.page.get_by_role("button", name="Answers").click()
        expect(one.desks.locator("q")).to_contain_text("język polski")
        expect(one.state).to_have_text("Connected")
        one.page.get_by_role("button", name="Hangs up").click()

        one.expect_over("The menu ended the call.")
        assert watch.problems == []
