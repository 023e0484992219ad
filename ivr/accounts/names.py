"""Names of accounts: what one types to sign in."""

from __future__ import annotations

import re
import unicodedata

_NAME = re.compile(r"[a-z0-9](?:[a-z0-9._-]{0,38}[a-z0-9])?")
_LONGEST_TYPED = 100


def tidy_name(typed: str) -> str:
    """As names are kept: small letters, no space around."""
    return unicodedata.normalize("NFKC", typed[:_LONGEST_TYPED]).strip().lower()


def is_name(name: str) -> bool:
    """Latin letters, digits, dot, dash and underscore between them, at most 40."""
    return _NAME.fullmatch(name) is not None
