"""The same words for the eye: numbers, hours and dates in digits, as an office writes them on its door.

One class a language: the spoken one with its clock, its dates and its numbers exchanged. The grammar around them stays.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, time
from typing import ClassVar, Final

from ivr.core.words.common import END_OF_DAY, CommonWords
from ivr.core.words.english import MONTHS, English
from ivr.core.words.polish import MONTHS_OF as POLISH_MONTHS
from ivr.core.words.polish import Polish
from ivr.core.words.ukrainian import MONTHS_OF as UKRAINIAN_MONTHS
from ivr.core.words.ukrainian import Ukrainian
from ivr.core.words.week import Days, Spans

_KEYS: Final[Mapping[str, str]] = {"star": "*", "hash": "#"}


def clock(t: time) -> str:
    """ "7:30"; the end of the day is "24:00"."""
    return "24:00" if t == END_OF_DAY else f"{t.hour}:{t.minute:02}"


class _Digits(CommonWords):
    """What every language writes alike. It stands before the spoken class, and so outweighs it."""

    def key(self, key: str) -> str:
        return _KEYS.get(key, key)

    def number(self, n: int) -> str:
        return str(n)

    def phone(self, written: str) -> str:
        return written

    def _from_to(self, opens: time, closes: time) -> str:
        return f"{clock(opens)}–{clock(closes)}"

    def _days_and_spans(self, days: Days, spans: Spans) -> str:
        return f"{self.weekdays(days)} {self._spans(spans)}"


class WrittenPolish(_Digits, Polish):
    holidays: ClassVar[Mapping[str, str]] = {**Polish.holidays, "constitution_day": "Święto Konstytucji 3 Maja"}

    def _clock_of(self, t: time) -> str:
        return clock(t)

    def _date(self, day: date, with_year: bool) -> str:
        return f"{day.day} {POLISH_MONTHS[day.month - 1]}" + (f" {day.year} r." if with_year else "")

    def _days_later(self, n: int) -> str:
        return f"{n} {'dniu' if n == 1 else 'dniach'}"

    def _years_later(self, n: int) -> str:
        return "roku" if n == 1 else f"{n} latach"


class WrittenUkrainian(_Digits, Ukrainian):
    holidays: ClassVar[Mapping[str, str]] = {**Ukrainian.holidays, "constitution_day": "День Конституції 3 травня"}

    def _clock_of(self, t: time) -> str:
        return clock(t)

    def _date(self, day: date, with_year: bool) -> str:
        return f"{day.day} {UKRAINIAN_MONTHS[day.month - 1]}" + (f" {day.year} р." if with_year else "")


class WrittenEnglish(_Digits, English):
    def _clock(self, t: time) -> str:
        return clock(t)

    def _date(self, day: date, with_year: bool) -> str:
        return f"{day.day} {MONTHS[day.month - 1]}" + (f" {day.year}" if with_year else "")
