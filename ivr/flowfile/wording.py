"""How a message is put into words: shapes of the catalogue, terms, suggestions. The sentences stand in `messages*`."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from typing import Literal

Severity = Literal["error", "warning", "note"]
MessageLanguage = Literal["en", "pl"]

SHOWN_AT_MOST = 60  # characters of what staff wrote
LISTED_AT_MOST = 12  # names
COMPARED_AT_MOST = 1000  # names, so that a huge file cannot make suggestions slow


@dataclass(frozen=True, slots=True)
class Message:
    """(what is wrong, what to write instead) in both languages, with the same {fields} in both."""

    severity: Severity
    en: tuple[str, str]
    pl: tuple[str, str]


@dataclass(frozen=True, slots=True)
class Term:
    """A word of the check that has to be translated."""

    en: str
    pl: str


@dataclass(frozen=True, slots=True)
class Suggest:
    """What to write instead of `word`: the nearest of `known`, or else all of them."""

    word: str
    known: tuple[str, ...]


Field = str | int | Term | Suggest


def plain(text: str) -> str:
    """`text` as it may stand in one line on a terminal: no control characters, no line breaks, not too long."""
    shown = "".join(
        letter if letter.isprintable() else "�" for letter in re.sub(r"\s+", " ", text[: 4 * SHOWN_AT_MOST])
    )
    return shown if len(shown) <= SHOWN_AT_MOST else shown[: SHOWN_AT_MOST - 1] + "…"


def listed(names: Iterable[object]) -> str:
    """ "a, b, c", cut where there are too many."""
    first = list(islice(names, LISTED_AT_MOST + 1))
    words = [plain(str(name)) for name in first[:LISTED_AT_MOST]]
    return ", ".join(words) + (", …" if len(first) > LISTED_AT_MOST else "")


def render(template: str, language: MessageLanguage, fields: Mapping[str, Field]) -> str:
    """The template with its fields filled. KeyError where one is missing."""
    return template.format(**{name: _word(value, language) for name, value in fields.items()})


@lru_cache(maxsize=256)  # both languages ask
def nearest(word: str, known: tuple[str, ...]) -> str:
    """The name that `word` was probably meant to be, or ""."""
    if len(word) > SHOWN_AT_MOST:
        return ""
    return next(iter(difflib.get_close_matches(word.lower(), known[:COMPARED_AT_MOST], n=1, cutoff=0.6)), "")


def _word(value: Field, language: MessageLanguage) -> str:
    if isinstance(value, Term):
        return value.en if language == "en" else value.pl
    if isinstance(value, Suggest):
        return _suggestion(value, language)
    return str(value) if isinstance(value, int) else plain(value)


def _suggestion(suggest: Suggest, language: MessageLanguage) -> str:
    near = suggest.known[0] if len(suggest.known) == 1 else nearest(suggest.word, suggest.known)
    if near:
        return f"Write: {plain(near)}." if language == "en" else f"Proszę napisać: {plain(near)}."
    if not suggest.known:
        return (
            "There is none yet: write it first."
            if language == "en"
            else "Nie ma jeszcze żadnej: proszę ją najpierw dopisać."
        )
    names = listed(suggest.known)
    return f"Write one of: {names}." if language == "en" else f"Do wyboru: {names}."
