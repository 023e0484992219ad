"""One journal record as bytes: `crc32_hex SP json LF`, the JSON a list of the entries of one write.

Pure. Whatever a hostile caller sent, a record is one line of ASCII, and what comes back out of it
can be stored by any database: no NUL, no lone surrogate, no number too large for an INTEGER.
"""

from __future__ import annotations

import json
import re
import zlib
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from ivr.core.entries import Entry

MAX_TEXT = 4000  # characters of one value; a traceback fits, a flood does not
_MAX_INTEGER = 2**31 - 1
_written = json.JSONEncoder(separators=(",", ":")).encode
_UNCLEAN = re.compile(r"\\u(0000|d[89a-f])")  # in JSON: NUL, half a character or one of two halves
_RECORD_START = re.compile(rb'[0-9a-f]{8} \[\{"call":')  # cannot stand inside a JSON string: quotes are escaped there


def encode(entries: Sequence[Entry]) -> bytes:
    """The record of one step, line feed included."""
    body = (_plainly(entries) or _written([_as_json(entry, _clean, _instant(entry.at)) for entry in entries])).encode(
        "ascii"
    )
    return b"%08x %s\n" % (zlib.crc32(body), body)


def _plainly(entries: Sequence[Entry]) -> str | None:
    """The JSON of entries that hold nothing to be cleaned, as nearly all do; None where there may be something."""
    try:
        first = entries[0].at
        at = _instant(first)  # of all entries of a step
        values = [_as_json(entry, _as_it_is, at if entry.at is first else _instant(entry.at)) for entry in entries]
        text = _written(values)
    except (TypeError, ValueError):
        return None
    return text if len(text) <= MAX_TEXT and not _UNCLEAN.search(text) else None


def decode(line: bytes) -> tuple[Entry, ...] | None:
    """The entries of `line` (without its line feed), or None if it is damaged."""
    body = line[9:]
    if line[:9] != b"%08x " % zlib.crc32(body):
        return None
    try:
        return tuple(_from_json(value) for value in json.loads(body))
    except (ValueError, TypeError, KeyError, AttributeError, OverflowError, RecursionError):
        return None


def salvage(line: bytes) -> tuple[Entry, ...] | None:
    """The whole record at the end of a damaged line: a lost line feed must not take the next record with it."""
    for match in _RECORD_START.finditer(line, 1):
        if (found := decode(line[match.start() :])) is not None:
            return found
    return None


def _instant(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def _as_json(entry: Entry, clean: Callable[[object], Any], at: str) -> dict[str, Any]:
    value: dict[str, Any] = {
        "call": clean(entry.call),
        "source": clean(entry.source),
        "step": entry.step,
        "idx": entry.index,
        "at": at,
        "kind": entry.kind,
        "data": clean(entry.data),
    }
    return value | {"test": True} if entry.test else value


def _as_it_is(value: object) -> Any:
    return value


def _from_json(value: Mapping[str, Any]) -> Entry:
    at = datetime.fromisoformat(value["at"]).astimezone(UTC)
    data = value["data"]
    texts = (value["call"], value["source"], value["kind"])
    if not isinstance(data, dict) or not all(isinstance(text, str) for text in texts):
        raise ValueError("not an entry")
    step, index = _integer(value["step"]), _integer(value["idx"])
    return Entry(value["call"], value["source"], step, index, at, value["kind"], data, value.get("test") is True)


def _integer(value: object) -> int:
    if not isinstance(value, int) or not 0 <= value <= _MAX_INTEGER:
        raise ValueError("not a step or an index")
    return int(value)


def _clean(value: object) -> Any:
    """The same as JSON values that every database takes."""
    if isinstance(value, str):
        return value[:MAX_TEXT].encode("utf-8", "replace").decode().replace("\0", "")
    if value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, Mapping):
        return {_clean(str(key)): _clean(item) for key, item in value.items()}
    if isinstance(value, Sequence | set | frozenset) and not isinstance(value, bytes):
        return [_clean(item) for item in value]
    return _clean(str(value))
