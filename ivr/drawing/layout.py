"""Where cards stand: columns by the distance from the start, rows inside a card one under the other.

Every text stands in a box of its own, in a row of a card, and ways run behind the cards: so no two texts can overlap,
whatever the flow. Widths of letters are those of a wide sans serif, so that a narrower one fits too.
Why not a library: docs/decisions/0005.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from ivr.drawing.graph import Card, Graph
from ivr.drawing.words import Line, lines_of

FONT: Final = 11.0
ROW: Final = 15.0
WIDTH: Final = 244.0
PADDING: Final = 7.0
GAP: Final = 12.0  # between cards of a column, at least
CHANNEL: Final = 54.0  # between columns
MARGIN: Final = 14.0
TITLE: Final = 30.0
SHEET: Final = (277.0, 190.0)  # millimetres of an A4 sheet within margins of 10
_TRIES: Final = 40
_SWEEPS: Final = 6

# Ems of a wide sans serif (DejaVu Sans), by its letters; all others are as wide as the widest of them.
_EMS: Final[Mapping[str, float]] = {
    letter: ems
    for ems, letters in (
        (0.32, "iIjl.,:;'|! "), (0.42, "tfrtł()[]-“”„’"), (0.56, "csśćzźżkLTJ"),
        (0.66, "aąeęnńoóuydbpghqvx0123456789E"), (0.66, "єіїаеоустхзкнвпрлгґийбчяьцд"),
        (0.72, "ABCDFKPRSXYZŻŹŚĆŁÓ_"),
    )
    for letter in letters
}  # fmt: skip
_WIDEST: Final = 1.0
_BOLD: Final = 1.13


@dataclass(frozen=True, slots=True)
class Text:
    """One piece of text: `x` is its left edge, or its right one with `to_the_left`; `y` its baseline."""

    x: float
    y: float
    text: str
    style: str
    to_the_left: bool = False
    whole: str = ""  # what it would be if there were room


@dataclass(frozen=True, slots=True)
class Box:
    """A card in its place. `rows`: (top, position of its way or -1) of each row."""

    card: Card
    column: int
    x: float
    y: float
    height: float
    texts: tuple[Text, ...]
    rows: tuple[tuple[float, int], ...]

    def middle_of(self, way: int) -> float:
        """The height of a way's row; of the head where the card shows no row for it."""
        return next((top for top, position in self.rows if position == way), self.y + PADDING / 2) + ROW / 2


@dataclass(frozen=True, slots=True)
class Layout:
    width: float
    height: float
    boxes: Mapping[str, Box]
    title: Text


def text_width(text: str, style: str = "") -> float:
    """An estimate that is rather too wide: nothing may stick out of its box."""
    return sum(_EMS.get(letter, _WIDEST) for letter in text) * FONT * (_BOLD if style in ("name", "title") else 1)


def fitted(text: str, width: float, style: str = "") -> str:
    """`text`, cut with an ellipsis where it would be wider."""
    if text_width(text, style) <= width:
        return text
    while text and text_width(text + "…", style) > width:
        text = text[:-1]
    return text.rstrip(" ,.:;") + "…"


def lay_out(graph: Graph, language: str) -> Layout:
    """All cards in their places; columns are as high as the sheet's shape allows."""
    lines = {card.name: lines_of(card, language) for card in graph.cards}
    heights = {name: PADDING + ROW * len(rows) for name, rows in lines.items()}
    columns = _sorted_columns(graph, _packed(_columns(graph), heights))
    tallest = max(_height(column, heights) for column in columns)
    boxes: dict[str, Box] = {}
    for number, column in enumerate(columns):
        x = MARGIN + number * (WIDTH + CHANNEL)
        slack = min((tallest - _height(column, heights)) / (len(column) + 1), 3 * GAP)
        y = TITLE + slack
        for card in column:
            boxes[card.name] = _box(card, number, x, y, lines[card.name])
            y += heights[card.name] + GAP + slack
    width = _width(len(columns))
    title = Text(MARGIN, MARGIN + FONT, fitted(graph.title, width - 2 * MARGIN, "title"), "title")
    return Layout(width, _sheet_height(columns, heights), boxes, title)


