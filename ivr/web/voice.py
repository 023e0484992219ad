"""The voice webhooks. Every route passes one wrapper: verify, read, handle, journal, answer.

Whatever goes wrong inside, a signed request is answered 200 with TwiML that apologises and rings a person.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import wraps
from typing import Protocol

import structlog
from flask import Blueprint, Response, request

from ivr.calls import Calls
from ivr.core.events import Call, Started
from ivr.core.hunting import caller_id, desk_hears
from ivr.core.session import Session
from ivr.limits import CallerLimit
from ivr.settings import Settings
from ivr.telephony import forms, later, signature, twiml, urls
from ivr.web.loopback import is_loopback

log = structlog.get_logger()

SIMULATOR_ACCOUNT = "AC" + "5" * 32  # the stand-in carrier's; its calls are tests
_TWIML = "text/xml; charset=utf-8"

Params = list[tuple[str, str]]


class VoiceServices(Protocol):
    """What the webhooks need of `ivr.wiring.Services`."""

    @property
    def settings(self) -> Settings: ...

    @property
    def made_token(self) -> bool: ...

    @property
    def calls(self) -> Calls: ...


@dataclass(frozen=True)
class Webhook:
    """One verified request."""

    params: Params
    query: Params
    call: Call

    @property
    def session(self) -> Session | None:
        session = urls.session_of(self.query)
        return session if session is None or self.call.test else replace(session, offset=0.0)

    def get(self, name: str) -> str:
        return next((value for key, value in self.query if key == name), "")

    @property
    def offset(self) -> float:
        return urls.offset_of(self.get("offset")) if self.call.test else 0.0


def voice_blueprint(services: VoiceServices) -> Blueprint:
    """Routes under /voice; `prefix` is the path of the public URL, so that action URLs stay relative to the host."""
    blueprint = Blueprint("voice", __name__)
    prefix = urls.prefix_of(services.settings.public_url)
    calls, limit = services.calls, CallerLimit()

    def route(path: str) -> Callable[[Callable[[Webhook], Response]], None]:
        def register(handle: Callable[[Webhook], Response]) -> None:
            blueprint.add_url_rule(path, handle.__name__, _wrapped(services, handle, limit), methods=["POST"])

        return register

    @route("/voice")
    def voice(webhook: Webhook) -> Response:
        answer = calls.begin(webhook.call, Started(), webhook.offset)
        return _twiml(twiml.render(answer.step.instructions, answer.step.session, answer.plan.office.languages, prefix))

    @route("/voice/step")
    def voice_step(webhook: Webhook) -> Response:
        answer = calls.follow(webhook.call, webhook.session, forms.event_of(webhook.params))
        return _twiml(twiml.render(answer.step.instructions, answer.step.session, answer.plan.office.languages, prefix))

    @route("/voice/whisper")
    def voice_whisper(webhook: Webhook) -> Response:
        plan = calls.catalogue.plan(webhook.get("revision"))
        session = Session(plan.revision, language=webhook.get("language"), chosen=webhook.get("group"))
        line = plan.office.lines.get(webhook.get("line"))
        whisper, confirm = desk_hears(plan, session, line) if line else ((), ())
        return _twiml(twiml.whisper(whisper, confirm, urls.confirm_url(prefix), plan.office.languages))

    @route("/voice/confirm")
    def voice_confirm(webhook: Webhook) -> Response:
        return _twiml(twiml.confirmed(("Digits", "1") in webhook.params))

    @route("/voice/leg")
    def voice_leg(webhook: Webhook) -> Response:
        leg = forms.leg_of(webhook.params)
        step = urls.step_of(webhook.get("step"))
        data = {"line": webhook.get("line"), "outcome": leg.outcome, "seconds": leg.seconds, "leg": leg.call}
        calls.note(replace(webhook.call, id=leg.parent), f"leg:{leg.call}", step, "line_leg", webhook.offset, **data)
        return Response(status=204)

    @route("/voice/status")
    def voice_status(webhook: Webhook) -> Response:
        status = forms.status_of(webhook.params)
        data = {"status": status.status, "seconds": status.seconds}
        calls.note(webhook.call, "status", status.sequence, "status", webhook.offset, **data)
        return Response(status=204)

    return blueprint


def _wrapped(
    services: VoiceServices, handle: Callable[[Webhook], Response], limit: CallerLimit
) -> Callable[[], Response]:
    @wraps(handle)
    def view() -> Response:
        params = [(key, value) for key, values in request.form.lists() for value in values]
        local = is_loopback(request, services.settings.public_url)
        if not _verified(services, params) or (services.made_token and not local):
            return Response(status=403)
        call = _call(params, local)
        may_ask = local or not later.can_wait(request.path, params)
        if not (may_ask or limit.allow(call.caller or call.id, time.monotonic())):
            return _twiml(later.ask_again(_address(services)))
        try:
            return handle(Webhook(params, list(request.args.items(multi=True)), call))
        except Exception as error:
            return _failsafe(services, call, error)

    return view


def _verified(services: VoiceServices, params: Params) -> bool:
    given = request.headers.get("X-Twilio-Signature")
    return signature.verify(services.settings.tokens, _address(services), params, given)


def _address(services: VoiceServices) -> str:
    """The URL that the provider signed."""
    base = services.settings.public_url
    return signature.public_url(base, request.scheme, request.host, request.path, request.query_string)


def _call(params: Params, local: bool) -> Call:
    """The call, with a caller that may be shown or none at all; the simulator's calls marked, from loopback only."""
    call = forms.call_of(params)
    test = local and ("AccountSid", SIMULATOR_ACCOUNT) in params
    return replace(call, caller=forms.shown_caller(call.caller), test=test)


def _failsafe(services: VoiceServices, call: Call, error: Exception) -> Response:
    """The last net inside the service: the document made when the revision was loaded.

    If even that is missing the error goes out as 500, and the provider's own fallback URL takes the call.
    """
    log.error("failsafe", call=call.id, path=request.path, exc_info=error)
    try:
        step = (urls.session_of(request.args.items(multi=True)) or Session("")).step
        services.calls.note(call, "failsafe", step, "failsafe", why=request.path, error=type(error).__name__)
    except Exception:
        log.exception("failsafe not logged", call=call.id)
    if request.path in ("/voice/leg", "/voice/status"):
        return Response(status=204)
    if request.path in ("/voice/whisper", "/voice/confirm"):
        return _twiml(twiml.confirmed(True))  # the desk has picked up: put the caller through
    live = services.calls.catalogue.live
    return _twiml(live.failsafe(request.args.get("language", ""), caller_id(live.plan.office, call)))


def _twiml(document: str) -> Response:
    return Response(document, content_type=_TWIML)
