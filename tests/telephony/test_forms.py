"""Form fields become events, whatever they hold."""

from __future__ import annotations

import phonenumbers
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivr.core.events import OUTCOMES, Call, Event, Left, LegEnded, Pressed, Silence
from ivr.telephony.forms import CallStatus, Leg, call_of, event_of, leg_of, shown_caller, status_of

Pairs = list[tuple[str, str]]
SID = "CA" + "a" * 32


def pairs(**fields: str) -> Pairs:
    return list(fields.items())


EVENTS = [
    pytest.param(pairs(), Silence(), id="nothing"),
    pytest.param(pairs(Digits=""), Silence(), id="empty digits"),
    pytest.param(pairs(Digits="\x00 \u202e"), Silence(), id="digits of nothing but control characters"),
    pytest.param(pairs(Digits="1"), Pressed("1"), id="a key"),
    pytest.param(pairs(Digits="*"), Pressed("*"), id="star"),
    pytest.param(pairs(Digits="#"), Pressed("#"), id="hash"),
    pytest.param([("Digits", "1"), ("Digits", "2")], Pressed("1"), id="the first of two wins"),
    pytest.param(pairs(Digits="1" * 5000), Pressed("1" * 32), id="huge digits are cut"),
    pytest.param(pairs(Digits="4", DialCallStatus="busy"), Pressed("4"), id="a key before a leg"),
    pytest.param(pairs(DialCallStatus="completed", DialCallDuration="61"), LegEnded("answered", 61), id="completed"),
    pytest.param(pairs(DialCallStatus="completed", DialBridged="true"), LegEnded("answered"), id="bridged"),
    pytest.param(
        pairs(DialCallStatus="completed", DialBridged="false"), LegEnded("no_answer"), id="refused by the desk"
    ),
    pytest.param(
        pairs(DialCallStatus="completed", DialBridged="False"), LegEnded("no_answer"), id="refused, other case"
    ),
    pytest.param(pairs(DialCallStatus="answered"), LegEnded("answered"), id="answered"),
    pytest.param(pairs(DialCallStatus="busy", DialBridged="false"), LegEnded("busy"), id="busy"),
    pytest.param(
        pairs(DialCallStatus="no-answer", CallStatus="completed"),
        Left(LegEnded("no_answer")),
        id="hung up while ringing",
    ),
    pytest.param(
        pairs(DialCallStatus="completed", DialCallDuration="9", CallStatus="completed"),
        Left(LegEnded("answered", 9)),
        id="hung up while talking",
    ),
    pytest.param(pairs(CallStatus="completed"), Left(), id="hung up"),
    pytest.param(pairs(DialCallStatus="busy", CallStatus="in-progress"), LegEnded("busy"), id="still there"),
    pytest.param(pairs(DialCallStatus="no-answer"), LegEnded("no_answer"), id="no answer"),
    pytest.param(pairs(DialCallStatus="failed"), LegEnded("failed"), id="failed"),
    pytest.param(pairs(DialCallStatus="canceled"), LegEnded("cancelled"), id="cancelled, the provider's spelling"),
    pytest.param(pairs(DialCallStatus="cancelled"), LegEnded("cancelled"), id="cancelled"),
    pytest.param(pairs(DialCallStatus="BUSY"), LegEnded("busy"), id="upper case"),
    pytest.param(pairs(DialCallStatus="on-holiday"), LegEnded("unknown"), id="an unknown word"),
    pytest.param(pairs(DialCallStatus=""), LegEnded("unknown"), id="an empty status is still a leg"),
    pytest.param(pairs(dialcallstatus="busy", digits="1"), Silence(), id="names are case-sensitive"),
]


@pytest.mark.parametrize(("params", "event"), EVENTS)
def test_events(params: Pairs, event: Event) -> None:
    assert event_of(params) == event


@pytest.mark.parametrize(
    ("written", "seconds"),
    [
        ("0", 0), ("1", 1), ("007", 7), (" 12 ", 12), ("86400", 86400), ("86401", 86400), ("999999999", 86400),
        ("-1", 0), ("", 0), ("1.5", 0), ("1e3", 0), ("abc", 0), ("１２", 0), ("1_0", 0), ("9" * 6000, 0),
    ],
)  # fmt: skip
def test_seconds(written: str, seconds: int) -> None:
    assert event_of(pairs(DialCallStatus="completed", DialCallDuration=written)) == LegEnded("answered", seconds)


def test_call_of_a_usual_request() -> None:
    params = pairs(CallSid=SID, To="+48717822300", From="+48600100200", ForwardedFrom="+48717822301", Unknown="x")

    assert call_of(params) == Call(SID, "+48717822300", "+48600100200", "+48717822301")


def test_call_of_a_poor_request() -> None:
    assert call_of(pairs(CallSid="v3:a_B-9", Called="+48717822300", Caller="anonymous")) == Call(
        "v3:a_B-9", "+48717822300", "anonymous"
    )


@pytest.mark.parametrize(
    ("raw", "caller"),
    [
        pytest.param("+48\x00600\r\n100\u2028200", "+48600100200", id="control characters"),
        pytest.param("\ud800+48", "+48", id="half a character"),
        pytest.param("1" * 100_000, "1" * 64, id="huge"),
        pytest.param("<Dial>'\"", "<Dial>'\"", id="markup is text"),
    ],
)
def test_hostile_numbers(raw: str, caller: str) -> None:
    assert call_of(pairs(CallSid=SID, From=raw)).caller == caller


