"""Words are joined, cut and cleaned, and none is lost."""

from __future__ import annotations

from urllib.parse import quote_plus
from xml.sax.saxutils import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivr.core.instructions import Spoken
from ivr.core.texts import Voice
from ivr.telephony.speech import MAX_ENCODED, MAX_SAID, MAX_SAY, pieces, plain, sayings

VOICES = {
    "pl": Voice("pl", "polski", "pl-PL", "Google.pl-PL-Standard-F", "język polski", "", ""),
    "uk": Voice("uk", "українська", "uk-UA", "Google.uk-UA-Wavenet-A", "język ukraiński", "", ""),
}


def said(*spoken: Spoken) -> list[tuple[str, str]]:
    return [(voice.language, text) for voice, text in sayings(spoken, VOICES)]


def test_neighbours_of_one_language_are_one_saying() -> None:
    assert said(Spoken("pl", "Dzień dobry."), Spoken("pl", " Proszę czekać. "), Spoken("uk", "Добрий день.")) == [
        ("pl", "Dzień dobry. Proszę czekać."),
        ("uk", "Добрий день."),
    ]


def test_order_is_kept_between_languages() -> None:
    assert said(Spoken("uk", "А"), Spoken("pl", "B"), Spoken("uk", "В")) == [("uk", "А"), ("pl", "B"), ("uk", "В")]


def test_empty_words_are_not_said() -> None:
    assert said(Spoken("pl", ""), Spoken("pl", " \n\x00"), Spoken("uk", "\ud800")) == []


def test_a_language_without_a_voice_gets_the_first() -> None:
    assert said(Spoken("de", "Guten Tag.")) == [("pl", "Guten Tag.")]
    assert list(sayings([Spoken("pl", "Dzień dobry.")], {})) == []


@pytest.mark.parametrize(
    ("length", "count"), [(MAX_SAY - 1, 1), (MAX_SAY, 1), (MAX_SAY + 1, 2), (2 * MAX_SAY, 2), (2 * MAX_SAY + 1, 3)]
)
def test_cut_at_the_limit_without_a_single_space(length: int, count: int) -> None:
    assert len(pieces("ж" * length)) == count


def test_cut_at_ends_of_sentences() -> None:
    sentence = "Зачекайте, будь ласка" + ", будь ласка" * 20 + "."
    cut = pieces(" ".join([sentence] * 6))

    assert cut == [sentence + " " + sentence] * 3


def test_a_long_sentence_is_cut_between_words() -> None:
    assert pieces("jeden dwa trzy cztery. Pięć.", limit=10) == ["jeden dwa", "trzy", "cztery.", "Pięć."]


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("a\x00b\x0b\x1bc", "abc"), ("\ud800\udfff", ""), ("\ufffe\uffff", ""), (" a \r\n\t b ", "a b"),
        ("<Dial>&amp;", "<Dial>&amp;"), ("\U0001f600 ї", "\U0001f600 ї"),
    ],
)  # fmt: skip
def test_plain(raw: str, clean: str) -> None:
    assert plain(raw) == clean


@given(st.text(st.characters(), max_size=400), st.integers(1, 40))
def test_no_word_is_lost_and_no_piece_too_long(text: str, limit: int) -> None:
    cut = pieces(plain(text), limit)

    assert all(0 < len(piece) <= limit for piece in cut)
    assert "".join("".join(cut).split()) == "".join(plain(text).split())


@pytest.mark.parametrize("letter", ["a", "ż", "ж", "„", "漢", "😀", "&"])
def test_no_piece_is_longer_than_the_provider_counts(letter: str) -> None:
    cut = pieces(letter * 3000)

    assert max(len(quote_plus(piece)) for piece in cut) <= MAX_ENCODED
    assert "".join(cut) == letter * 3000


@pytest.mark.parametrize("text", ["ж" * 60_000, "a " * 30_000, "Tak. " * 5_000, "&" * 20_000, "😀" * 9_000])
@pytest.mark.parametrize("languages", ["p", "pu"])
def test_an_answer_says_so_much_and_no_more(text: str, languages: str) -> None:
    names = {"p": "pl", "u": "uk"}
    spoken = said(*(Spoken(names[one], text) for one in languages * 50))

    assert 0 < sum(len(escape(piece).encode()) for _, piece in spoken) <= MAX_SAID


@pytest.mark.parametrize(("limit", "count"), [(10, 2), (11, 1)])
def test_two_sentences_and_the_space_between_them_fit_exactly(limit: int, count: int) -> None:
    assert len(pieces("aaaa. bbbb.", limit)) == count
