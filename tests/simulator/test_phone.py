"""The phone against a tiny port: speech, keys, time, limits. Ten vowels take one second here."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from ivr.simulator.phone import OpenCall, Phone
from ivr.simulator.problems import CarrierError, DifferenceError
from ivr.simulator.speech import Timing
from ivr.simulator.stretches import Quiet, Speech
from ivr.simulator.transcript import Ended, Heard, PressedKey

MakePort = Callable[[Mapping[str, str]], Any]
AT = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
CALLER, CALLED = "+48601234567", "+48221234567"


def say(text: str) -> str:
    return f'<Say language="pl-PL" voice="Polly.Ewa">{text}</Say>'


def gather(children: str = "", attributes: str = 'timeout="7" numDigits="1" finishOnKey=""') -> str:
    return f'<Gather action="/key" {attributes}>{children}</Gather>'


TEN, TWENTY = "aeiou aeiou", "eeeee eeeee ooooo ooooo"  # one second, two seconds


def phone(port: Any, **more: Any) -> Phone:
    return Phone(port, caller=CALLER, called=CALLED, at=AT, timing=Timing(vowels_per_second=10), **more)


def call(port: Any) -> OpenCall:
    return phone(port).call("CA1")


def test_document_is_played_to_its_end_and_the_call_ends(fake_port: MakePort) -> None:
    port = fake_port({"/voice": say(TEN) + '<Pause length="3"/>' + say(TWENTY)})

    transcript = call(port).ends("service").transcript

    assert transcript.lines == (
        Heard("pl-PL", TEN, 0.6),
        Heard("pl-PL", TWENTY, 4.6),
        Ended("service", 6.6),
    )
    assert [(status, seconds, url) for status, seconds, url, _ in port.finished] == [("completed", 6, "")]


def test_nothing_after_hangup_is_played(fake_port: MakePort) -> None:
    assert call(fake_port({"/voice": "<Hangup/>" + say(TEN)})).ends("service").transcript.heard == ()


def test_sentence_repeats(fake_port: MakePort) -> None:
    port = fake_port({"/voice": say(TEN).replace("<Say ", '<Say loop="3" ')})

    assert call(port).ends().transcript.heard == (TEN,) * 3


def test_redirect_costs_a_request(fake_port: MakePort) -> None:
    port = fake_port({"/voice": "<Redirect>/next</Redirect>" + say(TWENTY), "/next": say(TEN)})

    assert call(port).ends("service").transcript.lines[0] == Heard("pl-PL", TEN, 1.2)


def test_rejected_call_has_its_status(fake_port: MakePort) -> None:
    port = fake_port({"/voice": '<Reject reason="busy"/>'})
    call(port).ends("service")

    assert port.finished[0][0] == "busy"


# --- Gather


def test_timeout_starts_after_the_prompts_and_falls_through_without_a_request(fake_port: MakePort) -> None:
    port = fake_port({"/voice": gather(say(TEN) + "<Pause/>") + say(TWENTY)})

    transcript = call(port).ends("service").transcript

    assert transcript.lines[1] == Heard("pl-PL", TWENTY, 0.6 + 1 + 1 + 7)
    assert [url for url, _, _ in port.asked] == ["/voice"]


def test_key_stops_the_prompt_at_once(fake_port: MakePort) -> None:
    port = fake_port({"/voice": gather(say(TEN) + say(TWENTY)), "/key": say(TEN)})

    transcript = call(port).waits(1.5).presses("1").ends().transcript

    assert transcript.lines == (
        Heard("pl-PL", TEN, 0.6),
        Heard("pl-PL", TWENTY, 1.6, cut=True),
        PressedKey("1", 2.1),
        Heard("pl-PL", TEN, 2.7),
        Ended("service", 3.7),
    )
    assert port.fields("/key")["Digits"] == "1"


def test_key_before_the_first_sentence(fake_port: MakePort) -> None:
    port = fake_port({"/voice": gather(say(TEN)), "/key": ""})

    assert call(port).presses("1").ends().transcript.lines == (PressedKey("1", 0.6), Ended("service", 1.2))


KEYS = [
    # name, attributes, keys, digits sent (None: no request), when the next thing is heard
    ("one key", 'numDigits="1"', "1", "1", 1.2),
    ("two keys of two", 'numDigits="2"', "12", "12", 1.2),
    ("one key of two, then the timeout", 'numDigits="2" timeout="4"', "1", "1", 0.6 + 4 + 0.6),
    ("finish key ends and is not sent", "", "12#", "12", 1.2),
    ("finish key alone enters nothing", "", "#", None, 0.6),
    ("finish key off: hash is a key", 'finishOnKey="" numDigits="1"', "#", "#", 1.2),
    ("star is a key", 'numDigits="1"', "*", "*", 1.2),
    ("star finishes if told so", 'finishOnKey="*"', "7*", "7", 1.2),
    ("nothing, but asked to tell", 'actionOnEmptyResult="true"', "", "", 0.6 + 5 + 0.6),
    ("finish key alone, but asked to tell", 'actionOnEmptyResult="true"', "#", "", 1.2),
    ("default timeout", "", "", None, 0.6 + 5),
]


@pytest.mark.parametrize(("name", "attributes", "keys", "digits", "at_seconds"), KEYS, ids=[row[0] for row in KEYS])
def test_keys(
    fake_port: MakePort, name: str, attributes: str, keys: str, digits: str | None, at_seconds: float
) -> None:
    port = fake_port({"/voice": gather("", attributes) + say(TEN), "/key": say(TEN)})

    transcript = call(port).presses(keys).ends().transcript

    assert [fields["Digits"] for url, fields, _ in port.asked if url == "/key"] == ([] if digits is None else [digits])
    assert [line.at_seconds for line in transcript.lines if isinstance(line, Heard)] == [pytest.approx(at_seconds)]


def test_timeout_starts_anew_with_each_key(fake_port: MakePort) -> None:
    port = fake_port({"/voice": gather("", 'timeout="4" numDigits="3"'), "/key": say(TEN)})

    transcript = call(port).waits(3).presses("1").waits(3).presses("2").ends().transcript

    assert port.fields("/key")["Digits"] == "12"
    assert transcript.lines[2] == Heard("pl-PL", TEN, 0.6 + 3 + 3 + 4 + 0.6)


def test_key_while_nothing_listens_is_lost(fake_port: MakePort) -> None:
    port = fake_port({"/voice": say(TEN) + gather(), "/key": ""})

    transcript = call(port).presses("1").ends().transcript

    assert transcript.lines[:2] == (PressedKey("1", 0.6, taken=False), Heard("pl-PL", TEN, 0.6))
    assert len(port.asked) == 1


def test_key_after_the_last_one_asked_for_is_lost(fake_port: MakePort) -> None:
    port = fake_port({"/voice": gather(), "/key": gather().replace("/key", "/again"), "/again": ""})

    pressed = [line for line in call(port).presses("1#").ends().transcript.lines if isinstance(line, PressedKey)]

    assert pressed == [PressedKey("1", 0.6), PressedKey("#", 1.2, taken=False)]


def test_speech_only_gather_hears_no_keys(fake_port: MakePort) -> None:
    port = fake_port({"/voice": gather("", 'input="speech"'), "/key": ""})

    transcript = call(port).presses("1").ends().transcript

    assert transcript.lines[0] == PressedKey("1", 0.6, taken=False)
    assert [url for url, _, _ in port.asked] == ["/voice"]


# --- the caller


def test_hears_goes_from_words_to_words_in_order(fake_port: MakePort) -> None:
    port = fake_port({"/voice": gather(say("aaaaa bbb ooooo ccc") + say(TEN)), "/key": ""})

    listening = call(port).hears("AAAAA")
    assert listening.now_seconds == pytest.approx(1.1)
    listening.hears("ooooo")
    assert listening.now_seconds == pytest.approx(1.6)

    with pytest.raises(DifferenceError, match="expected to hear “aaaaa bbb”, but the call is over"):
        listening.hears("aaaaa bbb")


def test_first_time_caller_reacts_a_second_after_the_service_is_named(fake_port: MakePort) -> None:
    port = fake_port({"/voice": gather(say("aaaaa aaaaa eeeee ooooo") + say(TEN)), "/key": ""})

    transcript = call(port).wait_for("eeeee", reaction_seconds=1.0).presses("2").ends().transcript

    assert transcript.lines[:3] == (
        Heard("pl-PL", "aaaaa aaaaa eeeee ooooo", 0.6),
        Heard("pl-PL", TEN, 2.6, cut=True),
        PressedKey("2", 0.6 + 1.5 + 1),
    )


def test_caller_hangs_up(fake_port: MakePort) -> None:
    port = fake_port({"/voice": gather(say(TWENTY)) + say(TEN), "/key": ""})

    transcript = call(port).waits(0.5).hangs_up().transcript

    assert transcript.lines == (Heard("pl-PL", TWENTY, 0.6, cut=True), Ended("caller", 1.1))
    assert [status for status, *_ in port.finished] == ["completed"]


def test_interactive_callers_see_what_is_going_on(fake_port: MakePort) -> None:
    going = call(fake_port({"/voice": gather(say(TEN))}))

    assert going.stretch == Speech("pl-PL", TEN, 1.0, listening=True)
    assert going.goes_on().stretch == Quiet(7, listening=True)
    assert going.goes_on().stretch is None


def test_acting_after_the_end_is_a_difference(fake_port: MakePort) -> None:
    with pytest.raises(DifferenceError, match="expected to press 1, but the call is over") as failure:
        call(fake_port({"/voice": say(TEN)})).ends().presses("1")

    assert "0.6 s  hears [pl-PL] aeiou aeiou" in str(failure.value)


def test_wrong_end_is_a_difference(fake_port: MakePort) -> None:
    with pytest.raises(DifferenceError, match="expected the desk to end the call, but: ended by the service"):
        call(fake_port({"/voice": say(TEN)})).ends("desk")


# --- time and limits


def test_requests_carry_the_virtual_moment(fake_port: MakePort) -> None:
    port = fake_port({"/voice": say(TEN) + "<Redirect>/next</Redirect>", "/next": '<Pause length="600"/>'})
    call(port).ends()

    moments = [asked.now for _, _, asked in port.asked] + [port.finished[0][3].now]
    assert moments == [AT, AT + timedelta(seconds=1.6), AT + timedelta(seconds=602.2)]


def test_without_a_moment_the_call_is_now(fake_port: MakePort) -> None:
    port = fake_port({"/voice": ""})
    Phone(port, caller=CALLER, called=CALLED, clock=lambda: AT).call()

    assert port.asked[0][2].now == AT


def test_moment_needs_a_zone(fake_port: MakePort) -> None:
    with pytest.raises(CarrierError, match="time zone"):
        Phone(fake_port({}), caller=CALLER, called=CALLED, at=AT.replace(tzinfo=None))


def test_call_ids_have_the_providers_shape_and_differ(fake_port: MakePort) -> None:
    port = fake_port({"/voice": ""})
    phone(port).call()
    phone(port).call()

    ids = {asked.id for _, _, asked in port.asked}
    assert len(ids) == 2
    assert all(len(each) == 34 and each.startswith("CA") for each in ids)


@pytest.mark.parametrize(
    ("name", "document", "message"),
    [
        ("requests", "<Redirect>/voice</Redirect>", "more than 400 requests"),
        ("hours", '<Pause length="600"/><Redirect>/voice</Redirect>', "more than 4 hours"),
        ("sentence for ever", say(TWENTY * 20).replace("<Say ", '<Say loop="0" '), "more than 4 hours"),
    ],
    ids=["requests", "hours", "sentence for ever"],
)
def test_call_that_never_ends(fake_port: MakePort, name: str, document: str, message: str) -> None:
    with pytest.raises(CarrierError, match=message) as failure:
        call(fake_port({"/voice": document})).ends()

    assert failure.value.code == "never_ends"


def test_four_hundred_requests_are_allowed(fake_port: MakePort) -> None:
    steps = {f"/{n}": f"<Redirect>/{n + 1}</Redirect>" for n in range(1, 400)}
    port = fake_port({"/voice": "<Redirect>/1</Redirect>", **steps, "/399": say(TEN)})

    call(port).ends("service")

    assert len(port.asked) == 400
