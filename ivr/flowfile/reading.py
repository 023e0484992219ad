"""YAML text -> a tree of texts with places. Says what is wrong with the text, never what it means.

Uses PyYAML's pure Python events (not its constructor: `7:30` would become 450), with limits that keep a hostile
file harmless: size, number of lines and of values, depth, no references, no tags.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

import yaml

from ivr.flowfile.problems import Problem, Report
from ivr.flowfile.sources import Sources
from ivr.flowfile.tree import Mapping, Place, Scalar, Sequence, Tree, Trees
from ivr.flowfile.yaml_errors import report_yaml_error

SIZE_AT_MOST = 64 * 1024  # bytes
LINES_AT_MOST = 10_000  # the parser looks at each several times, however short it is
VALUES_AT_MOST = 4_000
DEPTH_AT_MOST = 20
_KEPT = 32  # files that were read last

_SPACES = "\u00a0\u202f\u2007\u2009\t"  # typed or pasted for a space; read as one
_TO_SPACE = str.maketrans(dict.fromkeys(_SPACES, " "))
_INVISIBLE = re.compile(
    "[^\t\n\r\x20-\x7e\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]|[\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff]"
)
_INDENT = re.compile(f"^ *([{_SPACES}])(?=.*\\S)", re.MULTILINE)
_TOO_DEEP = re.compile(rf"^[^#'\"\n]*?(?:[\[{{]\s*+){{{DEPTH_AT_MOST}}}([\[{{])", re.MULTILINE)
_HASH_KEY = re.compile(r"^(?:[^'\"#\n]*[{,\s])?(#) ?:(?=\s|$)", re.MULTILINE)

_WORD = re.compile(r"\S{1,60}")
_MISTAKES = {"\t": "E-indent-tab", "#": "E-hash-comment"}


class _UnreadableError(Exception):
    """The file cannot be read on; the reason is reported."""


def read_trees(sources: Sources, report: Report) -> Trees:
    """Every file as a tree, None where it cannot be read."""
    return {file: read_tree(file, text, report) for file, text in sources.files.items()}


def read_tree(file: str, text: str, report: Report) -> Tree | None:
    """One file as a tree; None, with a problem in the report, where it cannot be read. Raises nothing."""
    tree, problems = _read(file, text)
    for problem in problems:
        report.keep(problem)
    return tree


@lru_cache(maxsize=_KEPT)
def _read(file: str, text: str) -> tuple[Tree | None, tuple[Problem, ...]]:
    """Checked, compiled and compared, the same text is asked for several times, and reading it takes longest."""
    report = Report()
    try:
        tree: Tree | None = _TreeReader(file, _readable(file, text, report), report).document()
    except _UnreadableError:
        tree = None
    return tree, tuple(report.sorted())


def _readable(file: str, text: str, report: Report) -> str:
    """The text with plain spaces, every character in its old place; what cannot be meant is reported."""
    if len(text) > SIZE_AT_MOST or len(text.encode("utf-8", "surrogatepass")) > SIZE_AT_MOST:
        report.add("E-file-big", Place(file), limit=SIZE_AT_MOST // 1024)
        raise _UnreadableError
    if max(text.count("\n"), text.count("\r")) >= LINES_AT_MOST:
        report.add("E-file-lines", Place(file, LINES_AT_MOST + 1), limit=LINES_AT_MOST)
        raise _UnreadableError
    text = text.removeprefix("\ufeff")
    if found := _INVISIBLE.search(text):
        report.add("E-character", _place(file, text, found.start()), character=f"U+{ord(found[0]):04X}")
        raise _UnreadableError
    if found := _TOO_DEEP.search(text):  # the parser would look at a thousand of them before it says the first
        report.add("E-file-deep", _place(file, text, found.start(1)), limit=DEPTH_AT_MOST)
        raise _UnreadableError
    return text


def _place(file: str, text: str, index: int) -> Place:
    before = re.split(r"\r\n|\r|\n", text[:index])
    return Place(file, len(before), len(before[-1]) + 1)


class _TreeReader:
    """Reads one file. Syntax errors below a line already complained about are not reported: one cause, one message."""

    def __init__(self, file: str, text: str, report: Report) -> None:
        self._file, self._text, self._report = file, text, report
        self._values = 0
        self._blamed = min((place.line for place in self._typing_mistakes()), default=None)
        self._events: Iterator[yaml.Event] = yaml.parse(text.translate(_TO_SPACE), Loader=yaml.BaseLoader)

    def document(self) -> Tree:
        try:
            return self._document()
        except yaml.YAMLError as error:
            found = Report()
            report_yaml_error(error, self._file, self._text, found)
            self._keep_unless_blamed(found)
            raise _UnreadableError from error

    def _keep_unless_blamed(self, found: Report) -> None:
        for problem in found.sorted():
            if self._blamed is None or problem.line < self._blamed:
                self._report.keep(problem)

    def _typing_mistakes(self) -> Iterator[Place]:
        """The first tab and the first no-break space in the indentation, and the first `#` written as a key."""
        seen: set[str] = set()
        for match in (*_INDENT.finditer(self._text), *_HASH_KEY.finditer(self._text)):
            code = _MISTAKES.get(match[1], "E-indent-no-break")
            if code not in seen:
                seen.add(code)
                yield self._mistake(code, match.start(1))

    def _mistake(self, code: str, index: int) -> Place:
        place = _place(self._file, self._text, index)
        self._report.add(code, place)
        return place

    def _document(self) -> Tree:
        next(self._events)  # the stream begins
        event = next(self._events)
        if isinstance(event, yaml.StreamEndEvent):
            self._stop("E-file-empty", Place(self._file))
        tree = self._node(next(self._events), 1)
        if tree == Scalar("", tree.at):
            self._stop("E-file-empty", Place(self._file))
        next(self._events)  # the document ends
        if isinstance(after := next(self._events), yaml.DocumentStartEvent):
            self._stop("E-documents", self._at(after))
        return tree

    def _node(self, event: yaml.Event, depth: int, owner: Place | None = None) -> Tree:
        at = self._at(event)
        self._check_limits(at, depth)
        self._check_marks(event, at)
        if isinstance(event, yaml.MappingStartEvent):
            return self._mapping(at if event.flow_style else owner or at, depth)
        if isinstance(event, yaml.SequenceStartEvent):
            return self._sequence(at if event.flow_style else owner or at, depth)
        assert isinstance(event, yaml.ScalarEvent)
        return Scalar(" ".join(event.value.split()), at)

    def _mapping(self, at: Place, depth: int) -> Mapping:
        entries: dict[str, tuple[Scalar, Tree]] = {}
        while not isinstance(event := next(self._events), yaml.MappingEndEvent):
            key = self._node(event, depth + 1)
            value = self._node(next(self._events), depth + 1, key.at)
            if not isinstance(key, Scalar):
                self._report.add("E-key-not-text", key.at)
            elif first := entries.get(key.text):
                self._report.add("E-key-twice", key.at, key=key.text, first=first[0].at.line, second=key.at.line)
            else:
                entries[key.text] = (key, value)
        return Mapping(tuple(entries.values()), at)

    def _sequence(self, at: Place, depth: int) -> Sequence:
        items: list[Tree] = []
        while not isinstance(event := next(self._events), yaml.SequenceEndEvent):
            items.append(self._node(event, depth + 1))
        return Sequence(tuple(items), at)

    def _check_limits(self, at: Place, depth: int) -> None:
        self._values += 1
        if self._report.is_full:  # nobody reads on
            raise _UnreadableError
        if depth > DEPTH_AT_MOST:
            self._stop("E-file-deep", at, limit=DEPTH_AT_MOST)
        if self._values > VALUES_AT_MOST:
            self._stop("E-file-long", at, limit=VALUES_AT_MOST)

    def _check_marks(self, event: yaml.Event, at: Place) -> None:
        if isinstance(event, yaml.AliasEvent):
            self._stop("E-alias", at, word=f"*{event.anchor}")
        if isinstance(event, yaml.NodeEvent) and event.anchor:
            self._report.add("E-alias", at, word=f"&{event.anchor}")
        if tag := getattr(event, "tag", None):
            self._report.add("E-tag", at, tag=self._word(event) or tag)

    def _word(self, event: yaml.Event) -> str:
        mark = event.start_mark
        match = _WORD.match(self._text, mark.index) if mark else None
        return match[0] if match else ""

    def _at(self, event: yaml.Event) -> Place:
        mark = event.start_mark
        return Place(self._file, mark.line + 1, mark.column + 1) if mark else Place(self._file)

    def _stop(self, code: str, at: Place, **fields: str | int) -> None:
        self._report.add(code, at, **fields)
        raise _UnreadableError
