"""Rules of texts: the label before the key, and what a voice misreads."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from ivr.flowfile.rules.rule import Checkable, Finding
from ivr.flowfile.rules.spoken import PATTERNS, said

_LATIN = re.compile(r"[A-Za-z\u00c0-\u024f]+")
_CAPITALS = re.compile(r"\b[^\W\d_a-z]{6,}\b")
_SLASH = re.compile(r"\S*/\S*")

# How it is said in full. A stop belongs to the abbreviation, so that no other word is mistaken for one.
ABBREVIATIONS: Mapping[str, Mapping[str, str]] = {
    "pl": {
        **{"ul.": "ulica", "al.": "aleja", "pl.": "plac", "os.": "osiedle", "pok.": "pokój", "nr": "numer"},
        **{"tel.": "telefon", "wew.": "wewnętrzny", "godz.": "godzina", "np.": "na przykład", "woj.": "województwo"},
        **{"itd.": "i tak dalej", "itp.": "i tym podobne", "tzn.": "to znaczy", "tj.": "to jest"},
        **{"m.in.": "między innymi", "ds.": "do spraw", "św.": "święty", "pn.": "poniedziałek", "pt.": "piątek"},
    },
    "uk": {
        **{"вул.": "вулиця", "пл.": "площа", "просп.": "проспект", "буд.": "будинок", "кім.": "кімната"},
        **{"тел.": "телефон", "вн.": "внутрішній", "год.": "година", "напр.": "наприклад", "обл.": "область"},
        **{"ім.": "імені", "див.": "дивіться", "св.": "святий"},
    },
    "en": {
        **{"st.": "Street", "ave.": "Avenue", "tel.": "telephone", "ext.": "extension", "e.g.": "for example"},
        **{"i.e.": "that is", "etc.": "and so on", "approx.": "approximately", "a.m.": "in the morning"},
    },
}
_ABBREVIATED = {
    language: re.compile(rf"(?<!\w)(?:{'|'.join(re.escape(short) for short in found)})(?!\w)", re.IGNORECASE)
    for language, found in ABBREVIATIONS.items()
}


def label_first(look: Checkable) -> Iterator[Finding]:
    """Callers keep the key only if they heard before what it is for."""
    for language, voice in look.plan.office.languages.items():
        for pattern in PATTERNS:
            text = getattr(voice, pattern)
            if text.find("{key}") < text.find("{label}"):
                yield Finding(look.config_place("languages", language, pattern), {"name": pattern})


def latin_letters(look: Checkable) -> Iterator[Finding]:
    """A Ukrainian voice spells Latin letters, or is silent."""
    for one in said(look):
        if one.language == "uk" and (match := _LATIN.search(one.text)):
            yield Finding(one.at, {"value": match[0]})


def abbreviation(look: Checkable) -> Iterator[Finding]:
    for one in said(look):
        known = ABBREVIATIONS.get(one.language, {})
        if known and (match := _ABBREVIATED[one.language].search(one.text)):
            yield Finding(one.at, {"value": match[0], "full": known[match[0].lower()]})


def slash(look: Checkable) -> Iterator[Finding]:
    for one in said(look):
        if match := _SLASH.search(one.text):
            yield Finding(one.at, {"value": match[0]})


def capitals(look: Checkable) -> Iterator[Finding]:
    """Some voices spell them, some guess."""
    for one in said(look):
        match = next((found for found in _CAPITALS.finditer(one.text) if found[0].isupper()), None)
        if match:
            yield Finding(one.at, {"value": match[0], "write": match[0].capitalize()})
