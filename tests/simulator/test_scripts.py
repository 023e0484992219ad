"""Call scripts played on a tiny port."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from ivr.simulator.scripts import Result, parse_script, play
from ivr.simulator.transcript import Desk, Heard, Transcript

MakePort = Callable[[Mapping[str, str]], Any]
ONE, TWO, LAST = "+48221110001", "+48221110002", "+48221110003"
NAMES = {"first": (ONE,), "second": (TWO,), "infoline": (LAST,), "family": (ONE, TWO)}


def say(text: str) -> str:
    return f'<Say language="pl-PL" voice="Polly.Ewa">{text}</Say>'


def dial(number: str, action: str) -> str:
    return f'<Dial action="{action}" timeout="20" callerId="+48221234567"><Number>{number}</Number></Dial>'


SERVICE = {
    "/voice": '<Gather action="/key" numDigits="1" finishOnKey="">'
    + say("Dzień dobry. Świadczenia rodzinne: jeden.")
    + "</Gather><Redirect>/silence</Redirect>",
    "/silence": say("Łączę z infolinią.") + dial(LAST, "/over"),
    "/key": say("Łączę z działem świadczeń rodzinnych.") + dial(ONE, "/again"),
    "/again": dial(TWO, "/over"),
    "/over": "<Hangup/>",
}


def played(port: Any, steps: str, **more: Any) -> Result:
    return play(parse_script(f"at: 2026-07-24 10:00\nsteps:\n{steps}", "family.yaml"), port, NAMES, **more)


def test_script_that_fits(fake_port: MakePort) -> None:
    port = fake_port(SERVICE)
    steps = (
        "  - hears: dzień dobry\n  - hears: Świadczenia rodzinne\n  - presses: 1\n  - hears: świadczeń\n"
        "  - rings: family\n  - desk: busy\n  - rings: [second]\n  - answers: 40\nends: desk"
    )

    result = played(port, steps)

    assert (result.ok, result.difference) == (True, "")
    assert [line.outcome for line in result.transcript.lines if isinstance(line, Desk)] == ["busy", "answered"]
    call = port.asked[0][2]
    assert call.now == datetime(2026, 7, 24, 8, 0, tzinfo=UTC)
    assert (call.caller, call.called) == ("+48601234567", "+48221234567")


def test_script_without_a_moment_is_played_now(fake_port: MakePort) -> None:
    port = fake_port(SERVICE)
    before = datetime.now(UTC)
    play(parse_script("from: 502 000 000\nsteps: []", "a.yaml"), port, NAMES, called="+48221110009", call_id="CA7")

    call = port.asked[0][2]
    assert before <= call.now <= datetime.now(UTC)
    assert (call.id, call.caller, call.called) == ("CA7", "+48502000000", "+48221110009")


def test_another_zone(fake_port: MakePort) -> None:
    port = fake_port(SERVICE)
    played(port, "  - presses: 1", zone=ZoneInfo("Europe/Kyiv"))

    assert port.asked[0][2].now == datetime(2026, 7, 24, 7, 0, tzinfo=UTC)


def test_silent_caller_to_the_end_and_nobody_answers(fake_port: MakePort) -> None:
    result = played(fake_port(SERVICE), "  - hears: dobry\nends: service")

    assert result.ok
    assert [(line.number, line.outcome) for line in result.transcript.lines if isinstance(line, Desk)] == [
        (LAST, "no_answer")
    ]


def test_same_call_twice_has_the_same_transcript(fake_port: MakePort) -> None:
    steps = "  - presses: 1\n  - rings: first\n  - desk: refuses"

    assert played(fake_port(SERVICE), steps).transcript == played(fake_port(SERVICE), steps).transcript


DIFFERENCES = [
    (
        "other words",
        "  - hears: Good morning",
        "3: expected to hear “Good morning”, but the call is ringing infoline (+48221110003)",
    ),
    (
        "another line",
        "  - presses: 1\n  - rings: infoline",
        "4: expected to ring infoline, but rings first (+48221110001)",
    ),
    (
        "one of two exactly",
        "  - presses: 1\n  - rings: [first, second]",
        "4: expected to ring first (+48221110001), second (+48221110002), but rings first (+48221110001)",
    ),
    (
        "unknown name",
        "  - rings: fist",
        "3: “fist” is no line or hunt group; there are family, first, infoline, second",
    ),
    (
        "ringing nobody wrote of",
        "  - presses: 1\n  - waits: 40",
        "4: expected to wait 40 s, but the call is ringing first (+48221110001)",
    ),
    ("call over", "  - hangs_up: yes\n  - presses: 1", "4: expected to press 1, but the call is over"),
    ("another end", "  - hangs_up: yes\nends: desk", "3: expected the desk to end the call, but: ended by the caller"),
]


@pytest.mark.parametrize(("name", "steps", "difference"), DIFFERENCES, ids=[row[0] for row in DIFFERENCES])
def test_difference(fake_port: MakePort, name: str, steps: str, difference: str) -> None:
    result = played(fake_port(SERVICE), steps)

    assert not result.ok
    assert result.difference == f"family.yaml:{difference}"


def test_failure_of_the_service_is_a_difference(fake_port: MakePort) -> None:
    result = played(fake_port({**SERVICE, "/key": "<Smile/>"}), "  - hears: dobry\n  - presses: 1")

    assert result.difference == "family.yaml:4: <Smile> is no verb the stand-in carrier knows. (12200)"
    assert isinstance(result.transcript.lines[0], Heard)


def test_failure_of_the_first_answer_is_a_difference(fake_port: MakePort) -> None:
    result = played(fake_port({"/voice": "<Smile/>"}), "  - hears: dobry")

    assert (result.ok, result.transcript) == (False, Transcript())
    assert result.difference.startswith("family.yaml:1: <Smile>")
