"""Text without telephone numbers, for lines of logs: an error of somebody's library may tell what it was given.

Numbers are hidden whole, the office's own too: a log needs none. What only looks like one is left (ids, revisions,
instants, nanoseconds, hexadecimal).
"""

from __future__ import annotations

import logging
import re
from collections.abc import Mapping, MutableMapping, Sequence
from typing import Any

HIDDEN = "[number]"
_WITH_PREFIX = r"(?:\+|%(?:25)*2[Bb]|(?<![0-9A-Za-z.])00)[0-9](?:[ \u00a0()./-]{0,2}[0-9]){6,14}(?![0-9])"
_LONG = r"[0-9]{9,15}(?![0-9A-Za-z])"  # E.164 has at most 15 digits
_SPACED = r"[0-9]{2,3}(?:[ \u00a0][0-9]{2,3}){2,4}(?![0-9A-Za-z])"  # 601 234 567, 12 34 56 789
_BEFORE = r"(?:(?<![0-9A-Za-z.])|(?<=%[0-9A-Fa-f]{2}))"  # nothing, or a character as addresses write it
_NUMBER = re.compile(rf"{_WITH_PREFIX}|{_BEFORE}(?:{_LONG}|{_SPACED})")
_FEWEST_SPACED = 9  # digits
_AS_THEY_ARE = (bool, int, float, type(None))
_INSTANT = "timestamp"  # of the line itself


def without_numbers(text: str) -> str:
    """`text` with every telephone number in it hidden, however it is written."""
    return _NUMBER.sub(_hidden, text)


def _hidden(found: re.Match[str]) -> str:
    return HIDDEN if sum(letter.isdigit() for letter in found[0]) >= _FEWEST_SPACED or found[0][0] in "+%" else found[0]


def hide_numbers(logger: Any, method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """A processor of structlog; after it nothing may add text but the one that writes the line."""
    return {str(key): value if key == _INSTANT else _told(value) for key, value in event.items()}


class HideNumbers(logging.Filter):
    """For handlers of the standard library: message, arguments and traceback."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg, record.args = without_numbers(record.getMessage()), ()
        if record.exc_info and not record.exc_text:
            record.exc_text = logging.Formatter().formatException(record.exc_info)
        if record.exc_text:
            record.exc_text = without_numbers(record.exc_text)
        record.exc_info = None
        return True


def _told(value: Any) -> Any:
    if isinstance(value, _AS_THEY_ARE):
        return value
    if isinstance(value, Mapping):
        return {_told(str(key)): _told(item) for key, item in value.items()}
    if isinstance(value, Sequence | set | frozenset) and not isinstance(value, str | bytes):
        return [_told(item) for item in value]
    return without_numbers(str(value))
