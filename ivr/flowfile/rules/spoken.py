"""Every text that a voice says, with its place. The rules of texts look through these."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from ivr.flowfile.rules.rule import Checkable, find
from ivr.flowfile.texts import WRITTEN
from ivr.flowfile.tree import Mapping, Place, Scalar, Tree

PATTERNS = ("first_option", "option")  # of a language: how its options are said

_PLACEHOLDER = re.compile(r"\{[^{}]*\}")
_OTHER_VOICE = re.compile(r"\[([a-z]{2}): ([^\[\]]*)\]")


@dataclass(frozen=True, slots=True)
class Said:
    """Words in one language, without placeholders; words for another voice are one more of these."""

    language: str
    text: str
    at: Place


def said(look: Checkable) -> Iterator[Said]:
    """All of them, in the order of the files; what only the page shows is left out."""
    languages = look.plan.office.languages
    for language in languages:
        for pattern in PATTERNS:
            value = find(look.trees[look.config], "languages", language, pattern)
            yield from _by_voice(language, value) if isinstance(value, Scalar) else ()
    for tree in look.trees.values():
        for language, value in _texts(tree, languages):
            yield from _by_voice(language, value)


def _texts(tree: Tree | None, languages: Collection[str]) -> Iterator[tuple[str, Scalar]]:
    if tree is None or isinstance(tree, Scalar):
        return
    if not isinstance(tree, Mapping):
        for item in tree:
            yield from _texts(item, languages)
        return
    for key, value in tree:
        if key.text in languages and isinstance(value, Scalar):
            yield key.text, value
        elif key.text != WRITTEN:
            yield from _texts(value, languages)


def _by_voice(language: str, value: Scalar) -> Iterator[Said]:
    words = _PLACEHOLDER.sub(" ", value.text)
    yield Said(language, _OTHER_VOICE.sub(" ", words), value.at)
    for match in _OTHER_VOICE.finditer(words):
        yield Said(match[1], match[2], value.at)
