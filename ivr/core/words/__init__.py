"""Numbers, hours, dates, telephone numbers and holidays as spoken words: one language, one file.

A voice misreads digits ("22 322" becomes a number of thousands), so no digit may ever come out of `WORDS`.
`WRITTEN` has the same words for the eye, in digits.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from ivr.core.holidays import HOLIDAY_KEYS
from ivr.core.words.base import Words
from ivr.core.words.english import English
from ivr.core.words.polish import Polish
from ivr.core.words.ukrainian import Ukrainian
from ivr.core.words.written import WrittenEnglish, WrittenPolish, WrittenUkrainian

WORDS: Final[Mapping[str, Words]] = {"pl": Polish(), "uk": Ukrainian(), "en": English()}
WRITTEN: Final[Mapping[str, Words]] = {"pl": WrittenPolish(), "uk": WrittenUkrainian(), "en": WrittenEnglish()}

__all__ = ["HOLIDAY_KEYS", "WORDS", "WRITTEN", "Words"]
