"""The browser phone on the working files: the same webhooks, answered from a draft inside this process.

A call on a draft goes the way of every call (form, signature, TwiML, state in its addresses) but the network: the
live service never sees it, and nothing of it is journalled. The page carries the content hash from request to request.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from flask import Flask
from werkzeug.test import Client

from ivr.calls import Calls
from ivr.core.plan import Plan
from ivr.errors import IvrError
from ivr.settings import Settings
from ivr.simulator.carrier import HttpAnswer, HttpCarrier, Send
from ivr.simulator.port import Port
from ivr.trial import Look, NotKeptError, Trial
from ivr.web.voice import voice_blueprint
from ivr.web.webhooks import Webhooks

CHECK = "python -m ivr check"
_TEXTS = {
    "pl": {
        "errors": "W plikach są błędy ({count}). Pierwszy: {problem} Wszystkie pokazuje: {command}",
        "gone": "Plików, na których zaczęła się ta rozmowa, już nie ma. Proszę zadzwonić ponownie.",
    },
    "en": {
        "errors": "The files have errors ({count}). The first: {problem} See all of them: {command}",
        "gone": "The files on which this call began are not kept any more. Please call again.",
    },
}


class DraftRefusedError(IvrError):
    """No call on the files, or not any further; in the words of the page."""


def begun(trial: Trial, language: str) -> str:
    """The content hash on which a call may begin now. Raises DraftRefusedError, IvrError."""
    look = trial.begin()
    if look.errors:
        raise DraftRefusedError("draft-errors", _errors(look, language))
    return look.revision


def plan_of(trial: Trial, revision: str, language: str) -> Plan:
    """The plan of a call that began on that content. Raises DraftRefusedError, IvrError."""
    try:
        return trial.plan(revision)
    except NotKeptError as error:
        raise DraftRefusedError(error.code, _TEXTS[language]["gone"]) from None


def state(look: Look, live: str, language: str) -> dict[str, Any]:
    """How the files stand, for the page; `live` is the revision that callers hear."""
    first = look.errors[0].line_of_text("pl" if language == "pl" else "en") if look.errors else ""
    return {"revision": look.revision, "same": look.revision == live, "errors": len(look.errors), "problem": first}


def draft_port(trial: Trial, plan: Plan, settings: Settings, base_url: str, now: datetime) -> Port:
    """A carrier for a request at `now`, whose service answers from `plan`."""
    app = Flask("ivr.web")
    app.register_blueprint(voice_blueprint(Webhooks(_Answering(settings, trial.calls(plan)))))
    return HttpCarrier(base_url, settings.tokens[0], clock=lambda: now, send=_into(app))


@dataclass(frozen=True, slots=True)
class _Answering:
    """What the webhooks of a draft need."""

    settings: Settings
    calls: Calls
    made_token: bool = False


def _into(app: Flask) -> Send:
    """Posts into `app`, as from this machine."""
    client = Client(app, use_cookies=False)

    def send(address: str, body: bytes, headers: Mapping[str, str]) -> HttpAnswer:
        parts = urlsplit(address)
        answer = client.post(
            parts.path, query_string=parts.query, base_url=f"{parts.scheme}://{parts.netloc}", data=body,
            headers=dict(headers), environ_base={"REMOTE_ADDR": "127.0.0.1"},
        )  # fmt: skip
        return HttpAnswer(answer.status_code, answer.headers.get("Content-Type", ""), answer.data)

    return send


def _errors(look: Look, language: str) -> str:
    told = state(look, "", language)
    return _TEXTS[language]["errors"].format(count=told["errors"], problem=told["problem"], command=CHECK)
