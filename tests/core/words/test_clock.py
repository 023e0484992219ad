"""Clock times in three languages. The expected words are written by hand, never computed."""

from __future__ import annotations

from datetime import time

import pytest

from ivr.core.words import WORDS

# fmt: off
FROM = [  # hour, Polish, Ukrainian, English
    (time(0), "od północy", "з опівночі", "from twelve midnight"),
    (time(1), "od pierwszej", "з першої", "from one a.m."),
    (time(2), "od drugiej", "з другої", "from two a.m."),
    (time(3), "od trzeciej", "з третьої", "from three a.m."),
    (time(4), "od czwartej", "із четвертої", "from four a.m."),
    (time(5), "od piątej", "з п'ятої", "from five a.m."),
    (time(6), "od szóstej", "із шостої", "from six a.m."),
    (time(7), "od siódmej", "із сьомої", "from seven a.m."),
    (time(8), "od ósmej", "з восьмої", "from eight a.m."),
    (time(9), "od dziewiątej", "з дев'ятої", "from nine a.m."),
    (time(10), "od dziesiątej", "з десятої", "from ten a.m."),
    (time(11), "od jedenastej", "з одинадцятої", "from eleven a.m."),
    (time(12), "od dwunastej", "з дванадцятої", "from twelve noon"),
    (time(13), "od trzynastej", "з тринадцятої", "from one p.m."),
    (time(14), "od czternastej", "із чотирнадцятої", "from two p.m."),
    (time(15), "od piętnastej", "з п'ятнадцятої", "from three p.m."),
    (time(16), "od szesnastej", "із шістнадцятої", "from four p.m."),
    (time(17), "od siedemnastej", "із сімнадцятої", "from five p.m."),
    (time(18), "od osiemnastej", "з вісімнадцятої", "from six p.m."),
    (time(19), "od dziewiętnastej", "з дев'ятнадцятої", "from seven p.m."),
    (time(20), "od dwudziestej", "з двадцятої", "from eight p.m."),
    (time(21), "od dwudziestej pierwszej", "з двадцять першої", "from nine p.m."),
    (time(22), "od dwudziestej drugiej", "з двадцять другої", "from ten p.m."),
    (time(23), "od dwudziestej trzeciej", "з двадцять третьої", "from eleven p.m."),
    (time.max, "od północy", "з опівночі", "from midnight"),
]

UNTIL = [
    (time(0), "do północy", "до опівночі", "until twelve midnight"),
    (time(1), "do pierwszej", "до першої", "until one a.m."),
    (time(2), "do drugiej", "до другої", "until two a.m."),
    (time(3), "do trzeciej", "до третьої", "until three a.m."),
    (time(4), "do czwartej", "до четвертої", "until four a.m."),
    (time(5), "do piątej", "до п'ятої", "until five a.m."),
    (time(6), "do szóstej", "до шостої", "until six a.m."),
    (time(7), "do siódmej", "до сьомої", "until seven a.m."),
    (time(8), "do ósmej", "до восьмої", "until eight a.m."),
    (time(9), "do dziewiątej", "до дев'ятої", "until nine a.m."),
    (time(10), "do dziesiątej", "до десятої", "until ten a.m."),
    (time(11), "do jedenastej", "до одинадцятої", "until eleven a.m."),
    (time(12), "do dwunastej", "до дванадцятої", "until twelve noon"),
    (time(13), "do trzynastej", "до тринадцятої", "until one p.m."),
    (time(14), "do czternastej", "до чотирнадцятої", "until two p.m."),
    (time(15), "do piętnastej", "до п'ятнадцятої", "until three p.m."),
    (time(16), "do szesnastej", "до шістнадцятої", "until four p.m."),
    (time(17), "do siedemnastej", "до сімнадцятої", "until five p.m."),
    (time(18), "do osiemnastej", "до вісімнадцятої", "until six p.m."),
    (time(19), "do dziewiętnastej", "до дев'ятнадцятої", "until seven p.m."),
    (time(20), "do dwudziestej", "до двадцятої", "until eight p.m."),
    (time(21), "do dwudziestej pierwszej", "до двадцять першої", "until nine p.m."),
    (time(22), "do dwudziestej drugiej", "до двадцять другої", "until ten p.m."),
    (time(23), "do dwudziestej trzeciej", "до двадцять третьої", "until eleven p.m."),
    (time.max, "do północy", "до опівночі", "until midnight"),
]

