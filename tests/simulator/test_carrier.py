"""The carrier over HTTP, against a tiny server on loopback that records what it got.

Its signatures are verified with the provider's own library: the two prove each other.
"""

# mypy: untyped-calls-exclude="twilio"
from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qsl
from wsgiref.simple_server import WSGIRequestHandler, make_server

import pytest
from twilio.request_validator import RequestValidator

from ivr.simulator.carrier import HttpCarrier
from ivr.simulator.form import SIMULATOR_ACCOUNT
from ivr.simulator.phone import Phone
from ivr.simulator.port import SimulatedCall
from ivr.simulator.problems import CarrierError
from ivr.simulator.verbs import Dial, Gather, Hangup, Redirect

TOKEN = "a token"
NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
CALL = SimulatedCall("CA" + "1" * 32, "+48601234567", "+48221234567")
HANGUP = b'<?xml version="1.0" encoding="UTF-8"?><Response><Hangup/></Response>'


@dataclass
class Office:
    """A service: answers by path, and what was asked of it."""

    base: str = ""
    answers: dict[str, tuple[str, str, bytes]] = field(default_factory=dict)  # path -> status, content type, body
    requests: list[dict[str, Any]] = field(default_factory=list)
    held: threading.Event = field(default_factory=threading.Event)

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> list[bytes]:
        body = environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"]))
        query = f"?{environ['QUERY_STRING']}" if environ["QUERY_STRING"] else ""
        url = f"http://{environ['HTTP_HOST']}{environ['PATH_INFO']}{query}"
        params = dict(parse_qsl(body.decode(), keep_blank_values=True, strict_parsing=True))
        signed = RequestValidator(TOKEN).validate(url, params, environ["HTTP_X_TWILIO_SIGNATURE"])
        self.requests.append({"url": url, "params": params, "signed": signed, "environ": environ, "body": body})
        if environ["PATH_INFO"] == "/held":
            self.held.wait(10)
        status, content_type, answer = self.answers.get(environ["PATH_INFO"], ("200 OK", "text/xml", HANGUP))
        start_response(status, [("Content-Type", content_type), ("Content-Length", str(len(answer)))])
        return [answer]

    def carrier(self, **more: Any) -> HttpCarrier:
        return HttpCarrier(self.base, TOKEN, clock=lambda: NOW, **more)


