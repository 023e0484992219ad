"""Two ways for a request to the webhooks (`ivr.web.webhooks`): what the provider really sends is answered before Flask,
whose own cost is more than the answer's; whatever is odd about a request goes through Flask, which knows HTTP better.

Both lead to the same `Webhooks.answer`, and `tests/web/test_voice_ways.py` holds that they answer alike.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from flask import Blueprint, Response, request
from werkzeug.wsgi import get_host

from ivr.telephony import signature
from ivr.telephony.urlencoded import pairs
from ivr.web.loopback import is_loopback, is_loopback_environ
from ivr.web.watching import CALL, ROUTE
from ivr.web.webhooks import Answered, Asked, Webhooks

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

_TWIML = "text/xml; charset=utf-8"
_FORM = "application/x-www-form-urlencoded"
_LARGEST_BODY = 100_000  # of the way before Flask, in bytes; the provider sends two or three thousand
_STATUS = {200: "200 OK", 204: "204 NO CONTENT", 403: "403 FORBIDDEN"}


def voice_blueprint(webhooks: Webhooks) -> Blueprint:
    """The routes under /voice, through Flask."""
    blueprint = Blueprint("voice", __name__)
    public = webhooks.public_url

    def view() -> Response:
        params = [(key, value) for key, values in request.form.lists() for value in values]
        query = list(request.args.items(multi=True))
        url = signature.public_url(public, request.scheme, request.host, request.path, request.query_string)
        signed = request.headers.get("X-Twilio-Signature")
        answered = webhooks.answer(Asked(request.path, query, params, url, signed, is_loopback(request, public)))
        request.environ[CALL] = answered.call
        content_type = _TWIML if answered.document else None
        return Response(answered.document, answered.status, content_type=content_type)

    for path in webhooks.routes:
        blueprint.add_url_rule(path, path.strip("/").replace("/", "_"), view, methods=["POST"])
    return blueprint


class VoiceFirst:
    """A WSGI application that answers the webhooks, and leaves everything else, and everything odd, to `app`."""

    def __init__(self, app: WSGIApplication, webhooks: Webhooks) -> None:
        self._app, self._webhooks, self._public = app, webhooks, webhooks.public_url

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        if environ["REQUEST_METHOD"] == "POST" and environ.get("PATH_INFO") in self._webhooks.routes:
            answered = self._answer(environ)
            if answered is not None:
                environ[CALL], environ[ROUTE] = answered.call, environ["PATH_INFO"]
                return _sent(answered, start_response)
        return self._app(environ, start_response)

    def _answer(self, environ: WSGIEnvironment) -> Answered | None:
        """None where Flask is to read the request, body and all."""
        length, kind = environ.get("CONTENT_LENGTH", ""), environ.get("CONTENT_TYPE", "")
        if not (length.isascii() and length.isdigit() and int(length) <= _LARGEST_BODY) or _coded(environ):
            return None
        if kind.partition(";")[0].strip().lower() != _FORM:
            return None
        body = environ["wsgi.input"].read(int(length))
        environ["wsgi.input"] = io.BytesIO(body)
        try:
            asked = self._asked(environ, body) if len(body) == int(length) else None
        except ValueError:
            return None
        return self._webhooks.answer(asked) if asked else None

    def _asked(self, environ: WSGIEnvironment, body: bytes) -> Asked:
        """Raises ValueError for what is no UTF-8."""
        raw = environ.get("QUERY_STRING", "").encode("latin-1")
        path, scheme = environ["PATH_INFO"], environ["wsgi.url_scheme"]
        host = "" if self._public else get_host(environ)
        return Asked(
            path,
            pairs(raw),
            pairs(body),
            signature.public_url(self._public, scheme, host, path, raw),
            environ.get("HTTP_X_TWILIO_SIGNATURE"),
            is_loopback_environ(environ, self._public),
        )


def _coded(environ: WSGIEnvironment) -> bool:
    """Whether the body's end, or its meaning, is told by something else than its length."""
    return "HTTP_TRANSFER_ENCODING" in environ or "HTTP_CONTENT_ENCODING" in environ


def _sent(answered: Answered, start_response: Callable[..., object]) -> list[bytes]:
    body = answered.document.encode()
    headers = [("Content-Type", _TWIML)] if body else []
    if answered.status != 204:  # which has no body, so no length either: RFC 9110, section 8.6
        headers.append(("Content-Length", str(len(body))))
    start_response(_STATUS[answered.status], headers)
    return [body]
