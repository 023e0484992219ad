"""Sets of days and weekly hours in three languages. The expected words are written by hand, never computed."""

from __future__ import annotations

from datetime import time

import pytest

from ivr.core.schedule import Span
from ivr.core.words import WORDS
from ivr.core.words.week import same_hours, stretches

LANGUAGES = ("pl", "uk", "en")
CALLS = (Span(time(7, 30), time(19)),)
CASH = (Span(time(10), time(14)),)
SHORT = (Span(time(10), time(12)),)
VISITS = (Span(time(8), time(15)),)
LATE = (Span(time(8), time(16, 30)),)
WITH_BREAK = (Span(time(8), time(12)), Span(time(13), time(15)))
WHOLE_DAY = (Span(time.min, time.max),)
WORKING = "last_working_day"

# fmt: off
DAYS = {
    "working week": ([0, 1, 2, 3, 4], "od poniedziałku do piątku", "з понеділка до п'ятниці", "Monday to Friday"),
    "from Tuesday": ([1, 2, 3], "od wtorku do czwartku", "з вівторка до четверга", "Tuesday to Thursday"),
    "from Wednesday": ([2, 3, 4, 5], "od środy do soboty", "із середи до суботи", "Wednesday to Saturday"),
    "from Thursday": ([3, 4, 5, 6], "od czwartku do niedzieli", "із четверга до неділі", "Thursday to Sunday"),
    "from Friday": ([4, 5, 6], "od piątku do niedzieli", "з п'ятниці до неділі", "Friday to Sunday"),
    "three in a row": ([0, 1, 2], "od poniedziałku do środy", "з понеділка до середи", "Monday to Wednesday"),
    "two neighbours": ([5, 6], "w sobotę i w niedzielę", "у суботу і в неділю", "on Saturday and Sunday"),
    "Monday and Tuesday": ([0, 1], "w poniedziałek i we wtorek", "у понеділок і у вівторок", "on Monday and Tuesday"),
    "three apart": ([0, 2, 4], "w poniedziałek, w środę i w piątek", "у понеділок, у середу і в п'ятницю",
                    "on Monday, Wednesday and Friday"),
    "all but Thursday": ([0, 1, 2, 4], "w poniedziałek, we wtorek, w środę i w piątek",
                         "у понеділок, у вівторок, у середу і в п'ятницю", "on Monday, Tuesday, Wednesday and Friday"),
    "working week and Sunday": ([0, 1, 2, 3, 4, 6], "od poniedziałku do piątku i w niedzielę",
                                "з понеділка до п'ятниці і в неділю", "Monday to Friday and Sunday"),
    "any order, twice": ([4, 1, 4], "we wtorek i w piątek", "у вівторок і в п'ятницю", "on Tuesday and Friday"),
    "every day": ([0, 1, 2, 3, 4, 5, 6], "codziennie", "щодня", "every day"),
    "none": ([], "", "", ""),
}

