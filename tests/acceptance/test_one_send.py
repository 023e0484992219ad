"""An answer leaves in one `send`: a worker killed in the middle leaves it whole or not at all."""

from __future__ import annotations

import socket
from pathlib import Path

from tests.support.service import running


def test_headers_and_body_arrive_in_one_segment(tmp_path: Path) -> None:
    """One recv of a small answer holds all of it, a hundred times: two sends would show as two reads now and then."""
    with running(tmp_path / "data") as service:
        host, port = service.base.removeprefix("http://").split(":")
        for _ in range(100):
            with socket.create_connection((host, int(port)), timeout=5) as connection:
                connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                connection.sendall(b"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n")
                first = connection.recv(65536)

            head, _, body = first.partition(b"\r\n\r\n")
            assert b"200 OK" in head
            assert b"alive" in body
