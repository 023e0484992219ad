"""The service as the provider meets it: by its public address, with a signed request and with one that is not.

What is sent is what a desk sends that pressed nothing (`/voice/confirm`): it is answered, and nothing is written down.
"""

from __future__ import annotations

import http.client
import json
import ssl
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urlencode, urlsplit

from ivr.doctor.finding import Finding, fail, ok, warn
from ivr.settings import Settings
from ivr.telephony.signature import signed
from ivr.telephony.twiml import confirmed

_TIMEOUT_SECONDS = 5.0
_PATIENCE_SECONDS = 2.0  # of the provider, for the connection: what is more costs callers silence
_CLOCKS_APART_SECONDS = 5.0
_HUNG_UP = confirmed(accepted=False).encode()  # what the service answers
_FIELDS = (("AccountSid", "AC" + "0" * 32), ("CallSid", "CA" + "0" * 32), ("CallStatus", "in-progress"))


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    headers: Mapping[str, str]
    body: bytes
    seconds: float


def service(settings: Settings, now: datetime) -> Iterator[Finding]:
    url = settings.public_url
    if not url:
        yield fail(
            "address", "IVR_PUBLIC_URL is not set", "Write the address that the provider calls: https://YOUR.NAME"
        )
        return
    if not url.startswith("https://"):
        yield warn("address", f"{url} is not https", "Callers' numbers go in clear: put nginx in front.")
    try:
        signed_answer = _posted(url, settings.tokens[0] if settings.tokens else "")
        unsigned = _posted(url, "")
    except (OSError, http.client.HTTPException) as error:
        why = f"{url} cannot be asked from here ({_why(error)})"
        do = "Check DNS, firewall, nginx and the certificate; some networks cannot reach their own outer address."
        yield fail("address", why, do)
        return
    if unsigned.status == 200 and signed_answer.body == unsigned.body != _HUNG_UP:
        yield _stood_in(url)
    else:
        yield from _answered(url, signed_answer)
        yield from _refused(unsigned)
    yield from _clocks(signed_answer, now)
    yield from _ready(url)


def _answered(url: str, found: Answer) -> Iterator[Finding]:
    if found.status == 200 and found.body == _HUNG_UP:
        says = f"a signed request by {url} was answered after {found.seconds * 1000:.0f} ms"
        slow = found.seconds > _PATIENCE_SECONDS
        do = "The provider gives up after two seconds: look at the load of the machine and at nginx."
        yield warn("signature", says, do) if slow else ok("signature", says)
    elif found.status == 403:
        do = "TWILIO_AUTH_TOKEN and IVR_PUBLIC_URL must be the same here and in the service; restart it after a change."
        yield fail("signature", "a signed request was refused (403)", do)
    else:
        do = "Is the service running, with voice among IVR_PARTS, and does nginx lead /voice to it?"
        yield fail("signature", f"a signed request was answered {found.status}", do)


def _stood_in(url: str) -> Finding:
    """nginx has answers of its own for when the service is down; to this request it says nothing, and puts through."""
    do = "Is any process running that has voice among IVR_PARTS (systemctl status 'ivr@*'), where upstreams.conf says?"
    return fail("service", f"something answers at {url} in the place of the service, as nginx does when it is down", do)


def _refused(found: Answer) -> Iterator[Finding]:
    if found.status == 403:
        yield ok("signature", "a request without a signature is refused")
    else:
        do = "Nothing may answer /voice without checking the signature: look at what stands in front of the service."
        yield fail("signature", f"a request without a signature was answered {found.status}", do)


def _clocks(found: Answer, now: datetime) -> Iterator[Finding]:
    with suppress(ValueError, TypeError):
        there = parsedate_to_datetime(found.headers.get("date", ""))
        apart = abs((there - now.astimezone(UTC)).total_seconds())
        if apart > _CLOCKS_APART_SECONDS:
            do = "Let a time server keep both clocks."
            yield warn("clock", f"the clock of the public address is {apart:.0f} s away from this one", do)


def _ready(url: str) -> Iterator[Finding]:
    """Where the proxy lets this machine ask for it."""
    try:
        found = _asked("GET", f"{url}/readyz", b"", {})
        told: Any = json.loads(found.body)
        state, reasons = str(told["state"]), [str(one) for one in told["reasons"]]
    except (OSError, http.client.HTTPException, ValueError, KeyError, TypeError):
        return
    says, do = f"the service says it is {state}", "Chapter 14 of the guide says what to do about each."
    if state == "ok":
        yield ok("service", says)
    else:
        yield (fail if state == "down" else warn)("service", f"{says}: {', '.join(reasons)}", do)


def _posted(url: str, token: str) -> Answer:
    target = f"{url}/voice/confirm"
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    if token:
        headers["X-Twilio-Signature"] = signed(token, target, _FIELDS)
    return _asked("POST", target, urlencode(_FIELDS).encode(), headers)


def _asked(method: str, url: str, body: bytes, headers: Mapping[str, str]) -> Answer:
    """Whatever the certificate is: that is another check's. Raises OSError or HTTPException."""
    parts = urlsplit(url)
    host = parts.hostname or ""
    begun = datetime.now(UTC)
    if parts.scheme == "https":
        context = ssl.create_default_context()
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
        connection: http.client.HTTPConnection = http.client.HTTPSConnection(
            host, parts.port, timeout=_TIMEOUT_SECONDS, context=context
        )
    else:
        connection = http.client.HTTPConnection(host, parts.port, timeout=_TIMEOUT_SECONDS)
    try:
        connection.request(method, parts.path, body or None, dict(headers))
        answer = connection.getresponse()
        content = answer.read(1_000_000)
        found = {name.lower(): value for name, value in answer.getheaders()}
        return Answer(answer.status, found, content, (datetime.now(UTC) - begun).total_seconds())
    finally:
        connection.close()


def _why(error: Exception) -> str:
    return getattr(error, "strerror", None) or type(error).__name__
