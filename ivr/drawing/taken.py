"""How often callers took each way out of a card. Pure; the log tells moves, the drawing has ways."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from ivr.core.flow import BACK, REPEAT
from ivr.drawing.graph import Card, Graph

Move = tuple[str, str, str]
"""(node, way, next node): the way is "key 1", "no_input", "no_match", "then" or the outcome of a leg."""

_BY_KEY = ("key", "silent_key", "language")
_BY_NAME = {"no_input": ("no_input",), "no_match": ("no_match",), "then": ("then", "closed", "otherwise")}


def ways_of(graph: Graph, moves: Mapping[Move, int]) -> dict[tuple[str, int], int]:
    """(card, position of the way) -> how often. A move that no way of the present flow fits is left out: it was made
    on an earlier one."""
    cards = {card.name: card for card in graph.cards}
    found: Counter[tuple[str, int]] = Counter()
    for (node, way, target), n in moves.items():
        if target and node in cards and (place := _position(cards[node], way, target)) is not None:
            found[node, place] += n
    return dict(found)


def _position(card: Card, way: str, target: str) -> int | None:
    key = way.removeprefix("key ") if way.startswith("key ") else ""
    names = _BY_KEY if key else _BY_NAME.get(way, ("otherwise",))
    fits = [place for place, one in enumerate(card.ways) if one.why in names and one.key == key]
    if card.type == "callback":  # its keys answer questions
        fits = [place for place, one in enumerate(card.ways) if one.to == target]
    exact = [place for place in fits if card.ways[place].to == target]
    stays = [place for place in fits if card.ways[place].to in ("", REPEAT, BACK)]
    return next(iter(exact or stays), None)
