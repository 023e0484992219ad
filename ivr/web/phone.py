"""The browser phone: `/phone/start` and `/phone`, and the small JSON API with which the page places its call.

Stateless: the page carries the call and plays each document itself. Answers this machine only (`ivr.web.loopback`);
asks nothing but this service's own /voice, through the stand-in carrier; a call on the working files goes to webhooks
of its own (`ivr.web.phone_draft`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Protocol
from zoneinfo import ZoneInfo

from flask import Blueprint, Response, jsonify, render_template, request

from ivr.core.office import Office
from ivr.core.plan import Plan
from ivr.errors import IvrError
from ivr.settings import Settings
from ivr.simulator.carrier import HttpCarrier
from ivr.simulator.gateway import scenes
from ivr.simulator.port import Port
from ivr.simulator.verbs import Document
from ivr.trial import Trial
from ivr.web import phone_calls, phone_draft, phone_speech
from ivr.web.loopback import is_loopback
from ivr.web.phone_texts import LANGUAGES, LOCALES, TEXTS

MAX_JSON_BYTES = 32_000
POLICY = (
    "default-src 'self'; media-src 'self' blob:; object-src 'none'; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
}

Answer = Response | tuple[Response, int]


class PhoneServices(Protocol):
    """What the phone needs of `ivr.wiring.Services`."""

    @property
    def settings(self) -> Settings: ...

    @property
    def clock(self) -> Callable[[], datetime]: ...

    @property
    def trial(self) -> Trial: ...

    def plan(self) -> Plan: ...


def phone_blueprint(services: PhoneServices, port: Callable[[datetime], Port] | None = None) -> Blueprint:
    """`port` makes the carrier for a request at that instant; without it, the one that asks this very service."""
    blueprint = Blueprint(
        "phone", __name__, template_folder="templates", static_folder="static", static_url_path="/phone/static"
    )
    api = _Api(services, port or (lambda now: _own_carrier(services, now)))
    blueprint.before_request(lambda: _refused(services))
    blueprint.after_request(_secured)
    blueprint.register_error_handler(phone_calls.BadRequest, lambda error: _problem(400, "bad-request", str(error)))
    blueprint.register_error_handler(
        phone_draft.DraftRefusedError, lambda error: _problem(409, error.code, error.message)
    )
    blueprint.register_error_handler(IvrError, lambda error: _problem(502, error.code, str(error)))
    blueprint.add_url_rule("/phone/start", "start", lambda: _page("start.html", services))
    blueprint.add_url_rule("/phone", "phone", lambda: _page("phone.html", services))
    blueprint.add_url_rule("/phone/speech", "speech", _speech)
    for name in ("begin", "follow", "desk", "finish", "draft"):
        blueprint.add_url_rule(f"/phone/{name}", name, getattr(api, name), methods=["POST"])
    return blueprint


class _Api:
    """The questions the page asks. Each reads one JSON body."""

    def __init__(self, services: PhoneServices, port: Callable[[datetime], Port]) -> None:
        self._services = services
        self._port = port

    def begin(self) -> Answer:
        """The call comes in; with `draft`, on the files as they are now."""
        body, now = _body(), self._services.clock()
        draft = phone_draft.begun(self._services.trial, _language()) if body.get("draft") is True else ""
        port, office = self._way(draft, now)
        call = phone_calls.new_call(body, office, now, draft)
        return self._scenes(call, "/voice", port.begin(call.at(now)), office, begins=True)

    def follow(self) -> Answer:
        """The caller pressed, was silent, or a Dial is over."""
        body, now = _body(), self._services.clock()
        call, url = phone_calls.call_of(body), phone_calls.voice_url(body, _base_url())
        fields, (port, office) = phone_calls.fields_of(body), self._way(call.draft, now)
        return self._scenes(call, url, port.follow(url, fields, call.at(now)), office)

    def desk(self) -> Answer:
        """A desk answered (what does it hear first?), or pressed keys."""
        body, now = _body(), self._services.clock()
        call, url = phone_calls.call_of(body), phone_calls.voice_url(body, _base_url())
        leg = phone_calls.leg_of(body, call.at(now))
        if leg is None:
            raise phone_calls.BadRequest("leg is missing")
        digits = body.get("digits")
        if digits is not None and not (isinstance(digits, str) and len(digits) <= 32):
            raise phone_calls.BadRequest("digits must be a text of at most 32 characters")
        port, office = self._way(call.draft, now)
        return self._scenes(call, url, port.follow(url, {"Digits": digits} if digits else {}, leg), office)

    def finish(self) -> Answer:
        """The call is over; with `leg` and `url`, one rung telephone is."""
        body, now = _body(), self._services.clock()
        call = phone_calls.call_of(body)
        leg, (status, seconds) = phone_calls.leg_of(body, call.at(now)), phone_calls.ending_of(body)
        url = phone_calls.voice_url(body, _base_url()) if leg else ""
        self._way(call.draft, now)[0].finish(leg or call.at(now), status, seconds, url)
        return jsonify(finished=True)

    def draft(self) -> Answer:
        """How the files stand: as callers hear them, different, or with errors."""
        _body()
        look = self._services.trial.look()
        return jsonify(phone_draft.state(look, self._services.plan().revision, _language()))

    def _way(self, draft: str, now: datetime) -> tuple[Port, Office]:
        """Who answers a request of the call: this service, or the draft on which it began."""
        services = self._services
        if not draft:
            return self._port(now), services.plan().office
        plan = phone_draft.plan_of(services.trial, draft, _language())
        return phone_draft.draft_port(services.trial, plan, services.settings, _base_url(), now), plan.office

    def _scenes(
        self, call: phone_calls.PageCall, url: str, document: Document, office: Office, begins: bool = False
    ) -> Answer:
        named = phone_calls.with_names(scenes(document), office, _language())
        more = {"office": _shown(office)} if begins else {}
        return jsonify(call=call.as_json(), url=url, scenes=named, **more)


def _shown(office: Office) -> dict[str, Any]:
    """What the page shows of the office that is called."""
    called = next((number.written for number in office.answers_on), "")
    return {
        "name": office.name,
        "called": called,
        "languages": {voice.locale: voice.name for voice in office.languages.values()},
    }


def _own_carrier(services: PhoneServices, now: datetime) -> Port:
    return HttpCarrier(_base_url(), services.settings.tokens[0], clock=lambda: now)


def _base_url() -> str:
    """This service on this machine. The port is the server's own: the Host header may be a tunnel's."""
    return f"http://127.0.0.1:{request.environ['SERVER_PORT']}"


def _refused(services: PhoneServices) -> Answer | None:
    """Pages only for this machine; what makes the service work only for its own page."""
    if not is_loopback(request, services.settings.public_url):
        language = _language()
        return Response(render_template("elsewhere.html", t=TEXTS[language], language=language)), 404
    if (request.method == "POST" or request.path == "/phone/speech") and not _same_origin():
        return _problem(403, "cross-site", "only the page of this service may ask")
    return None


def _page(template: str, services: PhoneServices) -> Response:
    language, office = _language(), services.plan().office
    shown = _shown(office)
    now = services.clock().astimezone(ZoneInfo(office.timezone))
    config = {
        "texts": TEXTS[language],
        "locale": LOCALES[language],
        "languages": shown["languages"],
        "speech": phone_speech.has_speech(),
        "timezone": office.timezone,
        "withheld": phone_calls.WITHHELD,
    }
    page = render_template(
        template, t=TEXTS[language], language=language, office=office.name, timezone=office.timezone,
        called=shown["called"], moment=now.strftime("%Y-%m-%dT%H:%M"), config=config, draft="draft" in request.args,
    )  # fmt: skip
    answer = Response(page)
    answer.headers.update({"Vary": "Accept-Language", "Cache-Control": "no-store"})
    return answer


def _speech() -> Answer:
    """WAV of one sentence."""
    text = request.args.get("text", "")
    if not 0 < len(text) <= phone_speech.MAX_CHARACTERS:
        return _problem(400, "bad-request", f"text must have 1 to {phone_speech.MAX_CHARACTERS} characters")
    wav = phone_speech.speak(request.args.get("language", ""), text)
    if wav is None:
        return _problem(404, "no-voice", "this machine has no voice for that language")
    return Response(wav, content_type="audio/wav", headers={"Cache-Control": "private, max-age=3600"})


def _body() -> Mapping[str, Any]:
    """The JSON object of a request."""
    request.max_content_length = MAX_JSON_BYTES
    body = request.get_json(silent=True) if request.mimetype == "application/json" else None
    if not isinstance(body, dict):
        raise phone_calls.BadRequest("send a JSON object as application/json")
    return body


def _same_origin() -> bool:
    """Whether the browser says, where it says anything, that the page asking is ours."""
    site, origin = request.headers.get("Sec-Fetch-Site"), request.headers.get("Origin")
    return site in (None, "same-origin") and origin in (None, request.host_url.rstrip("/"))


def _language() -> str:
    return request.accept_languages.best_match(LANGUAGES, default=LANGUAGES[-1]) or LANGUAGES[-1]


def _problem(status: int, code: str, message: str) -> Answer:
    return jsonify(error=code, message=message), status


def _secured(response: Response) -> Response:
    response.headers.update(HEADERS)
    return response
