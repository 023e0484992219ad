"""Ukrainian. Its words and grammar only.

Clock times are feminine ordinals (година), days of the month masculine ones (день), both in the genitive. з/із and
у/в follow the orthography of 2019, paragraphs 23 and 24: a phrase is taken to begin after a pause or a vowel.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, time
from typing import ClassVar, Final

from ivr.core.words.common import END_OF_DAY, MIDNIGHT, CommonWords
from ivr.core.words.week import Days

# fmt: off
_ORDINAL_STEMS: Final = (
    "нульов", "перш", "друг", "треть", "четверт", "п'ят", "шост", "сьом", "восьм", "дев'ят", "десят",
    "одинадцят", "дванадцят", "тринадцят", "чотирнадцят", "п'ятнадцят", "шістнадцят", "сімнадцят",
    "вісімнадцят", "дев'ятнадцят",
)
_TENS_STEMS: Final = (
    "-", "-", "двадцят", "тридцят", "сороков", "п'ятдесят", "шістдесят", "сімдесят", "вісімдесят",
    "дев'яност",
)
_TENS: Final = (
    "-", "-", "двадцять", "тридцять", "сорок", "п'ятдесят", "шістдесят", "сімдесят", "вісімдесят",
    "дев'яносто",
)
_FEMININE: Final[Mapping[str, str]] = {"один": "одна", "два": "дві"}
MONTHS_OF: Final = (
    "січня", "лютого", "березня", "квітня", "травня", "червня", "липня", "серпня", "вересня", "жовтня",
    "листопада", "грудня",
)
_DAYS_OF: Final = ("понеділка", "вівторка", "середи", "четверга", "п'ятниці", "суботи", "неділі")
_DAYS: Final = ("понеділок", "вівторок", "середу", "четвер", "п'ятницю", "суботу", "неділю")  # accusative, after у/в
_SIBILANTS: Final = tuple("сшщчцз")
_VOWELS: Final = tuple("аеєиіїоуюя")
# fmt: on


class Ukrainian(CommonWords):
    code = "uk"
    plus = "плюс"
    minus = "мінус"
    named_keys: ClassVar[Mapping[str, str]] = {"star": "зірочка", "hash": "решітка"}
    and_word = "і"
    today = "сьогодні"
    tomorrow = "завтра"
    every_day = "щодня"
    around_the_clock = "цілодобово"
    closed = "зачинено"
    last_day_names: ClassVar[Mapping[str, str]] = {
        "last_working_day": "в останній робочий день місяця",
        "last_day_of_month": "в останній день місяця",
    }
    last_day_joint = ", а "
    last_day_closed = "{day} зачинено"
    holidays: ClassVar[Mapping[str, str]] = {
        "new_year": "Новий рік",
        "epiphany": "Свято Трьох королів",
        "easter_sunday": "Великдень",
        "easter_monday": "Великодній понеділок",
        "labour_day": "День праці",
        "constitution_day": "День Конституції третього травня",
        "pentecost": "Зелені свята",
        "corpus_christi": "Свято Тіла і Крові Христових",
        "assumption": "Внебовзяття Пресвятої Діви Марії",
        "all_saints": "День усіх святих",
        "independence_day": "День незалежності Польщі",
        "christmas_eve": "Святвечір",
        "christmas_day": "Різдво Христове",
        "second_christmas_day": "другий день Різдва",
    }
    any_holiday = "державне свято"

    def time_from(self, t: time) -> str:
        return _from(self._clock_of(t))

    def time_until(self, t: time) -> str:
        return f"до {self._clock_of(t)}"

    def _from_to(self, opens: time, closes: time) -> str:
        return f"{self.time_from(opens)} {self.time_until(closes)}"

    def _on_date(self, day: date, with_year: bool) -> str:
        return f"у {_DAYS[day.weekday()]}, {self._date(day, with_year)}"

    def _date(self, day: date, with_year: bool) -> str:
        """ "двадцять восьмого грудня"; a year outside 2001-2099 is not said."""
        spoken = f"{_ordinal(day.day, 'ого')} {MONTHS_OF[day.month - 1]}"
        if with_year and 2001 <= day.year <= 2099:
            return f"{spoken} дві тисячі {_ordinal(day.year % 100, 'ого')} року"
        return spoken

    def _days_later(self, n: int) -> str:
        number = self.number(n).replace("одна тисяча", "одну тисячу")  # the accusative shows only there
        return f"{number} {_counted(n, ('день', 'дні', 'днів'))}"

    def _years_later(self, n: int) -> str:
        return "рік" if n == 1 else f"{self.number(n)} {_counted(n, ('рік', 'роки', 'років'))}"

    def _until_tomorrow(self, clock: time) -> str:
        return f"до завтра, {self.time_until(clock)}"

    def _until_date(self, day: date, with_year: bool, clock: time) -> str:
        return f"до {_DAYS_OF[day.weekday()]}, {self._date(day, with_year)}, {self.time_until(clock)}"

    def _named_days(self, parts: tuple[Days, ...]) -> str:
        spoken = [f"{_from(_DAYS_OF[p[0]])} до {_DAYS_OF[p[-1]]}" if len(p) > 1 else f"у {_DAYS[p[0]]}" for p in parts]
        last = spoken[-1] if spoken else ""
        if len(spoken) > 1 and last.startswith("у ") and not last.startswith("у в"):
            spoken[-1] = f"в{last.removeprefix('у')}"  # after the vowel і: "у понеділок і в п'ятницю"
        return self.list_and(spoken)

    def _joined(self, days: str, spans: str) -> str:
        """Between two consonants із, not з: "у четвер із восьмої"."""
        between_consonants = not days.endswith((*_VOWELS, ",")) and not spans.startswith(_VOWELS, len("з "))
        if between_consonants and spans.startswith("з "):
            return f"{days} із{spans.removeprefix('з')}"
        return f"{days} {spans}"

    def _clock_of(self, t: time) -> str:
        """The clock time in the genitive, as after з, до, після: "сьомої тридцять"."""
        if t in (MIDNIGHT, END_OF_DAY):
            return "опівночі"
        hour = _ordinal(t.hour, "ої")
        return f"{hour} {self._minutes(t.minute)}" if t.minute else hour

    def _minutes(self, minute: int) -> str:
        """Minutes are feminine (хвилина): "двадцять одна", "тридцять дві"."""
        *tens, last = self.number(minute).split()
        feminine = " ".join([*tens, _FEMININE.get(last, last)])
        return f"нуль {feminine}" if minute < 10 else feminine


def _from(genitive: str) -> str:
    """ "із сьомої", "з восьмої": із before a hissing sound."""
    return f"{'із' if genitive.startswith(_SIBILANTS) else 'з'} {genitive}"


def _ordinal(n: int, ending: str) -> str:
    """The ordinal of 0..99 with this ending (-ого, -ої), which only its last word takes."""
    if n < 20:
        return _ORDINAL_STEMS[n] + ending
    tens, ones = divmod(n, 10)
    return f"{_TENS[tens]} {_ORDINAL_STEMS[ones]}{ending}" if ones else _TENS_STEMS[tens] + ending


def _counted(n: int, forms: tuple[str, str, str]) -> str:
    """The noun after a number, nominative or accusative: один день, два дні, п'ять днів."""
    if n % 100 in (11, 12, 13, 14):
        return forms[2]
    return forms[0] if n % 10 == 1 else forms[1] if n % 10 in (2, 3, 4) else forms[2]
