"""Cells of many calls, each word and link made once: a page has hundreds of them, an export a million."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from flask_babel import gettext as _

from ivr.console.calls_columns import COLUMNS, Column, Part, Seen, Value

T = TypeVar("T")
Link = Callable[[Mapping[str, str]], str]


class _Once(Generic[T]):
    """What `make` gives, kept for a column that depends on one field only."""

    def __init__(self, make: Callable[[Column, Seen], T]) -> None:
        self._make = make
        self._made: dict[Hashable, T] = {}

    def __call__(self, name: str, seen: Seen) -> T:
        column = COLUMNS[name]
        if not column.of:
            return self._make(column, seen)
        key = name, getattr(seen.row, column.of), seen.row.test
        if key not in self._made:
            self._made[key] = self._make(column, seen)
        return self._made[key]


@dataclass(frozen=True, slots=True)
class Head:
    name: str
    label: str
    kind: str


@dataclass(frozen=True, slots=True)
class Word:
    """One part of a cell: `link` shows only calls like it, "" for none; `kind` of a chip."""

    text: str
    link: str
    kind: str


def heads(names: Iterable[str]) -> list[Head]:
    return [Head(name, _(COLUMNS[name].label), COLUMNS[name].kind) for name in names]


def page_rows(names: Sequence[str], rows: Iterable[Seen], link: Link) -> list[tuple[Seen, list[Sequence[Word]]]]:
    """Each call with its cells, in the order of `names`."""

    def make(column: Column, seen: Seen) -> Sequence[Word]:
        return [_word(part, link) for part in column.parts(seen)]

    once = _Once(make)
    return [(seen, [once(name, seen) for name in names]) for seen in rows]


def export_rows(names: Sequence[str], rows: Iterable[Seen]) -> Iterator[list[Value]]:
    once = _Once(lambda column, seen: column.value(seen))
    for seen in rows:
        yield [once(name, seen) for name in names]


def _word(part: Part, link: Link) -> Word:
    return Word(part.text, link(part.only) if part.only else "", part.kind)
