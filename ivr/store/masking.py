"""Telephone numbers as they may be shown outside the database."""

from __future__ import annotations

import re

HIDDEN = "•••"
_SEPARATORS = re.compile(r"[ \u00a0()./-]")
_NUMBER = re.compile(r"\+?[0-9]{7,15}")  # E.164 has at most 15 digits; with fewer than 7, three are too many to show
_SHOWN_DIGITS = 3


def mask(number: str) -> str:
    """ "+48221234567" -> "••• ••• 567". What is no plausible telephone number is hidden whole; "" stays ""."""
    if not number:
        return ""
    digits = _SEPARATORS.sub("", number)
    if not _NUMBER.fullmatch(digits):
        return HIDDEN
    return f"{HIDDEN} {HIDDEN} {digits[-_SHOWN_DIGITS:]}"
