"""A person at the phone page, and the documents such tests are made of."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page, expect

from ivr.simulator.verbs import Dial, Document, Gather, Hangup, Number, Redirect, Say
from tests.support.browser import Watched
from tests.support.phone import WrittenPort

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
        """The last thing said to the service is awaited: (address, status) of every end. Telephones that ring together
        end together, and nothing says which of them is told first; the call itself comes last."""
        *legs, call = endings

        def told() -> bool:
            found = [(url, fields["status"]) for url, fields in self.port.fields("finish")]
            return sorted(found[:-1]) == sorted(legs) and found[-1:] == [call]

        expect_soon(self.page, told)


def expect_soon(page: Page, holds: Callable[[], bool]) -> None:
    for _ in range(100):
        if holds():
            return
        page.wait_for_timeout(50)  # lets the browser go on
    assert holds()
