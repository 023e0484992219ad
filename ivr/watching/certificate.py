"""Until when the certificate of IVR_PUBLIC_URL is good. Looked at in the background, never for a request."""

from __future__ import annotations

import socket
import ssl
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from cryptography import x509

_TIMEOUT_SECONDS = 5.0
_AGAIN_SECONDS = 6 * 3600.0
_AGAIN_AFTER_FAILURE_SECONDS = 600.0


def seen_until(url: str, timeout_seconds: float = _TIMEOUT_SECONDS) -> datetime:
    """When the certificate shown at `url` (https) ends, whoever signed it. Raises OSError or ValueError."""
    parts = urlsplit(url)
    host = parts.hostname or ""
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE  # one that is over already is to be told too
    with (
        socket.create_connection((host, parts.port or 443), timeout_seconds) as plain,
        context.wrap_socket(plain, server_hostname=host) as secret,
    ):
        shown = secret.getpeercert(binary_form=True)
    if not shown:
        raise ValueError("no certificate was shown")
    return x509.load_der_x509_certificate(shown).not_valid_after_utc


@dataclass
class Certificate:
    """The last that was seen; None where there is no https, or it was never reached. `until` from one thread."""

    url: str | None
    look: Callable[[str], datetime] = seen_until
    seconds: Callable[[], float] = time.monotonic
    _seen: datetime | None = None
    _next: float | None = None

    @property
    def is_asked(self) -> bool:
        return self.url is not None and self.url.startswith("https://")

    def until(self) -> datetime | None:
        """Looks when it is time; takes its time-out at most, twice."""
        now = self.seconds()
        if self.url and self.is_asked and (self._next is None or now >= self._next):
            try:
                self._seen, self._next = self.look(self.url), now + _AGAIN_SECONDS
            except (OSError, ValueError):
                self._next = now + _AGAIN_AFTER_FAILURE_SECONDS
        return self._seen
