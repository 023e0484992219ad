"""Days, months and moments in three languages. The expected words are written by hand, never computed."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from ivr.core.words import WORDS

OFFICE = ZoneInfo("Europe/Warsaw")
NOW = datetime(2026, 12, 23, 19, 0, tzinfo=OFFICE)  # a Wednesday
LANGUAGES = ("pl", "uk", "en")

# fmt: off
DAYS_OF_MONTH = [  # Polish, Ukrainian, English
    ("pierwszego", "першого", "first"),
    ("drugiego", "другого", "second"),
    ("trzeciego", "третього", "third"),
    ("czwartego", "четвертого", "fourth"),
    ("piątego", "п'ятого", "fifth"),
    ("szóstego", "шостого", "sixth"),
    ("siódmego", "сьомого", "seventh"),
    ("ósmego", "восьмого", "eighth"),
    ("dziewiątego", "дев'ятого", "ninth"),
    ("dziesiątego", "десятого", "tenth"),
    ("jedenastego", "одинадцятого", "eleventh"),
    ("dwunastego", "дванадцятого", "twelfth"),
    ("trzynastego", "тринадцятого", "thirteenth"),
    ("czternastego", "чотирнадцятого", "fourteenth"),
    ("piętnastego", "п'ятнадцятого", "fifteenth"),
    ("szesnastego", "шістнадцятого", "sixteenth"),
    ("siedemnastego", "сімнадцятого", "seventeenth"),
    ("osiemnastego", "вісімнадцятого", "eighteenth"),
    ("dziewiętnastego", "дев'ятнадцятого", "nineteenth"),
    ("dwudziestego", "двадцятого", "twentieth"),
    ("dwudziestego pierwszego", "двадцять першого", "twenty-first"),
    ("dwudziestego drugiego", "двадцять другого", "twenty-second"),
    ("dwudziestego trzeciego", "двадцять третього", "twenty-third"),
    ("dwudziestego czwartego", "двадцять четвертого", "twenty-fourth"),
    ("dwudziestego piątego", "двадцять п'ятого", "twenty-fifth"),
    ("dwudziestego szóstego", "двадцять шостого", "twenty-sixth"),
    ("dwudziestego siódmego", "двадцять сьомого", "twenty-seventh"),
    ("dwudziestego ósmego", "двадцять восьмого", "twenty-eighth"),
    ("dwudziestego dziewiątego", "двадцять дев'ятого", "twenty-ninth"),
    ("trzydziestego", "тридцятого", "thirtieth"),
    ("trzydziestego pierwszego", "тридцять першого", "thirty-first"),
]

MONTHS = [
    ("stycznia", "січня", "January"),
    ("lutego", "лютого", "February"),
    ("marca", "березня", "March"),
    ("kwietnia", "квітня", "April"),
    ("maja", "травня", "May"),
    ("czerwca", "червня", "June"),
    ("lipca", "липня", "July"),
    ("sierpnia", "серпня", "August"),
    ("września", "вересня", "September"),
    ("października", "жовтня", "October"),
    ("listopada", "листопада", "November"),
    ("grudnia", "грудня", "December"),
]

WEEKDAYS = [
    ("w poniedziałek", "у понеділок", "on Monday"),
    ("we wtorek", "у вівторок", "on Tuesday"),
    ("w środę", "у середу", "on Wednesday"),
    ("w czwartek", "у четвер", "on Thursday"),
    ("w piątek", "у п'ятницю", "on Friday"),
    ("w sobotę", "у суботу", "on Saturday"),
    ("w niedzielę", "у неділю", "on Sunday"),
]

UNTIL_WEEKDAYS = [
    ("do poniedziałku", "до понеділка"),
    ("do wtorku", "до вівторка"),
    ("do środy", "до середи"),
    ("do czwartku", "до четверга"),
    ("do piątku", "до п'ятниці"),
    ("do soboty", "до суботи"),
    ("do niedzieli", "до неділі"),
]

WHEN = {
    "today": (datetime(2026, 12, 23, 20, 15), "dzisiaj od dwudziestej piętnaście", "сьогодні з двадцятої п'ятнадцять",
              "today from eight fifteen p.m."),
    "tomorrow": (datetime(2026, 12, 24, 7, 30), "jutro od siódmej trzydzieści", "завтра із сьомої тридцять",
                 "tomorrow from seven thirty a.m."),
    "the day after": (datetime(2026, 12, 25, 8), "w piątek, dwudziestego piątego grudnia, od ósmej",
                      "у п'ятницю, двадцять п'ятого грудня, з восьмої",
                      "on Friday the twenty-fifth of December, from eight a.m."),
    "after the holidays": (datetime(2026, 12, 28, 7, 30),
                           "w poniedziałek, dwudziestego ósmego grudnia, od siódmej trzydzieści",
                           "у понеділок, двадцять восьмого грудня, із сьомої тридцять",
                           "on Monday the twenty-eighth of December, from seven thirty a.m."),
    "300 days away": (datetime(2027, 10, 19, 8), "we wtorek, dziewiętnastego października, od ósmej",
                      "у вівторок, дев'ятнадцятого жовтня, з восьмої",
                      "on Tuesday the nineteenth of October, from eight a.m."),
    "301 days away": (datetime(2027, 10, 20, 8),
                      "w środę, dwudziestego października dwa tysiące dwudziestego siódmego roku, od ósmej",
                      "у середу, двадцятого жовтня дві тисячі двадцять сьомого року, з восьмої",
                      "on Wednesday the twentieth of October twenty twenty-seven, from eight a.m."),
    "a round year": (datetime(2030, 1, 2, 8),
                     "w środę, drugiego stycznia dwa tysiące trzydziestego roku, od ósmej",
                     "у середу, другого січня дві тисячі тридцятого року, з восьмої",
                     "on Wednesday the second of January twenty thirty, from eight a.m."),
    "beyond the years we inflect": (datetime(2100, 1, 4, 8), "w poniedziałek, czwartego stycznia, od ósmej",
                                    "у понеділок, четвертого січня, з восьмої",
                                    "on Monday the fourth of January twenty-one hundred, from eight a.m."),
}

UNTIL = {
    "today": (datetime(2026, 12, 23, 21), "do dwudziestej pierwszej", "до двадцять першої", "until nine p.m."),
    "the end of today": (datetime(2026, 12, 24), "do północy", "до опівночі", "until midnight"),
    "tomorrow": (datetime(2026, 12, 24, 7, 30), "do jutra, do siódmej trzydzieści", "до завтра, до сьомої тридцять",
                 "until seven thirty a.m. tomorrow"),
    "the end of tomorrow": (datetime(2026, 12, 25), "do jutra, do północy", "до завтра, до опівночі",
                            "until midnight tomorrow"),
    "a later day": (datetime(2026, 12, 28, 7, 30),
                    "do poniedziałku, dwudziestego ósmego grudnia, do siódmej trzydzieści",
                    "до понеділка, двадцять восьмого грудня, до сьомої тридцять",
                    "until seven thirty a.m. on Monday the twenty-eighth of December"),
    "another year": (datetime(2027, 12, 28, 8),
                     "do wtorku, dwudziestego ósmego grudnia dwa tysiące dwudziestego siódmego roku, do ósmej",
                     "до вівторка, двадцять восьмого грудня дві тисячі двадцять сьомого року, до восьмої",
                     "until eight a.m. on Tuesday the twenty-eighth of December twenty twenty-seven"),
}
# fmt: on


@pytest.mark.parametrize("day", range(1, 32))
def test_days_of_the_month(day: int) -> None:
    opening, now = datetime(2027, 1, day, 8, tzinfo=OFFICE), datetime(2026, 12, 1, 8, tzinfo=OFFICE)
    pl, uk, en = (WORDS[language].when(opening, now) for language in LANGUAGES)
    expected_pl, expected_uk, expected_en = DAYS_OF_MONTH[day - 1]
    assert pl.split(", ")[1:] == [f"{expected_pl} stycznia", "od ósmej"]
    assert uk.split(", ")[1:] == [f"{expected_uk} січня", "з восьмої"]
    assert en.split(" the ")[1:] == [f"{expected_en} of January, from eight a.m."]


@pytest.mark.parametrize("month", range(1, 13))
def test_months(month: int) -> None:
    opening = datetime(2027, month, 5, 8, tzinfo=OFFICE)
    pl, uk, en = (WORDS[language].when(opening, opening - timedelta(days=10)) for language in LANGUAGES)
    expected_pl, expected_uk, expected_en = MONTHS[month - 1]
    assert pl.split(", ")[1] == f"piątego {expected_pl}"
    assert uk.split(", ")[1] == f"п'ятого {expected_uk}"
    assert en.split(", ")[0].endswith(f" the fifth of {expected_en}")


@pytest.mark.parametrize("weekday", range(7))
def test_weekdays_with_their_preposition(weekday: int) -> None:
    opening = datetime(2026, 6, 8 + weekday, 8, tzinfo=OFFICE)  # the 8th is a Monday
    for language, expected in zip(LANGUAGES, WEEKDAYS[weekday], strict=True):
        assert WORDS[language].weekdays([weekday]) == expected
        assert WORDS[language].when(opening, opening - timedelta(days=5)).startswith(expected)


@pytest.mark.parametrize("weekday", range(7))
def test_until_a_weekday(weekday: int) -> None:
    at = datetime(2026, 6, 8 + weekday, 8, tzinfo=OFFICE)
    for language, expected in zip(("pl", "uk"), UNTIL_WEEKDAYS[weekday], strict=True):
        assert WORDS[language].until(at, at - timedelta(days=5)).split(", ")[0] == expected


@pytest.mark.parametrize(("opening", "pl", "uk", "en"), WHEN.values(), ids=WHEN)
def test_when(opening: datetime, pl: str, uk: str, en: str) -> None:
    local = opening.replace(tzinfo=OFFICE)
    assert [WORDS[language].when(local, NOW) for language in LANGUAGES] == [pl, uk, en]


def test_before_dawn_it_is_today() -> None:
    night = datetime(2026, 6, 8, 2, 0, tzinfo=OFFICE)
    assert WORDS["pl"].when(night.replace(hour=7, minute=30), night) == "dzisiaj od siódmej trzydzieści"


@pytest.mark.parametrize(("at", "pl", "uk", "en"), UNTIL.values(), ids=UNTIL)
def test_until(at: datetime, pl: str, uk: str, en: str) -> None:
    local = at.replace(tzinfo=OFFICE)
    assert [WORDS[language].until(local, NOW) for language in LANGUAGES] == [pl, uk, en]
