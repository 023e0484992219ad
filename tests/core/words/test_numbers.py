"""Keys, cardinals, lists and telephone numbers in three languages; the expected words are written by hand."""

from __future__ import annotations

import pytest

from ivr.core.words import WORDS

LANGUAGES = ("pl", "uk", "en")

# fmt: off
KEYS = [
    ("0", "zero", "нуль", "zero"),
    ("1", "jeden", "один", "one"),
    ("2", "dwa", "два", "two"),
    ("3", "trzy", "три", "three"),
    ("4", "cztery", "чотири", "four"),
    ("5", "pięć", "п'ять", "five"),
    ("6", "sześć", "шість", "six"),
    ("7", "siedem", "сім", "seven"),
    ("8", "osiem", "вісім", "eight"),
    ("9", "dziewięć", "дев'ять", "nine"),
    ("star", "gwiazdka", "зірочка", "star"),
    ("hash", "krzyżyk", "решітка", "hash"),
]

CARDINALS = [
    (0, "zero", "нуль", "zero"),
    (6, "sześć", "шість", "six"),
    (26, "dwadzieścia sześć", "двадцять шість", "twenty-six"),
    (112, "sto dwanaście", "сто дванадцять", "one hundred and twelve"),
    (316, "trzysta szesnaście", "триста шістнадцять", "three hundred and sixteen"),
    (-5, "minus pięć", "мінус п'ять", "minus five"),
]

OFFICE_NUMBERS = [
    ("71 78 22 300", "siedemdziesiąt jeden, siedemdziesiąt osiem, dwadzieścia dwa, trzysta",
     "сімдесят один, сімдесят вісім, двадцять два, триста",
     "seven one, seven eight, two two, three zero zero"),
    ("71 78 22 301", "siedemdziesiąt jeden, siedemdziesiąt osiem, dwadzieścia dwa, trzysta jeden",
     "сімдесят один, сімдесят вісім, двадцять два, триста один",
     "seven one, seven eight, two two, three zero one"),
    ("71 78 22 302", "siedemdziesiąt jeden, siedemdziesiąt osiem, dwadzieścia dwa, trzysta dwa",
     "сімдесят один, сімдесят вісім, двадцять два, триста два",
     "seven one, seven eight, two two, three zero two"),
    ("71 78 22 303", "siedemdziesiąt jeden, siedemdziesiąt osiem, dwadzieścia dwa, trzysta trzy",
     "сімдесят один, сімдесят вісім, двадцять два, триста три",
     "seven one, seven eight, two two, three zero three"),
    ("71 78 22 405", "siedemdziesiąt jeden, siedemdziesiąt osiem, dwadzieścia dwa, czterysta pięć",
     "сімдесят один, сімдесят вісім, двадцять два, чотириста п'ять",
     "seven one, seven eight, two two, four zero five"),
    ("71 78 22 322", "siedemdziesiąt jeden, siedemdziesiąt osiem, dwadzieścia dwa, trzysta dwadzieścia dwa",
     "сімдесят один, сімдесят вісім, двадцять два, триста двадцять два",
     "seven one, seven eight, two two, three two two"),
    ("71 79 99 274",
     "siedemdziesiąt jeden, siedemdziesiąt dziewięć, dziewięćdziesiąt dziewięć, dwieście siedemdziesiąt cztery",
     "сімдесят один, сімдесят дев'ять, дев'яносто дев'ять, двісті сімдесят чотири",
     "seven one, seven nine, nine nine, two seven four"),
    ("71 78 22 326", "siedemdziesiąt jeden, siedemdziesiąt osiem, dwadzieścia dwa, trzysta dwadzieścia sześć",
     "сімдесят один, сімдесят вісім, двадцять два, триста двадцять шість",
     "seven one, seven eight, two two, three two six"),
    ("71 78 22 346", "siedemdziesiąt jeden, siedemdziesiąt osiem, dwadzieścia dwa, trzysta czterdzieści sześć",
     "сімдесят один, сімдесят вісім, двадцять два, триста сорок шість",
     "seven one, seven eight, two two, three four six"),
    ("71 78 22 348", "siedemdziesiąt jeden, siedemdziesiąt osiem, dwadzieścia dwa, trzysta czterdzieści osiem",
     "сімдесят один, сімдесят вісім, двадцять два, триста сорок вісім",
     "seven one, seven eight, two two, three four eight"),
    ("71 78 23 595", "siedemdziesiąt jeden, siedemdziesiąt osiem, dwadzieścia trzy, pięćset dziewięćdziesiąt pięć",
     "сімдесят один, сімдесят вісім, двадцять три, п'ятсот дев'яносто п'ять",
     "seven one, seven eight, two three, five nine five"),
    ("71 78 23 594", "siedemdziesiąt jeden, siedemdziesiąt osiem, dwadzieścia trzy, pięćset dziewięćdziesiąt cztery",
     "сімдесят один, сімдесят вісім, двадцять три, п'ятсот дев'яносто чотири",
     "seven one, seven eight, two three, five nine four"),
    ("71 78 22 360", "siedemdziesiąt jeden, siedemdziesiąt osiem, dwadzieścia dwa, trzysta sześćdziesiąt",
     "сімдесят один, сімдесят вісім, двадцять два, триста шістдесят",
     "seven one, seven eight, two two, three six zero"),
    ("71 78 22 362", "siedemdziesiąt jeden, siedemdziesiąt osiem, dwadzieścia dwa, trzysta sześćdziesiąt dwa",
     "сімдесят один, сімдесят вісім, двадцять два, триста шістдесят два",
     "seven one, seven eight, two two, three six two"),
    ("71 78 22 363", "siedemdziesiąt jeden, siedemdziesiąt osiem, dwadzieścia dwa, trzysta sześćdziesiąt trzy",
     "сімдесят один, сімдесят вісім, двадцять два, триста шістдесят три",
     "seven one, seven eight, two two, three six three"),
]