def _columns(graph: Graph) -> list[list[Card]]:
    """Cards by how many decisions lie before them; an announcement is none: what follows stands in its column."""
    cards = {card.name: card for card in graph.cards}
    distance = {graph.start: 0}
    ahead = deque([graph.start])
    while ahead:
        name = ahead.popleft()
        step = 0 if cards[name].type == "announce" else 1
        for way in cards[name].ways:
            if way.to in cards and distance.get(way.to, len(cards)) > distance[name] + step:
                distance[way.to] = distance[name] + step
                (ahead.append if step else ahead.appendleft)(way.to)
    last = max(distance.values()) + 1  # for nodes that no way leads to
    found: list[list[Card]] = [[] for _ in range(last + 1)]
    for card in graph.cards:
        found[distance.get(card.name, last)].append(card)
    return [column for column in found if column]


def sheet_scale(width: float, height: float) -> float:
    """Millimetres for one unit if it is printed as large as an A4 sheet allows, upright or on its side."""
    return max(min(across / width, down / height) for across, down in (SHEET, SHEET[::-1]))


def _packed(columns: Sequence[Sequence[Card]], heights: Mapping[str, float]) -> list[list[Card]]:
    """Columns cut and joined so that the letters are as large as possible on a sheet of paper: lower than the tallest,
    or up to twice as tall, so that an upright sheet is filled too."""
    lowest = max(heights.values())
    tallest = max(_height(column, heights) for column in columns)
    tries = [_repacked(columns, heights, lowest + (tallest - lowest) * n / _TRIES) for n in range(1, 2 * _TRIES + 1)]
    return max(tries, key=lambda packed: sheet_scale(_width(len(packed)), _sheet_height(packed, heights)))


def _repacked(columns: Sequence[Sequence[Card]], heights: Mapping[str, float], most: float) -> list[list[Card]]:
    """No column higher than `most`; a column goes on in the one before where there is room for all of it."""
    packed: list[list[Card]] = []
    for column in columns:
        if not packed or _height([*packed[-1], *column], heights) > most:
            packed.append([])
        for card in column:
            if packed[-1] and _height([*packed[-1], card], heights) > most:
                packed.append([])
            packed[-1].append(card)
    return packed


def _width(columns: int) -> float:
    return 2 * MARGIN + columns * (WIDTH + CHANNEL) - CHANNEL / 2


def _sheet_height(columns: Sequence[Sequence[Card]], heights: Mapping[str, float]) -> float:
    return TITLE + max(_height(column, heights) for column in columns) + MARGIN


def _height(column: Sequence[Card], heights: Mapping[str, float]) -> float:
    return sum(heights[card.name] + GAP for card in column)


def _sorted_columns(graph: Graph, columns: list[list[Card]]) -> list[list[Card]]:
    """Each card beside what leads to it: few crossings. The mean of the neighbours' places, a few times over."""
    place = {card.name: index / len(column) for column in columns for index, card in enumerate(column)}
    before: dict[str, list[tuple[str, float]]] = {card.name: [] for card in graph.cards}
    for card in graph.cards:
        for position, way in enumerate(card.ways):
            if way.to in before and way.to != card.name:
                before[way.to].append((card.name, position / len(card.ways) / 10))
    for _ in range(_SWEEPS):
        for column in columns:
            means = {card.name: _mean([place[name] + shift for name, shift in before[card.name]]) for card in column}
            column.sort(key=lambda card: means[card.name])
            place |= {card.name: index / len(column) for index, card in enumerate(column)}
    return columns


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values) if values else 0.0


def _box(card: Card, column: int, x: float, y: float, lines: Sequence[Line]) -> Box:
    texts: list[Text] = []
    rows: list[tuple[float, int]] = []
    top = y + PADDING / 2
    inner = WIDTH - 2 * PADDING
    for line in lines:
        baseline = top + ROW * 0.72
        right = fitted(line.right, inner * 0.6)
        room = inner - (text_width(right) + PADDING if right else 0)
        left = fitted(line.left, room, line.style)
        texts.append(Text(x + PADDING, baseline, left, line.style, whole=line.left))
        if right:
            style = "target" if line.way >= 0 else "small"
            texts.append(Text(x + WIDTH - PADDING, baseline, right, style, True, line.right))
        rows.append((top, line.way))
        top += ROW
    return Box(card, column, x, y, PADDING + ROW * len(lines), tuple(texts), tuple(rows))
