"""Small numbers: which read <5, and that what is hidden cannot be computed from what is shown."""

from __future__ import annotations

from datetime import date
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivr.figures import Hiding, protected
from ivr.store.figures import Period

LIMIT = date(2025, 11, 24)


def shown(rows: list[list[int]], hide: bool = True) -> list[list[str]]:
    signs = {"few": "<5", "guard": "#"}
    return [[signs.get(one.hidden) or str(one.n) for one in row] for row in protected(rows, [hide] * len(rows))]


@pytest.mark.parametrize(
    ("row", "reads"),
    [
        pytest.param([30, 20, 10], ["30", "20", "10"], id="nothing small"),
        pytest.param([25, 20, 5], ["25", "20", "5"], id="five is shown"),
        pytest.param([24, 20, 4], ["24", "#", "<5"], id="four is hidden, and what would tell it"),
        pytest.param([20, 20, 0], ["20", "20", "0"], id="nobody stays nobody"),
        pytest.param([4, 4, 0], ["<5", "<5", "0"], id="the sum is small too"),
        pytest.param([36, 30, 4, 2], ["36", "30", "<5", "<5"], id="two small ones hide each other"),
        pytest.param([32, 30, 1, 1], ["32", "#", "<5", "<5"], id="unless they can only be one and one"),
        pytest.param([38, 30, 4, 4], ["38", "#", "<5", "<5"], id="or four and four"),
    ],
)
def test_a_row(row: list[int], reads: list[str]) -> None:
    """A second row makes columns whose sums tell nothing more of the first."""
    assert shown([row, [0] * len(row), row])[0] == reads


def test_a_column_whose_sum_is_told_elsewhere() -> None:
    assert shown([[10], [3], [20]]) == [["#"], ["<5"], ["20"]]


def test_nothing_is_hidden_where_nothing_is_to_be() -> None:
    assert shown([[3, 2, 1]], hide=False) == [["3", "2", "1"]]


@given(st.lists(st.lists(st.integers(0, 9), min_size=2, max_size=3), min_size=1, max_size=3))
def test_no_small_number_can_be_computed(parts: list[list[int]]) -> None:
    """For every small number of a row whose sum is shown there is another table that looks the same."""
    width = min(map(len, parts))
    rows = [[sum(row[:width]), *row[:width]] for row in parts]
    for row, cells in zip(rows, protected(rows, [True] * len(rows)), strict=True):
        unknown = [x for x in range(1, width + 1) if cells[x].hidden]
        assert all(cells[x].hidden for x in range(1, width + 1) if 0 < row[x] < 5)
        if not unknown or cells[0].hidden or not any(n for x, n in enumerate(row) if x and not cells[x].hidden) and (
            len(unknown) == 1
        ):  # fmt: skip
            continue
        choices = [range(1, 5) if cells[x].hidden == "few" else range(5, row[x] + 9) for x in unknown]
        left = row[0] - sum(row[x] for x in range(1, width + 1) if x not in unknown)
        fits = {guess for guess in product(*choices) if sum(guess) == left}
        small = [at for at, x in enumerate(unknown) if cells[x].hidden == "few"]
        others_shown = any(row[x] for x in range(1, width + 1) if x not in unknown)
        assert all(len({guess[at] for guess in fits}) > 1 for at in small) or not others_shown


@pytest.mark.parametrize(
    ("publication", "day", "hidden"),
    [
        pytest.param(False, date(2026, 11, 1), False, id="this year"),
        pytest.param(False, LIMIT, False, id="twelve months ago to the day"),
        pytest.param(False, date(2025, 11, 23), True, id="a day older"),
        pytest.param(True, date(2026, 11, 1), True, id="published"),
    ],
)
def test_whose_numbers_are_hidden(publication: bool, day: date, hidden: bool) -> None:
    hiding = Hiding(publication, LIMIT)

    assert hiding.day(day) is hidden
    assert hiding.period(Period(day, date(2026, 11, 24))) is hidden, "a sum with one old day in it"
