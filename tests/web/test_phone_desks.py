"""The other end on the phone page: telephones ring, and the person decides what their desks do."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.support.phone_page import ONE, TWO, Phone, ringing, whispering


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
