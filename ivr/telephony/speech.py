"""Words for the voice, made fit for one Say: joined, cut at the provider's limit, clean for XML. Pure.

One answer says about four minutes at most. The check refuses longer texts; what is put together of many, and past that,
is left unsaid, so that an answer is small whatever happens and what comes after the words is never lost.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from xml.sax.saxutils import escape

from ivr.core.instructions import Spoken
from ivr.core.texts import Language, Voice

MAX_SAY = 600  # characters
MAX_ENCODED = 4500  # the provider counts the URL-encoded text, six for a Cyrillic letter, twelve for 😀: section 4.1
MAX_SAID = 6_500  # bytes of one answer's words, of its 16 kB
_VERB = 80  # bytes around the words of a Say
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # XML 1.0, section 2.2: Char
_SENTENCE_END = re.compile(r"(?<=[.!?…]) ")


def sayings(spoken: Sequence[Spoken], voices: Mapping[Language, Voice]) -> Iterator[tuple[Voice, str]]:
    """(voice, text) of each Say. A language without a voice gets the first one; without any voice nothing is said."""
    default, room = next(iter(voices.values()), None), MAX_SAID
    for language, parts in groupby(spoken, key=lambda part: part.language):
        voice = voices.get(language, default)
        if voice is not None:
            for piece in pieces(plain(" ".join(part.text for part in parts))):
                room -= len(escape(piece).encode()) + _VERB
                if room < 0:
                    return
                yield voice, piece


def plain(text: str) -> str:
    """Without characters that XML 1.0 does not know (the provider's library lets them through), on one line."""
    return " ".join(_NOT_XML.sub("", text).split())


def pieces(text: str, limit: int = MAX_SAY) -> list[str]:
    """The text in parts of at most `limit` characters, cut at the end of a sentence where that is possible."""
    parts: list[str] = []
    if 3 * len(text.encode()) > MAX_ENCODED:
        limit = min(limit, MAX_ENCODED // (3 * len(max(text).encode())))
    for sentence in _SENTENCE_END.split(text):
        for chunk in textwrap.wrap(sentence, limit, break_on_hyphens=False):
            if parts and len(parts[-1]) + 1 + len(chunk) <= limit:
                parts[-1] += " " + chunk
            else:
                parts.append(chunk)
    return parts
