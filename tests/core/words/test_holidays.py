"""The spoken names of holidays in three languages, nominative: they stand after a colon."""

from __future__ import annotations

import pytest

from ivr.core.words import HOLIDAY_KEYS, WORDS

# fmt: off
NAMES = [
    ("new_year", "Nowy Rok", "Новий рік", "New Year's Day"),
    ("epiphany", "Święto Trzech Króli", "Свято Трьох королів", "Epiphany"),
    ("easter_sunday", "Niedziela Wielkanocna", "Великдень", "Easter Sunday"),
    ("easter_monday", "Poniedziałek Wielkanocny", "Великодній понеділок", "Easter Monday"),
    ("labour_day", "Święto Pracy", "День праці", "Labour Day"),
    ("constitution_day", "Święto Konstytucji Trzeciego Maja", "День Конституції третього травня", "Constitution Day"),
    ("pentecost", "Zielone Świątki", "Зелені свята", "Pentecost"),
    ("corpus_christi", "Boże Ciało", "Свято Тіла і Крові Христових", "Corpus Christi"),
    ("assumption", "Wniebowzięcie Najświętszej Maryi Panny", "Внебовзяття Пресвятої Діви Марії",
     "the Assumption of Mary"),
    ("all_saints", "Wszystkich Świętych", "День усіх святих", "All Saints' Day"),
    ("independence_day", "Narodowe Święto Niepodległości", "День незалежності Польщі", "Independence Day"),
    ("christmas_eve", "Wigilia Bożego Narodzenia", "Святвечір", "Christmas Eve"),
    ("christmas_day", "Boże Narodzenie", "Різдво Христове", "Christmas Day"),
    ("second_christmas_day", "drugi dzień świąt Bożego Narodzenia", "другий день Різдва",
     "the second day of Christmas"),
    ("a key nobody knows", "święto", "державне свято", "public holiday"),
]
# fmt: on


@pytest.mark.parametrize(("key", "pl", "uk", "en"), NAMES, ids=[row[0] for row in NAMES])
def test_names(key: str, pl: str, uk: str, en: str) -> None:
    assert [WORDS[language].holiday(key) for language in ("pl", "uk", "en")] == [pl, uk, en]


def test_every_key_has_a_row_here() -> None:
    assert {row[0] for row in NAMES[:-1]} == set(HOLIDAY_KEYS)
