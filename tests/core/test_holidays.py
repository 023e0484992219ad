"""Public holidays in Poland: every key on its day, and the law that changed in 2025."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import holidays
import pytest

from ivr.core.holidays import HOLIDAY_KEYS, holiday_key, self_check

DAYS = [
    ("2026-01-01", "new_year"),
    ("2026-01-06", "epiphany"),
    ("2026-04-05", "easter_sunday"),
    ("2026-04-06", "easter_monday"),
    ("2026-05-01", "labour_day"),
    ("2026-05-03", "constitution_day"),
    ("2026-05-24", "pentecost"),
    ("2026-06-04", "corpus_christi"),
    ("2026-08-15", "assumption"),
    ("2026-11-01", "all_saints"),
    ("2026-11-11", "independence_day"),
    ("2026-12-24", "christmas_eve"),
    ("2026-12-25", "christmas_day"),
    ("2026-12-26", "second_christmas_day"),
]
MOVABLE = [
    ("2025-04-21", "easter_monday"),
    ("2027-03-29", "easter_monday"),
    ("2028-04-17", "easter_monday"),
    ("2025-06-19", "corpus_christi"),
    ("2027-05-27", "corpus_christi"),
    ("2028-06-15", "corpus_christi"),
]
WORKING_DAYS = ["2024-12-24", "2026-12-23", "2026-12-28", "2026-12-31", "2026-01-02", "2026-08-14", "2028-02-29"]


@pytest.mark.parametrize(("day", "key"), DAYS + MOVABLE, ids=[f"{key} {day}" for day, key in DAYS + MOVABLE])
def test_key(day: str, key: str) -> None:
    assert holiday_key(date.fromisoformat(day)) == key


@pytest.mark.parametrize("day", WORKING_DAYS)
def test_no_holiday(day: str) -> None:
    assert holiday_key(date.fromisoformat(day)) == ""


@pytest.mark.parametrize(("year", "count"), [(2024, 13), (2025, 14), (2026, 14), (2027, 14), (2035, 14)])
def test_count_in_a_year(year: int, count: int) -> None:
    days = [date(year, 1, 1) + timedelta(days=n) for n in range(365)]
    keys = [key for key in map(holiday_key, days) if key]
    assert len(keys) == count
    assert set(keys) == set(HOLIDAY_KEYS) - ({"christmas_eve"} if year == 2024 else set())


@pytest.mark.parametrize("year", range(2010, 2041))
def test_the_country_loaded_by_itself_is_the_packages_own(year: int) -> None:
    days = [date(year, 1, 1) + timedelta(days=n) for n in range(365)]
    whole = holidays.country_holidays("PL", years=year, expand=False, language="pl")

    assert [day for day in days if holiday_key(day)] == [day for day in days if day in whole]


def test_table_holds_every_key() -> None:
    assert {key for _, key in DAYS} == set(HOLIDAY_KEYS)


def test_installed_package_knows_todays_law() -> None:
    assert self_check() == ""


def without_christmas_eve(d: date) -> str:
    return "" if (d.month, d.day) == (12, 24) else holiday_key(d)


def christmas_eve_every_year(d: date) -> str:
    return "christmas_eve" if (d.month, d.day) == (12, 24) else holiday_key(d)


def without_a_name(d: date) -> str:
    return holiday_key(d).replace("pentecost", "")


BROKEN: list[tuple[Callable[[date], str], str]] = [
    (without_christmas_eve, "24 December 2025 is a working day."),
    (christmas_eve_every_year, "24 December 2024 is a holiday."),
    (without_a_name, "2025 has no pentecost."),
]


@pytest.mark.parametrize(("key_of", "finding"), BROKEN, ids=[row[0].__name__ for row in BROKEN])
def test_an_old_package_is_found_out(key_of: Callable[[date], str], finding: str) -> None:
    told = self_check(key_of)
    assert told == f"The installed package `holidays` cannot be used (0.64 or newer is needed): by it, {finding}"
