"""Reading an entry's data without trusting its shape: it may be of another version, or of a hostile request."""

from __future__ import annotations

from collections.abc import Mapping
from math import isfinite

from ivr.core.entries import Entry

_MAX_INTEGER = 2**31 - 1


def text_of(entry: Entry, key: str) -> str:
    """The text at `key`, else ""."""
    value = entry.data.get(key)
    return value if isinstance(value, str) else ""


def integer_of(entry: Entry, key: str) -> int | None:
    """The number at `key` as a database INTEGER of at least 0, else None."""
    value = entry.data.get(key)
    if isinstance(value, bool) or not isinstance(value, int | float) or not isfinite(value):
        return None
    return min(max(int(value), 0), _MAX_INTEGER)


def names_of(entry: Entry, key: str) -> tuple[str, ...]:
    """The texts of the list at `key`, else none. What is no text is kept as "", so that lists stay parallel."""
    value = entry.data.get(key)
    if not isinstance(value, list | tuple):
        return ()
    return tuple(item if isinstance(item, str) else "" for item in value)


def because_of(entry: Entry) -> str:
    """The rule that decided whether it was open."""
    value = entry.data.get("because")
    return str(value.get("kind", "")) if isinstance(value, Mapping) else text_of(entry, "because")
