"""The phone page in a real browser: it plays the carrier's documents to a person, and anybody can use it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from ivr.simulator.problems import CarrierError
from ivr.simulator.verbs import Dial, Document, Gather, Hangup, Number, Pause, Redirect, Say
from ivr.web import phone_speech
from tests.support.browser import Watched, chromium, watched
from tests.support.phone import NOW, WrittenPort, served
from tests.support.service import running

LONG = "a" * 480  # a sentence of a hundred seconds: only a key ends it
HELLO = Say("Dzień dobry, tu urząd.", "pl-PL", "voice")
UKRAINIAN = Say("Українською: вісім.", "uk-UA", "voice")
ONE = Number("+48221000001", status_callback="/voice/leg?line=one")
TWO = Number("+48221000002", status_callback="/voice/leg?line=two")


def menu(*said: Say, timeout: int = 60) -> Document:
    gather = Gather("/voice/step?node=menu", timeout=timeout, finish_on_key="", num_digits=1, children=said)
    return (gather, Redirect("/voice/step?silent=1"))


def ringing(*numbers: Number, timeout: int = 60) -> dict[str, Document]:
    dial = Dial(numbers, "/voice/step?rang=1", timeout=timeout, caller_id="+48221000000")
    return {"/voice": (dial,), "/voice/step?rang=1": (Hangup(),)}


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        launched = chromium(playwright)
        yield launched
        launched.close()


class Phone:
    """A person at the page."""

    def __init__(self, watch: Watched, port: WrittenPort) -> None:
        self.watch, self.page, self.port = watch, watch.page, port
        self.sentence = self.page.locator("#sentence")
        self.state = self.page.locator("#state")
        self.call_button = self.page.locator("#call")
        self.desks = self.page.locator(".desk")
        self.lines = self.page.locator("#transcript li")

    def open(self, *, sound: bool = False) -> Phone:
        self.page.goto("/phone")
        if not sound:
            self.page.get_by_role("switch", name="Sound").click()
        return self

    def call(self) -> Phone:
        self.call_button.click()
        return self

    def desk(self, name: str, does: str) -> None:
        self.page.get_by_role("button", name=f"{does}: {name} desk").click()

    def expect_over(self, why: str) -> None:
        expect(self.state).to_have_text("The call is over")
        expect(self.sentence).to_have_text(why)
        expect(self.page.get_by_role("button", name="Call", exact=True)).to_be_visible()

    def expect_told(self, *endings: tuple[str, str]) -> None:
        """The last thing said to the service is awaited: (address, status) of every end."""
        expect_soon(self.page, lambda: [(url, f["status"]) for url, f in self.port.fields("finish")] == list(endings))


def expect_soon(page: Page, holds: Callable[[], bool]) -> None:
    for _ in range(100):
        if holds():
            return
        page.wait_for_timeout(50)  # lets the browser go on
    assert holds()


@pytest.fixture
def phone(browser: Browser) -> Iterator[Callable[..., Phone]]:
    """Makes a phone whose service answers with the given documents; at the end nothing wrong may have been seen."""
    watches: list[Watched] = []

    with ExitStack() as stack:

        def make(documents: dict[str, Document] | WrittenPort, **context: object) -> Phone:
            port = documents if isinstance(documents, WrittenPort) else WrittenPort(documents)
            base = stack.enter_context(served(port))
            watches.append(stack.enter_context(watched(browser, base, **{"locale": "en-GB", **context})))
            return Phone(watches[-1], port)

        yield make
    assert [problem for watch in watches if not watch.forgiven for problem in watch.problems] == []


def test_two_clicks_from_the_start_to_the_greeting(phone: Callable[..., Phone]) -> None:
    one = phone({"/voice": menu(HELLO)})
    one.page.goto("/")
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


def test_the_keyboard_can_be_taken_from_the_phone(phone: Callable[..., Phone]) -> None:
    one = phone({"/voice": menu(HELLO)}).open()
    one.page.get_by_label("The computer’s keyboard presses the phone’s keys").uncheck()
    one.call()
    expect(one.sentence).to_have_text(HELLO.text)

    one.page.keyboard.press("5")

    expect(one.page.locator(".pressed")).to_have_count(0)
    assert one.port.fields() == []


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


def test_a_desk_answers_and_hangs_up(phone: Callable[..., Phone]) -> None:
    one = phone(ringing(ONE)).open().call()
    expect(one.desks).to_contain_text("First desk 22 100 00 01")
    expect(one.desks).to_contain_text(re.compile(r"\d s of 60 s"))

    one.desk("First", "Answers")
    expect(one.state).to_have_text("Connected")
    one.desk("First", "Hangs up")

    one.expect_over("The menu ended the call.")
    [(url, fields)] = one.port.fields()
    assert (url, fields["DialCallStatus"], fields["DialBridged"]) == ("/voice/step?rang=1", "completed", "true")
    assert re.fullmatch("CA[0-9a-f]{32}", fields["DialCallSid"])
    one.expect_told(("/voice/leg?line=one", "completed"), ("", "completed"))


def test_the_first_to_answer_wins(phone: Callable[..., Phone]) -> None:
    one = phone(ringing(ONE, TWO)).open().call()

    one.desk("Second", "Answers")

    expect(one.desks.nth(0)).to_contain_text("somebody else answered")
    expect(one.desks.nth(1)).to_contain_text("talking")
    one.expect_told(("/voice/leg?line=one", "canceled"))


@pytest.mark.parametrize(
    ("first", "second", "status"),
    [("Busy", "Busy", "busy"), ("Busy", "No answer", "no-answer"), ("No answer", "Busy", "busy")],
)
def test_the_last_to_refuse_decides(phone: Callable[..., Phone], first: str, second: str, status: str) -> None:
    one = phone(ringing(ONE, TWO)).open().call()

    one.desk("First", first)
    expect(one.desks.nth(0).locator("button")).to_have_count(0)
    one.desk("Second", second)

    one.expect_over("The menu ended the call.")
    [(_, fields)] = one.port.fields()
    assert (fields["DialCallStatus"], fields["DialBridged"], fields["DialCallDuration"]) == (status, "false", "0")


def test_nobody_answers_in_time(phone: Callable[..., Phone]) -> None:
    one = phone(ringing(ONE, TWO, timeout=1)).open().call()

    one.expect_over("The menu ended the call.")
    assert one.port.fields()[0][1]["DialCallStatus"] == "no-answer"
    one.expect_told(("/voice/leg?line=one", "no-answer"), ("/voice/leg?line=two", "no-answer"), ("", "completed"))


def whispering() -> dict[str, Document]:
    number = Number("+48221000001", url="/voice/whisper?line=one", status_callback="/voice/leg?line=one")
    asked = Gather(
        "/voice/confirm", timeout=60, finish_on_key="", num_digits=1, children=(Say("Jeden.", "pl-PL", "v"),)
    )
    return {
        **ringing(number),
        "/voice/whisper?line=one": (Say("Orzeczenia, język ukraiński.", "pl-PL", "v"), asked, Hangup()),
        "/voice/confirm 1": (),
    }


def test_the_desk_hears_who_calls_and_presses_one(phone: Callable[..., Phone]) -> None:
    one = phone(whispering()).open().call()
    one.desk("First", "Answers")
    expect(one.desks.locator("q")).to_have_text("Orzeczenia, język ukraiński.")
    expect(one.desks.locator("q")).to_have_text("Jeden.")

    one.desk("First", "Presses 1")

    expect(one.state).to_have_text("Connected")
    assert ("/voice/confirm", {"Digits": "1"}) in one.port.fields()


def test_the_desk_does_not_take_the_call(phone: Callable[..., Phone]) -> None:
    one = phone(whispering()).open().call()
    one.desk("First", "Answers")

    one.desk("First", "Does not take it")

    one.expect_over("The menu ended the call.")
    url, fields = one.port.fields()[-1]
    assert (url, fields["DialCallStatus"], fields["DialBridged"]) == ("/voice/step?rang=1", "completed", "false")


def test_hanging_up_ends_everything(phone: Callable[..., Phone]) -> None:
    one = phone(ringing(ONE)).open().call()
    one.desk("First", "Answers")
    expect(one.state).to_have_text("Connected")

    one.page.get_by_role("button", name="Hang up").click()

    one.expect_over("The caller hung up.")
    one.expect_told(("/voice/leg?line=one", "completed"), ("", "completed"))
    [(_, fields)] = one.port.fields()
    assert (fields["DialCallStatus"], fields["CallStatus"]) == ("completed", "completed")


def test_hanging_up_while_it_rings_cancels(phone: Callable[..., Phone]) -> None:
    one = phone(ringing(ONE, TWO)).open().call()
    expect(one.desks).to_have_count(2)

    one.page.get_by_role("button", name="Hang up").click()

    one.expect_told(("/voice/leg?line=one", "canceled"), ("/voice/leg?line=two", "canceled"), ("", "completed"))
    expect(one.desks).to_have_count(0)


def test_closing_the_page_hangs_up(phone: Callable[..., Phone]) -> None:
    one = phone({"/voice": menu(HELLO)}).open().call()
    expect(one.sentence).to_have_text(HELLO.text)

    one.page.goto("/")

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


def test_by_keyboard_alone(phone: Callable[..., Phone]) -> None:
    one = phone({**ringing(ONE), "/voice": menu(HELLO), "/voice/step?node=menu 1": ringing(ONE)["/voice"]})
    one.page.goto("/")
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

    one.page.goto("/")
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
