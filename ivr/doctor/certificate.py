"""The certificate of the public address: does a stranger believe it, and for how long."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Iterator
from datetime import datetime
from urllib.parse import urlsplit

from ivr.alarms import CERTIFICATE_SHORT
from ivr.doctor.finding import Finding, fail, ok, warn
from ivr.watching.certificate import seen_until

_TIMEOUT_SECONDS = 5.0


def certificate(url: str | None, now: datetime, authorities: str | None = None) -> Iterator[Finding]:
    """`authorities`: a file of those that are believed; the system's where it is None."""
    if not url or not url.startswith("https://"):
        return
    try:
        until = seen_until(url)
    except (OSError, ValueError) as error:
        yield fail("certificate", f"none could be seen ({type(error).__name__})", "Does nginx answer at 443?")
        return
    left = until - now
    says = f"the certificate is good for {left.days} days"
    renew = "Run: certbot renew, and look why it does not happen by itself."
    if left.total_seconds() <= 0:
        yield fail("certificate", f"the certificate ended on {until:%Y-%m-%d}", renew)
    elif (problem := _disbelieved(url, authorities)) is not None:
        do = "The provider refuses it too: use one of a public authority, for this very name, with its chain."
        yield fail("certificate", f"the certificate is not believed ({problem})", do)
    else:
        yield warn("certificate", says, renew) if left < CERTIFICATE_SHORT else ok("certificate", says)


def _disbelieved(url: str, authorities: str | None) -> str | None:
    parts = urlsplit(url)
    host = parts.hostname or ""
    context = ssl.create_default_context(cafile=authorities)
    try:
        with (
            socket.create_connection((host, parts.port or 443), _TIMEOUT_SECONDS) as plain,
            context.wrap_socket(plain, server_hostname=host),
        ):
            return None
    except ssl.SSLCertVerificationError as error:
        return error.verify_message
    except OSError as error:
        return type(error).__name__
