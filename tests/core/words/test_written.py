"""Hours, dates and numbers for the eye; and how long things are kept, for the ear and the eye."""

from __future__ import annotations

from datetime import datetime, time

import pytest

from ivr.core.schedule import Span
from ivr.core.words import WORDS, WRITTEN

NOW = datetime(2026, 11, 24, 20, 0)  # a Tuesday


@pytest.mark.parametrize(
    ("opening", "pl", "uk", "en"),
    [
        pytest.param("2026-11-24 20:05", "dzisiaj od 20:05", "сьогодні з 20:05", "today from 20:05", id="today"),
        pytest.param("2026-11-25 07:30", "jutro od 7:30", "завтра з 7:30", "tomorrow from 7:30", id="tomorrow"),
        pytest.param(
            "2026-12-28 07:30",
            "w poniedziałek, 28 grudnia, od 7:30",
            "у понеділок, 28 грудня, з 7:30",
            "on Monday 28 December, from 7:30",
            id="this year",
        ),
        pytest.param(
            "2027-12-28 00:00",
            "we wtorek, 28 grudnia 2027 r., od 0:00",
            "у вівторок, 28 грудня 2027 р., з 0:00",
            "on Tuesday 28 December 2027, from 0:00",
            id="so far away that the year is told",
        ),
    ],
)
def test_when(opening: str, pl: str, uk: str, en: str) -> None:
    at = datetime.fromisoformat(opening)

    assert {code: words.when(at, NOW) for code, words in WRITTEN.items()} == {"pl": pl, "uk": uk, "en": en}


@pytest.mark.parametrize(
    ("end", "pl", "uk", "en"),
    [
        pytest.param("2026-11-24 21:00", "do 21:00", "до 21:00", "until 21:00", id="today"),
        pytest.param("2026-11-25 00:00", "do 24:00", "до 24:00", "until 24:00", id="the midnight that ends today"),
        pytest.param(
            "2026-11-25 12:00", "do jutra, do 12:00", "до завтра, до 12:00", "until 12:00 tomorrow", id="noon"
        ),
    ],
)
def test_until(end: str, pl: str, uk: str, en: str) -> None:
    at = datetime.fromisoformat(end)

    assert {code: words.until(at, NOW) for code, words in WRITTEN.items()} == {"pl": pl, "uk": uk, "en": en}


def span(opens: str, closes: str) -> Span:
    return Span(time.fromisoformat(opens), time.max if closes == "24:00" else time.fromisoformat(closes))


DAYS = {day: (span("07:30", "19:00"),) for day in range(5)}


@pytest.mark.parametrize(
    ("weekly", "last_day", "pl", "en"),
    [
        pytest.param(DAYS, None, "od poniedziałku do piątku 7:30–19:00", "Monday to Friday 7:30–19:00", id="a stretch"),
        pytest.param(
            DAYS,
            (span("10:00", "12:00"),),
            "od poniedziałku do piątku 7:30–19:00, a w ostatni dzień roboczy miesiąca 10:00–12:00",
            "Monday to Friday 7:30–19:00, and on the last working day of the month 10:00–12:00",
            id="another last day",
        ),
        pytest.param(
            {0: (span("08:00", "12:00"), span("13:00", "24:00"))},
            None,
            "w poniedziałek 8:00–12:00 i 13:00–24:00",
            "on Monday 8:00–12:00 and 13:00–24:00",
            id="a pause",
        ),
        pytest.param(
            {5: (span("00:00", "24:00"),)},
            None,
            "w sobotę przez całą dobę",
            "on Saturday around the clock",
            id="all day",
        ),
        pytest.param({}, None, "nieczynne", "closed", id="never"),
    ],
)
def test_hours(weekly: dict[int, tuple[Span, ...]], last_day: tuple[Span, ...] | None, pl: str, en: str) -> None:
    assert WRITTEN["pl"].hours(weekly, last_day, "last_working_day") == pl
    assert WRITTEN["en"].hours(weekly, last_day, "last_working_day") == en


@pytest.mark.parametrize("language", WRITTEN)
def test_numbers_and_keys_stay_as_they_are_written(language: str) -> None:
    words = WRITTEN[language]

    assert [words.key(key) for key in ("0", "9", "star", "hash")] == ["0", "9", "*", "#"]
    assert words.phone("+48 12 345 67 89") == "+48 12 345 67 89"
    assert words.number(30) == "30"


@pytest.mark.parametrize(
    ("days", "pl", "uk", "en", "written"),
    [
        (1, "jednym dniu", "один день", "one day", ("1 dniu", "1 день", "1 day")),
        (2, "dwóch dniach", "два дні", "two days", ("2 dniach", "2 дні", "2 days")),
        (5, "pięciu dniach", "п'ять днів", "five days", ("5 dniach", "5 днів", "5 days")),
        (11, "jedenastu dniach", "одинадцять днів", "eleven days", ("11 dniach", "11 днів", "11 days")),
        (21, "dwudziestu jeden dniach", "двадцять один день", "twenty-one days", ("21 dniach", "21 день", "21 days")),
        (30, "trzydziestu dniach", "тридцять днів", "thirty days", ("30 dniach", "30 днів", "30 days")),
        (
            112,
            "stu dwunastu dniach",
            "сто дванадцять днів",
            "one hundred and twelve days",
            ("112 dniach", "112 днів", "112 days"),
        ),
        (
            364,
            "trzystu sześćdziesięciu czterech dniach",
            "триста шістдесят чотири дні",
            "three hundred and sixty-four days",
            ("364 dniach", "364 дні", "364 days"),
        ),
        (365, "roku", "рік", "a year", ("roku", "рік", "a year")),
        (730, "dwóch latach", "два роки", "two years", ("2 latach", "2 роки", "2 years")),
        (1825, "pięciu latach", "п'ять років", "five years", ("5 latach", "5 років", "5 years")),
        (3650, "dziesięciu latach", "десять років", "ten years", ("10 latach", "10 років", "10 years")),
        (
            1001,
            "tysiącu jeden dniach",
            "одну тисячу один день",
            "one thousand and one days",
            ("1001 dniach", "1001 день", "1001 days"),
        ),
    ],
    ids=lambda value: f"{value} days" if isinstance(value, int) else "",
)
def test_after_days(days: int, pl: str, uk: str, en: str, written: tuple[str, str, str]) -> None:
    assert [WORDS[code].days_after(days) for code in ("pl", "uk", "en")] == [pl, uk, en]
    assert tuple(WRITTEN[code].days_after(days) for code in ("pl", "uk", "en")) == written
