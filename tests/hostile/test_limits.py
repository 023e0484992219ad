"""One caller who asks very often is answered later; nobody else is, nothing is lost, and little is remembered."""

from __future__ import annotations

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from ivr.limits import CallerLimit
from ivr.telephony.later import can_wait
from ivr.web.voice import voice_blueprint
from ivr.web.webhooks import Webhooks
from ivr.wiring import Services
from tests.hostile.service import STRANGER, posted

TOO_MANY = 60


def test_a_burst_and_then_the_rate() -> None:
    limit = CallerLimit(rate=20, burst=40)

    assert [limit.allow("a", 0.0) for _ in range(50)] == [True] * 40 + [False] * 10
    assert [limit.allow("a", 1.0) for _ in range(25)] == [True] * 20 + [False] * 5
    assert limit.refused == 15


def test_others_are_not_concerned() -> None:
    limit = CallerLimit(rate=1, burst=2)
    assert not all(limit.allow("loud", 0.0) for _ in range(10))

    assert all(limit.allow(f"quiet {number}", 0.0) for number in range(100))


def test_little_is_remembered_and_the_loud_one_is_not_forgotten() -> None:
    limit = CallerLimit(rate=1, burst=2, most=100)
    for number in range(1000):
        limit.allow(f"quiet {number}", 0.0)
        limit.allow("loud", 0.0)

    assert len(limit) == 100
    assert limit.refused == 998


def test_who_may_ask_as_somebody_new_again_is_forgotten() -> None:
    """A soak of three minutes found a worker that grew with every caller it had ever heard of."""
    limit = CallerLimit(rate=20, burst=40)
    for number in range(1000):
        limit.allow(f"caller {number}", number / 10)

    assert len(limit) == 20


def test_a_clock_that_goes_back_gives_nothing_and_takes_nothing() -> None:
    limit = CallerLimit(rate=1, burst=2)

    assert [limit.allow("a", now) for now in (100.0, 100.0, 1.0, 100.5, 101.0)] == [True, True, False, False, True]


@given(st.lists(st.floats(0, 5), min_size=1, max_size=60))
def test_never_more_than_burst_and_rate(pauses: list[float]) -> None:
    limit, now, allowed = CallerLimit(rate=3, burst=5), 0.0, 0
    for pause in pauses:
        now += pause
        allowed += limit.allow("a", now)

    assert allowed <= 5 + 3 * now + 1e-6


def test_it_is_noted_once_until_all_is_quiet(capfd: pytest.CaptureFixture[str]) -> None:
    limit = CallerLimit(rate=1, burst=2)
    for now in (0, 0, 0, 0, 0.5, 0.5, 100, 100, 100, 100):
        limit.allow("+48601234567", float(now))

    told = capfd.readouterr()
    assert (told.out + told.err).count("asks too often") == 2
    assert "601" not in told.out + told.err


@pytest.mark.parametrize(
    ("path", "fields", "waits"),
    [
        ("/voice", {"CallStatus": "ringing"}, True),
        ("/voice/step", {"CallStatus": "in-progress"}, True),
        ("/voice/step", {"Digits": "1"}, False),
        ("/voice/step", {"DialCallStatus": "busy"}, False),
        ("/voice/step", {"CallStatus": "completed"}, False),
        ("/voice/status", {}, False),
        ("/voice/leg", {}, False),
        ("/voice/whisper", {}, False),
        ("/voice/confirm", {}, False),
    ],
)
def test_only_what_will_be_asked_again_may_wait(path: str, fields: dict[str, str], waits: bool) -> None:
    assert can_wait(path, list(fields.items())) is waits


def test_over_http(services: Services) -> None:
    """The same address again, after a pause; the next caller, and who withholds the number, is answered at once."""
    app = Flask("ivr.web")
    app.register_blueprint(voice_blueprint(Webhooks(services, monotonic=lambda: 0.0)))
    client = app.test_client()
    target = "/voice/step?node=services&step=1"
    answers = [posted(client, target, CallSid=f"CA{number}", From=STRANGER) for number in range(TOO_MANY)]
    later = [one for one in answers if b"<Gather" not in one]

    assert len(later) == TOO_MANY - 40
    assert set(later) == {
        b'<?xml version="1.0" encoding="UTF-8"?><Response><Pause length="3" />'
        b'<Redirect method="POST">/voice/step?node=services&amp;step=1</Redirect></Response>'
    }
    assert b"<Gather" in posted(client, target, CallSid="CA1", From="+48601000002")
    assert b"<Pause" not in posted(client, target, CallSid="CA1", From=STRANGER, Digits="1")
    hidden = [posted(client, "/voice", CallSid=f"CB{number}", From="anonymous") for number in range(TOO_MANY)]
    assert all(b"<Gather" in one for one in hidden)
