"""What a request costs at least: three other services, each for the same gunicorn and the same requests.

`constant` answers before any framework, `flask_constant` through Flask; `sample` does what the provider's own sample
does: it reads the form and builds the same document with the provider's library, checks no signature, logs nothing.
The steps to answer come as JSON in STEPS: [{"path", "answer"}].
"""

# mypy: untyped-calls-exclude="twilio"
from __future__ import annotations

import gc
import json
import os
from collections.abc import Callable, Iterable
from typing import Any
from xml.etree import ElementTree

from flask import Flask, Response, request
from twilio.twiml import TwiML
from twilio.twiml.voice_response import VoiceResponse

BODY = b'<?xml version="1.0" encoding="UTF-8"?><Response><Hangup/></Response>'
_HEADERS = [("Content-Type", "text/xml; charset=utf-8"), ("Content-Length", str(len(BODY)))]


def constant(environ: dict[str, Any], start_response: Callable[..., object]) -> Iterable[bytes]:
    environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"]))  # else the connection could not be used again
    start_response("200 OK", _HEADERS)
    return [BODY]


flask_constant = Flask("flask_constant")


@flask_constant.post("/voice")
@flask_constant.post("/voice/<path:_>")
def _constant(_: str = "") -> Response:
    request.get_data()
    return Response(BODY, content_type="text/xml; charset=utf-8")


sample = Flask("sample")
_ROOTS = {
    step["path"]: ElementTree.fromstring(step["answer"].encode()) if step["answer"] else None
    for step in json.loads(os.environ.get("STEPS", "[]"))
}


@sample.post("/voice")
@sample.post("/voice/<path:_>")
def _sample(_: str = "") -> Response:
    query = request.query_string.decode()
    root = _ROOTS[request.path + ("?" + query if query else "")]
    if root is None or not request.form.get("CallSid"):
        return Response(status=204)
    document = VoiceResponse()
    for element in root:
        _write(document, element)
    return Response(str(document), content_type="text/xml; charset=utf-8")


def _write(parent: TwiML, element: ElementTree.Element) -> None:
    """The verb by the library's own method, with its attributes as the library names them."""
    words = {_snake(name): value for name, value in element.attrib.items()}
    method = getattr(parent, element.tag.lower())
    child = method(element.text, **words) if element.text else method(**words)
    for below in element:
        _write(child, below)


def _snake(name: str) -> str:
    return "".join("_" + letter.lower() if letter.isupper() else letter for letter in name)


gc.collect()
gc.freeze()
