"""Dial with scripted desks: outcomes, whispers, callbacks, who hangs up."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pytest

from ivr.simulator.phone import OpenCall, Phone
from ivr.simulator.problems import CarrierError, DifferenceError
from ivr.simulator.speech import Timing
from ivr.simulator.stretches import DeskActs, Talking
from ivr.simulator.transcript import Desk, Ended, Heard, Rang, WhisperHeard

MakePort = Callable[[Mapping[str, str]], Any]
ONE, TWO, THREE = "+48221110001", "+48221110002", "+48221110003"
SHOWN = "+48221234567"


def say(text: str) -> str:
    return f'<Say language="pl-PL" voice="Polly.Ewa">{text}</Say>'


def dial(*numbers: str, attributes: str = 'action="/after"', of_number: str = 'statusCallback="/leg"') -> str:
    inside = "".join(f"<Number {of_number}>{number}</Number>" for number in numbers)
    return f'<Dial timeout="20" callerId="{SHOWN}" {attributes}>{inside}</Dial>'


TEN = "aeiou aeiou"
AFTER = {"/after": say(TEN)}


def call(port: Any) -> OpenCall:
    return Phone(port, caller="+48601234567", called=SHOWN, timing=Timing(vowels_per_second=10)).call("CA1")


OUTCOMES = [
    # name, acts, DialCallStatus, our outcome, seconds of ringing, bridged, duration
    ("answers", DeskActs("answers", 3, 40), "completed", "answered", 43, "true", "40"),
    ("answers at the last moment", DeskActs("answers", 25, 40), "completed", "answered", 65, "true", "40"),
    ("answers too late", DeskActs("answers", 25.1), "no-answer", "no_answer", 25, "false", "0"),
    ("busy", DeskActs("busy"), "busy", "busy", 2, "false", "0"),
    ("no answer", DeskActs("no_answer"), "no-answer", "no_answer", 25, "false", "0"),
    ("failed", DeskActs("failed"), "failed", "failed", 2, "false", "0"),
    ("cancelled", DeskActs("cancelled"), "canceled", "cancelled", 2, "false", "0"),
    ("odd word", DeskActs("on-fire"), "on-fire", "on-fire", 2, "false", "0"),
]


@pytest.mark.parametrize(
    ("name", "acts", "status", "outcome", "seconds", "bridged", "duration"), OUTCOMES, ids=[row[0] for row in OUTCOMES]
)
def test_outcome(
    fake_port: MakePort,
    name: str,
    acts: DeskActs,
    status: str,
    outcome: str,
    seconds: float,
    bridged: str,
    duration: str,
) -> None:
    port = fake_port({"/voice": dial(ONE), **AFTER})

    lines = call(port).rings(ONE).desks({ONE: acts}).ends("service").transcript.lines

    fields = port.fields("/after")
    assert lines[0] == Rang((ONE,), 20, SHOWN, 0.6, 0.6)
    assert lines[1] == Desk(ONE, outcome, float(duration), round(0.6 + seconds, 3))
    assert lines[2] == Heard("pl-PL", TEN, round(0.6 + seconds + 0.6, 3))
    assert (fields["DialCallStatus"], fields["DialBridged"], fields["DialCallDuration"]) == (status, bridged, duration)
    assert fields["DialCallSid"] == port.finished[0][3].id != "CA1"


def test_first_of_several_to_answer_wins(fake_port: MakePort) -> None:
    port = fake_port({"/voice": dial(ONE, TWO, THREE), "/after": ""})
    acts = {ONE: DeskActs("answers", 9), TWO: DeskActs("answers", 4, 10), THREE: DeskActs("busy")}

    lines = call(port).rings(THREE, TWO, ONE).desks(acts).ends("desk").transcript.lines

    assert [line for line in lines if isinstance(line, Desk)] == [
        Desk(ONE, "cancelled", 0, 4.6),
        Desk(THREE, "busy", 0, 4.6),
        Desk(TWO, "answered", 10, 14.6),
    ]
    told = {leg.called: (status, seconds, url, leg.parent) for status, seconds, url, leg in port.finished[:-1]}
    assert told == {
        ONE: ("canceled", 0, "/leg", "CA1"),
        TWO: ("completed", 10, "/leg", "CA1"),
        THREE: ("busy", 0, "/leg", "CA1"),
    }
    assert len({leg.id for *_, leg in port.finished}) == 4


def test_desk_that_hangs_up_ends_the_call(fake_port: MakePort) -> None:
    transcript = (
        call(fake_port({"/voice": dial(ONE), "/after": "<Hangup/>"})).rings(ONE).desk_answers(5).ends("desk").transcript
    )

    assert transcript.lines[-1] == Ended("desk", 0.6 + 3 + 5 + 0.6)


def test_words_after_the_desk_hung_up_make_it_the_services_end(fake_port: MakePort) -> None:
    call(fake_port({"/voice": dial(ONE), **AFTER})).rings(ONE).desk_answers().ends("service")


def test_dial_without_action_goes_on_with_the_next_verb(fake_port: MakePort) -> None:
    port = fake_port({"/voice": dial(ONE, attributes="") + say(TEN)})

    assert call(port).rings(ONE).desk_busy().ends("service").transcript.heard == (TEN,)
    assert len(port.asked) == 1


def test_time_limit_cuts_the_conversation(fake_port: MakePort) -> None:
    port = fake_port({"/voice": dial(ONE, attributes='action="/after" timeLimit="30"'), **AFTER})

    assert Desk(ONE, "answered", 30, 33.6) in call(port).rings(ONE).desk_answers(100).ends().transcript.lines


def test_number_without_callback_tells_nothing(fake_port: MakePort) -> None:
    port = fake_port({"/voice": dial(ONE, of_number='statusCallback="/leg" statusCallbackEvent="ringing"'), **AFTER})
    call(port).rings(ONE).desk_busy().ends()

    assert [url for *_, url, _ in port.finished] == [""]


# --- what the desk hears first

WHISPER = 'url="/whisper"'
CONFIRM = '<Gather action="/confirm" numDigits="1" finishOnKey="" timeout="8">' + say(TEN) + "</Gather><Hangup/>"


def whispering(whisper: str, confirm: str = "") -> dict[str, str]:
    return {"/voice": dial(ONE, of_number=WHISPER), "/whisper": whisper, "/confirm": confirm, **AFTER}


def test_whisper_without_a_question_puts_through(fake_port: MakePort) -> None:
    port = fake_port(whispering(say(TEN)))

    lines = call(port).rings(ONE).desk_answers(5).ends().transcript.lines

    assert lines[1:3] == (WhisperHeard(ONE, TEN, 0.6 + 3 + 0.6), Desk(ONE, "answered", 5, 0.6 + 3 + 0.6 + 1 + 5))
    child = next(leg for url, _, leg in port.asked if url == "/whisper")
    assert (child.parent, child.caller, child.called) == ("CA1", SHOWN, ONE)


CONFIRMS = [
    ("presses", "1", "", "true", "answered", 0.6 + 3 + 0.6 + 1 + 1 + 0.6 + 5),
    ("presses another key", "2", "<Hangup/>", "false", "refused", 0.6 + 3 + 0.6 + 1 + 1 + 0.6),
    ("silent", "", "", "false", "refused", 0.6 + 3 + 0.6 + 1 + 8),
]


@pytest.mark.parametrize(
    ("name", "key", "confirmed", "bridged", "outcome", "at"), CONFIRMS, ids=[row[0] for row in CONFIRMS]
)
def test_confirm(
    fake_port: MakePort, name: str, key: str, confirmed: str, bridged: str, outcome: str, at: float
) -> None:
    port = fake_port(whispering(CONFIRM, confirmed))

    lines = call(port).rings(ONE).desk_answers(5, key=key).ends().transcript.lines

    assert port.fields("/after")["DialBridged"] == bridged
    assert port.fields("/after")["DialCallStatus"] == "completed"
    assert [(line.outcome, line.at_seconds) for line in lines if isinstance(line, Desk)] == [(outcome, round(at, 3))]
    assert [fields["Digits"] for url, fields, _ in port.asked if url == "/confirm"] == ([key] if key else [])


def test_refusal_where_nothing_is_asked_is_still_an_answer(fake_port: MakePort) -> None:
    """A voicemail swallows a call that nobody has to confirm."""
    port = fake_port(whispering(say(TEN)))
    call(port).rings(ONE).desk_refuses().ends()

    assert port.fields("/after")["DialBridged"] == "true"


@pytest.mark.parametrize(
    ("whisper", "code"),
    [(dial(TWO), "13201"), ("<Redirect>/x</Redirect>", "12200"), ("<Pause/>", "12200")],
    ids=["dial", "redirect", "pause"],
)
def test_verbs_not_allowed_in_a_whisper(fake_port: MakePort, whisper: str, code: str) -> None:
    with pytest.raises(CarrierError) as failure:
        call(fake_port(whispering(whisper))).rings(ONE).desk_answers()

    assert failure.value.code == code


# --- the caller meanwhile


def test_caller_hangs_up_while_it_rings(fake_port: MakePort) -> None:
    port = fake_port({"/voice": dial(ONE, TWO), **AFTER})

    lines = call(port).rings(ONE, TWO).waits(6).hangs_up().transcript.lines

    assert lines[1:] == (
        Desk(ONE, "cancelled", 0, 6.6),
        Desk(TWO, "cancelled", 0, 6.6),
        Ended("caller", 6.6),
    )
    assert port.fields("/after")["DialCallStatus"] == "canceled"
    assert port.fields("/after")["CallStatus"] == "completed"


def test_caller_hangs_up_during_the_conversation(fake_port: MakePort) -> None:
    port = fake_port({"/voice": dial(ONE), **AFTER})

    talking = call(port).rings(ONE).desk_answers(60)
    assert talking.stretch == Talking(ONE, 60)
    transcript = talking.waits(12).hangs_up().transcript

    assert Desk(ONE, "answered", 12, 15.6) in transcript.lines
    assert transcript.ended == Ended("caller", 15.6)
    assert transcript.heard == ()
    assert port.fields("/after")["DialBridged"] == "true"


def test_desk_answers_so_long_after_the_caller_waited(fake_port: MakePort) -> None:
    port = fake_port({"/voice": dial(ONE), "/after": ""})

    lines = call(port).rings(ONE).waits(10).desk_answers(5).ends().transcript.lines

    assert lines[1] == Desk(ONE, "answered", 5, 0.6 + 10 + 3 + 5)


# --- expectations


def test_ringing_nobody_expected_is_a_difference(fake_port: MakePort) -> None:
    port = fake_port({"/voice": dial(ONE), **AFTER})

    with pytest.raises(DifferenceError, match=r"expected to hear “aeiou”, but the call is ringing \+48221110001"):
        call(port).hears("aeiou")


def test_expected_ringing_without_a_desk_is_not_answered(fake_port: MakePort) -> None:
    port = fake_port({"/voice": dial(ONE), **AFTER})

    call(port).rings(ONE).hears("aeiou").ends("service")

    assert port.fields("/after")["DialCallStatus"] == "no-answer"


def test_two_ringings_in_a_row(fake_port: MakePort) -> None:
    port = fake_port({"/voice": dial(ONE), "/after": dial(TWO, attributes="")})

    rang = call(port).rings(ONE).rings(TWO).desk_busy().ends().transcript.rang

    assert [line.numbers for line in rang] == [(ONE,), (TWO,)]


@pytest.mark.parametrize(
    "expect",
    [
        lambda call: call.rings(TWO),
        lambda call: call.rings(ONE),
        lambda call: call.rings(ONE, TWO, THREE),
        lambda call: call.rings(ONE, TWO, seconds=30),
        lambda call: call.rings(ONE, TWO, caller_id="+48601234567"),
        lambda call: call.rings_among((ONE, THREE)),
        lambda call: call.rings(ONE, TWO).desk_answers(number=THREE),
    ],
    ids=["another", "one too few", "one too many", "seconds", "caller id", "none of the group", "desk that is silent"],
)
def test_wrong_ringing_is_a_difference(fake_port: MakePort, expect: Callable[[OpenCall], OpenCall]) -> None:
    port = fake_port({"/voice": dial(ONE, TWO), **AFTER})

    with pytest.raises(DifferenceError, match="expected"):
        expect(call(port))


def test_right_ringing(fake_port: MakePort) -> None:
    port = fake_port({"/voice": dial(ONE, TWO), **AFTER})

    call(port).rings(TWO, ONE, seconds=20, caller_id=SHOWN).desk_failed()
    call(port).rings_among((THREE, TWO, ONE)).desk_cancelled()
    call(port).rings_among((THREE, TWO, ONE)).desk_does_not_answer()
