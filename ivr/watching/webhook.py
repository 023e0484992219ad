"""Alarms as JSON, posted to the address in config.yaml and signed, so that its owner knows whose they are.

    X-Infoline-Timestamp: 1796065200
    X-Infoline-Signature: v1=<hex HMAC-SHA256, key ALARM_WEBHOOK_SECRET, of "<timestamp>." and the body>

Follows no redirection: what was configured is what is asked.
"""

from __future__ import annotations

import hashlib
import hmac
import http.client
import json
import ssl
from collections.abc import Callable
from dataclasses import dataclass
from time import time
from urllib.parse import urlsplit

from ivr.watching.letters import Letter
from ivr.watching.mail import NotSentError

_TIMEOUT_SECONDS = 10.0


@dataclass(frozen=True, slots=True)
class Webhook:
    secret: str
    timeout_seconds: float = _TIMEOUT_SECONDS
    seconds: Callable[[], float] = time

    def post(self, letter: Letter, url: str) -> None:
        """Raises NotSentError for everything but an answer of 2xx."""
        if not self.secret:
            raise NotSentError("ALARM_WEBHOOK_SECRET is not set")
        body = json.dumps(letter.plain, ensure_ascii=False).encode()
        at = str(int(self.seconds()))
        headers = {
            "Content-Type": "application/json; charset=utf-8",
            "X-Infoline-Timestamp": at,
            "X-Infoline-Signature": "v1=" + signature(self.secret, at, body),
        }
        try:
            status = self._asked(url, body, headers)
        except (OSError, http.client.HTTPException, ValueError) as error:
            raise NotSentError(type(error).__name__) from error
        if not 200 <= status < 300:
            raise NotSentError(f"it answered {status}")

    def _asked(self, url: str, body: bytes, headers: dict[str, str]) -> int:
        parts = urlsplit(url)
        host = parts.hostname or ""
        if parts.scheme == "https":
            context = ssl.create_default_context()
            connection: http.client.HTTPConnection = http.client.HTTPSConnection(
                host, parts.port, timeout=self.timeout_seconds, context=context
            )
        else:
            connection = http.client.HTTPConnection(host, parts.port, timeout=self.timeout_seconds)
        try:
            path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
            connection.request("POST", path, body, headers)
            return connection.getresponse().status
        finally:
            connection.close()


def signature(secret: str, timestamp: str, body: bytes) -> str:
    return hmac.new(secret.encode(), timestamp.encode() + b"." + body, hashlib.sha256).hexdigest()
