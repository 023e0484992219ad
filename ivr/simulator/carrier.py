"""The stand-in carrier over HTTP: signed form posts to a running service. Must not interpret documents.

Like the real one it allows 15 s an answer; unlike it, it follows no HTTP redirects, keeps no cookies and never repeats.
"""

from __future__ import annotations

import http.client
import time
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import urlencode, urljoin, urlsplit

from ivr.simulator.addresses import offset_between, with_offset
from ivr.simulator.form import SIMULATOR_ACCOUNT, ending, fields_of
from ivr.simulator.port import SimulatedCall
from ivr.simulator.problems import CarrierError
from ivr.simulator.reader import MAX_BYTES, read
from ivr.simulator.signer import sign, signed_url
from ivr.simulator.verbs import Document, with_base

ANSWER_SECONDS = 15.0


def _utc_now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class HttpAnswer:
    """What came back over the wire."""

    status: int
    content_type: str
    body: bytes


Send = Callable[[str, bytes, Mapping[str, str]], HttpAnswer]
"""Posts a body with headers to an absolute address. Raises OSError or HTTPException where nothing comes back."""


class HttpCarrier:
    """A `Port` that posts to the service at `base_url` ("http://127.0.0.1:8000"), signing with `token`.

    Keeps nothing between requests. Addresses in its documents are absolute; `follow` takes relative ones too, and
    refuses to leave the service. `send` takes the place of the network. Every failure is a CarrierError.
    """

    def __init__(
        self,
        base_url: str,
        token: str,
        account: str = SIMULATOR_ACCOUNT,
        *,
        clock: Callable[[], datetime] = _utc_now,
        answer_seconds: float = ANSWER_SECONDS,
        digits_allowed: bool = False,
        send: Send | None = None,
    ) -> None:
        self._base = base_url.rstrip("/")
        self._token = token
        self._account = account
        self._clock = clock
        self._answer_seconds = answer_seconds
        self._digits_allowed = digits_allowed
        self._send = send or self._over_http

    def begin(self, call: SimulatedCall) -> Document:
        """The call comes in: POST /voice."""
        return self._document(self._own("/voice", call), fields_of(call, self._account, "ringing"), call)

    def follow(self, url: str, fields: Mapping[str, str], call: SimulatedCall) -> Document:
        """POST to an action's address. `fields` come on top of the standard ones."""
        return self._document(url, fields_of(call, self._account, "in-progress", fields), call)

    def finish(self, call: SimulatedCall, status: str, seconds: int, url: str = "") -> None:
        """Post the final status (the provider's word) to `url`, or to /voice/status."""
        fields = fields_of(call, self._account, status, ending(call, seconds))
        address = self._address(url or self._own("/voice/status", call), call)
        answer = self._post(address, fields)
        if answer.status not in (200, 204):
            raise CarrierError("15003", f"The status callback {address} was answered {answer.status}.")

    def _own(self, path: str, call: SimulatedCall) -> str:
        return f"{self._base}{path}" + ("?offset=0.000" if call.now else "")

    def _document(self, url: str, fields: list[tuple[str, str]], call: SimulatedCall) -> Document:
        address = self._address(url, call)
        answer = self._post(address, fields)
        if answer.status != 200:
            raise CarrierError("11200", f"{address} was answered {answer.status}.")
        try:
            document = read(answer.body, answer.content_type, digits_allowed=self._digits_allowed)
        except CarrierError as error:
            raise CarrierError(error.code, f"{address}: {error.message}") from error
        return with_base(document, address)

    def _address(self, url: str, call: SimulatedCall) -> str:
        """The exact address to request: absolute, at the call's virtual moment, on this service."""
        address = urljoin(f"{self._base}/", url)
        if urlsplit(address)[:2] != urlsplit(self._base)[:2]:
            raise CarrierError("foreign_address", f"{address} leads away from {self._base}.")
        return with_offset(address, offset_between(self._clock(), call.now)) if call.now else address

    def _post(self, address: str, fields: list[tuple[str, str]]) -> HttpAnswer:
        started = time.monotonic()
        try:
            answer = self._send(address, urlencode(fields).encode(), self._headers(address, fields))
        except TimeoutError as error:
            raise CarrierError("11200", f"{address} gave no answer in {self._answer_seconds:g} s.") from error
        except ConnectionRefusedError as error:
            raise CarrierError("11202", f"Nothing answers at {self._base}.", "Is the service running?") from error
        except (OSError, http.client.HTTPException) as error:
            raise CarrierError("11200", f"{address} could not be fetched: {error!r}.") from error
        if time.monotonic() - started > self._answer_seconds:
            raise CarrierError("11200", f"{address} took longer than {self._answer_seconds:g} s.")
        return answer

    def _over_http(self, address: str, body: bytes, headers: Mapping[str, str]) -> HttpAnswer:
        parts = urlsplit(address)
        make = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
        connection = make(parts.netloc.rpartition("@")[2], timeout=self._answer_seconds)
        target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        try:
            connection.request("POST", target, body, dict(headers))
            response = connection.getresponse()
            return HttpAnswer(response.status, response.getheader("Content-Type", ""), response.read(MAX_BYTES + 1))
        finally:
            connection.close()

    def _headers(self, address: str, fields: list[tuple[str, str]]) -> dict[str, str]:
        return {
            "Accept": "*/*",
            "Cache-Control": "max-age=259200",
            "Content-Type": "application/x-www-form-urlencoded; charset=UTF-8",
            "I-Twilio-Idempotency-Token": str(uuid.uuid4()),
            "User-Agent": "TwilioProxy/1.1",
            "X-Twilio-Signature": sign(self._token, signed_url(address), fields),
        }
