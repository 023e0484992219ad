"""The flow as Mermaid text, for documents that draw it themselves. Nodes of the graph get the prefix `n_`."""

from __future__ import annotations

from collections.abc import Iterator

from ivr.core.flow import BACK, REPEAT
from ivr.drawing.graph import Card, Graph
from ivr.drawing.words import lines_of, only_goes_back, rung_lines, target_text, way_text

_DASHED = ("no_input", "no_match", "otherwise", "closed", "not_saved")


def mermaid(graph: Graph, language: str) -> str:
    """A flowchart; every way is an arrow with its key or cause, the way of the call marked is thick."""
    names = {card.name for card in graph.cards}
    lines, arrows, thick = ["flowchart LR"], 0, []
    lines += [f'  n_{card.name}["{_box(card, language)}"]' for card in graph.cards]
    for card in graph.cards:
        for position, way in enumerate(card.ways):
            if way.to not in (*names, REPEAT, BACK, "") or only_goes_back(card):
                continue
            arrow = "-.->" if way.why in _DASHED else "-->"
            label = _quoted(way_text(card, way, language))
            if way.to in names:
                target = f"n_{way.to}"
            else:  # repeat, back, the language: it comes back by itself
                target, label = (
                    f"n_{card.name}",
                    _quoted(f"{way_text(card, way, language)} {target_text(way, language)}"),
                )
            lines.append(f'  n_{card.name} {arrow}|"{label}"| {target}')
            if (card.name, position) in graph.taken_ways:
                thick.append(str(arrows))
            arrows += 1
    return "\n".join([*lines, *_marks(graph, thick)]) + "\n"


def _box(card: Card, language: str) -> str:
    parts = [card.name, lines_of(card, language)[0].right]
    parts += [f"{line.left} {line.right}".strip() for rung in card.rings for line in rung_lines(rung, language)]
    return "<br/>".join(_quoted(part) for part in parts)


def _quoted(text: str) -> str:
    """Characters that mean something in Mermaid, as its entity codes."""
    codes = {'"': "#quot;", "#": "#35;", "<": "#lt;", ">": "#gt;", "|": "#124;", "`": "#96;", "*": "#42;"}
    return "".join(codes.get(letter, letter) for letter in text)


def _marks(graph: Graph, thick: list[str]) -> Iterator[str]:
    if graph.taken_cards:
        yield "  classDef taken stroke:#b00020,stroke-width:3px"
        yield f"  class {','.join(f'n_{card.name}' for card in graph.cards if card.name in graph.taken_cards)} taken"
    if thick:
        yield f"  linkStyle {','.join(thick)} stroke:#b00020,stroke-width:3px"
