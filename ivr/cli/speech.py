"""In which language a command speaks to the person at the terminal."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal


def message_language(environment: Mapping[str, str]) -> Literal["en", "pl"]:
    """ "pl" where the locale is Polish, else "en"; the order of precedence is POSIX's."""
    locale = environment.get("LC_ALL") or environment.get("LC_MESSAGES") or environment.get("LANG") or ""
    return "pl" if locale.startswith("pl") else "en"
