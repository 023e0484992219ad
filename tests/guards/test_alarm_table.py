"""Page 14 of the guide has a row for every alarm, every reason of /readyz and every metric, in both languages."""

from __future__ import annotations

import re
from pathlib import Path
from typing import get_args

import pytest

from ivr.alarms import Code
from ivr.watching.exposition import METRICS
from ivr.watching.words import _WORDS
from ivr.web.health import ALSO, REASONS

ROOT = Path(__file__).parents[2]
PAGES = ("docs/en/14-alarms.md", "docs/pl/14-alarmy.md")


@pytest.mark.parametrize("page", PAGES)
def test_everything_that_is_told_has_a_row_that_says_what_to_do(page: str) -> None:
    rows = re.findall(r"^\| `(\w+)` \| ([^|]+) \| ([^|]+) \|$", (ROOT / page).read_text(encoding="utf-8"), re.MULTILINE)

    assert sorted(name for name, _, _ in rows) == sorted({*get_args(Code), *REASONS, *METRICS})
    assert all(meaning.strip() and todo.strip() for _, meaning, todo in rows)


def test_every_alarm_has_words_in_both_languages() -> None:
    assert {language: set(words) for language, words in _WORDS.items()} == {
        one: set(get_args(Code)) for one in ("pl", "en")
    }
    assert set(ALSO) <= set(get_args(Code))
