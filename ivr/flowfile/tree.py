"""The text of the staff's files as a tree in which every value is text and knows its place.

Shapes only: reading stands in `reading`, meaning in `build*`. Must not import YAML.
"""

from __future__ import annotations

import typing
from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Place:
    """Where a value stands. Lines and columns count from 1; 0 means the file as a whole."""

    file: str
    line: int = 1
    column: int = 1


@dataclass(frozen=True, slots=True)
class Scalar:
    """One text, plain or quoted. `key:` with nothing after it is the empty text."""

    text: str
    at: Place


@dataclass(frozen=True, slots=True)
class Mapping:
    """Keys and values in the order of the file, without duplicates. A block stands at the key that owns it."""

    entries: tuple[tuple[Scalar, Tree], ...]
    at: Place

    def __iter__(self) -> Iterator[tuple[Scalar, Tree]]:
        return iter(self.entries)

    def get(self, key: str) -> Tree | None:
        return next((value for name, value in self.entries if name.text == key), None)


@dataclass(frozen=True, slots=True)
class Sequence:
    """Values one after the other."""

    items: tuple[Tree, ...]
    at: Place

    def __iter__(self) -> Iterator[Tree]:
        return iter(self.items)


Tree = Scalar | Mapping | Sequence

Trees = typing.Mapping[str, Tree | None]
"""Path of a file -> its tree; None for a file that cannot be read (its problem is reported)."""

Plain = str | list["Plain"] | dict[str, "Plain"]
"""A tree without places: what JSON holds."""


def plain(node: Tree) -> Plain:
    """The tree without places."""
    if isinstance(node, Scalar):
        return node.text
    if isinstance(node, Sequence):
        return [plain(item) for item in node]
    return {key.text: plain(value) for key, value in node}


def from_plain(value: Plain, at: Place) -> Tree:
    """The tree of a plain value; everything in it stands at `at`. TypeError for anything but text, list and dict."""
    if isinstance(value, str):
        return Scalar(value, at)
    if isinstance(value, list):
        return Sequence(tuple(from_plain(item, at) for item in value), at)
    if isinstance(value, dict):
        return Mapping(tuple((Scalar(key, at), from_plain(item, at)) for key, item in value.items()), at)
    raise TypeError(f"not a text, list or mapping: {type(value).__name__}")
