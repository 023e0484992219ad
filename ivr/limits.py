"""Use case: one caller who asks very often must not slow the others. A bucket of tokens for each caller, in memory.

Each process counts for itself, so that no call waits for another process. Nobody is turned away: who is over the limit
is asked to ask again a little later. The clock is an argument, and must not jump (`time.monotonic`).
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from dataclasses import dataclass

import structlog

log = structlog.get_logger()

RATE = 20.0  # requests a second that a caller may make for ever: ten calls at once make about five
BURST = 40.0  # requests at once
CALLERS_AT_MOST = 10_000  # remembered, those heard of last and not long ago


@dataclass(slots=True)
class _Bucket:
    tokens: float
    at: float
    noted: bool = False


class CallerLimit:
    """Safe for threads. `refused` counts the requests that were not allowed."""

    def __init__(self, rate: float = RATE, burst: float = BURST, most: int = CALLERS_AT_MOST) -> None:
        self._rate, self._burst, self._most = rate, burst, most
        self._buckets: OrderedDict[str, _Bucket] = OrderedDict()
        self._lock = threading.Lock()
        self.refused = 0

    def __len__(self) -> int:
        return len(self._buckets)

    def allow(self, caller: str, now: float) -> bool:
        """Whether `caller` may ask at `now` (seconds). Noted in the log once, until the bucket has been full again."""
        with self._lock:
            bucket = self._bucket(caller, now)
            if bucket.tokens >= 1:
                bucket.tokens -= 1
                return True
            self.refused += 1
            note, bucket.noted = not bucket.noted, True
        if note:
            log.warning("a caller asks too often and is answered later", requests_a_second=self._rate)
        return False

    def _bucket(self, caller: str, now: float) -> _Bucket:
        bucket = self._buckets.get(caller)
        if bucket is None:
            self._forget(now)
            bucket = self._buckets[caller] = _Bucket(self._burst, now)
            return bucket
        self._buckets.move_to_end(caller)
        bucket.tokens = min(self._burst, bucket.tokens + max(0.0, now - bucket.at) * self._rate)
        bucket.at = max(now, bucket.at)
        bucket.noted = bucket.noted and bucket.tokens < self._burst
        return bucket

    def _forget(self, now: float) -> None:
        """Callers whose bucket is full again, as that of somebody new; and the oldest where there are too many."""
        while self._buckets:
            oldest = next(iter(self._buckets.values()))
            if now - oldest.at < self._burst / self._rate and len(self._buckets) < self._most:
                return
            self._buckets.popitem(last=False)
