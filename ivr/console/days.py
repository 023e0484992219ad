"""Days as they stand in a URL, 2026-11-24."""

from __future__ import annotations

from datetime import date


def day_of(text: str) -> date | None:
    """None for what is no day, or of a year that calendars do not reach."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if 1970 < day.year < 9999 else None
