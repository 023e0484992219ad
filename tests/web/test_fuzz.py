"""Malformed webhooks, correctly signed, in process: no 5xx, and only well-formed TwiML of known verbs."""

from __future__ import annotations

import os
import random
import string
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode
from xml.etree import ElementTree

import pytest
from flask import Flask

from ivr.settings import Settings
from ivr.simulator.signer import sign
from ivr.web import create_app
from ivr.wiring import build

CASES = int(os.environ.get("FUZZ_CASES", "3000"))
TOKEN = "a-token-of-the-tests"
BASE = "http://127.0.0.1:8000"
VERBS = {"Response", "Say", "Gather", "Pause", "Redirect", "Dial", "Number", "Hangup"}
NAMES = (
    "CallSid", "From", "To", "Digits", "DialCallStatus", "DialCallDuration", "DialBridged", "CallStatus", "AccountSid",
    "ForwardedFrom", "CallDuration", "SequenceNumber", "ParentCallSid", "SpeechResult", "CallerName", "X" * 300, "",
)  # fmt: skip
QUERY_NAMES = (
    "node", "language", "revision", "step", "via", "phase", "menu", "group", "chosen", "ringing", "tried", "wait_since",
    "wait_said", "no_input", "no_match", "let_in", "closed_from", "offset", "line", "zzz",
)  # fmt: skip
HOSTILE = (
    "", "0", "1", "*", "#", "9" * 40, "-1", "services", "waiting", "family", "infoline", "after_hours",
    "../../etc/passwd",
    "</Say><Dial>+48700123456</Dial>", "\x00\x01\x0b\x1b", "\ufffe", "ą" * 5000, "a" * 100_000, "completed", "busy",
    "true", "false",
    "%00", "{when}", "pl", "uk", "xx", "+48601234567", "anonymous", "CA" + "1" * 32, "AC" + "5" * 32, "NaN", "1e308",
    "inf", "null",
    "ringing", "pausing", "soon", "1798000000", "\r\nSet-Cookie: x", "'; DROP TABLE calls; --", "😀" * 50, "\u202e",
)  # fmt: skip
NODES = ("services", "waiting", "family", "after_hours", "nowhere")
PATHS = (
    "/voice",
    "/voice/step",
    "/voice/step",
    "/voice/step",
    "/voice/status",
    "/voice/leg",
    "/voice/whisper",
    "/voice/confirm",
)


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    root = Path(__file__).parents[2]
    services = build(Settings(root / "config.yaml", tmp_path_factory.mktemp("data"), (TOKEN,)))
    yield create_app(services)
    services.stop()


def value(chance: random.Random, revision: str) -> str:
    kind = chance.random()
    if kind < 0.1:
        return revision
    if kind < 0.8:
        return chance.choice(HOSTILE)
    return "".join(chance.choice(string.printable) for _ in range(chance.randrange(30)))


def fields(chance: random.Random, revision: str) -> list[tuple[str, str]]:
    """Missing, repeated, huge and hostile fields."""
    return [(chance.choice(NAMES), value(chance, revision)) for _ in range(chance.randrange(12))]


def target(chance: random.Random, revision: str) -> str:
    query = [(chance.choice(QUERY_NAMES), value(chance, revision)) for _ in range(chance.randrange(8))]
    if chance.random() < 0.7:
        query[:0] = [("revision", revision), ("node", chance.choice(NODES))]
    encoded = urlencode([(name, text[:2000]) for name, text in query])
    return chance.choice(PATHS) + (f"?{encoded}" if encoded else "")


def test_malformed_webhooks_get_well_formed_twiml(app: Flask, caplog: pytest.LogCaptureFixture) -> None:
    chance = random.Random(20261124)
    client = app.test_client()
    revision = str(client.get("/readyz").get_json()["revision"])
    for number in range(CASES):
        path, form = target(chance, revision), fields(chance, revision)

        headers = {"X-Twilio-Signature": sign(TOKEN, BASE + path, form)}
        answer = client.post(
            path,
            base_url=BASE,
            data=urlencode(form),
            content_type="application/x-www-form-urlencoded",
            headers=headers,
            environ_base={"REMOTE_ADDR": "127.0.0.1"},
        )

        assert answer.status_code in (200, 204), f"case {number}: {answer.status_code} for {path} {form}"
        if answer.status_code == 200:
            check_twiml(answer.data, number)


def check_twiml(document: bytes, number: int) -> None:
    assert len(document) < 16_000, f"case {number}"
    tree = ElementTree.fromstring(document)
    assert {element.tag for element in tree.iter()} <= VERBS, f"case {number}"
    for dialled in tree.iter("Number"):
        assert dialled.text is not None
        assert dialled.text.startswith("+4871"), f"case {number}: rings {dialled.text}"
