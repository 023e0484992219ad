"""What time it is, for whoever is told no clock. Must not know what a day of the office is."""

from __future__ import annotations

from collections.abc import Callable
from contextvars import ContextVar
from datetime import UTC, datetime

CLOCK: ContextVar[Callable[[], datetime]] = ContextVar("clock", default=lambda: datetime.now(UTC))


def utc_now() -> datetime:
    """Now, aware UTC: by the machine's clock, except where `CLOCK` was set around a call (no setting does that)."""
    return CLOCK.get()()
