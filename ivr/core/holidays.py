"""Which days are public holidays in Poland. A thin, pure wrapper over the `holidays` package.

Gives keys, never words: what callers hear is `words.holiday`. It does not know days in lieu or bridge days
(no package does): those are exceptions in `config.yaml`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from functools import lru_cache
from importlib.util import module_from_spec, spec_from_file_location
from typing import Final

import holidays

_COUNTRY: Final = "holidays.countries.poland"

# The package's own (untranslated) names: one stable key each.
_KEYS: Final[Mapping[str, str]] = {
    "Nowy Rok": "new_year",
    "Święto Trzech Króli": "epiphany",
    "Niedziela Wielkanocna": "easter_sunday",
    "Poniedziałek Wielkanocny": "easter_monday",
    "Święto Państwowe": "labour_day",
    "Święto Narodowe Trzeciego Maja": "constitution_day",
    "Zielone Świątki": "pentecost",
    "Dzień Bożego Ciała": "corpus_christi",
    "Wniebowzięcie Najświętszej Marii Panny": "assumption",
    "Uroczystość Wszystkich Świętych": "all_saints",
    "Narodowe Święto Niepodległości": "independence_day",
    "Wigilia Bożego Narodzenia": "christmas_eve",
    "Boże Narodzenie (pierwszy dzień)": "christmas_day",
    "Boże Narodzenie (drugi dzień)": "second_christmas_day",
}
HOLIDAY_KEYS: Final = tuple(_KEYS.values())
OTHER_HOLIDAY: Final = "public_holiday"  # `words.holiday` says "święto" for it


@lru_cache(maxsize=1)
def _poland() -> Callable[..., Mapping[date, str]]:
    """The package's class, its module loaded by itself: asked for by name, it comes with those of 250 other countries,
    a tenth of all that a start takes."""
    spec = spec_from_file_location(_COUNTRY, f"{holidays.__path__[0]}/countries/poland.py")
    if spec is None or spec.loader is None:
        raise ImportError(f"{holidays.__path__[0]} does not hold Poland's holidays")
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    made: Callable[..., Mapping[date, str]] = module.Poland
    return made


@lru_cache(maxsize=64)
def _keys_of_year(year: int) -> Mapping[date, str]:
    # A name we do not know is a new holiday of a newer package: the day is off, its name is said as "holiday".
    named = _poland()(years=year, expand=False, language="pl")
    return {day: _KEYS.get(name, OTHER_HOLIDAY) for day, name in named.items()}


def holiday_key(d: date) -> str:
    """The key (one of `HOLIDAY_KEYS`, or `OTHER_HOLIDAY`) of the public holiday on this day, "" on any other day."""
    return _keys_of_year(d.year).get(d, "")


def self_check(key_of: Callable[[date], str] = holiday_key) -> str:
    """ "" if the installed package knows today's law, else one sentence that says what is wrong.

    24 December is a day off from 2025 on (act of 6 December 2024); `holidays` knows it from 0.64 on.
    """
    unusable = "The installed package `holidays` cannot be used (0.64 or newer is needed): by it, "
    if key_of(date(2025, 12, 24)) != "christmas_eve":
        return unusable + "24 December 2025 is a working day."
    if key_of(date(2024, 12, 24)):
        return unusable + "24 December 2024 is a holiday."
    found = {key_of(date(2025, 1, 1) + timedelta(days=n)) for n in range(365)}
    missing = [key for key in HOLIDAY_KEYS if key not in found]
    return unusable + f"2025 has no {', '.join(missing)}." if missing else ""
