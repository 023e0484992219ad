"""`diff`: what whole calls meet before and after an edit of the shipped files, told in English and in Polish."""

from __future__ import annotations

from pathlib import Path

import pytest

from ivr.cli.diff_words import Teller
from ivr.comparison import compare
from tests.cli.diff_cases import CONFIG, EDITS, HEADINGS, NOTHING
from tests.cli.diff_told import TOLD
from tests.publish.support import Clerk, clerk
from tests.support.edited import Edit, edited
from tests.support.offices import at, plan_of

NOW = at("2026-11-24 10:00")


def told(edits: list[Edit], language: str) -> str:
    old, new = plan_of(), edited(*edits)
    return "\n".join(Teller(compare(old, new, NOW), old, new, language).lines())


@pytest.mark.parametrize("name", EDITS)
def test_the_rows_of_an_edit(name: str) -> None:
    lines = told(EDITS[name], "en").split("\n")

    assert [line for line in lines if " · " in line] == HEADINGS[name]


@pytest.mark.parametrize("language", ["en", "pl"])
@pytest.mark.parametrize("name", TOLD)
def test_an_edit_in_full(name: str, language: str) -> None:
    assert told(EDITS[name], language) + "\n" == TOLD[name][language]


@pytest.mark.parametrize(("language", "words"), [
    ("en", "No call goes or sounds otherwise in the next 24 months."),
    ("pl", "W najbliższych 24 miesiącach żadne połączenie nie przebiegnie i nie zabrzmi inaczej."),
])  # fmt: skip
@pytest.mark.parametrize("name", NOTHING)
def test_what_callers_do_not_notice(name: str, language: str, words: str) -> None:
    assert told(NOTHING[name], language) == words


def test_the_way_back() -> None:
    old, new = edited(*EDITS["a number"]), plan_of()

    assert "now: rings Information line 71 78 22 322" in "\n".join(
        Teller(compare(old, new, NOW), old, new, "en").lines()
    )


# -- the commands ---------------------------------------------------------------------------------------


def test_live_and_draft_are_compared_unless_named(anna: Clerk) -> None:
    first = anna.live()
    anna.edits("number: 71 78 22 322", "number: 71 78 22 399", CONFIG)

    told_, as_json = anna.ivr("diff"), anna.ivr("diff", "--json").json
    assert "before: rings Information line 71 78 22 322" in told_.out
    assert (as_json["old"], as_json["empty"]) == (first, False)
    row = as_json["calls"]["rows"][0]
    assert row["path"]["moves"] == ["2"]
    assert row["window"]["states"] == ["open"]
    assert [part["rings"] for part in row["changes"][0]["now"]] == [["+48717822399"]]

    assert anna.publishes("number").code == 0
    assert anna.ivr("diff").out == "Callers notice nothing.\n"
    assert anna.ivr("diff", LANG="pl_PL.UTF-8").out == "Dzwoniący niczego nie zauważą.\n"
    assert anna.ivr("diff", "--json").json["empty"] is True
    assert "rings Information line 71 78 22 399" in anna.ivr("diff", first[:8], "live").out
    assert "now: rings Information line 71 78 22 322" in anna.ivr("diff", "live", first).out


def test_draft_and_publish_show_it_too(anna: Clerk) -> None:
    anna.edits("number: 71 78 22 322", "number: 71 78 22 399", CONFIG)
    line = "now: rings Information line 71 78 22 399"

    assert line in anna.ivr("draft").out
    assert anna.ivr("draft", "--json").json["calls"]["rows"]
    assert line in anna.ivr("publish", "--dry-run").out
    assert anna.ivr("publish", "--dry-run", "--json").json["calls"]["rows"]


@pytest.mark.parametrize(("arguments", "code", "words"), [
    (("nonsense",), 2, "No revision begins with"),
    (("live", "draft", "more"), 2, "unexpected extra argument"),
])  # fmt: skip
def test_what_cannot_be_compared(anna: Clerk, arguments: tuple[str, ...], code: int, words: str) -> None:
    ran = anna.ivr("diff", *arguments)

    assert ran.code == code
    assert words in ran.said


def test_nothing_published_yet(tmp_path: Path) -> None:
    ran = clerk(tmp_path / "files", tmp_path / "data").ivr("diff")

    assert ran.code == 2
    assert "Nothing was published so far" in ran.said


def test_files_with_errors_are_told(anna: Clerk) -> None:
    anna.edits("start: greeting", "start: nowhere")

    assert anna.ivr("diff").code == 1
