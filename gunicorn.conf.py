"""Settings of `gunicorn app:app`: loaded before forking, threads that wait for no peer (`ivr/worker.py`), loopback by
default, and one `send` per answer.

gunicorn sends headers and body apart; a worker killed between the two leaves half an answer that neither a
proxy nor the provider asks for again. Held back and sent together, an answer is there whole or not at all.
"""

import os
from typing import Any

from gunicorn import util
from gunicorn.http.wsgi import Response

bind = os.environ.get("BIND", f"127.0.0.1:{os.environ.get('PORT', '8000')}")
workers = int(os.environ.get("WORKERS", "2"))
worker_class = "ivr.worker.Worker"
threads = int(os.environ.get("THREADS", "8"))
timeout = 30
graceful_timeout = 20
sendfile = False  # it would pass the held headers by
control_socket_disable = True  # nothing but the service listens
preload_app = True  # app.py says why


def post_worker_init(worker: Any) -> None:
    """In the forked worker, before its first request: nothing of this may run in the parent."""
    from app import services

    services.start()


def _hold_headers(self: Any) -> None:
    if self.headers_sent:
        return
    lines = [*self.default_headers(), *(f"{name}: {value}\r\n" for name, value in self.headers), "\r\n"]
    self.held = util.to_bytestring("".join(lines), "latin-1")
    self.headers_sent = True


def _send_together(self: Any, data: bytes) -> None:
    held, self.held = self.held, b""
    if self.chunked:
        data = b"%X\r\n%b\r\n" % (len(data), data)
    util.write(self.sock, held + data)


_close = Response.close


def _send_rest(self: Any) -> None:
    if not self.headers_sent:
        self.send_headers()
    if self.held:
        held, self.held = self.held, b""
        util.write(self.sock, held)
    _close(self)


if "held" not in Response.__dict__:  # a reload (HUP) reads this file again
    Response.held = b""
    Response.send_headers = _hold_headers
    Response._emit_body = _send_together
    Response.close = _send_rest
