"""The phone's JSON API: what the page may ask, what it never may, and what the carrier is asked then."""

from __future__ import annotations

import io
import wave
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from ivr.settings import Settings
from ivr.simulator.problems import CarrierError
from ivr.simulator.verbs import Dial, Hangup, Number, Say
from ivr.web import phone_speech
from tests.support.phone import NOW, PhoneServices, WrittenPort, app_of

ID = "CA" + "a" * 32
CALL = {"id": ID, "caller": "+48600100200", "called": "+48221000000", "offset": 0}
LEG = {"id": "CA" + "b" * 32, "number": "+48221000001", "caller_id": "+48221000000"}
STEP = "/voice/step?node=menu&step=1"
HELLO = (Say("Dzień dobry.", "pl-PL", "voice"), Hangup())


@pytest.fixture
def port() -> WrittenPort:
    return WrittenPort({"/voice": HELLO, STEP: (Hangup(),)})


@pytest.fixture
def client(port: WrittenPort) -> FlaskClient:
    return app_of(port).test_client()


def ask(client: FlaskClient, name: str, body: Any, **headers: str) -> TestResponse:
    return client.post(f"/phone/{name}", json=body, headers=headers)


def test_begin_makes_a_call_and_gives_its_scenes(client: FlaskClient, port: WrittenPort) -> None:
    answer = ask(client, "begin", {"caller": "600 100 200", "moment": None})

    body = answer.get_json()
    assert answer.status_code == 200
    assert body["call"] | {"id": ID} == CALL
    assert [scene["type"] for scene in body["scenes"]] == ["say", "hangup"]
    [(_, _, _, call)] = port.asked
    assert (call.id, call.now) == (body["call"]["id"], None)


def test_every_call_has_an_id_of_its_own(client: FlaskClient) -> None:
    ids = {ask(client, "begin", {"caller": "", "moment": None}).get_json()["call"]["id"] for _ in range(3)}

    assert len(ids) == 3


@pytest.mark.parametrize(
    ("moment", "seconds"),
    [
        pytest.param("2026-05-06T10:00", 0, id="the very moment"),
        pytest.param("2026-05-06T10:01", 60, id="a minute later"),
        pytest.param("2026-05-05T10:00", -86400, id="yesterday"),
        pytest.param("2026-12-24T10:00", 232 * 86400 + 3600, id="in winter time"),
        pytest.param("2026-03-29T02:30", -38 * 86400 - 27000 + 3600, id="a time that the clock jumped over"),
    ],
)
def test_moment_is_the_offices_own_clock(client: FlaskClient, port: WrittenPort, moment: str, seconds: int) -> None:
    body = ask(client, "begin", {"caller": "", "moment": moment}).get_json()

    assert body["call"]["offset"] == seconds
    assert port.asked[0][3].now == (NOW + timedelta(seconds=seconds) if seconds else None)


@pytest.mark.parametrize(
    ("typed", "sent"),
    [
        pytest.param("600100200", "+48600100200", id="nine digits"),
        pytest.param("600-100-200", "+48600100200", id="with hyphens"),
        pytest.param("+380 44 123 45 67", "+380441234567", id="from abroad"),
        pytest.param("0048600100200", "+48600100200", id="with 00"),
        pytest.param("", "anonymous", id="nothing"),
        pytest.param("anonymous", "anonymous", id="withheld"),
        pytest.param("12", "12", id="odd: as it was typed"),
    ],
)
def test_caller_is_sent_as_a_carrier_would(client: FlaskClient, port: WrittenPort, typed: str, sent: str) -> None:
    ask(client, "begin", {"caller": typed, "moment": None})

    assert port.asked[0][3].caller == sent


def test_follow_asks_the_address_with_what_happened(client: FlaskClient, port: WrittenPort) -> None:
    answer = ask(client, "follow", {"call": CALL | {"offset": 60}, "url": STEP, "fields": {"Digits": "1"}})

    assert answer.get_json()["scenes"] == [{"type": "hangup"}]
    [(_, url, fields, call)] = port.asked
    assert (url, fields, call.id, call.now) == (STEP, {"Digits": "1"}, ID, NOW + timedelta(seconds=60))


