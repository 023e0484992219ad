"""Before Flask or through it: a webhook is answered alike, whatever is odd about the request."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from flask import Flask

from ivr.settings import Settings
from ivr.simulator.signer import sign
from ivr.web import create_app
from ivr.web.voice import VoiceFirst
from ivr.web.watching import Watching
from ivr.web.webhooks import Webhooks
from ivr.wiring import Services, build
from tests.support.offices import CALLER, at

ROOT = Path(__file__).parents[2]
TOKEN = "a-token-of-the-tests"
OPEN = at("2026-11-24 10:00")
FORM = "application/x-www-form-urlencoded"
FIELDS = [("CallSid", "CA" + "1" * 32), ("AccountSid", "AC" + "a" * 32), ("From", CALLER), ("To", "+48717822300")]

Environ = dict[str, Any]
Change = Callable[[Environ], object]


def environ(path: str = "/voice", fields: list[tuple[str, str]] = FIELDS, query: str = "", body: bytes | None = None,
            host: str = "127.0.0.1:8000", signed_host: str = "", change: Change | None = None) -> Environ:  # fmt: skip
    """A signed request as gunicorn gives it."""
    url = f"http://{signed_host or host}{path}" + (f"?{query}" if query else "")
    sent = urlencode(fields).encode() if body is None else body
    made: Environ = {
        "REQUEST_METHOD": "POST", "PATH_INFO": path, "QUERY_STRING": query, "SCRIPT_NAME": "",
        "SERVER_NAME": "127.0.0.1",
        "SERVER_PORT": "8000", "SERVER_PROTOCOL": "HTTP/1.1", "REMOTE_ADDR": "127.0.0.1", "HTTP_HOST": host,
        "CONTENT_TYPE": FORM, "CONTENT_LENGTH": str(len(sent)), "HTTP_X_TWILIO_SIGNATURE": sign(TOKEN, url, fields),
        "wsgi.input": io.BytesIO(sent), "wsgi.errors": io.StringIO(), "wsgi.url_scheme": "http", "wsgi.version": (1, 0),
        "wsgi.multithread": True, "wsgi.multiprocess": True, "wsgi.run_once": False,
    }  # fmt: skip
    if change:
        change(made)
    return made


def put(**values: str) -> Change:
    return lambda made: made.update(values)


def _chunked(made: Environ) -> None:
    made |= {"HTTP_TRANSFER_ENCODING": "chunked", "wsgi.input_terminated": True}
    del made["CONTENT_LENGTH"]


def _multipart(made: Environ) -> None:
    parts = "".join(f'--x\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{value}\r\n' for key, value in FIELDS)
    body = (parts + "--x--\r\n").encode()
    made |= {"CONTENT_TYPE": "multipart/form-data; boundary=x", "CONTENT_LENGTH": str(len(body)),
             "wsgi.input": io.BytesIO(body)}  # fmt: skip


STEP = "language=pl&menu=services&node=services&revision=5&step=1"
MORE = [("Digits", "1")]
FIRST = "answered before Flask"
ODD = "left to Flask"
CASES = [
    pytest.param({}, FIRST, id="a call comes in"),
    pytest.param({"path": "/voice/step", "query": STEP, "fields": FIELDS + MORE}, FIRST, id="a key"),
    pytest.param({"path": "/voice/step", "query": STEP + "&step=7&node=a%20b"}, FIRST, id="repeated, odd parameters"),
    pytest.param({"path": "/voice/step", "query": "revision=%ff"}, ODD, id="a query of no encoding"),
    pytest.param({"path": "/voice/step", "query": "&&=&revision"}, FIRST, id="a query of nothing"),
    pytest.param({"path": "/voice/whisper", "query": "language=pl&line=family_1&revision=5"}, FIRST, id="whisper"),
    pytest.param({"path": "/voice/confirm", "fields": FIELDS + MORE}, FIRST, id="confirm"),
    pytest.param({"path": "/voice/leg", "query": "line=family_1&step=3"}, FIRST, id="leg"),
    pytest.param({"path": "/voice/status", "fields": [*FIELDS, ("CallStatus", "completed")]}, FIRST, id="status"),
    pytest.param({"fields": [*FIELDS, ("From", "+48601000000"), ("From", "")]}, FIRST, id="repeated fields"),
    pytest.param({"fields": [*FIELDS, ("Caller", "zażółć + & = % \u0000\u2028😀")]}, FIRST, id="every kind of letter"),
    pytest.param({"fields": [*FIELDS, ("x" * 200, "y+z%" * 900)]}, FIRST, id="long fields"),
    pytest.param({"fields": [], "body": b""}, FIRST, id="no body"),
    pytest.param({"body": b"From=%ff%fe&CallSid=CA1"}, ODD, id="escaped bytes of no encoding"),
    pytest.param({"body": b"From=\xff&CallSid=CA1"}, ODD, id="bytes of no encoding"),
    pytest.param({"body": b"&&=&a&=b&CallSid=CA1"}, FIRST, id="a body of nothing"),
    pytest.param({"fields": [*FIELDS, ("big", "x" * 200_000)]}, ODD, id="a large body"),
    pytest.param({"fields": [*FIELDS, ("big", "x" * 1_000_001)]}, ODD, id="a body too large"),
    pytest.param({"change": put(CONTENT_TYPE=f"{FORM}; charset=UTF-8")}, FIRST, id="with a charset"),
    pytest.param({"change": put(CONTENT_TYPE=FORM.upper())}, FIRST, id="a type in capitals"),
    pytest.param({"change": put(CONTENT_TYPE="text/plain")}, ODD, id="another type"),
    pytest.param({"change": put(CONTENT_TYPE="")}, ODD, id="no type"),
    pytest.param({"change": _multipart}, ODD, id="multipart"),
    pytest.param({"change": _chunked}, ODD, id="chunked"),
    pytest.param({"change": put(CONTENT_LENGTH="-1")}, ODD, id="a negative length"),
    pytest.param({"change": put(CONTENT_LENGTH="²")}, ODD, id="a length that is no number"),
    pytest.param({"change": put(CONTENT_LENGTH="5000")}, ODD, id="a body that was cut"),
    pytest.param({"change": put(CONTENT_LENGTH="20")}, FIRST, id="a body longer than said"),
    pytest.param({"change": put(REQUEST_METHOD="GET")}, ODD, id="GET"),
    pytest.param({"change": put(HTTP_X_TWILIO_SIGNATURE="AAAA")}, FIRST, id="a wrong signature"),
    pytest.param({"change": put(HTTP_X_TWILIO_SIGNATURE="\xff")}, FIRST, id="a signature of no letters"),
    pytest.param({"change": lambda made: made.pop("HTTP_X_TWILIO_SIGNATURE")}, FIRST, id="no signature"),
    pytest.param({"host": "127.0.0.1:80", "signed_host": "127.0.0.1"}, FIRST, id="the port of the scheme"),
    pytest.param({"host": "exa mple", "signed_host": "x"}, FIRST, id="a host that is none"),
    pytest.param({"change": put(HTTP_X_FORWARDED_FOR="192.0.2.1")}, FIRST, id="forwarded"),
    pytest.param({"path": "/voice/", "signed_host": "127.0.0.1:8000"}, ODD, id="a path with a slash"),
    pytest.param({"path": "//voice"}, ODD, id="a path with two"),
]  # fmt: skip


@pytest.fixture(scope="module")
def services(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Services]:
    folder = tmp_path_factory.mktemp("data") / "data"
    made = build(Settings(ROOT / "config.yaml", folder, (TOKEN,)), clock=lambda: OPEN)
    yield made
    made.stop()


@pytest.fixture(scope="module")
def ways(services: Services) -> tuple[VoiceFirst, Flask]:
    both, flask = create_app(services, ("voice",)), create_app(services, ("voice",))
    watching = both.wsgi_app
    assert isinstance(watching, Watching)
    first = watching._app
    assert isinstance(first, VoiceFirst)
    flask.wsgi_app = first._app  # type: ignore[method-assign]
    return VoiceFirst(Reached(first._app), Webhooks(services)), flask


class Reached:
    """Remembers whether Flask was asked."""

    def __init__(self, app: Any) -> None:
        self.app = app

    def __call__(self, environ: Environ, start_response: Any) -> Any:
        environ["reached"] = True
        return self.app(environ, start_response)


def asked(app: Any, request: Environ) -> tuple[str, str, bytes]:
    """(status, content type, body)"""
    said: list[tuple[str, list[tuple[str, str]]]] = []
    parts = app(request, lambda status, headers, _=None: said.append((status, headers)))
    body = b"".join(parts)
    status, headers = said[0]
    found = {name.lower(): value for name, value in headers}
    if body or "content-length" in found:
        assert found["content-length"] == str(len(body)), headers
    return status, found.get("content-type", "") if body else "", body


@pytest.mark.parametrize(("case", "way"), CASES)
def test_alike(case: dict[str, Any], way: str, ways: tuple[VoiceFirst, Flask]) -> None:
    first, flask = ways
    request = environ(**case)

    assert asked(first, request) == asked(flask, environ(**case))
    assert request.get("reached", False) is (way == ODD)


def test_what_is_answered_before_flask_is_logged_with_its_call(ways: tuple[VoiceFirst, Flask]) -> None:
    request = environ()
    status, content_type, body = asked(ways[0], request)

    assert (status, content_type) == ("200 OK", "text/xml; charset=utf-8")
    assert body.startswith(b'<?xml version="1.0" encoding="UTF-8"?><Response><Gather ')
    assert request["ivr.call"] == "CA" + "1" * 32
