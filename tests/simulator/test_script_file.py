"""Call scripts as clerks write them, and every mistake with its place."""

from __future__ import annotations

from datetime import datetime

import pytest

from ivr.errors import IvrError
from ivr.simulator.script_file import Script, Step, parse_script

WHOLE = """\
name: Family benefits, first desk busy
at: 2026-11-24 10:00          # office time
from: 601 234 567
steps:
  - hears: Dzień dobry
  - presses: 1
  - rings: family
  - desk: busy
  - rings: [payments, family]
  - desk: {answers: 40}
  - answers: 7.5
  - desk: answers
  - desk: refuses
  - desk: no answer
  - desk: no-answer
  - desk: canceled
  - desk: on-fire
  - waits: 10
  - presses: star
  - presses: 1 hash
  - types: 601 234 567
  - hangs_up: yes
ends: desk
"""


def test_whole_script() -> None:
    assert parse_script(WHOLE, "family.yaml") == Script(
        "family.yaml",
        "Family benefits, first desk busy",
        (
            Step("hears", 5, "Dzień dobry"),
            Step("presses", 6, "1"),
            Step("rings", 7, names=("family",)),
            Step("desk", 8, "busy", seconds=60),
            Step("rings", 9, names=("payments", "family"), exactly=True),
            Step("desk", 10, "answers", seconds=40),
            Step("desk", 11, "answers", seconds=7.5),
            Step("desk", 12, "answers", seconds=60),
            Step("desk", 13, "refuses", seconds=60),
            Step("desk", 14, "no_answer", seconds=60),
            Step("desk", 15, "no_answer", seconds=60),
            Step("desk", 16, "cancelled", seconds=60),
            Step("desk", 17, "on-fire", seconds=60),
            Step("waits", 18, seconds=10),
            Step("presses", 19, "*"),
            Step("presses", 20, "1#"),
            Step("types", 21, "601234567"),
            Step("hangs_up", 22),
        ),
        datetime(2026, 11, 24, 10, 0),
        "+48601234567",
        "desk",
    )


def test_smallest_script() -> None:
    assert parse_script("steps: []", "a.yaml") == Script("a.yaml", "a.yaml", ())


@pytest.mark.parametrize(
    ("written", "caller"),
    [("601 234 567", "+48601234567"), ("+48 601-234-567", "+48601234567"), ("anonymous", "anonymous"), ("112", "112")],
)
def test_caller(written: str, caller: str) -> None:
    assert parse_script(f"from: {written}\nsteps: []", "a.yaml").caller == caller


@pytest.mark.parametrize(
    ("written", "at"),
    [
        ("2026-12-24 5:00", datetime(2026, 12, 24, 5)),
        ("2026-12-24 05:00", datetime(2026, 12, 24, 5)),
        ("2026-12-24 18:59:59", datetime(2026, 12, 24, 18, 59, 59)),
        ("2026-12-24 7:30:01", datetime(2026, 12, 24, 7, 30, 1)),
    ],
)
def test_moment(written: str, at: datetime) -> None:
    assert parse_script(f"at: {written}\nsteps: []", "a.yaml").at == at


MISTAKES = [
    ("nothing", "", "1:1: a call script needs `steps`."),
    ("no steps", "name: a", "1:1: a call script needs `steps`."),
    ("a list", "- hears: a", "1:1: a word and a colon are needed here: name, at, from, must, steps, ends."),
    ("unknown word", "step: []\nsteps: []", "1:1: “step” is not known here; did you mean steps?"),
    ("unknown step", "steps:\n  - heers: a", "2:5: “heers” is not known here; did you mean hears?"),
    (
        "unknown step, nothing alike",
        "steps:\n  - 1: a",
        "2:5: “1” is not known here; known: hears, presses, types, rings, desk, answers, waits, hangs_up.",
    ),
    ("word twice", "steps: []\nsteps: []", "2:1: “steps” stands here twice."),
    ("two words in a step", "steps:\n  - hears: a\n    presses: 1", "2:5: a step is one word and what follows it."),
    ("steps no list", "steps: a", "1:8: a list is needed here, each item after a dash."),
    ("no words", "steps:\n  - hears:", "2:11: something is missing after the colon."),
    ("words in a list", "steps:\n  - hears: [a]", "2:12: a plain text is needed here."),
    ("no keys", "steps:\n  - presses: one", "2:14: “one” are no keys; write digits, `star` or `hash`."),
    ("no number", "steps:\n  - types: one", "2:12: “one” is no number; write its digits."),
    ("hash is a comment", "steps:\n  - presses: #", "2:13: “” are no keys; write digits, `star` or `hash`."),
    ("broken YAML", "steps: [", "1:9: not readable: expected the node content, but found '<stream end>'."),
    ("rings nothing", "steps:\n  - rings: []", "2:12: nothing to ring."),
    ("desk misspelt", "steps:\n  - desk: anwsers", "2:11: “anwsers” is no outcome known here; did you mean answers?"),
    ("no seconds", "steps:\n  - waits: long", "2:12: “long” is no number of seconds."),
    ("no seconds of talk", "steps:\n  - desk: {answers: a}", "2:21: “a” is no number of seconds."),
    ("hangs up not", "steps:\n  - hangs_up: no", "2:15: write `hangs_up: yes`."),
    ("no moment", "at: tomorrow\nsteps: []", "1:5: “tomorrow” is no moment; write it like 2026-11-24 10:00."),
    (
        "no such day",
        "at: 2026-11-31 10:00\nsteps: []",
        "1:5: “2026-11-31 10:00” is no moment; write it like 2026-11-24 10:00.",
    ),
    ("ends odd", "steps: []\nends: nobody", "2:7: “nobody” cannot end a call; write service, caller, desk."),
    (
        "star as YAML knows it",
        "steps:\n  - presses: *",
        "2:15: not readable: a star begins something else in YAML; the key is written `star`.",
    ),
]


@pytest.mark.parametrize(("name", "text", "problem"), MISTAKES, ids=[row[0] for row in MISTAKES])
def test_mistake(name: str, text: str, problem: str) -> None:
    with pytest.raises(IvrError) as failure:
        parse_script(text, "a.yaml")

    assert failure.value.message == f"a.yaml:{problem}"


def test_every_mistake_is_told_at_once() -> None:
    with pytest.raises(IvrError) as failure:
        parse_script("at: now\nsteps:\n  - waits: a\n  - hears:\n", "a.yaml")

    assert [line.partition(": ")[0] for line in failure.value.message.splitlines()] == [
        "a.yaml:3:12",
        "a.yaml:4:11",
        "a.yaml:1:5",
    ]
