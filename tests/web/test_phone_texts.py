"""Both languages of the phone are complete, and every text is used."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from ivr.web.phone_texts import LANGUAGES, LOCALES, TEXTS

WEB = Path(__file__).parents[2] / "ivr" / "web"
FILES = [*WEB.rglob("*.html"), *WEB.rglob("*.js")]
SOURCES = "".join(file.read_text() for file in FILES if not file.name.startswith("twin"))  # other texts


def places(text: str) -> set[str]:
    return set(re.findall(r"\{\w+\}", text))


def test_languages_are_complete() -> None:
    assert set(TEXTS) == set(LANGUAGES) == set(LOCALES)
    assert TEXTS["pl"].keys() == TEXTS["en"].keys()
    assert [name for name, text in [*TEXTS["pl"].items(), *TEXTS["en"].items()] if not text.strip()] == []


@pytest.mark.parametrize("name", sorted(TEXTS["en"]))
def test_both_languages_say_the_same_places(name: str) -> None:
    assert places(TEXTS["pl"][name]) == places(TEXTS["en"][name])


@pytest.mark.parametrize("name", sorted(TEXTS["en"]))
def test_every_text_is_used(name: str) -> None:
    prefix = name.split("_")[0]

    assert re.search(rf"\b{name}\b", SOURCES) or f"{prefix}_${{" in SOURCES


def test_every_text_asked_for_is_there() -> None:
    asked = set(re.findall(r"\btexts\.(\w+)|\bt\.(\w+)", SOURCES))

    assert {one or other for one, other in asked} - TEXTS["en"].keys() == set()


def test_no_polish_line_ends_with_a_word_of_one_letter() -> None:
    assert [text for text in TEXTS["pl"].values() if re.search(r"\b[aiouwz] ", text, re.IGNORECASE)] == []