def test_follow_takes_this_services_own_absolute_address(client: FlaskClient, port: WrittenPort) -> None:
    ask(client, "follow", {"call": CALL, "url": f"http://127.0.0.1:80{STEP}", "fields": {}})

    assert port.asked[0][1] == STEP


@pytest.mark.parametrize(
    "url",
    [
        pytest.param("http://example.com/voice/step", id="another host"),
        pytest.param("https://127.0.0.1:80/voice/step", id="another scheme"),
        pytest.param("http://127.0.0.1:81/voice/step", id="another port"),
        pytest.param("http://127.0.0.1:80@example.com/voice", id="a user that looks like us"),
        pytest.param("http://127.0.0.1:80http://example.com/voice", id="twice"),
        pytest.param("//example.com/voice/step", id="no scheme"),
        pytest.param("/voice//example.com/step", id="doubled slash"),
        pytest.param("/voice/../phone/begin", id="dots"),
        pytest.param("/voice/%2e%2e/phone", id="encoded dots"),
        pytest.param("/voicemail", id="begins like voice"),
        pytest.param("/voice\\step", id="backslash"),
        pytest.param("/voice/step\n", id="a line's end"),
        pytest.param("/voice/step?a=b c", id="a space"),
        pytest.param("/voice/step?" + "a" * 9000, id="endless"),
        pytest.param("/phone/begin", id="the phone itself"),
        pytest.param("", id="empty"),
        pytest.param(None, id="null"),
        pytest.param(["/voice"], id="a list"),
    ],
)
@pytest.mark.parametrize("name", ["follow", "desk", "finish"])
def test_no_other_address_is_ever_asked(client: FlaskClient, port: WrittenPort, url: object, name: str) -> None:
    body = {"call": CALL, "url": url, "fields": {}, "leg": LEG, "status": "busy", "seconds": 0}

    answer = ask(client, name, body)

    assert answer.status_code == 400
    assert port.asked == []


@pytest.mark.parametrize(
    "fields",
    [
        pytest.param({"AccountSid": "AC" + "1" * 32}, id="another account"),
        pytest.param({"CallSid": ID}, id="another call"),
        pytest.param({"Digits": 1}, id="a number"),
        pytest.param({"Digits": "1" * 65}, id="too long"),
        pytest.param("Digits=1", id="a text"),
    ],
)
def test_no_other_field_is_ever_sent(client: FlaskClient, port: WrittenPort, fields: object) -> None:
    answer = ask(client, "follow", {"call": CALL, "url": STEP, "fields": fields})

    assert answer.status_code == 400
    assert port.asked == []


@pytest.mark.parametrize(
    "change",
    [
        pytest.param({"id": "CA1"}, id="id too short"),
        pytest.param({"id": None}, id="no id"),
        pytest.param({"caller": "x" * 65}, id="caller too long"),
        pytest.param({"caller": "a\r\nb"}, id="lines in the caller"),
        pytest.param({"offset": "0"}, id="offset a text"),
        pytest.param({"offset": True}, id="offset a yes"),
        pytest.param({"offset": 1e12}, id="offset of ages"),
        pytest.param({"offset": float("nan")}, id="offset not a number"),
    ],
)
def test_an_odd_call_is_refused(client: FlaskClient, port: WrittenPort, change: dict[str, object]) -> None:
    answer = ask(client, "follow", {"call": CALL | change, "url": STEP, "fields": {}})

    assert answer.status_code == 400
    assert port.asked == []


@pytest.mark.parametrize("moment", ["yesterday", "2026-05-06T10:00Z", "2126-05-06T10:00", 5, ""])
def test_an_odd_moment_is_refused(client: FlaskClient, port: WrittenPort, moment: object) -> None:
    answer = ask(client, "begin", {"caller": "", "moment": moment})

    assert answer.status_code == 400
    assert port.asked == []


def test_numbers_that_ring_have_their_lines_name() -> None:
    dial = Dial((Number("+48221000001"), Number("+48229999999")), "/voice/step")
    client = app_of(WrittenPort({"/voice": (dial,)})).test_client()

    body = ask(client, "begin", {"caller": "", "moment": None}, **{"Accept-Language": "pl"}).get_json()

    named = [(number["label"], number["written"]) for number in body["scenes"][0]["numbers"]]
    assert named == [("Okienko pierwsze", "22 100 00 01"), ("+48229999999", "")]


