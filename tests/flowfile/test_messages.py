"""Every mistake of the table, with the exact line that is printed; and nothing in the catalogue without an example."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from string import Formatter
from typing import Any

import pytest
import yaml

from ivr.flowfile.check import check
from ivr.flowfile.messages import MESSAGES
from ivr.flowfile.problems import Problem
from ivr.flowfile.sources import Sources

TODAY = date(2026, 6, 1)
FILE = "flows/information.yaml"

MISTAKES: list[dict[str, Any]] = [
    *yaml.safe_load(Path(__file__).with_name("mistakes.yaml").read_text(encoding="utf-8")),
    *yaml.safe_load((Path(__file__).parent / "rules" / "mistakes.yaml").read_text(encoding="utf-8")),
    {
        "name": "a file of 64 kB and one byte",
        "file": FILE,
        "codes": ["E-file-big"],
        "text": "#" + "x" * 64 * 1024,
        "says": [
            f"{FILE}:1:1: error: The file is larger than 64 kB."
            " Split it into several files, or delete what does not belong in it."
        ],
    },
    {
        "name": "a text of two thousand letters and one",
        "file": FILE,
        "find": "en: Goodbye.",
        "write": "en: " + "Bye. " * 400 + ".",
        "codes": ["E-text-long"],
        "says": [
            f"{FILE}:4:54: error: The text has more than 2000 letters. Shorten it: nobody listens that long.",
        ],
    },
    {
        "name": "ten thousand lines and one",
        "file": FILE,
        "codes": ["E-file-lines"],
        "text": "start: a\n" + "\n" * 9_999 + "#",
        "says": [
            f"{FILE}:10001:1: error: The file has more than 10000 lines."
            " Split it into several files, or delete what does not belong in it."
        ],
    },
    {
        "name": "four thousand and one values",
        "file": FILE,
        "codes": ["E-file-long"],
        "text": "start: [" + "a," * 3_998 + "]",  # with the mapping, the key and the list
        "says": [f"{FILE}:1:8003: error: The file holds more than 4000 values. Split it into several files."],
    },
    {
        "name": "twenty-one brackets",
        "file": FILE,
        "codes": ["E-file-deep"],
        "text": "[" * 21 + "]" * 21,
        "says": [
            f"{FILE}:1:21: error: Brackets or indentation go more than 20 levels deep here."
            " Delete those that are not needed."
        ],
    },
]


def problems_of(office: Sources, row: dict[str, Any]) -> tuple[Problem, ...]:
    files = dict(office.files)
    old = files.pop(row["file"])
    if "text" in row:
        files[row["file"]] = row["text"]
    elif "find" in row:
        assert old.count(row["find"]) == 1
        files[row["file"]] = old.replace(row["find"], row["write"])
    return check(Sources(files), row.get("today", TODAY)).problems


@pytest.mark.parametrize("row", MISTAKES, ids=[row["name"] for row in MISTAKES])
def test_a_mistake_is_told_in_exactly_these_words(office: Sources, row: dict[str, Any]) -> None:
    problems = problems_of(office, row)

    assert [problem.line_of_text() for problem in problems] == row["says"]
    assert [problem.code for problem in problems] == row["codes"]
    if "mówi" in row:
        assert [problem.line_of_text("pl") for problem in problems] == row["mówi"]


def test_flows_without_any_file(office: Sources) -> None:
    checked = check(Sources({"config.yaml": office.files["config.yaml"]}), TODAY)

    assert [problem.line_of_text() for problem in checked.problems] == [
        "flows/main.yaml:1:1: error: There is no flow file. Write flows/main.yaml with start, main and nodes."
    ]


def test_every_code_of_the_catalogue_has_an_example() -> None:
    shown = {code for row in MISTAKES for code in row["codes"]}

    elsewhere = {"W-budget", "W-share-unused", "E-holiday-package"}  # tests/calls/test_seconds.py, rules/test_rules.py
    assert set(MESSAGES) - shown == {"E-flows-missing"} | elsewhere  # the test above


def test_names_of_the_table_are_unique() -> None:
    names = [row["name"] for row in MISTAKES]

    assert len(names) == len(set(names))


@pytest.mark.parametrize("code", MESSAGES)
def test_both_languages_say_the_same(code: str) -> None:
    message = MESSAGES[code]

    assert all((*message.en, *message.pl)), "message and hint, in both languages"
    assert fields(message.en) == fields(message.pl)
    assert code.startswith({"error": "E-", "warning": "W-", "note": "N-"}[message.severity])
    assert not any("\n" in sentence or "  " in sentence for sentence in (*message.en, *message.pl))
    assert message.en != message.pl


def fields(sentences: tuple[str, str]) -> set[str]:
    return {name for sentence in sentences for _, name, _, _ in Formatter().parse(sentence) if name}