MINUTES = [
    (time(0, 5), "od zerowej zero pięć", "з нульової нуль п'ять", "from twelve oh five a.m."),
    (time(0, 30), "od zerowej trzydzieści", "з нульової тридцять", "from twelve thirty a.m."),
    (time(7, 30), "od siódmej trzydzieści", "із сьомої тридцять", "from seven thirty a.m."),
    (time(8, 1), "od ósmej zero jeden", "з восьмої нуль одна", "from eight oh one a.m."),
    (time(8, 2), "od ósmej zero dwie", "з восьмої нуль дві", "from eight oh two a.m."),
    (time(8, 5), "od ósmej zero pięć", "з восьмої нуль п'ять", "from eight oh five a.m."),
    (time(8, 10), "od ósmej dziesięć", "з восьмої десять", "from eight ten a.m."),
    (time(8, 12), "od ósmej dwanaście", "з восьмої дванадцять", "from eight twelve a.m."),
    (time(8, 15), "od ósmej piętnaście", "з восьмої п'ятнадцять", "from eight fifteen a.m."),
    (time(8, 21), "od ósmej dwadzieścia jeden", "з восьмої двадцять одна", "from eight twenty-one a.m."),
    (time(8, 22), "od ósmej dwadzieścia dwie", "з восьмої двадцять дві", "from eight twenty-two a.m."),
    (time(8, 30), "od ósmej trzydzieści", "з восьмої тридцять", "from eight thirty a.m."),
    (time(8, 45), "od ósmej czterdzieści pięć", "з восьмої сорок п'ять", "from eight forty-five a.m."),
    (time(8, 59), "od ósmej pięćdziesiąt dziewięć", "з восьмої п'ятдесят дев'ять", "from eight fifty-nine a.m."),
    (time(12, 5), "od dwunastej zero pięć", "з дванадцятої нуль п'ять", "from twelve oh five p.m."),
    (time(23, 59), "od dwudziestej trzeciej pięćdziesiąt dziewięć", "з двадцять третьої п'ятдесят дев'ять",
     "from eleven fifty-nine p.m."),
]

SPANS = {
    "call hours": (time(7, 30), time(19), "od siódmej trzydzieści do dziewiętnastej",
                   "із сьомої тридцять до дев'ятнадцятої", "from seven thirty a.m. to seven p.m."),
    "until noon": (time(10), time(12), "od dziesiątej do dwunastej",
                   "з десятої до дванадцятої", "from ten a.m. to twelve noon"),
    "until midnight": (time(8), time.max, "od ósmej do północy", "з восьмої до опівночі",
                       "from eight a.m. to midnight"),
    "from midnight": (time.min, time(8), "od północy do ósmej", "з опівночі до восьмої",
                      "from twelve midnight to eight a.m."),
    "a whole day": (time.min, time.max, "przez całą dobę", "цілодобово", "around the clock"),
}
# fmt: on


@pytest.mark.parametrize(("at", "pl", "uk", "en"), FROM + MINUTES, ids=[str(row[0]) for row in FROM + MINUTES])
def test_from(at: time, pl: str, uk: str, en: str) -> None:
    assert [WORDS[language].time_from(at) for language in ("pl", "uk", "en")] == [pl, uk, en]


@pytest.mark.parametrize(("at", "pl", "uk", "en"), UNTIL, ids=[str(row[0]) for row in UNTIL])
def test_until(at: time, pl: str, uk: str, en: str) -> None:
    assert [WORDS[language].time_until(at) for language in ("pl", "uk", "en")] == [pl, uk, en]


@pytest.mark.parametrize(("opens", "closes", "pl", "uk", "en"), SPANS.values(), ids=SPANS)
def test_spans(opens: time, closes: time, pl: str, uk: str, en: str) -> None:
    assert [WORDS[language].span(opens, closes) for language in ("pl", "uk", "en")] == [pl, uk, en]
