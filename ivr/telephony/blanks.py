"""A document with blanks: built once by the provider's library, filled with the addresses of each call. Pure.

A blank is a word that nobody can guess, so no text of the staff's or a caller's is ever taken for one; what is filled
in is escaped as the library escapes an attribute.
"""

from __future__ import annotations

import re
import secrets
from typing import Protocol
from xml.sax.saxutils import escape

_MARK = secrets.token_hex(16)
_BLANK = re.compile(rf"{_MARK}-(caller_id|action|whisper|leg)-([^-]*)-")
_QUOTES = {'"': "&quot;"}


class Addresses(Protocol):
    """What differs between calls that hear the same."""

    @property
    def caller_id(self) -> str: ...

    @property
    def action(self) -> str: ...

    def whisper(self, line: str) -> str: ...

    def leg(self, line: str) -> str: ...


class Blanks:
    """Stands for the addresses of any call. A line's name holds no hyphen: it is a word of the YAML."""

    caller_id = f"{_MARK}-caller_id--"
    action = f"{_MARK}-action--"

    def whisper(self, line: str) -> str:
        return f"{_MARK}-whisper-{line}-"

    def leg(self, line: str) -> str:
        return f"{_MARK}-leg-{line}-"


BLANKS = Blanks()


class Document:
    """What calls that hear the same have in common: text, then (blank, line), then text, and so on."""

    def __init__(self, text: str) -> None:
        parts = _BLANK.split(text)
        self._texts = parts[::3]
        self._blanks = list(zip(parts[1::3], parts[2::3], strict=True))

    def filled(self, addresses: Addresses) -> str:
        """The document of one call."""
        held: dict[tuple[str, str], str] = {}
        parts = [self._texts[0]]
        for blank, text in zip(self._blanks, self._texts[1:], strict=True):
            if blank not in held:
                held[blank] = escape(_value(addresses, *blank), _QUOTES)
            parts += held[blank], text
        return "".join(parts)


def _value(addresses: Addresses, name: str, line: str) -> str:
    match name:
        case "whisper":
            return addresses.whisper(line)
        case "leg":
            return addresses.leg(line)
        case "action":
            return addresses.action
        case _:
            return addresses.caller_id