class Silent(WSGIRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture
def office() -> Iterator[Office]:
    office = Office()
    with make_server("127.0.0.1", 0, office, handler_class=Silent) as server:
        office.base = f"http://127.0.0.1:{server.server_port}"
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield office
        office.held.set()
        server.shutdown()
        thread.join()


def test_call_comes_in_as_the_provider_sends_it(office: Office) -> None:
    assert office.carrier().begin(CALL) == (Hangup(),)

    [request] = office.requests
    empty = {f"{end}{place}": "" for end in ("From", "To", "Caller", "Called") for place in ("City", "State", "Zip")}
    countries = {f"{end}Country": "PL" for end in ("From", "To", "Caller", "Called")}
    assert request["url"] == f"{office.base}/voice"
    assert request["signed"]
    assert request["params"] == {
        "AccountSid": "AC" + "5" * 32,
        "ApiVersion": "2010-04-01",
        "CallSid": CALL.id,
        "CallStatus": "ringing",
        "CallToken": '{"parentCallInfoToken":"simulated"}',
        "Direction": "inbound",
        "From": "+48601234567",
        "Caller": "+48601234567",
        "To": "+48221234567",
        "Called": "+48221234567",
        **empty,
        **countries,
    }
    assert b"From=%2B48601234567" in request["body"]
    environ = request["environ"]
    assert environ["REQUEST_METHOD"] == "POST"
    assert environ["CONTENT_TYPE"] == "application/x-www-form-urlencoded; charset=UTF-8"
    assert environ["HTTP_USER_AGENT"] == "TwilioProxy/1.1"
    assert environ["HTTP_I_TWILIO_IDEMPOTENCY_TOKEN"]


def test_account_is_the_simulators() -> None:
    assert SIMULATOR_ACCOUNT == "AC" + "5" * 32


@pytest.mark.parametrize("caller", ["", "anonymous", "+266696687", "zażółć & <b>", "+", "sip:a@b"])
def test_odd_callers_are_sent_as_they_are_and_signed(office: Office, caller: str) -> None:
    office.carrier().begin(SimulatedCall(CALL.id, caller, CALL.called, forwarded_from="+48221110009"))

    [request] = office.requests
    assert request["signed"]
    assert request["params"]["From"] == request["params"]["Caller"] == caller
    assert request["params"]["ForwardedFrom"] == "+48221110009"


def test_wrong_token_is_not_taken_for_right(office: Office) -> None:
    """The recording server can see a wrong signature: otherwise the tests above prove nothing."""
    HttpCarrier(office.base, "another token").begin(CALL)

    assert not office.requests[0]["signed"]


def test_follow_asks_the_exact_address_with_the_fields(office: Office) -> None:
    url = "/voice/step?node=a%20b&revision=ab~c&step=2"
    office.carrier().follow(url, {"Digits": "1#", "CallStatus": "completed"}, CALL)

    [request] = office.requests
    assert request["environ"]["QUERY_STRING"] == "node=a%20b&revision=ab~c&step=2"
    assert request["signed"]
    assert (request["params"]["Digits"], request["params"]["CallStatus"]) == ("1#", "completed")


def test_addresses_are_resolved_against_the_document(office: Office) -> None:
    document = (
        b'<Response><Gather action="step?a=1"/><Dial action="?b=2"><Number url="/w">+48221110001</Number></Dial>'
        b"<Redirect>/voice/x</Redirect></Response>"
    )
    office.answers["/voice/deep/one"] = ("200 OK", "text/xml", document)

    gather, dial, redirect = office.carrier().follow("/voice/deep/one?c=3", {}, CALL)

    assert isinstance(gather, Gather)
    assert isinstance(dial, Dial)
    assert isinstance(redirect, Redirect)
    assert gather.action == f"{office.base}/voice/deep/step?a=1"
    assert dial.action == f"{office.base}/voice/deep/one?b=2"
    assert dial.numbers[0].url == f"{office.base}/w"
    assert redirect.url == f"{office.base}/voice/x"
    office.carrier().follow(redirect.url, {}, CALL)
    assert office.requests[-1]["url"] == f"{office.base}/voice/x"


def test_leg_is_a_call_of_its_own(office: Office) -> None:
    office.carrier().follow("/whisper", {}, SimulatedCall("CA2", CALL.called, "+48221110001", parent=CALL.id))

    params = office.requests[0]["params"]
    assert (params["ParentCallSid"], params["Direction"]) == (CALL.id, "outbound-dial")


def test_each_request_has_its_own_idempotency_token(office: Office) -> None:
    carrier = office.carrier()
    carrier.begin(CALL)
    carrier.begin(CALL)

    assert len({request["environ"]["HTTP_I_TWILIO_IDEMPOTENCY_TOKEN"] for request in office.requests}) == 2


# --- the virtual moment


def test_virtual_moment_is_written_into_every_address_that_carries_one(office: Office) -> None:
    carrier, later = office.carrier(), SimulatedCall(CALL.id, CALL.caller, CALL.called, NOW + timedelta(seconds=95.5))
    carrier.begin(later)
    carrier.follow("/voice/step?node=a&offset=90.000&step=1", {}, later)
    carrier.follow("/voice/confirm", {}, later)
    carrier.finish(later, "completed", 61)

    assert [request["url"].removeprefix(office.base) for request in office.requests] == [
        "/voice?offset=95.500",
        "/voice/step?node=a&offset=95.500&step=1",
        "/voice/confirm",
        "/voice/status?offset=95.500",
    ]
    assert all(request["signed"] for request in office.requests)


def test_in_real_time_addresses_are_left_alone(office: Office) -> None:
    office.carrier().follow("/voice/step?node=a&offset=90.000&step=1", {}, CALL)
    office.carrier().finish(CALL, "completed", 0)

    assert [request["url"].removeprefix(office.base) for request in office.requests] == [
        "/voice/step?node=a&offset=90.000&step=1",
        "/voice/status",
    ]


# --- the end


def test_status_callback(office: Office) -> None:
    office.answers["/voice/status"] = ("204 No Content", "text/plain", b"")
    office.carrier().finish(SimulatedCall(CALL.id, CALL.caller, CALL.called, NOW), "completed", 61)

    params = office.requests[0]["params"]
    assert office.requests[0]["signed"]
    assert {
        name: params[name] for name in ("CallStatus", "CallDuration", "Duration", "SequenceNumber", "Timestamp")
    } == {
        "CallStatus": "completed",
        "CallDuration": "61",
        "Duration": "2",
        "SequenceNumber": "0",
        "Timestamp": "Tue, 24 Nov 2026 09:00:00 +0000",
    }


def test_status_callback_of_a_leg_goes_where_its_number_said(office: Office) -> None:
    office.carrier().finish(CALL, "busy", 0, f"{office.base}/leg?line=a")

    assert office.requests[0]["url"] == f"{office.base}/leg?line=a"


def test_refused_status_callback(office: Office) -> None:
    office.answers["/voice/status"] = ("403 Forbidden", "text/plain", b"")

    with pytest.raises(CarrierError) as failure:
        office.carrier().finish(CALL, "completed", 1)

    assert failure.value.code == "15003"


# --- failures


@pytest.mark.parametrize(
    ("name", "answer", "code"),
    [
        ("forbidden", ("403 Forbidden", "text/xml", HANGUP), "11200"),
        ("server error", ("500 Oops", "text/xml", HANGUP), "11200"),
        ("moved", ("302 Found", "text/xml", HANGUP), "11200"),
        ("no content", ("204 No Content", "text/xml", b""), "11200"),
        ("web page", ("200 OK", "text/html", HANGUP), "12300"),
        ("nothing", ("200 OK", "text/xml", b""), "11770"),
        ("too large", ("200 OK", "text/xml", b"<Response>" + b" " * 70_000 + b"</Response>"), "11750"),
        ("not XML", ("200 OK", "text/xml", b"<Response>"), "12100"),
        ("unknown verb", ("200 OK", "text/xml", b"<Response><Smile/></Response>"), "12200"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_bad_answers_are_named(office: Office, name: str, answer: tuple[str, str, bytes], code: str) -> None:
    office.answers["/voice"] = answer

    with pytest.raises(CarrierError, match="/voice") as failure:
        office.carrier().begin(CALL)

    assert failure.value.code == code


def test_late_answer_is_named(office: Office) -> None:
    with pytest.raises(CarrierError, match=r"gave no answer in 0\.2 s") as failure:
        office.carrier(answer_seconds=0.2).follow("/held", {}, CALL)

    assert failure.value.code == "11200"


def test_no_service_is_named(office: Office) -> None:
    with make_server("127.0.0.1", 0, office) as unused:
        port = unused.server_port

    with pytest.raises(CarrierError, match="Is the service running") as failure:
        HttpCarrier(f"http://127.0.0.1:{port}", TOKEN).begin(CALL)

    assert failure.value.code == "11202"


@pytest.mark.parametrize(
    "url", ["http://example.com/voice", "//example.com/voice", "https://127.0.0.1/voice", "file:///etc"]
)
def test_never_leaves_the_service(office: Office, url: str) -> None:
    with pytest.raises(CarrierError) as failure:
        office.carrier().follow(url, {}, CALL)

    assert failure.value.code == "foreign_address"
    assert office.requests == []


# --- with the phone


def test_whole_call_over_http(office: Office) -> None:
    menu = (
        '<Response><Gather action="/voice/step?offset=1.000&amp;step=1" numDigits="1" finishOnKey="">'
        '<Say language="pl-PL" voice="Polly.Ewa">Infolinia: jeden.</Say></Gather></Response>'
    )
    ring = (
        '<Response><Dial action="/voice/step?offset=1.000&amp;step=2">'
        '<Number statusCallback="/voice/leg?line=a&amp;offset=1.000">+48221110001</Number></Dial></Response>'
    )
    office.answers["/voice"] = ("200 OK", "text/xml; charset=utf-8", menu.encode())
    steps = iter([ring.encode(), HANGUP])
    at = NOW + timedelta(hours=2)

    phone = Phone(office.carrier(), caller=CALL.caller, called=CALL.called, at=at)
    call = phone.call().hears("Infolinia")
    office.answers["/voice/step"] = ("200 OK", "text/xml", next(steps))
    call.presses("1").rings("+48221110001")
    office.answers["/voice/step"] = ("200 OK", "text/xml", next(steps))
    call.desk_answers(40).ends("desk")

    spoken = 5 / 4.8  # the vowels of "Infolinia"
    assert all(request["signed"] for request in office.requests)
    assert [request["url"].removeprefix(office.base) for request in office.requests] == [
        "/voice?offset=7200.000",
        f"/voice/step?offset={7200.6 + spoken:.3f}&step=1",
        f"/voice/leg?line=a&offset={7200.6 + spoken + 0.6 + 3 + 40:.3f}",
        f"/voice/step?offset={7200.6 + spoken + 0.6 + 3 + 40:.3f}&step=2",
        f"/voice/status?offset={7200.6 + spoken + 0.6 + 3 + 40 + 0.6:.3f}",
    ]
