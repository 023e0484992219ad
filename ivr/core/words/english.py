"""English, British. Its words and grammar only. Telephone numbers are said digit by digit."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, time
from typing import ClassVar, Final

from ivr.core.words.common import END_OF_DAY, MIDNIGHT, NOON, CommonWords, to_words
from ivr.core.words.week import Days

# fmt: off
MONTHS: Final = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
    "November", "December",
)
_DAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
# fmt: on
# Twelve without a.m. or p.m.: "twelve a.m." is not understood. 24:00 ends a day, so it is just midnight.
_SPECIAL: Final[Mapping[time, str]] = {MIDNIGHT: "twelve midnight", NOON: "twelve noon", END_OF_DAY: "midnight"}


class English(CommonWords):
    code = "en"
    plus = "plus"
    minus = "minus"
    named_keys: ClassVar[Mapping[str, str]] = {"star": "star", "hash": "hash"}
    and_word = "and"
    today = "today"
    tomorrow = "tomorrow"
    every_day = "every day"
    around_the_clock = "around the clock"
    closed = "closed"
    last_day_names: ClassVar[Mapping[str, str]] = {
        "last_working_day": "on the last working day of the month",
        "last_day_of_month": "on the last day of the month",
    }
    last_day_joint = ", and "
    last_day_closed = "closed {day}"
    holidays: ClassVar[Mapping[str, str]] = {
        "new_year": "New Year's Day",
        "epiphany": "Epiphany",
        "easter_sunday": "Easter Sunday",
        "easter_monday": "Easter Monday",
        "labour_day": "Labour Day",
        "constitution_day": "Constitution Day",
        "pentecost": "Pentecost",
        "corpus_christi": "Corpus Christi",
        "assumption": "the Assumption of Mary",
        "all_saints": "All Saints' Day",
        "independence_day": "Independence Day",
        "christmas_eve": "Christmas Eve",
        "christmas_day": "Christmas Day",
        "second_christmas_day": "the second day of Christmas",
    }
    any_holiday = "public holiday"

    def time_from(self, t: time) -> str:
        return f"from {self._clock(t)}"

    def time_until(self, t: time) -> str:
        return f"until {self._clock(t)}"

    def _from_to(self, opens: time, closes: time) -> str:
        return f"{self.time_from(opens)} to {self._clock(closes)}"

    def _on_date(self, day: date, with_year: bool) -> str:
        return f"on {_DAYS[day.weekday()]} {self._date(day, with_year)}"

    def _date(self, day: date, with_year: bool) -> str:
        spoken = f"the {to_words(day.day, self.code, 'ordinal')} of {MONTHS[day.month - 1]}"
        return f"{spoken} {to_words(day.year, self.code, 'year')}" if with_year else spoken

    def _days_later(self, n: int) -> str:
        return f"{self.number(n)} {'day' if n == 1 else 'days'}"

    def _years_later(self, n: int) -> str:
        return "a year" if n == 1 else f"{self.number(n)} years"

    def _until_tomorrow(self, clock: time) -> str:
        return f"{self.time_until(clock)} tomorrow"

    def _until_date(self, day: date, with_year: bool, clock: time) -> str:
        return f"{self.time_until(clock)} {self._on_date(day, with_year)}"

    def _named_days(self, parts: tuple[Days, ...]) -> str:
        named = self.list_and([f"{_DAYS[p[0]]} to {_DAYS[p[-1]]}" if len(p) > 1 else _DAYS[p[0]] for p in parts])
        only_single_days = named and all(len(part) == 1 for part in parts)
        return f"on {named}" if only_single_days else named

    def _group(self, digits: str) -> str:
        return " ".join(self.number(int(digit)) for digit in digits)

    def _clock(self, t: time) -> str:
        """ "eight oh five a.m." """
        if t in _SPECIAL:
            return _SPECIAL[t]
        minutes = ("oh " if t.minute < 10 else "") + self.number(t.minute) if t.minute else ""
        half = "a.m." if t.hour < 12 else "p.m."
        return " ".join(part for part in (self.number(t.hour % 12 or 12), minutes, half) if part)
