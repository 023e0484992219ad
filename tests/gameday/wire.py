"""One connection of the provider: TLS, kept open, one request at a time, never blocking. Knows nothing of calls."""

from __future__ import annotations

import socket
import ssl
import time
from dataclasses import dataclass

MOST_REQUESTS = 900  # nginx closes after 1000 of them: a request must not meet the closing
IDLE_SECONDS = 30.0  # and after a minute without one
CONNECT_SECONDS = 5.0
_CHUNK = 65536
Wanted = int  # 0: nothing more; else the reason to wait
READ, WRITE = 1, 2


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    content_type: str
    body: bytes


class Wire:
    """`begin` a connection, then `go_on` whenever the socket is ready, until `answer` is there. Raises OSError; then
    `connected` says whether it was the connection that failed or an answer that did not come."""

    def __init__(self, port: int, name: str, context: ssl.SSLContext) -> None:
        self.connected, self.requests, self.closing = False, 0, False
        self.used = time.monotonic()
        self.answer: Answer | None = None
        self._to_send, self._received = b"", bytearray()
        plain = socket.create_connection(("127.0.0.1", port), timeout=CONNECT_SECONDS)  # at once, on loopback
        plain.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        plain.setblocking(False)
        self._socket = context.wrap_socket(plain, server_hostname=name, do_handshake_on_connect=False)

    def fileno(self) -> int:
        return self._socket.fileno()

    @property
    def usable(self) -> bool:
        fresh = time.monotonic() - self.used < IDLE_SECONDS
        return self.connected and fresh and not self.closing and self.requests < MOST_REQUESTS

    def send(self, request: bytes) -> None:
        self._to_send, self.answer = request, None
        self._received.clear()
        self.requests += 1
        self.used = time.monotonic()

    def go_on(self) -> Wanted:
        """What it waits for."""
        try:
            if not self.connected:
                self._socket.do_handshake()
                self.connected = True
            while self._to_send:
                sent = self._socket.send(self._to_send)
                self._to_send = self._to_send[sent:]
            while self.requests and self.answer is None:
                self._take(self._socket.recv(_CHUNK))
        except ssl.SSLWantReadError:
            return READ
        except (ssl.SSLWantWriteError, BlockingIOError):
            return WRITE
        return 0

    def close(self) -> None:
        self._socket.close()

    def _take(self, data: bytes) -> None:
        if not data:
            raise ConnectionResetError(f"closed after {len(self._received)} bytes of an answer")
        self._received += data
        head, found, body = self._received.partition(b"\r\n\r\n")
        if not found:
            return
        status, headers = _headers(bytes(head))
        length = headers.get("content-length")
        if length is None and status != 204 and not headers.get("transfer-encoding"):
            raise ConnectionResetError("an answer without an end")
        whole = _unchunked(bytes(body)) if headers.get("transfer-encoding") else bytes(body)
        if whole is None or len(whole) < int(length or 0):
            return
        self.closing = headers.get("connection", "").lower() == "close"
        self.answer = Answer(status, headers.get("content-type", ""), whole)


def _headers(head: bytes) -> tuple[int, dict[str, str]]:
    first, *rest = head.decode("latin-1").split("\r\n")
    pairs = (line.partition(":") for line in rest)
    return int(first.split(" ", 2)[1]), {name.lower(): value.strip() for name, _, value in pairs}


def _unchunked(body: bytes) -> bytes | None:
    """None while its end has not come."""
    whole = b""
    while True:
        size, found, body = body.partition(b"\r\n")
        if not found:
            return None
        count = int(size, 16)
        if len(body) < count + 2:
            return None
        if count == 0:
            return whole
        whole, body = whole + body[:count], body[count + 2 :]
