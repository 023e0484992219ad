"""Between the page's JSON and the stand-in carrier: what a body may hold, and the names of what rings.

Every value is checked here, so that a page can place test calls on this service and do nothing else.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from ivr.core.office import Office
from ivr.simulator.port import SimulatedCall

Json = Mapping[str, Any]

WITHHELD = "anonymous"  # what the provider sends for a withheld number
FIELDS = ("Digits", "DialCallStatus", "DialCallSid", "DialCallDuration", "DialBridged")
STATUSES = ("completed", "busy", "no-answer", "failed", "canceled")
MAX_OFFSET_SECONDS = 10 * 366 * 86400  # ten years either way
MAX_SECONDS = 86400
_ID = re.compile(r"CA[0-9a-f]{32}")
_E164 = re.compile(r"\+[1-9][0-9]{7,14}")
_DRAFT = re.compile(r"[0-9a-f]{12}|")
_VOICE_PATH = re.compile(r"/voice(/[a-z]+)?(\?[!-~]*)?")


class BadRequest(Exception):  # noqa: N818  it is what HTTP calls it
    """The body is not what the page sends. The text says what is wrong, for a developer."""


@dataclass(frozen=True, slots=True)
class PageCall:
    """The call as the page carries it: `offset` is the seconds from now to the moment of the call, `draft` the content
    hash of the files it is about; "" for a call on what is live."""

    id: str
    caller: str
    called: str
    offset: float
    draft: str = ""

    def at(self, now: datetime) -> SimulatedCall:
        """As the carrier wants it, for a request made `now`."""
        virtual = now + timedelta(seconds=self.offset) if self.offset else None
        return SimulatedCall(self.id, self.caller, self.called, virtual)

    def as_json(self) -> dict[str, object]:
        draft = {"draft": self.draft} if self.draft else {}
        return {"id": self.id, "caller": self.caller, "called": self.called, "offset": self.offset, **draft}


def new_call(body: Json, office: Office, now: datetime, draft: str = "") -> PageCall:
    """A call that nobody has placed yet. `now` is aware."""
    called = next((number.e164 for number in office.answers_on), "")
    return PageCall(f"CA{uuid.uuid4().hex}", caller_of(body), called, offset_of(body, office.timezone, now), draft)


def call_of(body: Json) -> PageCall:
    call = _mapping(body, "call")
    offset = call.get("offset")
    if isinstance(offset, bool) or not isinstance(offset, int | float) or not abs(offset) <= MAX_OFFSET_SECONDS:
        raise BadRequest("call.offset must be seconds, at most ten years")
    draft = _matching({"draft": "", **call}, "draft", _DRAFT)
    return PageCall(_matching(call, "id", _ID), _short(call, "caller"), _short(call, "called"), float(offset), draft)


def leg_of(body: Json, call: SimulatedCall) -> SimulatedCall | None:
    """One rung telephone of `call`, if the body names one."""
    if "leg" not in body:
        return None
    leg = _mapping(body, "leg")
    number, shown = _matching(leg, "number", _E164), _short(leg, "caller_id")
    return SimulatedCall(_matching(leg, "id", _ID), shown, number, call.now, parent=call.id)


def caller_of(body: Json) -> str:
    """The number as a carrier would send it: nine digits are Polish; anything odd stays as it was typed."""
    typed = _short(body, "caller").strip()
    number = re.sub(r"[\s().\-/]", "", typed)
    if re.fullmatch(r"[1-9][0-9]{8}", number):
        return f"+48{number}"
    if re.fullmatch(r"(\+|00)[1-9][0-9]{7,14}", number):
        return re.sub(r"^00", "+", number)
    return typed or WITHHELD


def offset_of(body: Json, timezone: str, now: datetime) -> float:
    """Seconds from `now` to the body's moment, a wall time of the office ("2026-12-24T10:00"); 0.0 without one."""
    moment = body.get("moment")
    if moment is None:
        return 0.0
    try:
        wall = datetime.fromisoformat(moment)
    except (TypeError, ValueError):
        raise BadRequest("moment must be a date and time like 2026-12-24T10:00") from None
    if wall.tzinfo is not None:
        raise BadRequest("moment must be a time of the office's own clock, without a zone")
    offset = (wall.replace(tzinfo=ZoneInfo(timezone)) - now).total_seconds()
    if abs(offset) > MAX_OFFSET_SECONDS:
        raise BadRequest("moment must be within ten years")
    return round(offset, 3)


def voice_url(body: Json, base_url: str) -> str:
    """The address to ask: a path under /voice of this very service, never anything else."""
    url = body.get("url")
    if not isinstance(url, str):
        raise BadRequest("url is missing")
    path = url.removeprefix(base_url)
    if not _VOICE_PATH.fullmatch(path) or urlsplit(path).netloc or len(path) > 8192:
        raise BadRequest("url must be a path under /voice of this service")
    return path


def fields_of(body: Json) -> dict[str, str]:
    """What happened, in the carrier's words. `over` true: the caller has hung up meanwhile."""
    fields = _mapping(body, "fields") if "fields" in body else {}
    if not all(name in FIELDS and isinstance(value, str) and len(value) <= 64 for name, value in fields.items()):
        raise BadRequest(f"fields may hold only {', '.join(FIELDS)}")
    return dict(fields) | ({"CallStatus": "completed"} if body.get("over") is True else {})


def ending_of(body: Json) -> tuple[str, int]:
    """(status, seconds) of a call or leg that is over."""
    status, seconds = body.get("status"), body.get("seconds")
    if status not in STATUSES:
        raise BadRequest(f"status must be one of {', '.join(STATUSES)}")
    if isinstance(seconds, bool) or not isinstance(seconds, int) or not 0 <= seconds <= MAX_SECONDS:
        raise BadRequest("seconds must be a whole number, at most a day")
    return status, seconds


def with_names(scenes: list[dict[str, Any]], office: Office, language: str) -> list[dict[str, Any]]:
    """The scenes with the office's `label` and way of writing (`written`) beside each number that rings."""
    return [_named(scene, office, language) if scene["type"] == "dial" else scene for scene in scenes]


def _named(dial: dict[str, Any], office: Office, language: str) -> dict[str, Any]:
    lines = {line.number: line for line in office.lines.values()}

    def named(number: dict[str, Any]) -> dict[str, Any]:
        line = lines.get(number["number"])
        if line is None:
            return number | {"label": number["number"], "written": ""}
        label = line.label.get(language) or line.label.get(office.default_language) or line.name
        return number | {"label": label, "written": line.written}

    return dial | {"numbers": [named(number) for number in dial["numbers"]]}


def _mapping(body: Json, name: str) -> Json:
    value = body.get(name)
    if not isinstance(value, dict):
        raise BadRequest(f"{name} must be an object")
    return value


def _short(body: Json, name: str) -> str:
    value = body.get(name)
    if not isinstance(value, str) or len(value) > 64 or not all(c.isprintable() for c in value):
        raise BadRequest(f"{name} must be a text of at most 64 characters")
    return value


def _matching(body: Json, name: str, pattern: re.Pattern[str]) -> str:
    value = body.get(name)
    if not isinstance(value, str) or not pattern.fullmatch(value):
        raise BadRequest(f"{name} is not one")
    return value