@pytest.mark.parametrize(("digits", "fields"), [({}, {}), ({"digits": "1"}, {"Digits": "1"})], ids=["hears", "presses"])
def test_desk_asks_for_the_leg(
    client: FlaskClient, port: WrittenPort, digits: dict[str, str], fields: dict[str, str]
) -> None:
    ask(client, "desk", {"call": CALL, "url": STEP, "leg": LEG, **digits})

    [(_, url, sent, leg)] = port.asked
    assert (url, sent) == (STEP, fields)
    assert (leg.id, leg.caller, leg.called, leg.parent) == (LEG["id"], LEG["caller_id"], LEG["number"], ID)


def test_finish_tells_the_end_of_the_call(client: FlaskClient, port: WrittenPort) -> None:
    answer = ask(client, "finish", {"call": CALL, "status": "completed", "seconds": 61})

    assert answer.status_code == 200
    [(what, url, fields, call)] = port.asked
    assert (what, url, fields, call.id) == ("finish", "", {"status": "completed", "seconds": "61"}, ID)


def test_finish_tells_the_end_of_a_leg(client: FlaskClient, port: WrittenPort) -> None:
    body = {"call": CALL, "leg": LEG, "url": "/voice/leg?line=one", "status": "busy", "seconds": 0}

    ask(client, "finish", body)

    [(_, url, fields, leg)] = port.asked
    assert (url, fields["status"], leg.id, leg.parent) == ("/voice/leg?line=one", "busy", LEG["id"], ID)


@pytest.mark.parametrize(
    "ending",
    [{"status": "gone"}, {"seconds": -1}, {"seconds": 1.5}, {"seconds": True}, {"seconds": 90000}],
    ids=["odd status", "negative", "half a second", "a yes", "more than a day"],
)
def test_an_odd_end_is_refused(client: FlaskClient, port: WrittenPort, ending: dict[str, object]) -> None:
    answer = ask(client, "finish", {"call": CALL, "status": "completed", "seconds": 1} | ending)

    assert answer.status_code == 400
    assert port.asked == []


def test_after_hanging_up_the_carrier_says_so(client: FlaskClient, port: WrittenPort) -> None:
    ask(client, "follow", {"call": CALL, "url": STEP, "fields": {"DialCallStatus": "completed"}, "over": True})

    assert port.asked[0][2] == {"DialCallStatus": "completed", "CallStatus": "completed"}


class BrokenPort(WrittenPort):
    def begin(self, call: object) -> Any:
        raise CarrierError("12100", "The document is not well-formed XML.")


def test_what_the_carrier_refuses_is_said_in_words() -> None:
    answer = ask(app_of(BrokenPort({})).test_client(), "begin", {"caller": "", "moment": None})

    assert answer.status_code == 502
    assert answer.get_json() == {"error": "12100", "message": "The document is not well-formed XML."}


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        pytest.param({}, 200, id="no browser"),
        pytest.param({"Sec-Fetch-Site": "same-origin", "Origin": "http://localhost"}, 200, id="our page"),
        pytest.param({"Sec-Fetch-Site": "cross-site"}, 403, id="another site"),
        pytest.param({"Sec-Fetch-Site": "same-site"}, 403, id="another port of this machine"),
        pytest.param({"Sec-Fetch-Site": "none"}, 403, id="typed by hand"),
        pytest.param({"Origin": "http://example.com"}, 403, id="another origin"),
        pytest.param({"Origin": "null"}, 403, id="a hidden origin"),
        pytest.param({"Origin": "http://localhost:81"}, 403, id="another port's origin"),
    ],
)
def test_only_the_own_page_may_call(
    client: FlaskClient, port: WrittenPort, headers: dict[str, str], status: int
) -> None:
    answer = ask(client, "begin", {"caller": "", "moment": None}, **headers)

    assert answer.status_code == status
    assert bool(port.asked) is (status == 200)


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        pytest.param("{}", "text/plain", id="as a form of another site could send it"),
        pytest.param("{}", "", id="no type"),
        pytest.param("{", "application/json", id="no JSON"),
        pytest.param("[]", "application/json", id="a list"),
        pytest.param('{"a": "' + "x" * 40_000 + '"}', "application/json", id="too large"),
    ],
)
def test_only_json_is_read(client: FlaskClient, port: WrittenPort, body: str, content_type: str) -> None:
    answer = client.post("/phone/begin", data=body, content_type=content_type)

    assert answer.status_code in (400, 413)
    assert port.asked == []