HOURS = {
    "calls": (
        dict.fromkeys(range(5), CALLS), None, WORKING,
        "od poniedziałku do piątku, od siódmej trzydzieści do dziewiętnastej",
        "з понеділка до п'ятниці, із сьомої тридцять до дев'ятнадцятої",
        "Monday to Friday, from seven thirty a.m. to seven p.m."),
    "visits": (
        dict.fromkeys(range(5), VISITS), None, WORKING,
        "od poniedziałku do piątku, od ósmej do piętnastej",
        "з понеділка до п'ятниці, з восьмої до п'ятнадцятої",
        "Monday to Friday, from eight a.m. to three p.m."),
    "cash desk": (
        dict.fromkeys(range(5), CASH), SHORT, WORKING,
        "od poniedziałku do piątku, od dziesiątej do czternastej, "
        "a w ostatni dzień roboczy miesiąca od dziesiątej do dwunastej",
        "з понеділка до п'ятниці, з десятої до чотирнадцятої, "
        "а в останній робочий день місяця з десятої до дванадцятої",
        "Monday to Friday, from ten a.m. to two p.m., "
        "and on the last working day of the month from ten a.m. to twelve noon"),
    "cash desk, calendar day": (
        dict.fromkeys(range(5), CASH), SHORT, "last_day_of_month",
        "od poniedziałku do piątku, od dziesiątej do czternastej, "
        "a w ostatni dzień miesiąca od dziesiątej do dwunastej",
        "з понеділка до п'ятниці, з десятої до чотирнадцятої, а в останній день місяця з десятої до дванадцятої",
        "Monday to Friday, from ten a.m. to two p.m., and on the last day of the month from ten a.m. to twelve noon"),
    "closed on the last day": (
        dict.fromkeys(range(5), CASH), (), WORKING,
        "od poniedziałku do piątku, od dziesiątej do czternastej, a w ostatni dzień roboczy miesiąca nieczynne",
        "з понеділка до п'ятниці, з десятої до чотирнадцятої, а в останній робочий день місяця зачинено",
        "Monday to Friday, from ten a.m. to two p.m., and closed on the last working day of the month"),
    "the last day only": (
        {}, SHORT, WORKING,
        "w ostatni dzień roboczy miesiąca od dziesiątej do dwunastej",
        "в останній робочий день місяця з десятої до дванадцятої",
        "on the last working day of the month from ten a.m. to twelve noon"),
    "late on Thursday": (
        {0: VISITS, 1: VISITS, 2: VISITS, 3: LATE, 4: VISITS}, None, WORKING,
        "w poniedziałek, we wtorek, w środę i w piątek od ósmej do piętnastej, "
        "w czwartek od ósmej do szesnastej trzydzieści",
        "у понеділок, у вівторок, у середу і в п'ятницю з восьмої до п'ятнадцятої, "
        "у четвер із восьмої до шістнадцятої тридцять",
        "on Monday, Tuesday, Wednesday and Friday from eight a.m. to three p.m., "
        "on Thursday from eight a.m. to four thirty p.m."),
    "a stretch and Saturday": (
        {**dict.fromkeys(range(5), CALLS), 5: SHORT, 6: ()}, None, WORKING,
        "od poniedziałku do piątku, od siódmej trzydzieści do dziewiętnastej, w sobotę od dziesiątej do dwunastej",
        "з понеділка до п'ятниці, із сьомої тридцять до дев'ятнадцятої, у суботу з десятої до дванадцятої",
        "Monday to Friday, from seven thirty a.m. to seven p.m., on Saturday from ten a.m. to twelve noon"),
    "a break": (
        {1: WITH_BREAK}, None, WORKING,
        "we wtorek od ósmej do dwunastej i od trzynastej do piętnastej",
        "у вівторок із восьмої до дванадцятої і з тринадцятої до п'ятнадцятої",
        "on Tuesday from eight a.m. to twelve noon and from one p.m. to three p.m."),
    "after a consonant, before a vowel": (
        {0: (Span(time(11), time(12)),)}, None, WORKING,
        "w poniedziałek od jedenastej do dwunastej",
        "у понеділок з одинадцятої до дванадцятої",
        "on Monday from eleven a.m. to twelve noon"),
    "every day": (
        dict.fromkeys(range(7), VISITS), None, WORKING,
        "codziennie od ósmej do piętnastej", "щодня з восьмої до п'ятнадцятої",
        "every day from eight a.m. to three p.m."),
    "around the clock": (
        dict.fromkeys(range(7), WHOLE_DAY), None, WORKING,
        "codziennie przez całą dobę", "щодня цілодобово", "every day around the clock"),
    "no spans": ({0: (), 1: ()}, None, WORKING, "nieczynne", "зачинено", "closed"),
    "nothing at all": ({}, (), WORKING, "nieczynne", "зачинено", "closed"),
}
# fmt: on


@pytest.mark.parametrize(("days", "pl", "uk", "en"), DAYS.values(), ids=DAYS)
def test_sets_of_days(days: list[int], pl: str, uk: str, en: str) -> None:
    assert [WORDS[language].weekdays(days) for language in LANGUAGES] == [pl, uk, en]


@pytest.mark.parametrize(("weekly", "last_day", "rule", "pl", "uk", "en"), HOURS.values(), ids=HOURS)
def test_weekly_hours(
    weekly: dict[int, tuple[Span, ...]], last_day: tuple[Span, ...] | None, rule: str, pl: str, uk: str, en: str
) -> None:
    assert [WORDS[language].hours(weekly, last_day, rule) for language in LANGUAGES] == [pl, uk, en]


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        pytest.param([], (), id="none"),
        pytest.param([2], ((2,),), id="one"),
        pytest.param([0, 1], ((0,), (1,)), id="two are named one by one"),
        pytest.param([0, 1, 2], ((0, 1, 2),), id="three alone are a stretch"),
        pytest.param([0, 1, 2, 4], ((0,), (1,), (2,), (4,)), id="three among others are not"),
        pytest.param([0, 1, 2, 3, 5], ((0, 1, 2, 3), (5,)), id="four among others are"),
        pytest.param([0, 6], ((0,), (6,)), id="the week does not go round"),
    ],
)
def test_stretches(days: list[int], expected: tuple[tuple[int, ...], ...]) -> None:
    assert stretches(days) == expected


def test_days_with_the_same_hours_stand_together() -> None:
    weekly = {4: VISITS, 0: VISITS, 3: LATE, 5: ()}
    assert same_hours(weekly) == (((0, 4), VISITS), ((3,), LATE))
