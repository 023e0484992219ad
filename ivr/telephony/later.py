"""An answer that asks the provider to come again with the very same request, and which requests can wait so. Pure."""

# mypy: untyped-calls-exclude="twilio"
from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlsplit

from twilio.twiml.voice_response import VoiceResponse

from ivr.telephony.speech import plain

SECONDS = 3
_PATHS = ("/voice", "/voice/step")  # a callback and a desk's key tell what nobody tells again
_TOLD_ONCE = frozenset({"Digits", "DialCallStatus"})  # a Redirect brings neither a second time
_GOES_ON = ("ringing", "in-progress", "queued", "")


def can_wait(path: str, params: Sequence[tuple[str, str]]) -> bool:
    """Whether nothing is lost when the request is made again: no key was pressed, no leg and no call ended."""
    if path not in _PATHS:
        return False
    told = dict(reversed(params))  # of a repeated one the first
    return told.keys().isdisjoint(_TOLD_ONCE) and told.get("CallStatus", "") in _GOES_ON


def ask_again(url: str) -> str:
    """A pause, and then the same address, which the provider signs anew."""
    parts = urlsplit(url)
    document = VoiceResponse()
    document.pause(length=SECONDS)
    document.redirect(plain(parts.path + ("?" + parts.query if parts.query else "")), method="POST")
    return str(document.to_xml())
