"""Text for the eye as runs: each in one language, each perhaps a link to a telephone, a mailbox or a website.

Knows the office's numbers, so that they become links in its own grouping. No HTML here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ivr.core.office import Office
from ivr.core.prompts import OTHER_VOICE, Moment, fill, in_language, text_of
from ivr.core.texts import Language, Prompt, Texts

EMERGENCY = "112"  # the one number that is the same in every office
_MAIL = r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"
_SITE = r"(?:https?://)?(?:[a-z0-9-]{2,}\.)+(?:pl|eu|org|com|net|info|gov|ua)\b(?:/[\w/.-]*[\w/])?"


@dataclass(frozen=True, slots=True)
class Piece:
    """`href` is "" for plain text, else "tel:+48…", "mailto:…" or "https://…"."""

    text: str
    language: Language
    href: str = ""


Paragraph = tuple[Piece, ...]


def paragraphs(prompt: Prompt, moment: Moment) -> tuple[Paragraph, ...]:
    """One prompt as its paragraphs: a line break in the text begins a new one. None where nothing is shown."""
    return _split(text_of(prompt, moment), moment)


def notice_paragraphs(texts: Texts, moment: Moment) -> tuple[Paragraph, ...]:
    """An operator's announcement; in the default language where it has none in the moment's."""
    language = moment.language if texts.get(moment.language) else moment.plan.office.default_language
    own = moment.spoken_in(language)
    return _split(fill(in_language(texts, own), own), own)


def pieces(text: str, language: Language, office: Office) -> Paragraph:
    """One line: "[pl: Rynek]" is a piece in that language, numbers and addresses of the internet are links."""
    found: list[Piece] = []
    position = 0
    for match in OTHER_VOICE.finditer(text):
        found += _linked(text[position : match.start()], language, office)
        found += _linked(match[2], match[1], office)
        position = match.end()
    return (*found, *_linked(text[position:], language, office))


def plain(paragraph: Paragraph) -> str:
    return "".join(piece.text for piece in paragraph)


def _split(text: str, moment: Moment) -> tuple[Paragraph, ...]:
    lines = [line.strip() for line in text.split("\n")]
    return tuple(pieces(line, moment.language, moment.plan.office) for line in lines if line)


def _linked(text: str, language: Language, office: Office) -> Iterator[Piece]:
    numbers = _numbers(office)
    position = 0
    for match in _links(tuple(numbers)).finditer(text):
        if match.start() > position:
            yield Piece(text[position : match.start()], language)
        yield Piece(match[0], language, _href(match[0], numbers))
        position = match.end()
    if text[position:]:
        yield Piece(text[position:], language)


def _numbers(office: Office) -> dict[str, str]:
    """As the office writes them -> E.164. What is never dialled (the fax) is no link."""
    lines = {line.written: line.number for line in office.lines.values()}
    return {**lines, **{number.written: number.e164 for number in office.answers_on}, EMERGENCY: EMERGENCY}


def _links(numbers: tuple[str, ...]) -> re.Pattern[str]:
    known = "|".join(re.escape(number) for number in sorted(numbers, key=len, reverse=True))
    return re.compile(rf"(?<!\d)(?<!\d )(?:{known})(?! ?\d)|{_MAIL}|{_SITE}")


def _href(text: str, numbers: dict[str, str]) -> str:
    if text in numbers:
        return f"tel:{numbers[text]}"
    if "@" in text:
        return f"mailto:{text}"
    return text if text.startswith("http") else f"https://{text}"
