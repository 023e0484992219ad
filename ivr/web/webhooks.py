"""The voice webhooks, whatever server or framework they came through. Every one passes `Webhooks.answer`: verify,
read, handle, journal, answer.

Whatever goes wrong inside, a signed request is answered 200 with TwiML that apologises and rings a person.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import NamedTuple, Protocol

import structlog

from ivr.calls import Answer, Calls
from ivr.core.events import Call, Started
from ivr.core.hunting import caller_id, desk_hears
from ivr.core.session import Session
from ivr.limits import CallerLimit
from ivr.settings import Settings
from ivr.telephony import forms, later, signature, twiml, urls

log = structlog.get_logger()

SIMULATOR_ACCOUNT = "AC" + "5" * 32  # the stand-in carrier's; its calls are tests

Params = list[tuple[str, str]]


class VoiceServices(Protocol):
    """What the webhooks need of `ivr.wiring.Services`."""

    @property
    def settings(self) -> Settings: ...

    @property
    def made_token(self) -> bool: ...

    @property
    def calls(self) -> Calls: ...


class Asked(NamedTuple):
    """A request as it came. `url` is the one the provider signed, `local` whether it comes from this very machine."""

    path: str
    query: Params
    params: Params
    url: str
    signature: str | None
    local: bool

    def get(self, name: str) -> str:
        return next((value for key, value in self.query if key == name), "")

    def session(self, call: Call) -> Session | None:
        """Of the address; only a test call is at another moment than now."""
        session = urls.session_of(self.query)
        return session.changed(offset=0.0) if session and session.offset and not call.test else session

    def offset(self, call: Call) -> float:
        return urls.offset_of(self.get("offset")) if call.test else 0.0


class Answered(NamedTuple):
    """`document` is TwiML, or "" where nothing is said: 204, or 403 for what the provider did not sign."""

    status: int
    document: str = ""
    call: str = ""


class Webhooks:
    """`monotonic`: seconds of a clock that never jumps, for the limit of one caller."""

    def __init__(self, services: VoiceServices, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._monotonic = monotonic
        self._services, self._calls, self._limit = services, services.calls, CallerLimit()
        self.public_url = services.settings.public_url
        self._prefix = urls.prefix_of(self.public_url)
        self.routes: Mapping[str, Callable[[Asked, Call], str]] = {
            "/voice": self._begin,
            "/voice/step": self._step,
            "/voice/whisper": self._whisper,
            "/voice/confirm": self._confirm,
            "/voice/leg": self._leg,
            "/voice/status": self._status,
        }

    def answer(self, asked: Asked) -> Answered:
        """Never raises for what a signed request says; `asked.path` is one of `routes`."""
        services = self._services
        signed = signature.verify(services.settings.tokens, asked.url, asked.params, asked.signature)
        if not signed or (services.made_token and not asked.local):
            return Answered(403)
        call = _call(asked)
        try:
            wait = self._must_wait(asked, call)
            document = later.ask_again(asked.url) if wait else self.routes[asked.path](asked, call)
        except Exception as error:
            document = self._failsafe(asked, call, error)
        return Answered(200 if document else 204, document, call.id)

    def _must_wait(self, asked: Asked, call: Call) -> bool:
        if asked.local or not later.can_wait(asked.path, asked.params):
            return False
        return not self._limit.allow(call.caller or call.id, self._monotonic())

    def _begin(self, asked: Asked, call: Call) -> str:
        return self._twiml(self._calls.begin(call, Started(), asked.offset(call)))

    def _step(self, asked: Asked, call: Call) -> str:
        told = urls.step_of(asked.get("step"))
        return self._twiml(self._calls.follow(call, asked.session(call), forms.event_of(asked.params), told))

    def _whisper(self, asked: Asked, call: Call) -> str:
        plan = self._calls.catalogue.plan(asked.get("revision"))
        session = Session(plan.revision, language=asked.get("language"), chosen=asked.get("group"))
        line = plan.office.lines.get(asked.get("line"))
        whisper, confirm = desk_hears(plan, session, line) if line else ((), ())
        return twiml.whisper(whisper, confirm, urls.confirm_url(self._prefix), plan.office.languages)

    def _confirm(self, asked: Asked, call: Call) -> str:
        return twiml.confirmed(("Digits", "1") in asked.params)

    def _leg(self, asked: Asked, call: Call) -> str:
        leg = forms.leg_of(asked.params)
        step = urls.step_of(asked.get("step"))
        data = {"line": asked.get("line"), "outcome": leg.outcome, "seconds": leg.seconds, "leg": leg.call}
        self._calls.note(replace(call, id=leg.parent), f"leg:{leg.call}", step, "line_leg", asked.offset(call), **data)
        return ""

    def _status(self, asked: Asked, call: Call) -> str:
        status = forms.status_of(asked.params)
        data = {"status": status.status, "seconds": status.seconds}
        self._calls.note(call, "status", status.sequence, "status", asked.offset(call), **data)
        return ""

    def _twiml(self, answer: Answer) -> str:
        step = answer.step
        return twiml.render(step.instructions, step.session, answer.plan.office.languages, self._prefix)

    def _failsafe(self, asked: Asked, call: Call, error: Exception) -> str:
        """The last net inside the service: the document made when the revision was loaded.

        If even that is missing the error goes out as 500, and the provider's own fallback URL takes the call.
        """
        log.error("failsafe", call=call.id, path=asked.path, exc_info=error)
        try:
            step = (urls.session_of(asked.query) or Session("")).step
            self._calls.note(call, "failsafe", step, "failsafe", why=asked.path, error=type(error).__name__)
        except Exception:
            log.exception("failsafe not logged", call=call.id)
        if asked.path in ("/voice/leg", "/voice/status"):
            return ""
        if asked.path in ("/voice/whisper", "/voice/confirm"):
            return twiml.confirmed(True)  # the desk has picked up: put the caller through
        live = self._calls.catalogue.live
        return live.failsafe(asked.get("language"), caller_id(live.plan.office, call))


def _call(asked: Asked) -> Call:
    """The call, with a caller that may be shown or none at all; the simulator's calls marked, from loopback only."""
    call = forms.call_of(asked.params)
    test = asked.local and ("AccountSid", SIMULATOR_ACCOUNT) in asked.params
    return Call(call.id, call.called, forms.shown_caller(call.caller), call.forwarded_from, test)
