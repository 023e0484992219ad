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
    NOBODY,
    SILENCE,
    TYPED,
    WAITED,
    WAITING,
    WRONG,
    Also,
    Change,
    Heard,
    Path,
    Row,
    Shift,
    Window,
)  # fmt: skip
from ivr.comparison.walk import Found, Rang
from ivr.comparison.windows import Windows
from ivr.core.texts import Language

_ORDER = {what: place for place, what in enumerate((*KEYS, TYPED, SILENCE, WRONG, NOBODY, WAITING, WAITED))}

_WHEN = "{when}"
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
        here: dict[int, tuple[_Change, dict[Path, None]]] = {}
        for one in found:
            change = self._known(one, mask)
            here.setdefault(id(change), (change, {}))[1][one.path] = None
        for change, paths in here.values():
            for path in _shortest(paths):
                change.places.setdefault(path, set()).add(number)

    def _known(self, one: Found, mask: Mapping[Language, Mask]) -> _Change:
        """The same change found before: word for word, or but for the words of a moment."""
        masked = _masked(one.change, mask)
        keys = (one.language, one.change, ""), (one.language, masked, "masked")
        change = self._changes.get(keys[0]) or self._changes.get(keys[1])
        change = change or _Change(one.change, one.language, _WHEN in str(masked))
        self._changes |= dict.fromkeys(keys, change)
        return change

    def take_times(self, rang: Iterable[Rang]) -> None:
        for one in rang:
            if one.language == self._languages[0]:
                self._rang.setdefault(one.path, (one.before, one.after))

    def rows(self, windows: Windows, examples: Mapping[int, datetime]) -> tuple[Row, ...]:
        together: dict[object, list[_Change]] = {}
        for one in {id(one): one for one in self._changes.values()}.values():
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
        told = tuple(one.change for one in sorted(changes, key=lambda one: one.change.kind == "course"))
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
    """Ways on which it takes `least` seconds more or less until it rings; those within half a second together."""
    found: dict[tuple[Language, int], list[tuple[Path, float, float]]] = {}
    for one in rang:
        if one.before is None or one.after is None or abs(one.after - one.before) < least or _again(one.path):
            continue
        kind = one.language, round(2 * (one.after - one.before))
        found.setdefault(kind, []).append((one.path, one.before, one.after))
    rows = []
    for (language, _), ways in found.items():
        ways.sort(key=lambda way: (len(way[0]), in_order(way[0])))
        paths = tuple(dict.fromkeys(path for path, _, _ in ways))
        rows.append(Shift(language, paths, ways[0][1], ways[0][2]))
    return tuple(sorted(rows, key=lambda row: in_order(row.paths[0])))


def _again(path: Path) -> bool:
    """The caller asked to hear something once more, or made a mistake: no way of its own."""
    return any(move.what in ("star", "hash", WRONG) for move in path)