@pytest.mark.parametrize(
    "path", ["/phone/start", "/phone", "/phone/speech?text=a&language=pl-PL", "/phone/static/phone.css"]
)
@pytest.mark.parametrize("reason", ["forwarded", "public"])
def test_elsewhere_there_is_only_a_page_that_says_why(port: WrittenPort, path: str, reason: str) -> None:
    public = "https://ivr.example.pl" if reason == "public" else None
    services = PhoneServices(Settings(Path("config.yaml"), Path("var"), ("token",), public))
    headers = {"X-Forwarded-For": "10.0.0.1"} if reason == "forwarded" else {}

    answer = app_of(port, services).test_client().get(path, headers={**headers, "Accept-Language": "en"})

    assert answer.status_code == 404
    assert "only on the computer that runs the service" in answer.text


def test_elsewhere_no_call_is_placed(client: FlaskClient, port: WrittenPort) -> None:
    answer = ask(client, "begin", {"caller": "", "moment": None}, **{"X-Forwarded-For": "10.0.0.1"})

    assert answer.status_code == 404
    assert port.asked == []


@pytest.mark.parametrize(
    ("header", "language"),
    [("pl-PL,pl;q=0.9,en;q=0.8", "pl"), ("en-US,en;q=0.9", "en"), ("uk", "en"), ("de,pl;q=0.5", "pl"), ("", "en")],
)
def test_pages_speak_the_browsers_language(client: FlaskClient, header: str, language: str) -> None:
    for path in ("/phone/start", "/phone"):
        answer = client.get(path, headers={"Accept-Language": header})

        assert f'<html lang="{language}">' in answer.text
        assert "Accept-Language" in answer.headers["Vary"]


@pytest.mark.parametrize("path", ["/phone/start", "/phone"])
def test_pages_have_a_strict_policy_and_nothing_inline(client: FlaskClient, path: str) -> None:
    answer = client.get(path)

    assert answer.headers["Content-Security-Policy"].startswith("default-src 'self'; media-src 'self' blob:;")
    assert "unsafe" not in answer.headers["Content-Security-Policy"]
    for inline in ("<style", "style=", " onclick", "javascript:", "//cdn"):
        assert inline not in answer.text


needs_speech = pytest.mark.skipif(not phone_speech.has_speech(), reason="espeak-ng is optional, and not here")


@needs_speech
@pytest.mark.parametrize(
    ("language", "text"),
    [("pl-PL", "Dzień dobry."), ("uk-UA", "Добрий день."), ("en-GB", "Hello."), ("pl-PL", "-v x --help; $(id)")],
    ids=["Polish", "Ukrainian", "English", "what looks like options"],
)
def test_speech_is_a_wav_of_true_length(client: FlaskClient, language: str, text: str) -> None:
    answer = client.get("/phone/speech", query_string={"language": language, "text": text})

    assert answer.content_type == "audio/wav"
    with wave.open(io.BytesIO(answer.data)) as sound:
        assert 0.3 < sound.getnframes() / sound.getframerate() < 10
        assert len(answer.data) == 44 + sound.getnframes() * sound.getsampwidth()


@pytest.mark.parametrize(
    ("language", "text", "status"),
    [
        pytest.param("xx-XX", "a", 404, id="no such language"),
        pytest.param("../etc", "a", 404, id="no language at all"),
        pytest.param("-f", "a", 404, id="an option for a language"),
        pytest.param("pl-PL", "", 400, id="nothing to say"),
        pytest.param("pl-PL", "a" * 1001, 400, id="too much to say"),
    ],
)
def test_speech_refuses(client: FlaskClient, language: str, text: str, status: int) -> None:
    assert client.get("/phone/speech", query_string={"language": language, "text": text}).status_code == status


def test_speech_is_not_for_other_sites(client: FlaskClient) -> None:
    answer = client.get("/phone/speech?language=pl-PL&text=a", headers={"Sec-Fetch-Site": "cross-site"})

    assert answer.status_code == 403
