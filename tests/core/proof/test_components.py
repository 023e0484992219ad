"""Parts of small graphs, and that size is no reason to fail."""

from __future__ import annotations

import pytest

from ivr.core.proof.components import components, shortest_round

GRAPHS = [
    pytest.param({}, [], id="nothing"),
    pytest.param({0: []}, [{0}], id="one alone"),
    pytest.param({0: [0]}, [{0}], id="one that leads to itself"),
    pytest.param({0: [1], 1: []}, [{1}, {0}], id="what is led to comes first"),
    pytest.param({0: [1], 1: [0]}, [{0, 1}], id="a round"),
    pytest.param({0: [1], 1: [2], 2: [0, 3], 3: [4], 4: [3]}, [{3, 4}, {0, 1, 2}], id="two rounds"),
    pytest.param({0: [1, 9], 1: []}, [{1}, {0}], id="a number that is not there"),
    pytest.param({0: [1, 2], 1: [3], 2: [3], 3: []}, [{3}, {1}, {2}, {0}], id="a diamond"),
]


@pytest.mark.parametrize(("graph", "parts"), GRAPHS)
def test_parts(graph: dict[int, list[int]], parts: list[set[int]]) -> None:
    assert [set(part) for part in components(graph)] == parts


def test_a_long_chain_does_not_fail() -> None:
    size = 50_000
    chain = {number: [number + 1] for number in range(size)}

    assert len(list(components(chain))) == size
    assert len(list(components({**chain, size: [0]}))) == 1


ROUNDS = [
    pytest.param({0: [0]}, 0, 0, (0,), id="itself"),
    pytest.param({0: [1], 1: [0]}, 0, 1, (0, 1), id="two"),
    pytest.param({0: [1], 1: [2, 3], 2: [0], 3: [2]}, 0, 1, (0, 1, 2), id="the shorter way back"),
]


@pytest.mark.parametrize(("graph", "first", "second", "way"), ROUNDS)
def test_shortest_round(graph: dict[int, list[int]], first: int, second: int, way: tuple[int, ...]) -> None:
    assert shortest_round(graph, first, second) == way
