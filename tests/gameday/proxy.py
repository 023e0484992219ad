"""A TCP port in front of a Unix socket, which can stop passing anything on: a network that is gone says nothing."""

from __future__ import annotations

import socket
import threading
from contextlib import suppress
from pathlib import Path

_CHUNK = 65536


class Proxy:
    """`port` is there until `close`. `cut`: connections, old and new, come to nothing and are told nothing; `mend` ends
    those that were cut, so that they are noticed, and passes on what comes.

    Threads, not asyncio: its server leaves open what it is just accepting when it is closed."""

    def __init__(self, target: Path) -> None:
        self._target, self._cut, self._over = str(target), False, False
        self._lock = threading.Lock()
        self._open: set[socket.socket] = set()
        self._serving: list[threading.Thread] = []
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._listener.getsockname()[1])
        self._accepting = threading.Thread(target=self._accept, daemon=True)
        self._accepting.start()

    def cut(self) -> None:
        self._cut = True

    def mend(self) -> None:
        self._cut = False
        self._end_all()

    def close(self) -> None:
        with self._lock:
            self._over = True
        self._listener.shutdown(socket.SHUT_RDWR)
        self._accepting.join()
        self._listener.close()
        self._end_all()
        for thread in self._serving:
            thread.join()

    def _end_all(self) -> None:
        with self._lock:
            for end in self._open:
                _end(end)

    def _accept(self) -> None:
        with suppress(OSError):  # closed
            while True:
                thread = threading.Thread(target=self._serve, args=(self._listener.accept()[0],), daemon=True)
                self._serving = [*(known for known in self._serving if known.is_alive()), thread]
                thread.start()

    def _serve(self, client: socket.socket) -> None:
        with client, socket.socket(socket.AF_UNIX) as back, suppress(OSError):  # nobody listens there, or it is over
            back.connect(self._target)
            with self._lock:
                if self._over:
                    return
                self._open |= {client, back}
            answers = threading.Thread(target=self._pass, args=(back, client), daemon=True)
            answers.start()
            self._pass(client, back)
            answers.join()
            with self._lock:
                self._open -= {client, back}

    def _pass(self, source: socket.socket, to: socket.socket) -> None:
        with suppress(OSError):
            while data := source.recv(_CHUNK):
                if not self._cut:  # else swallowed
                    to.sendall(data)
        if not self._cut:
            _end(to)


def _end(end: socket.socket) -> None:
    with suppress(OSError):  # it is at its end
        end.shutdown(socket.SHUT_RDWR)
