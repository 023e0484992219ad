"""No digit ever comes out, whatever the minute, the day or the number."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from itertools import chain
from zoneinfo import ZoneInfo

import pytest

from ivr.core.schedule import Span
from ivr.core.words import HOLIDAY_KEYS, WORDS, Words

OFFICE = ZoneInfo("Europe/Warsaw")
MINUTES = [time(hour, minute) for hour in range(24) for minute in range(60)] + [time.max]
DAYS = [date(2026, 1, 1) + timedelta(days=n) for n in range(365 + 365 + 366)]  # 2026 to 2028
WORKING_DAYS = range(5)


def _of_minutes(words: Words) -> Iterator[str]:
    for at in MINUTES:
        yield from (words.time_from(at), words.time_until(at), words.span(time(7, 30), at), words.span(at, time(19)))
        yield words.hours(
            dict.fromkeys(WORKING_DAYS, (Span(time.min, at),)), (Span(time.min, at),), "last_day_of_month"
        )


def _of_days(words: Words) -> Iterator[str]:
    first = datetime(2026, 1, 1, 5, 0, tzinfo=OFFICE)  # days later than this by more than 300 have their year said
    for day in DAYS:
        opening = datetime.combine(day, time(7, 30), OFFICE)
        nows = (first, opening - timedelta(hours=5), opening - timedelta(days=1), opening - timedelta(days=3))
        yield from chain.from_iterable((words.when(opening, now), words.until(opening, now)) for now in nows)


def _of_numbers(words: Words) -> Iterator[str]:
    yield from (words.number(n) for n in range(-20, 3000))
    yield from (words.phone(f"71 78 22 {n:03d}") for n in range(1000))
    yield from (words.holiday(key) for key in HOLIDAY_KEYS)
    yield from (words.key(key) for key in (*"0123456789", "star", "hash"))


@pytest.mark.parametrize("language", WORDS)
@pytest.mark.parametrize("source", [_of_minutes, _of_days, _of_numbers], ids=["minutes", "days", "numbers"])
def test_no_digit_and_no_ragged_edge(language: str, source: Callable[[Words], Iterator[str]]) -> None:
    spoken = list(source(WORDS[language]))
    ragged = [text for text in spoken if any(c.isdigit() for c in text) or text != " ".join(text.split()) or not text]
    assert ragged == []


@pytest.mark.parametrize("language", WORDS)
def test_different_minutes_sound_different(language: str) -> None:
    """0:00 and 24:00 may sound the same, nothing else may."""
    spoken = [WORDS[language].time_from(at) for at in MINUTES[:-1]]
    assert len(set(spoken)) == len(spoken)


@pytest.mark.parametrize("language", WORDS)
def test_different_days_sound_different(language: str) -> None:
    now = datetime(2026, 1, 1, 5, 0, tzinfo=OFFICE)
    spoken = [WORDS[language].when(datetime.combine(day, time(8), OFFICE), now) for day in DAYS]
    assert len(set(spoken)) == len(spoken)
