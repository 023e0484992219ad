"""A thread that does one thing again and again, in the one process of a machine that holds the shipper's lock.

Apart from the shipper's own: what it asks (a mail server, a certificate) may hang, and nothing shipped may wait for it.
Start it after a fork, never before.
"""

from __future__ import annotations

import threading
from collections.abc import Callable

import structlog

log = structlog.get_logger()


class Rounds:
    """`make` puts together what is done each time, and loads what it needs: asked for in that one process alone. What
    is done may raise: the next round tries again."""

    def __init__(
        self, name: str, make: Callable[[], Callable[[], object]], holds: Callable[[], bool], pause_seconds: float
    ) -> None:
        self._name, self._make, self._holds, self._pause_seconds = name, make, holds, pause_seconds
        self._once: Callable[[], object] | None = None
        self._stopping = threading.Event()

    def start(self) -> None:
        threading.Thread(target=self._run, name=self._name, daemon=True).start()

    def stop(self) -> None:
        """Not waited for: it may be at a server that does not answer."""
        self._stopping.set()

    def _run(self) -> None:
        while not self._stopping.wait(self._pause_seconds):
            if self._holds():
                try:
                    self._once = self._once or self._make()
                    self._once()
                except Exception as error:  # whatever it meets, it must not end
                    log.error("a round failed", name=self._name, exc_info=error)
