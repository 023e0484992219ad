"""gunicorn's worker of threads, in which nobody who answers a call waits for the other end of a connection.

gunicorn (27.0) closes a connection in the one thread of a worker that also takes in all new ones, and waits there, for
up to two seconds, until the other end has closed too: a peer that does not holds up every caller of that worker
(decision 23). Here the thread that answered closes, and waits for nobody who owes it nothing.
"""

from __future__ import annotations

import socket

from gunicorn.workers.gthread import ThreadWorker

_UNREAD = socket.MSG_PEEK | socket.MSG_DONTWAIT


class Worker(ThreadWorker):
    """For `worker_class` in gunicorn.conf.py."""

    def handle(self, conn):  # type: ignore[no-untyped-def]
        """Runs in a thread of the pool. What it returns says what becomes of the connection: gunicorn's own words."""
        kept = super().handle(conn)  # type: ignore[no-untyped-call]
        if not kept:
            conn.close(graceful=_has_unread(conn.sock))
        return kept


def _has_unread(sock: socket.socket) -> bool:
    """Whether it was sent more than was read: closed at once, the kernel would take back an answer under way."""
    try:
        return bool(sock.recv(1, _UNREAD))
    except (OSError, ValueError):  # nothing there; closed; a TLS connection, which knows no peeking
        return False
