"""Differences of many moments, ways and languages, put together to what a person wants to read: one row for each.

The same change on several ways or at several moments is one row; so are changes that always come together, and the
same place in several languages. Words that only tell a date ("on Monday from half past seven") do not keep rows apart.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from ivr.comparison.caller import KEYS
from ivr.comparison.values import (
    NOBODY, SILENCE, WAITED, WAITING, WRONG, Also, Change, Heard, Path, Row, Shift, Window,
)  # fmt: skip
from ivr.comparison.walk import Found, Rang
from ivr.comparison.windows import Windows
from ivr.core.plan import Language

_ORDER = {what: place for place, what in enumerate((*KEYS, SILENCE, WRONG, NOBODY, WAITING, WAITED))}

Mask = Mapping[str, str]
"""Words that are so at one moment only -> what stands for them."""


@dataclass
class _Change:
    """One change in one language, wherever it is met: path -> the numbers of the classes of moments."""

    change: Change
    language: Language
    dated: bool
    places: dict[Path, set[int]] = field(default_factory=dict)


def in_order(path: Path) -> list[int]:
    """As a call goes: by the keys, what comes first before what comes after it."""
    return [_ORDER[move.what] for move in path]


class Rows:
    """Takes what was found class by class; gives the rows."""

    def __init__(self, languages: Sequence[Language]) -> None:
        self._languages = languages
        self._changes: dict[object, _Change] = {}
        self._rang: dict[Path, tuple[float | None, float | None]] = {}

    def take(self, number: int, found: Iterable[Found], mask: Mapping[Language, Mask]) -> None:
        """What was found at the moments of class `number`. `mask`: the words of that moment, by language."""
        here: dict[object, _Change] = {}
        for one in found:
            masked = _masked(one.change, mask)
            key, dated = (one.language, masked), masked != _masked(one.change, {})
            new = here.setdefault(key, _Change(one.change, one.language, dated))
            new.places.setdefault(one.path, set()).add(number)
        for key, change in here.items():
            kept = self._changes.setdefault(key, _Change(change.change, change.language, change.dated))
            for path in _shortest(change.places):
                kept.places.setdefault(path, set()).add(number)

    def take_times(self, rang: Iterable[Rang]) -> None:
        for one in rang:
            if one.language == self._languages[0]:
                self._rang.setdefault(one.path, (one.before, one.after))

    def rows(self, windows: Windows, examples: Mapping[int, datetime]) -> tuple[Row, ...]:
        together: dict[object, list[_Change]] = {}
        for one in self._changes.values():
            places = frozenset((path, frozenset(numbers)) for path, numbers in one.places.items())
            together.setdefault((one.language, places), []).append(one)
        alone = [self._row(changes, windows, examples) for changes in together.values()]
        return tuple(sorted(self._over_languages(alone), key=lambda row: (in_order(row.path), row.example)))

    def _row(self, changes: list[_Change], windows: Windows, examples: Mapping[int, datetime]) -> Row:
        """Changes that are met at the same places at the same moments. The row is told where it is met most."""
        places = changes[0].places
        first = min(places, key=lambda path: (-len(places[path]), len(path), in_order(path)))
        window = windows.of(places[first])
        others = sorted((path for path in places if path != first), key=lambda path: (len(path), in_order(path)))
        also = tuple(Also(path, _other(windows.of(places[path]), window)) for path in others)
        example = examples[min(places[first])]
        told = tuple(one.change for one in changes)
        dated = any(one.dated for one in changes)
        return Row(first, window, example, told, also, (changes[0].language,), {}, self._rang.get(first), dated)

    def _over_languages(self, rows: list[Row]) -> Iterator[Row]:
        """The same place at the same moments in several languages is one row, told in the first of them."""
        found: dict[object, Row] = {}
        for row in sorted(rows, key=lambda row: self._languages.index(row.languages[0])):
            shape = tuple(one if one.kind == "course" else "hears" for one in row.changes)
            key = (row.path, row.window, shape)
            if key not in found:
                found[key] = row
                continue
            kept, texts = found[key], tuple(one for one in row.changes if one.kind == "hears")
            others = {**kept.others, row.languages[0]: texts} if texts else kept.others
            found[key] = replace(kept, languages=(*kept.languages, *row.languages), others=others)
        return iter(found.values())


def _other(window: Window, than: Window) -> Window | None:
    return None if window == than else window


def _shortest(places: Mapping[Path, object]) -> Iterator[Path]:
    """Without those that only go on from another one: who came by there has met the change already."""
    found = [path for path in places if not any(path[:length] in places for length in range(len(path)))]
    yield from [path for path in found if not _again(path)] or found


def _masked(change: Change, mask: Mapping[Language, Mask]) -> object:
    def plain(parts: Sequence[object]) -> tuple[object, ...]:
        return tuple(_without(part, mask) if isinstance(part, Heard) else part for part in parts)

    return change.kind, plain(change.before), plain(change.after)


def _without(heard: Heard, mask: Mapping[Language, Mask]) -> Heard:
    text = heard.text
    for words, sign in mask.get(heard.language, {}).items():
        text = text.replace(words, sign)
    return Heard(heard.language, text)


def shifts(rang: Iterable[Rang], least: float) -> tuple[Shift, ...]:
    """Ways on which it takes at least so many seconds more or less until it rings; equal ones together."""
    found: dict[tuple[Language, float], list[Rang]] = {}
    for one in rang:
        if one.before is not None and one.after is not None and abs(one.after - one.before) >= least:
            found.setdefault((one.language, round(one.after - one.before, 1)), []).append(one)
    rows = []
    for (language, _), ways in found.items():
        paths = list(dict.fromkeys(one.path for one in sorted(ways, key=lambda one: in_order(one.path))))
        kept = tuple(path for path in paths if len(path) == min(map(len, paths)) or not _again(path))
        first = next(one for one in ways if one.path == kept[0])
        assert first.before is not None and first.after is not None
        rows.append(Shift(language, kept, first.before, first.after))
    return tuple(rows)


def _again(path: Path) -> bool:
    """The caller asked to hear something once more, or made a mistake: no way of its own."""
    return any(move.what in ("star", "hash", WRONG) for move in path)
