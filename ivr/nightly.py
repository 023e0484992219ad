"""The live revision is proved again every night, in a process of its own that calls never feel.

Whoever holds the shipper's lock looks now and then whether it is time. Must not prove anything itself: that takes
seconds, and a worker has calls to answer.
"""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import structlog

from ivr.core.walltime import instant
from ivr.store.proofs import Kept, ProofFile

log = structlog.get_logger()

NIGHT = time(2)  # office time: nobody calls, and the day's exceptions and holidays are today's already
LOOK_SECONDS = 5.0
AGAIN_SECONDS = 900.0  # after a look that failed
LONGEST_SECONDS = 600.0  # a look that takes longer is ended


def is_due(last: Kept | None, revision: str, timezone: str, now: datetime) -> bool:
    """Whether `revision` is to be proved at `now` (aware): never yet, not since the last night began, or kept by a
    clock that was ahead."""
    if last is None or last.revision != revision or last.at > now + timedelta(minutes=1):
        return True
    return last.at < night_before(now, timezone)


def night_before(now: datetime, timezone: str) -> datetime:
    """The last time it was `NIGHT` in the office, `now` included (aware UTC)."""
    today = now.astimezone(ZoneInfo(timezone)).date()
    tonight = instant(today, NIGHT, timezone)
    return tonight if tonight <= now else instant(today - timedelta(days=1), NIGHT, timezone)


class Nightly:
    """`look` from one thread at a time. `live` gives (revision, timezone) of what callers hear, None if nothing is
    live; `command` is a process that proves it and keeps what it found in `proofs`."""

    def __init__(
        self,
        proofs: ProofFile,
        live: Callable[[], tuple[str, str] | None],
        clock: Callable[[], datetime],
        command: Sequence[str],
        environment: Mapping[str, str],
        folder: str,
    ) -> None:
        self._proofs, self._live, self._clock = proofs, live, clock
        self._command, self._environment, self._folder = list(command), dict(environment), folder
        self._running: subprocess.Popen[bytes] | None = None
        self._since: datetime | None = None  # it runs
        self._next: datetime | None = None  # no look before

    def look(self) -> None:
        """Begin a proof where it is time, and tell the log about one that is over. Quick; raises nothing expected."""
        now = self._clock()
        if self._running is not None:
            self._look_after(self._running, now)
        elif self._next is None or not now < self._next <= now + timedelta(seconds=AGAIN_SECONDS):  # or set back
            self._next = now + timedelta(seconds=LOOK_SECONDS)
            live = self._live()
            if live and is_due(self._proofs.read(), *live, now):
                self._begin(now)

    def stop(self) -> None:
        """Leave no child behind."""
        running, self._running = self._running, None
        if running is not None:
            _end(running)

    @property
    def is_running(self) -> bool:
        return self._running is not None

    def _begin(self, now: datetime) -> None:
        """Its stdin is a pipe of ours: when this process ends, in whatever way, the child sees that and ends too."""
        self._since = now
        try:
            self._running = subprocess.Popen(
                self._command,
                cwd=self._folder,
                env=self._environment,
                stdin=subprocess.PIPE,
                stdout=subprocess.DEVNULL,
            )
        except OSError as error:
            self._failed(now, str(error))

    def _look_after(self, running: subprocess.Popen[bytes], now: datetime) -> None:
        code = running.poll()
        if code is None:
            if self._since is None or not timedelta() <= now - self._since < timedelta(seconds=LONGEST_SECONDS):
                self.stop()
                self._failed(now, "it took too long")
            return
        self.stop()
        if code not in (0, 1):  # 1: it found errors
            self._failed(now, f"it ended with {code}")
        elif kept := self._proofs.read():
            _tell(kept)

    def _failed(self, now: datetime, why: str) -> None:
        self._next = now + timedelta(seconds=AGAIN_SECONDS)
        log.warning("the live revision could not be proved again", why=why, again_seconds=AGAIN_SECONDS)


def _end(running: subprocess.Popen[bytes]) -> None:
    if running.stdin is not None:
        with suppress(OSError):
            running.stdin.close()
    if running.poll() is None:
        running.kill()
    running.wait()


def _tell(kept: Kept) -> None:
    """One line: as an error where callers would be stranded."""
    errors, warnings = kept.count("error"), kept.count("warning")
    tell = log.error if errors else log.warning if warnings else log.info
    tell(
        "proved again" if not errors else "callers would be stranded",
        **{"revision": kept.revision, "errors": errors, "warnings": warnings, "first": kept.first},
        **{"signatures": kept.signatures, "states": kept.states, "seconds": kept.seconds},
    )
