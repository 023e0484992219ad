"""A server that answers 204 to every POST, and remembers what it was told."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass
class Recorded:
    """`seen`: the target as it came, and every header with all its values, names in small letters."""

    port: int
    seen: list[tuple[str, dict[str, list[str]]]] = field(default_factory=list)


@contextmanager
def recording() -> Iterator[Recorded]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers.get("Content-Length", 0)))
            told = {name.lower(): self.headers.get_all(name, []) for name in set(self.headers)}
            recorded.seen.append((self.path, told))
            self.send_response(204)
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None: ...

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    recorded = Recorded(server.server_port)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield recorded
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
