"""The schemas of editors against the check: what it accepts they never refuse, and what they can know they refuse."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft7Validator

from ivr.flowfile import times
from ivr.flowfile.build import build
from ivr.flowfile.context import Context
from ivr.flowfile.json_schema import schema_of
from ivr.flowfile.names import collect_names
from ivr.flowfile.numbers import phone_number
from ivr.flowfile.problems import Report
from ivr.flowfile.reading import read_trees
from ivr.flowfile.shapes.forms import DATE, DAY_KEY, PHONE, SPANS, Form
from ivr.flowfile.sources import read_sources
from ivr.flowfile.tree import Mapping, Place, Scalar, Sequence, Tree, Trees
from ivr.flowfile.values import day
from tests.support.offices import OFFICES
from tests.support.yaml12 import NULL, as_editors_read, as_editors_see

TODAY = date(2026, 6, 1)
AT = Place("config.yaml")
HERE = Path(__file__).parent
FOLDERS = {**OFFICES, "small": HERE / "office" / "config.yaml"}
FILES = [(name, file) for name, config in FOLDERS.items() for file in read_sources(config).files]

KNOWN_TO_EDITORS = {
    *("E-key-unknown", "E-key-missing", "E-value-missing", "E-not-mapping", "E-not-list", "E-not-text", "E-list-empty"),
    *("E-choice", "E-yes-no", "E-whole-number", "E-out-of-range", "E-name-bad", "E-name-reserved", "E-locale"),
    *("E-date-bad", "E-date-order", "E-time-colon", "E-time-bad", "E-span-bad"),
    *("E-day-bad", "E-day-comma", "E-day-language", "E-last-day-twice", "E-exception-dates"),
    *("E-number-several", "E-number-letter", "E-number-zero", "E-number-area", "E-number-words", "E-number-extension"),
    *("E-number-invalid", "E-number-foreign", "E-number-emergency", "E-number-short"),
    *("E-language-unsupported", "E-language-unknown", "E-text-one-language", "E-text-empty", "E-text-comma"),
    *("E-written-here", "E-placeholder-missing", "E-group-many", "E-group-line-twice", "E-mail-bad", "E-webhook-bad"),
    *("E-call-back-promise", "E-menu-key", "E-menu-closed", "E-menu-hours", "E-option-way"),
}
"""Codes of mistakes that one file shows by its keys, types, choices, forms and limits."""

UNREADABLE = {  # an editor's own YAML reader says so, or says nothing
    *(
        "E-config-missing",
        "E-file-empty",
        "E-indent-tab",
        "E-indent-no-break",
        "E-character",
        "E-star",
        "E-hash-comment",
    ),
    *("E-alias", "E-tag", "E-documents", "E-key-not-text", "E-bracket", "E-bracket-extra", "E-quote-open", "E-indent"),
    *("E-colon-second", "E-colon-missing", "E-line-fit", "E-after-quote", "E-first-character", "E-backslash", "E-yaml"),
}
INSIDE_A_TEXT = {"other voice of an unknown language"}  # rows whose code is known otherwise
MISTAKES = [
    row
    for row in yaml.safe_load((HERE / "mistakes.yaml").read_text(encoding="utf-8"))
    if not UNREADABLE & set(row["codes"])
]


@cache
def validator(root: str, language: str = "pl") -> Draft7Validator:
    schema = schema_of(root, "pl" if language == "pl" else "en")
    Draft7Validator.check_schema(schema)
    return Draft7Validator(schema)


def refused(file: str, text: str, language: str = "pl") -> list[str]:
    """What the schema says against a file."""
    found = validator("flow" if file.startswith("flows/") else "config", language)
    return [f"{list(error.path)}: {error.message}" for error in found.iter_errors(as_editors_read(text))]


@pytest.mark.parametrize("language", ["pl", "en"])
@pytest.mark.parametrize(("office", "file"), FILES, ids=[f"{office}-{file}" for office, file in FILES])
def test_shipped_files_are_accepted(office: str, file: str, language: str) -> None:
    assert refused(file, read_sources(FOLDERS[office]).files[file], language) == []


@pytest.mark.parametrize("row", MISTAKES, ids=[row["name"] for row in MISTAKES])
def test_a_mistake_is_refused_if_one_file_shows_it(row: dict[str, Any]) -> None:
    text = read_sources(FOLDERS["small"]).files[row["file"]].replace(row["find"], row["write"])

    known = bool(KNOWN_TO_EDITORS & set(row["codes"])) and row["name"] not in INSIDE_A_TEXT
    assert bool(refused(row["file"], text)) == known, refused(row["file"], text)


def test_every_known_code_has_a_row() -> None:
    assert {code for row in MISTAKES for code in row["codes"]} >= KNOWN_TO_EDITORS


TEN = ", ".join("abcdefghij")
OTHER = [
    ("eleven lines in order", "config.yaml", "lines: [desk]}", f"ring: in_order, lines: [desk, {TEN}]}}", True),
    ("eleven lines together", "config.yaml", "lines: [desk]}", f"lines: [desk, {TEN}]}}", False),
    ("a number at its limit, quoted", "config.yaml", "ring_seconds: 15", 'ring_seconds: "60"', True),
    ("a node named true", "flows/information.yaml", "  bye: {", "  true: {type: end, say: goodbye}\n  bye: {", True),
    ("a way to true", "flows/main.yaml", "    then: services", "    then: true", True),
    ("a word for null", "config.yaml", "name: Urząd Gminy", "name: null", False),
    ("the same in quotes", "config.yaml", "name: Urząd Gminy", 'name: "null"', True),
    ("the keys of another type", "flows/main.yaml", "    type: announce\n", "    type: menu\n", False),
]


@pytest.mark.parametrize(("file", "find", "write", "fine"), [row[1:] for row in OTHER], ids=[row[0] for row in OTHER])
def test_other_places(file: str, find: str, write: str, fine: bool) -> None:
    text = read_sources(FOLDERS["small"]).files[file]
    assert text.count(find) == 1

    assert (refused(file, text.replace(find, write)) == []) is fine


# -- nothing that the check accepts is refused ---------------------------------------------------------

VALUES = [
    *("7", "08", "0", "-1", "300", "1.5", "1e3", "true", "false", "yes", "no", "closed", "open", "x", "desk", "calls"),
    *("sorry", "chosen", "back", "main", "in_turn", "caller", "pl", "en", "uk-UA", "Europe/Warsaw", "2026-12-24"),
    *("2028-02-29", "2027–01–05", "7:30-19:00", "07:30 – 24:00", "8:00-12:00, 13:00-15:00", "12.3456726", "717822322"),
    *("+48717822322", "800 123 4567", "(12) 34-56–726", "+48 12 34 56 726", "48 12 34 56 726", "12 19 123", "Proszę."),
    *("{label} {key}", "mon-fri", "mon, wed", "Sat", "star", "5", "until", "holidays", "last_day_of_month", "written"),
]


def _nodes(node: yaml.Node) -> Iterator[yaml.Node]:
    yield node
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            yield key
            yield from _nodes(value)
    elif isinstance(node, yaml.SequenceNode):
        for item in node.value:
            yield from _nodes(item)


def _scalar(text: str, style: str | None) -> yaml.ScalarNode:
    return yaml.ScalarNode("tag:yaml.org,2002:str", text, style=style)


def _change(root: yaml.Node, data: st.DataObject) -> None:
    """One thing is left out, written otherwise, quoted or not, doubled, or put into a list."""
    node = data.draw(st.sampled_from(list(_nodes(root))))
    if isinstance(node, yaml.ScalarNode):
        node.style = data.draw(st.sampled_from([None, '"', "'"]))
        if data.draw(st.booleans()):
            node.value = data.draw(st.sampled_from(VALUES))
    elif node.value and data.draw(st.booleans()):
        node.value.pop(data.draw(st.integers(0, len(node.value) - 1)))
    elif isinstance(node, yaml.SequenceNode):
        node.value.append(_scalar(data.draw(st.sampled_from(VALUES)), None))
    else:
        key, value = (data.draw(st.sampled_from(VALUES)) for _ in range(2))
        node.value.append((_scalar(key, None), _scalar(value, data.draw(st.sampled_from([None, '"'])))))


def _has_a_word_for_null(root: yaml.Node) -> bool:
    return any(isinstance(node, yaml.ScalarNode) and not node.style and node.value in NULL for node in _nodes(root))


@cache
def _trees() -> Trees:
    return read_trees(read_sources(FOLDERS["small"]), Report())


def _root(file: str) -> yaml.Node:
    """A copy to change, without its places."""
    return _copy(_composed()[file])


def _copy(node: yaml.Node) -> yaml.Node:
    if isinstance(node, yaml.ScalarNode):
        return yaml.ScalarNode(node.tag, node.value, style=node.style)
    if isinstance(node, yaml.SequenceNode):
        return yaml.SequenceNode(node.tag, [_copy(item) for item in node.value])
    return yaml.MappingNode(node.tag, [(_copy(key), _copy(value)) for key, value in node.value])


@cache
def _composed() -> dict[str, yaml.Node]:
    files = read_sources(FOLDERS["small"]).files
    return {file: yaml.compose(text, Loader=yaml.BaseLoader) for file, text in files.items()}


def _tree(node: yaml.Node) -> Tree:
    """As the check reads it. ValueError for a key that stands twice."""
    if isinstance(node, yaml.ScalarNode):
        return Scalar(" ".join(node.value.split()), AT)
    if isinstance(node, yaml.SequenceNode):
        return Sequence(tuple(_tree(item) for item in node.value), AT)
    entries = tuple((Scalar(key.value, AT), _tree(value)) for key, value in node.value)
    if len({key.text for key, _ in entries}) < len(entries):
        raise ValueError("a key twice")
    return Mapping(entries, AT)


def _accepted(file: str, root: yaml.Node) -> bool:
    report = Report()
    try:
        build({**_trees(), file: _tree(root)}, "config.yaml", "r", report, TODAY)
    except ValueError:
        return False
    return not report.has_errors


def _refused(file: str, root: yaml.Node) -> list[str]:
    found = validator("flow" if file.startswith("flows/") else "config")
    return [f"{list(error.path)}: {error.message}" for error in found.iter_errors(as_editors_see(root))]


@settings(max_examples=80, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_what_the_check_accepts_is_accepted(data: st.DataObject) -> None:
    file = data.draw(st.sampled_from(sorted(_trees())))
    root = _root(file)
    for _ in range(data.draw(st.integers(1, 3))):
        _change(root, data)

    if not _has_a_word_for_null(root) and _accepted(file, root):
        assert _refused(file, root) == []


def test_most_of_the_office_can_be_left_out() -> None:
    """Every key that the check lets go is one that the schema lets go; and there are some."""
    left_out = 0
    for file in _trees():
        for index in range(len(list(_pairs(_root(file))))):
            root = _root(file)
            mapping, pair = list(_pairs(root))[index]
            mapping.value.remove(pair)
            if _accepted(file, root):
                left_out += 1
                assert _refused(file, root) == [], pair[0].value
    assert left_out >= 30


def _pairs(root: yaml.Node) -> Iterator[tuple[yaml.MappingNode, tuple[yaml.Node, yaml.Node]]]:
    for node in _nodes(root):
        if isinstance(node, yaml.MappingNode):
            yield from ((node, pair) for pair in node.value)


def test_other_values_in_every_place() -> None:
    """One of the values in the place of each value of the office, plain and quoted; the next one in the next place."""
    accepted = 0
    for file in _trees():
        root = _root(file)
        scalars = [node for node in _nodes(root) if isinstance(node, yaml.ScalarNode)]
        for index, node in enumerate(scalars):
            before = node.value, node.style
            accepted += _is_fine_as(VALUES[index % len(VALUES)], node, file, root)
            node.value, node.style = before
    assert accepted >= 40


def _is_fine_as(value: str, node: yaml.ScalarNode, file: str, root: yaml.Node) -> bool:
    node.value = value
    if not _accepted(file, root):
        return False
    for node.style in (None, '"'):
        assert _refused(file, root) == [], value
    return True


# -- the forms against their readers -------------------------------------------------------------------

READERS: dict[str, tuple[Form, Callable[[Context, Scalar], object], str]] = {
    "date": (DATE, day, "0123456789-–."),
    "spans": (SPANS, times.spans, "0123456789:-–, closed"),
    "days": (DAY_KEY, lambda context, key: times.days(context, key, ()), "montuewdhfrisa-–, MF"),
    "phone": (PHONE, phone_number, "0123456789 +()-–./48"),
}
GOOD = {
    "date": ["2026-12-24", "2028-02-29", "2026–01–05"],
    "spans": ["closed", "7:30-19:00", "0:00-24:00", "8:00-12:00, 13:00-15:00", "8:00 — 9:00,10:00-11:00"],
    "days": ["mon-fri", "mon, wed", "Sat", "MON - Fri , sun"],
    "phone": ["71 78 22 322", "+48 800 123 4567", "(12) 34-56–726", "48123456726", "12 19 123", "12.3456726"],
}


@pytest.mark.parametrize("name", READERS)
@settings(max_examples=80, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_a_form_fits_what_its_reader_reads(name: str, data: st.DataObject) -> None:
    form, read, letters = READERS[name]
    good = data.draw(st.sampled_from(GOOD[name]))
    start = data.draw(st.integers(0, len(good)))
    typed = data.draw(st.text(st.sampled_from(letters), max_size=3))
    written = " ".join(
        (good[:start] + typed + good[data.draw(st.integers(start, min(len(good), start + 3))) :]).split()
    )
    report = Report()
    context = Context(report, collect_names(None, [], Report()))
    read(context, Scalar(written, AT))

    if written and not report.has_errors:
        assert form.fits(written), written


@pytest.mark.parametrize("name", READERS)
def test_the_good_ones_are_read(name: str) -> None:
    form, read, _ = READERS[name]
    for written in GOOD[name]:
        report = Report()
        read(Context(report, collect_names(None, [], Report())), Scalar(written, AT))
        assert not report.has_errors, written
        assert form.fits(written), written
