"""The wrapper of the voice routes: who is answered, and what a caller gets when the service itself fails."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlencode
from xml.etree import ElementTree

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from ivr.calls import Calls
from ivr.core.entries import Entry
from ivr.settings import Settings
from ivr.simulator.signer import sign
from ivr.web import create_app
from ivr.wiring import Services, build
from tests.support.offices import CALLER, at, number_of

ROOT = Path(__file__).parents[2]
TOKEN = "a-token-of-the-tests"
BASE = "http://127.0.0.1:8000"
SIMULATOR = "AC" + "5" * 32
REAL = "AC" + "a" * 32
OPEN = at("2026-11-24 10:00")


class Kept:
    """A journal that only remembers."""

    def __init__(self, entries: list[Entry]) -> None:
        self.write = entries.extend


class Broken(list[Entry]):
    """A journal that cannot be written for steps, and remembers what it could."""

    def write(self, entries: Sequence[Entry]) -> None:
        if any(entry.source == "step" for entry in entries):
            raise RuntimeError("the journal is broken")
        self.extend(entries)


@pytest.fixture
def services(tmp_path: Path) -> Iterator[Services]:
    built = build(Settings(ROOT / "config.yaml", tmp_path / "data", (TOKEN,)), clock=lambda: OPEN)
    yield built
    built.stop()


def post(client: FlaskClient, path: str, fields: dict[str, str] | None = None, **more: object) -> TestResponse:
    """A signed request from loopback, as the provider's would be; `more` changes how it comes."""
    form = {"CallSid": "CA" + "1" * 32, "AccountSid": REAL, "From": CALLER, "To": "+48717822300", **(fields or {})}
    base = str(more.pop("base", BASE))
    signed = str(more.pop("signed", base)) + path
    headers = {"X-Twilio-Signature": sign(TOKEN, signed, list(form.items())), **more.pop("headers", {})}  # type: ignore[dict-item]
    return client.post(
        path,
        base_url=base,
        data=urlencode(form),
        content_type="application/x-www-form-urlencoded",
        headers=headers,
        environ_base={"REMOTE_ADDR": more.pop("peer", "127.0.0.1")},
    )


def broken(services: Services) -> tuple[FlaskClient, Broken]:
    journal = Broken()
    calls = Calls(services.catalogue, journal, services.clock)
    return create_app(replace(services, calls=calls)).test_client(), journal


@pytest.mark.parametrize("path", ["/voice", "/voice/step?language=pl&node=services&revision=abc&step=4"])
def test_an_exception_is_answered_with_an_apology_and_a_person(services: Services, path: str) -> None:
    client, journal = broken(services)

    answer = post(client, path)

    tree = ElementTree.fromstring(answer.data)
    assert answer.status_code == 200
    assert [element.tag for element in tree][:2] == ["Say", "Dial"]
    assert "Przepraszamy" in (tree[0].text or "")
    assert tree[1][0].text == number_of("infoline")
    assert tree[1].get("callerId") == "+48717822300"
    assert tree[-1].tag == "Hangup"
    assert [(entry.call, entry.kind, entry.data["error"]) for entry in journal] == [
        ("CA" + "1" * 32, "failsafe", "RuntimeError")
    ]


def test_the_failsafe_speaks_the_callers_language(services: Services) -> None:
    client, _ = broken(services)

    answer = post(client, "/voice/step?language=uk&node=services&revision=abc&step=4")

    assert ElementTree.fromstring(answer.data)[0].get("language") == "uk-UA"


def test_the_address_the_provider_calls_is_the_public_one(tmp_path: Path) -> None:
    public = "https://infolinia.example.pl/phone-menu"
    services = build(Settings(ROOT / "config.yaml", tmp_path / "data", (TOKEN,), public_url=public), clock=lambda: OPEN)
    client = create_app(services).test_client()

    accepted = post(client, "/voice", base="http://internal:8080", signed=public)
    refused = post(client, "/voice", base="http://internal:8080")
    services.stop()

    action = ElementTree.fromstring(accepted.data).find("Gather").get("action")  # type: ignore[union-attr]
    assert accepted.status_code == 200
    assert str(action).startswith("/phone-menu/voice/step?")
    assert (refused.status_code, refused.data) == (403, b"")


def test_with_a_token_of_its_own_only_this_machine_is_answered(tmp_path: Path) -> None:
    services = build(Settings(ROOT / "config.yaml", tmp_path / "data"), clock=lambda: OPEN)
    own = replace(services, settings=replace(services.settings, tokens=(TOKEN,)))
    client = create_app(own).test_client()

    assert post(client, "/voice").status_code == 200
    assert post(client, "/voice", peer="10.0.0.9").status_code == 403
    assert post(client, "/voice", headers={"X-Forwarded-For": "10.0.0.9"}).status_code == 403
    services.stop()


@pytest.mark.parametrize(
    ("account", "peer", "told"),
    [
        pytest.param(SIMULATOR, "127.0.0.1", True, id="the simulator from loopback"),
        pytest.param(SIMULATOR, "10.0.0.9", False, id="the simulator's account from elsewhere"),
        pytest.param(REAL, "127.0.0.1", False, id="another account from loopback"),
    ],
)
def test_the_moment_of_a_test_call_is_honoured_for_nobody_else(
    services: Services, account: str, peer: str, told: bool
) -> None:
    client = create_app(services).test_client()
    evening = 11 * 3600

    answer = post(client, f"/voice?offset={evening}", {"AccountSid": account}, peer=peer)

    assert ("nie odbieramy telefonów" in answer.get_data(as_text=True)) is told


def test_a_body_beyond_all_measure_is_refused(services: Services) -> None:
    assert post(create_app(services).test_client(), "/voice", {"X": "x" * 2_000_000}).status_code == 413


def test_an_address_that_makes_no_sense_keeps_its_step(services: Services) -> None:
    """Told again at step 0 it would look like the first request sent twice, and not be logged."""
    kept: list[Entry] = []
    calls = Calls(services.calls.catalogue, Kept(kept), services.clock)
    client = create_app(replace(services, calls=calls)).test_client()

    post(client, "/voice/step?node=UPPER&revision=5&step=3")

    assert {(entry.kind, entry.step) for entry in kept} >= {("lost", 3), ("entered", 3)}


def test_only_post(services: Services) -> None:
    assert create_app(services).test_client().get("/voice").status_code == 405


def test_parts_can_be_left_out(services: Services) -> None:
    assert create_app(services, parts=("voice",)).test_client().get("/phone").status_code == 404


def test_every_voice_route_refuses_an_unsigned_request(services: Services) -> None:
    app = create_app(services)
    paths = [str(rule) for rule in app.url_map.iter_rules() if str(rule).startswith("/voice")]

    assert len(paths) == 6
    for path in paths:
        answer = app.test_client().post(path, base_url=BASE, environ_base={"REMOTE_ADDR": "127.0.0.1"})
        assert (answer.status_code, answer.data) == (403, b""), path


def test_status_callbacks_are_answered_with_nothing(services: Services) -> None:
    client = create_app(services).test_client()

    for path in ("/voice/status", "/voice/leg?line=family"):
        answer = post(client, path, {"CallStatus": "completed", "ParentCallSid": "CA1", "CallDuration": "12"})
        assert (answer.status_code, answer.data) == (204, b"")
