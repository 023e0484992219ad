"""Polish. Its words and grammar only.

Clock times are feminine ordinals (godzina), days of the month masculine ones (dzień), both in the genitive.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, time
from typing import ClassVar, Final

from ivr.core.words.common import END_OF_DAY, MIDNIGHT, CommonWords
from ivr.core.words.week import Days

# fmt: off
_ORDINAL_STEMS: Final = (
    "zerow", "pierwsz", "drugi", "trzeci", "czwart", "piąt", "szóst", "siódm", "ósm", "dziewiąt", "dziesiąt",
    "jedenast", "dwunast", "trzynast", "czternast", "piętnast", "szesnast", "siedemnast", "osiemnast",
    "dziewiętnast",
)
_TENS_STEMS: Final = (
    "-", "-", "dwudziest", "trzydziest", "czterdziest", "pięćdziesiąt", "sześćdziesiąt", "siedemdziesiąt",
    "osiemdziesiąt", "dziewięćdziesiąt",
)
MONTHS_OF: Final = (
    "stycznia", "lutego", "marca", "kwietnia", "maja", "czerwca", "lipca", "sierpnia", "września",
    "października", "listopada", "grudnia",
)
_DAYS_OF: Final = ("poniedziałku", "wtorku", "środy", "czwartku", "piątku", "soboty", "niedzieli")
_ON_DAYS: Final = ("w poniedziałek", "we wtorek", "w środę", "w czwartek", "w piątek", "w sobotę", "w niedzielę")
# Cardinals in the locative, as after "po". One is said so only after something else: "dwudziestu jeden".
_ONES_AFTER: Final = (
    "", "jeden", "dwóch", "trzech", "czterech", "pięciu", "sześciu", "siedmiu", "ośmiu", "dziewięciu", "dziesięciu",
    "jedenastu", "dwunastu", "trzynastu", "czternastu", "piętnastu", "szesnastu", "siedemnastu", "osiemnastu",
    "dziewiętnastu",
)
_TENS_AFTER: Final = (
    "", "", "dwudziestu", "trzydziestu", "czterdziestu", "pięćdziesięciu", "sześćdziesięciu", "siedemdziesięciu",
    "osiemdziesięciu", "dziewięćdziesięciu",
)
_HUNDREDS_AFTER: Final = (
    "", "stu", "dwustu", "trzystu", "czterystu", "pięciuset", "sześciuset", "siedmiuset", "ośmiuset", "dziewięciuset",
)
# fmt: on


class Polish(CommonWords):
    code = "pl"
    plus = "plus"
    minus = "minus"
    named_keys: ClassVar[Mapping[str, str]] = {"star": "gwiazdka", "hash": "krzyżyk"}
    and_word = "i"
    today = "dzisiaj"
    tomorrow = "jutro"
    every_day = "codziennie"
    around_the_clock = "przez całą dobę"
    closed = "nieczynne"
    last_day_names: ClassVar[Mapping[str, str]] = {
        "last_working_day": "w ostatni dzień roboczy miesiąca",
        "last_day_of_month": "w ostatni dzień miesiąca",
    }
    last_day_joint = ", a "
    last_day_closed = "{day} nieczynne"
    holidays: ClassVar[Mapping[str, str]] = {
        "new_year": "Nowy Rok",
        "epiphany": "Święto Trzech Króli",
        "easter_sunday": "Niedziela Wielkanocna",
        "easter_monday": "Poniedziałek Wielkanocny",
        "labour_day": "Święto Pracy",
        "constitution_day": "Święto Konstytucji Trzeciego Maja",
        "pentecost": "Zielone Świątki",
        "corpus_christi": "Boże Ciało",
        "assumption": "Wniebowzięcie Najświętszej Maryi Panny",
        "all_saints": "Wszystkich Świętych",
        "independence_day": "Narodowe Święto Niepodległości",
        "christmas_eve": "Wigilia Bożego Narodzenia",
        "christmas_day": "Boże Narodzenie",
        "second_christmas_day": "drugi dzień świąt Bożego Narodzenia",
    }
    any_holiday = "święto"

    def time_from(self, t: time) -> str:
        return f"od {self._clock_of(t)}"

    def time_until(self, t: time) -> str:
        return f"do {self._clock_of(t)}"

    def _from_to(self, opens: time, closes: time) -> str:
        return f"{self.time_from(opens)} {self.time_until(closes)}"

    def _on_date(self, day: date, with_year: bool) -> str:
        return f"{_ON_DAYS[day.weekday()]}, {self._date(day, with_year)}"

    def _date(self, day: date, with_year: bool) -> str:
        """ "dwudziestego ósmego grudnia"; a year outside 2001-2099 is not said."""
        spoken = f"{_ordinal(day.day, 'ego')} {MONTHS_OF[day.month - 1]}"
        if with_year and 2001 <= day.year <= 2099:
            return f"{spoken} dwa tysiące {_ordinal(day.year % 100, 'ego')} roku"
        return spoken

    def _days_later(self, n: int) -> str:
        return "jednym dniu" if n == 1 else f"{_locative(n)} dniach"

    def _years_later(self, n: int) -> str:
        return "roku" if n == 1 else f"{_locative(n)} latach"

    def _until_tomorrow(self, clock: time) -> str:
        return f"do jutra, {self.time_until(clock)}"

    def _until_date(self, day: date, with_year: bool, clock: time) -> str:
        return f"do {_DAYS_OF[day.weekday()]}, {self._date(day, with_year)}, {self.time_until(clock)}"

    def _named_days(self, parts: tuple[Days, ...]) -> str:
        return self.list_and(
            [f"od {_DAYS_OF[p[0]]} do {_DAYS_OF[p[-1]]}" if len(p) > 1 else _ON_DAYS[p[0]] for p in parts]
        )

    def _clock_of(self, t: time) -> str:
        """The clock time in the genitive, as after od, do, około: "siódmej trzydzieści"."""
        if t in (MIDNIGHT, END_OF_DAY):
            return "północy"
        hour = _ordinal(t.hour, "ej")
        return f"{hour} {self._minutes(t.minute)}" if t.minute else hour

    def _minutes(self, minute: int) -> str:
        """Minutes are feminine (minuta): "zero dwie", "trzydzieści dwie"; only dwa shows it, jeden stays."""
        *tens, last = self.number(minute).split()
        feminine = " ".join([*tens, "dwie" if last == "dwa" else last])
        return f"zero {feminine}" if minute < 10 else feminine


def _ordinal(n: int, ending: str) -> str:
    """The ordinal of 0..99 with this ending (-ego, -ej) on each of its words."""
    if n < 20:
        return _ORDINAL_STEMS[n] + ending
    tens, ones = _TENS_STEMS[n // 10] + ending, n % 10
    return f"{tens} {_ORDINAL_STEMS[ones]}{ending}" if ones else tens


def _locative(n: int) -> str:
    """The cardinal of 2..9999 as after "po", with a plural: "dwudziestu jeden", "stu dwóch"."""
    thousands, rest = divmod(n, 1000)
    thousand = ("", "tysiącu")[thousands] if thousands < 2 else f"{_ONES_AFTER[thousands]} tysiącach"
    hundreds, rest = divmod(rest, 100)
    tens, ones = divmod(rest, 10) if rest >= 20 else (0, rest)
    parts = (thousand, _HUNDREDS_AFTER[hundreds], _TENS_AFTER[tens], _ONES_AFTER[ones])
    return " ".join(part for part in parts if part)