OTHER_NUMBERS = [
    ("+48 71 78 22 322",
     "plus czterdzieści osiem, siedemdziesiąt jeden, siedemdziesiąt osiem, dwadzieścia dwa, trzysta dwadzieścia dwa",
     "плюс сорок вісім, сімдесят один, сімдесят вісім, двадцять два, триста двадцять два",
     "plus four eight, seven one, seven eight, two two, three two two"),
    ("07", "zero siedem", "нуль сім", "zero seven"),
    ("007", "zero zero siedem", "нуль нуль сім", "zero zero seven"),
    ("0 00", "zero, zero zero", "нуль, нуль нуль", "zero, zero zero"),
    ("600\u00a0123-456", "sześćset, sto dwadzieścia trzy, czterysta pięćdziesiąt sześć",
     "шістсот, сто двадцять три, чотириста п'ятдесят шість", "six zero zero, one two three, four five six"),
    ("600123456", "sześćset, sto dwadzieścia trzy, czterysta pięćdziesiąt sześć",
     "шістсот, сто двадцять три, чотириста п'ятдесят шість", "six zero zero, one two three, four five six"),
    ("7822 322", "siedemdziesiąt osiem, dwadzieścia dwa, trzysta dwadzieścia dwa",
     "сімдесят вісім, двадцять два, триста двадцять два", "seven eight, two two, three two two"),
    ("٧١", "siedemdziesiąt jeden", "сімдесят один", "seven one"),
    ("", "", "", ""),
    ("+", "", "", ""),
]
NUMBERS = OFFICE_NUMBERS + OTHER_NUMBERS

LISTS = {
    "none": ([], "", "", ""),
    "one": (["a"], "a", "a", "a"),
    "two": (["a", "b"], "a i b", "a і b", "a and b"),
    "three": (["a", "b", "c"], "a, b i c", "a, b і c", "a, b and c"),
}
# fmt: on


@pytest.mark.parametrize(("key", "pl", "uk", "en"), KEYS, ids=[row[0] for row in KEYS])
def test_keys(key: str, pl: str, uk: str, en: str) -> None:
    assert [WORDS[language].key(key) for language in LANGUAGES] == [pl, uk, en]


@pytest.mark.parametrize(("n", "pl", "uk", "en"), CARDINALS, ids=[str(row[0]) for row in CARDINALS])
def test_cardinals(n: int, pl: str, uk: str, en: str) -> None:
    assert [WORDS[language].number(n) for language in LANGUAGES] == [pl, uk, en]


@pytest.mark.parametrize(("written", "pl", "uk", "en"), NUMBERS, ids=[ascii(row[0]) for row in NUMBERS])
def test_telephone_numbers(written: str, pl: str, uk: str, en: str) -> None:
    assert [WORDS[language].phone(written) for language in LANGUAGES] == [pl, uk, en]


@pytest.mark.parametrize(("items", "pl", "uk", "en"), LISTS.values(), ids=LISTS)
def test_lists(items: list[str], pl: str, uk: str, en: str) -> None:
    assert [WORDS[language].list_and(items) for language in LANGUAGES] == [pl, uk, en]
