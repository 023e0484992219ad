"""Strongly connected parts of a graph: states from each of which a call can come to every other. Arithmetic only."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence


def components(ahead: Mapping[int, Sequence[int]]) -> Iterator[tuple[int, ...]]:
    """The parts of `ahead` (number -> numbers it leads to), each after all it leads to. Tarjan's, without recursion: a
    flow of a thousand menus is no reason to fail. Numbers that are no key of `ahead` are left out."""
    index: dict[int, int] = {}
    low: dict[int, int] = {}
    stack: list[int] = []
    on_stack: set[int] = set()
    for root in ahead:
        if root in index:
            continue
        index[root] = low[root] = len(index)
        stack.append(root)
        on_stack.add(root)
        work = [(root, iter(ahead[root]))]
        while work:
            node, others = work[-1]
            for other in others:
                if other not in ahead:
                    continue
                if other not in index:
                    index[other] = low[other] = len(index)
                    stack.append(other)
                    on_stack.add(other)
                    work.append((other, iter(ahead[other])))
                    break
                if other in on_stack:
                    low[node] = min(low[node], index[other])
            else:
                work.pop()
                if work:
                    low[work[-1][0]] = min(low[work[-1][0]], low[node])
                if low[node] == index[node]:
                    part = _popped(stack, node)
                    on_stack.difference_update(part)
                    yield part


def _popped(stack: list[int], until: int) -> tuple[int, ...]:
    position = len(stack) - 1
    while stack[position] != until:
        position -= 1
    part = tuple(stack[position:])
    del stack[position:]
    return part


def shortest_round(ahead: Mapping[int, Sequence[int]], first: int, second: int) -> tuple[int, ...]:
    """first, second, … the numbers of the shortest way round that begins with the step from `first` to `second`."""
    came: dict[int, int] = {second: second}
    waiting = [second]
    for number in waiting:
        if number == first:
            break
        for other in ahead.get(number, ()):
            if other not in came:
                came[other] = number
                waiting.append(other)
    way = [first]
    while way[-1] != second:
        way.append(came[way[-1]])
    return (first, *reversed(way[1:])) if first != second else (first,)
