"""What the languages share: the way a phrase is put together. The words themselves stand in each language's file."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import ClassVar, Final

from num2words import num2words

from ivr.core.schedule import Span
from ivr.core.words.week import Days, Spans, same_hours, stretches

MIDNIGHT: Final = time.min
END_OF_DAY: Final = time.max  # how 24:00 is written
NOON: Final = time(12)
DAYS_BEFORE_YEAR_IS_SAID: Final = 300
_LONGEST_GROUP: Final = 3
_DAYS_OF_A_YEAR: Final = 365


class CommonWords(ABC):
    """A language filled in: class variables are its words, abstract methods its grammar. See `Words` for the rest."""

    code: ClassVar[str]  # of num2words
    plus: ClassVar[str]
    minus: ClassVar[str]
    named_keys: ClassVar[Mapping[str, str]]
    and_word: ClassVar[str]
    today: ClassVar[str]
    tomorrow: ClassVar[str]
    every_day: ClassVar[str]
    around_the_clock: ClassVar[str]
    closed: ClassVar[str]
    last_day_names: ClassVar[Mapping[str, str]]  # by last_day_rule
    last_day_joint: ClassVar[str]  # between the weekly hours and those of the last day
    last_day_closed: ClassVar[str]  # holds {day}
    holidays: ClassVar[Mapping[str, str]]
    any_holiday: ClassVar[str]

    # -- numbers ----------------------------------------------------------------------------------

    def key(self, key: str) -> str:
        return self.named_keys.get(key) or self.number(int(key))

    def number(self, n: int) -> str:
        if n < 0:  # num2words fails on a negative number in some languages
            return f"{self.minus} {self.number(-n)}"
        return to_words(n, self.code)

    def phone(self, written: str) -> str:
        groups = [piece for group in re.findall(r"\d+", written) for piece in _pieces(group)]
        words = ", ".join(self._group(group) for group in groups)
        return f"{self.plus} {words}" if words and written.lstrip().startswith("+") else words

    def _group(self, digits: str) -> str:
        """One group of a telephone number: as a number, its leading zeros one by one."""
        rest = digits.lstrip("0")
        zeros = [self.number(0)] * (len(digits) - len(rest))
        return " ".join([*zeros, self.number(int(rest))] if rest else zeros)

    # -- moments ----------------------------------------------------------------------------------

    def when(self, opening: datetime, now: datetime) -> str:
        away = (opening.date() - now.date()).days
        start = self.time_from(opening.time())
        if away == 0:
            return f"{self.today} {start}"
        if away == 1:
            return f"{self.tomorrow} {start}"
        return f"{self._on_date(opening.date(), away > DAYS_BEFORE_YEAR_IS_SAID)}, {start}"

    def until(self, at: datetime, now: datetime) -> str:
        ends_day = at.time() == MIDNIGHT
        day, clock = (at.date() - timedelta(days=1), END_OF_DAY) if ends_day else (at.date(), at.time())
        away = (day - now.date()).days
        if away == 0:
            return self.time_until(clock)
        if away == 1:
            return self._until_tomorrow(clock)
        return self._until_date(day, away > DAYS_BEFORE_YEAR_IS_SAID, clock)

    def span(self, opens: time, closes: time) -> str:
        if opens == MIDNIGHT and closes == END_OF_DAY:
            return self.around_the_clock
        return self._from_to(opens, closes)

    def days_after(self, n: int) -> str:
        years, rest = divmod(n, _DAYS_OF_A_YEAR)
        return self._days_later(n) if rest else self._years_later(years)

    # -- weeks ------------------------------------------------------------------------------------

    def weekdays(self, days: Sequence[int]) -> str:
        parts = stretches(days)
        return self.every_day if len(set(days)) == 7 else self._named_days(parts)

    def hours(
        self, weekly: Mapping[int, tuple[Span, ...]], last_day: tuple[Span, ...] | None, last_day_rule: str
    ) -> str:
        usual = ", ".join(self._days_and_spans(days, spans) for days, spans in same_hours(weekly))
        if last_day is None or not (usual or last_day):
            return usual or self.closed
        last = self._last_day(last_day, last_day_rule)
        return f"{usual}{self.last_day_joint}{last}" if usual else last

    def _days_and_spans(self, days: Days, spans: Spans) -> str:
        """A comma only after a stretch of days: "from Monday to Friday, from eight to three" would run together."""
        named = self.weekdays(days)
        is_stretch = named != self.every_day and any(len(part) > 1 for part in stretches(days))
        return self._joined(named + "," if is_stretch else named, self._spans(spans))

    def _joined(self, days: str, spans: str) -> str:
        return f"{days} {spans}"

    def _spans(self, spans: Spans) -> str:
        return self.list_and([self.span(span.opens, span.closes) for span in spans])

    def _last_day(self, spans: Spans, rule: str) -> str:
        day = self.last_day_names[rule]
        return f"{day} {self._spans(spans)}" if spans else self.last_day_closed.format(day=day)

    # -- words ------------------------------------------------------------------------------------

    def holiday(self, key: str) -> str:
        return self.holidays.get(key, self.any_holiday)

    def list_and(self, items: Sequence[str]) -> str:
        *head, last = items or ("",)
        return f"{', '.join(head)} {self.and_word} {last}" if head else last

    # -- grammar, one language at a time ----------------------------------------------------------

    @abstractmethod
    def time_from(self, t: time) -> str: ...

    @abstractmethod
    def time_until(self, t: time) -> str: ...

    @abstractmethod
    def _from_to(self, opens: time, closes: time) -> str: ...

    @abstractmethod
    def _on_date(self, day: date, with_year: bool) -> str: ...

    @abstractmethod
    def _until_tomorrow(self, clock: time) -> str: ...

    @abstractmethod
    def _until_date(self, day: date, with_year: bool, clock: time) -> str: ...

    @abstractmethod
    def _days_later(self, n: int) -> str: ...

    @abstractmethod
    def _years_later(self, n: int) -> str: ...

    @abstractmethod
    def _named_days(self, parts: tuple[Days, ...]) -> str:
        """Several days, never all seven."""


@lru_cache(maxsize=4096)
def to_words(n: int, code: str, to: str = "cardinal") -> str:
    """num2words, typed. `to`: "cardinal", "ordinal" or "year" (the last two are used in English only). Remembered,
    because half of the time that a menu takes to be worded went here."""
    return str(num2words(n, lang=code, to=to))  # type: ignore[no-untyped-call]


def _pieces(group: str) -> list[str]:
    """A group, in plain digits, cut so that it can be said and written down: four as two and two, more into threes."""
    digits = "".join(str(int(digit)) for digit in group)
    size = 2 if len(digits) == 4 else _LONGEST_GROUP
    return [digits[start : start + size] for start in range(0, len(digits), size)]
