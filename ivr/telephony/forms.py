"""Form fields of the provider -> what happened, in the service's own words. Pure, and total.

Every function takes any list of pairs and never raises: missing, repeated, huge and hostile fields included.
Of a repeated field the first value wins; unknown fields are ignored.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import phonenumbers

from ivr.core.events import Call, Event, Left, LegEnded, Outcome, Pressed, Silence

Params = Sequence[tuple[str, str]]

MAX_ID = 64
MAX_NUMBER = 64
MAX_DIGITS = 32
MAX_WORD = 32
MAX_SECONDS = 86400  # a day: no leg is longer
_MAX_COUNT = 999_999

_ID = re.compile(r"[A-Za-z0-9:_-]{1,64}")
_E164 = re.compile(r"\+[1-9][0-9]{7,14}")
_ALWAYS_POSSIBLE = re.compile(r"\+48[1-9][0-9]{8}")  # nearly every caller: the library need not be asked
_WHOLE_NUMBER = re.compile(r"0*([0-9]{1,9})")

_OUTCOMES: dict[str, Outcome] = {
    "completed": "answered",
    "answered": "answered",
    "busy": "busy",
    "no-answer": "no_answer",
    "failed": "failed",
    "canceled": "cancelled",
    "cancelled": "cancelled",
}
_OVER = ("completed", "busy", "failed", "no-answer", "canceled", "cancelled")  # of the whole call
_STATUSES = ("queued", "initiated", "ringing", "in-progress", "completed", "busy", "failed", "no-answer", "canceled")

# Words that some carriers spell on the keypad and send as a number: anonymous, restricted, blocked, unknown,
# unavailable, private (reference section 1.4). Whole numbers, not prefixes: +266, +7 and +86 are real countries.
_WITHHELD = frozenset({"266696687", "7378742833", "2562533", "8656696", "8566667", "86282452253", "7748283"})


@dataclass(frozen=True, slots=True)
class CallStatus:
    """What /voice/status is told. `status` is the provider's word, or "unknown"; `sequence` orders them from 0."""

    status: str
    seconds: int
    sequence: int


@dataclass(frozen=True, slots=True)
class Leg:
    """What a rung telephone's own callback tells. `call` is the leg's id, `parent` the caller's call.

    A desk that answered and then refused to take the call is `answered` too: only the Dial knows better.
    """

    call: str
    parent: str
    outcome: Outcome
    seconds: int


def call_of(params: Params) -> Call:
    """The call a request belongs to. Numbers are as the provider wrote them: see `shown_caller`."""
    fields = _fields(params)
    return Call(
        id=_id(fields, "CallSid"),
        called=_clean(fields.get("To") or fields.get("Called", ""), MAX_NUMBER),
        caller=_clean(fields.get("From") or fields.get("Caller", ""), MAX_NUMBER),
        forwarded_from=_clean(fields.get("ForwardedFrom", ""), MAX_NUMBER),
    )


def event_of(params: Params) -> Event:
    """What happened at the caller's side: keys, the end of a Dial, or nothing.

    The provider asks a Dial's action also when the caller has hung up meanwhile: CallStatus tells.
    """
    fields = _fields(params)
    leg = None
    if "DialCallStatus" in fields:
        leg = LegEnded(_dial_outcome(fields), _number(fields, "DialCallDuration", MAX_SECONDS))
    if _word(fields, "CallStatus") in _OVER:
        return Left(leg)
    if digits := _clean(fields.get("Digits", ""), MAX_DIGITS):
        return Pressed(digits)
    return leg or Silence()


def status_of(params: Params) -> CallStatus:
    """The provider's word on the whole call."""
    fields = _fields(params)
    word = _word(fields, "CallStatus").replace("cancelled", "canceled")
    return CallStatus(
        status=word if word in _STATUSES else "unknown",
        seconds=_number(fields, "CallDuration", MAX_SECONDS),  # `Duration` is minutes
        sequence=_number(fields, "SequenceNumber", _MAX_COUNT),
    )


def leg_of(params: Params) -> Leg:
    """The end of one rung telephone."""
    fields = _fields(params)
    return Leg(
        call=_id(fields, "CallSid"),
        parent=_id(fields, "ParentCallSid"),
        outcome=_OUTCOMES.get(_word(fields, "CallStatus"), "unknown"),
        seconds=_number(fields, "CallDuration", MAX_SECONDS),
    )


def shown_caller(raw: str) -> str:
    """The caller's number in E.164, if it is one that may be shown and rung back; else "".

    Withheld callers come as a word, as that word spelled on a keypad, as a SIP address, or as nothing.
    """
    number = raw.strip()
    if _ALWAYS_POSSIBLE.fullmatch(number):
        return number
    return _possible(number) if _E164.fullmatch(number) and number[1:] not in _WITHHELD else ""


@lru_cache(maxsize=1024)  # a call asks some ten times
def _possible(number: str) -> str:
    try:
        parsed = phonenumbers.parse(number, None)
    except phonenumbers.NumberParseException:
        return ""
    return number if phonenumbers.is_possible_number(parsed) else ""


def _fields(params: Params) -> dict[str, str]:
    return dict(reversed(params))  # the first of a repeated one comes last, and stays


def _clean(text: str, length: int) -> str:
    """At most `length` characters, without control, format and half characters."""
    if len(text) <= length and text.isprintable():
        return text.strip()
    return "".join(character for character in text[: 4 * length] if character.isprintable()).strip()[:length]


def _id(fields: dict[str, str], name: str) -> str:
    """An id as it came; an odd one made safe, yet the same for every request and different for different ones."""
    raw = fields.get(name, "")
    if _ID.fullmatch(raw):
        return raw
    if not raw:
        return "unknown-" + _hash(repr(sorted(fields.items())))
    return re.sub(r"[^A-Za-z0-9:_-]", "", raw[:MAX_ID])[:40] + "-" + _hash(raw)


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _word(fields: dict[str, str], name: str) -> str:
    return _clean(fields.get(name, ""), MAX_WORD).lower()


def _number(fields: dict[str, str], name: str, most: int) -> int:
    found = _WHOLE_NUMBER.fullmatch(_clean(fields.get(name, ""), MAX_WORD))
    return min(int(found[1]), most) if found else 0


def _dial_outcome(fields: dict[str, str]) -> Outcome:
    """A desk that answered but was never bridged refused in the whisper, or was a voicemail."""
    outcome = _OUTCOMES.get(_word(fields, "DialCallStatus"), "unknown")
    if outcome == "answered" and _word(fields, "DialBridged") == "false":
        return "no_answer"
    return outcome