def test_call_id_is_stable_and_safe() -> None:
    missing = call_of(pairs(From="+48600100200", To="x")).id
    assert missing.startswith("unknown-")
    assert call_of(pairs(To="x", From="+48600100200")).id == missing, "the same request is the same call"
    assert call_of(pairs(To="y", From="+48600100200")).id != missing
    assert call_of(pairs(CallSid="", From="+48600100200")).id.startswith("unknown-")

    longest, too_long = "a" * 64, "a" * 65
    assert call_of(pairs(CallSid=longest)).id == longest
    cut = call_of(pairs(CallSid=too_long, Digits="1")).id
    assert len(cut) <= 64
    assert call_of(pairs(CallSid=too_long, Digits="2")).id == cut, "one call over all its requests"
    assert call_of(pairs(CallSid="a" * 66)).id != cut, "two long ids stay two calls"
    assert call_of(pairs(CallSid="CA1'; DROP\n")).id.startswith("CA1DROP-")


@pytest.mark.parametrize(
    ("params", "status"),
    [
        pytest.param(
            pairs(CallStatus="completed", CallDuration="75", Duration="2", SequenceNumber="3"),
            CallStatus("completed", 75, 3),
            id="the end of a call; Duration is minutes",
        ),
        pytest.param(pairs(CallStatus="No-Answer"), CallStatus("no-answer", 0, 0), id="lower case"),
        pytest.param(pairs(CallStatus="cancelled"), CallStatus("canceled", 0, 0), id="one spelling"),
        pytest.param(pairs(CallStatus="gone"), CallStatus("unknown", 0, 0), id="an unknown word"),
        pytest.param([], CallStatus("unknown", 0, 0), id="nothing"),
        pytest.param(pairs(SequenceNumber="-4", CallDuration="x"), CallStatus("unknown", 0, 0), id="nonsense"),
    ],
)
def test_status(params: Pairs, status: CallStatus) -> None:
    assert status_of(params) == status


def test_leg() -> None:
    params = pairs(CallSid="CAchild", ParentCallSid=SID, CallStatus="no-answer", CallDuration="0")

    assert leg_of(params) == Leg("CAchild", SID, "no_answer", 0)
    assert leg_of(pairs(CallSid="CAchild", CallStatus="?")).outcome == "unknown"
    assert leg_of([]).parent.startswith("unknown-")


SHOWN = ("+48600100200", "+48717822300", "+380671234567", "+442079460000", "+12025550123")
NOT_SHOWN = (
    "", " ", "+", "anonymous", "Anonymous", "unknown", "restricted", "private", "unavailable", "withheld", "blocked",
    "+266696687", "266696687", "+7378742833", "+2562533", "+8656696", "+86282452253", "+8566667", "+7748283",
    "sip:anonymous@anonymous.invalid", "client:jan", "600100200", "48600100200", "0048600100200", "+048600100200",
    "+4860010020012345", "+48", "+999123456789", "+48600100200;ext=1", "+48 600 100 200", "+４８600100200",
    "+48600100200\n+48600100201", "<Number>", "+" + "1" * 10_000,
)  # fmt: skip


@pytest.mark.parametrize("number", SHOWN)
def test_real_callers_are_shown(number: str) -> None:
    assert shown_caller(number) == number
    assert shown_caller(f" {number}\n") == number


@pytest.mark.parametrize("number", NOT_SHOWN, ids=lambda number: repr(number)[:30])
def test_withheld_and_odd_callers_are_not_shown(number: str) -> None:
    assert shown_caller(number) == ""


NAMES = (
    "CallSid", "From", "To", "Caller", "Called", "ForwardedFrom", "Digits", "DialCallStatus", "DialBridged",
    "DialCallDuration", "CallStatus", "CallDuration", "SequenceNumber", "ParentCallSid",
)  # fmt: skip
_anything = st.text(st.characters(), max_size=300)
_hostile_form = st.lists(st.tuples(st.sampled_from(NAMES) | _anything, _anything), max_size=20)


@given(_hostile_form)
def test_never_raises_and_always_keeps_its_shapes(params: Pairs) -> None:
    call, event, status, leg = call_of(params), event_of(params), status_of(params), leg_of(params)

    assert 0 < len(call.id) <= 64
    assert call.id.isascii()
    for text in (call.id, call.called, call.caller, call.forwarded_from, leg.call, leg.parent):
        assert len(text) <= 64
        assert text.isprintable()
        text.encode()
    assert isinstance(event, Pressed | LegEnded | Silence)
    assert not isinstance(event, Pressed) or event.digits
    assert leg.outcome in OUTCOMES
    assert 0 <= status.seconds <= 86400
    shown = shown_caller(call.caller)
    assert shown == "" or (shown[0] == "+" and shown[1:].isdigit() and shown[1:].isascii())


@given(st.from_regex(r"\+48[1-9][0-9]{8}", fullmatch=True))
def test_what_the_library_is_not_asked_for_it_calls_possible(number: str) -> None:
    assert phonenumbers.is_possible_number(phonenumbers.parse(number, None))
    assert shown_caller(number) == number
