"""The load: a process of its own that sends requests made beforehand over kept connections and reads every answer.

    python -m tests.bench.speed.load PORT CONNECTIONS [RATE]      requests on stdin as pickle, figures on stdout as JSON

Without RATE as fast as it is answered. With RATE (requests a second) each begins at its own moment, whether those
before it are answered or not, and its time counts from that moment: a slow answer does not hide the next ones.
"""

from __future__ import annotations

import json
import pickle
import selectors
import socket
import sys
import time
from collections import deque

_SOON = 0.0005  # s: nearer than this nothing is waited for


class Connection:
    """One kept connection; at most one request at a time on it."""

    def __init__(self, port: int) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port))
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.begun = 0.0
        self.got = b""

    def send(self, request: bytes, begun: float) -> None:
        self.begun, self.got = begun, b""
        self.socket.sendall(request)

    def read(self) -> int | None:
        """The status once the answer is there to its last byte."""
        more = self.socket.recv(65536)
        if not more:
            raise AssertionError("the connection was closed")
        self.got += more
        head, mark, body = self.got.partition(b"\r\n\r\n")
        if not mark:
            return None
        status = int(head[9:12])
        length = 0 if status == 204 else int(head.lower().partition(b"content-length:")[2].split(b"\r\n")[0])
        return status if len(body) >= length else None


def drive(port: int, connections: int, requests: list[bytes], rate: float = 0.0) -> dict[str, object]:
    """{"seconds", "times": [s of each, in the order of their ends], "wrong": answers that were not 200 or 204}"""
    waiting, times, wrong = deque(requests), [], 0
    select = selectors.DefaultSelector()
    idle = deque(Connection(port) for _ in range(connections))
    for one in idle:
        select.register(one.socket, selectors.EVENT_READ, one)
    started = time.perf_counter()
    sent = ended = 0
    while ended < len(requests):
        now = time.perf_counter()
        while waiting and idle and (not rate or started + sent / rate <= now):
            begun = started + sent / rate if rate else now
            idle.popleft().send(waiting.popleft(), begun)
            sent += 1
        due = started + sent / rate - time.perf_counter() if rate and waiting and idle else None
        for key, _ in select.select(None if due is None else max(due if due > _SOON else 0.0, 0.0)):
            one: Connection = key.data
            if (status := one.read()) is not None:
                times.append(time.perf_counter() - one.begun)
                wrong += status not in (200, 204)
                ended += 1
                idle.append(one)
    seconds = time.perf_counter() - started
    for one in idle:
        one.socket.close()
    return {"seconds": seconds, "times": times, "wrong": wrong}


if __name__ == "__main__":
    print(
        json.dumps(
            drive(int(sys.argv[1]), int(sys.argv[2]), pickle.load(sys.stdin.buffer), float((sys.argv[3:] or ["0"])[0]))
        )
    )
