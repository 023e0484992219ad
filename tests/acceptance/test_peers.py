"""A peer that does not close its connection holds up nobody; one that sends too much still gets its whole answer."""

from __future__ import annotations

import socket
import time
from contextlib import ExitStack
from pathlib import Path

from tests.support.service import running

LINGER_SECONDS = 2.0  # what gunicorn's own worker waits for each such peer, in the thread that takes calls in
PEERS = 20
ASKED = b"POST /voice HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\nContent-Length: 3\r\n\r\na=b"


def address(base: str) -> tuple[str, int]:
    host, port = base.removeprefix("http://").split(":")
    return host, int(port)


def answer_of(connection: socket.socket) -> bytes:
    """To its end. Raises ConnectionResetError where it is taken back."""
    whole = b""
    while more := connection.recv(65536):
        whole += more
    return whole


def test_a_connection_that_its_peer_leaves_open_holds_up_nobody(tmp_path: Path) -> None:
    with running(tmp_path / "data") as service, ExitStack() as left_open:
        begun = time.monotonic()
        for _ in range(PEERS):
            peer = left_open.enter_context(socket.create_connection(address(service.base), timeout=PEERS))
            peer.sendall(ASKED)
            assert answer_of(peer).startswith(b"HTTP/1.1 403")

        assert time.monotonic() - begun < PEERS * LINGER_SECONDS / 2


def test_who_sends_more_than_is_read_gets_the_whole_answer(tmp_path: Path) -> None:
    with running(tmp_path / "data") as service:
        for _ in range(20):
            with socket.create_connection(address(service.base), timeout=20) as peer:
                peer.sendall(ASKED + b"x" * 30_000)
                head, _, body = answer_of(peer).partition(b"\r\n\r\n")

            assert head.startswith(b"HTTP/1.1 403")
            assert f"content-length: {len(body)}" in head.decode().lower()
