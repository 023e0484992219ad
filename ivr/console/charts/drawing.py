"""The geometry of charts: columns that stand, strips that lie in a table's rows, a heat map. Drawn by `charts.html`.

Kinds of parts ("reached", "missed", "other", "calls") have their colours in `charts.css`. A hidden number has no size
of its own: "few" is drawn as the largest it can be, "guard" not at all.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ivr.figures import SMALLEST_SHOWN, Count

WIDTH, HEIGHT = 720.0, 210.0
LEFT, RIGHT, TOP, BOTTOM = 44.0, 12.0, 10.0, 24.0
STEPS = 5  # shades of a heat map
_CELL, _NAMES, _GAP = 22.0, 46.0, 1.0
_LABELS = 12  # at most so many words below columns


@dataclass(frozen=True, slots=True)
class Rect:
    """`kind`: its colour. `tip`: what a pointer that rests on it is told."""

    x: float
    y: float
    width: float
    height: float
    kind: str
    tip: str = ""


@dataclass(frozen=True, slots=True)
class Label:
    x: float
    y: float
    text: str


@dataclass(frozen=True, slots=True)
class Columns:
    rects: tuple[Rect, ...]
    below: tuple[Label, ...]
    ticks: tuple[Label, ...]  # at the left, each with its line
    width: float = WIDTH
    height: float = HEIGHT


@dataclass(frozen=True, slots=True)
class Heat:
    rects: tuple[Rect, ...]
    names: tuple[Label, ...]
    above: tuple[Label, ...]
    scale: tuple[tuple[str, str], ...]  # (kind, "1 – 4")
    width: float
    height: float


Strip = tuple[tuple[str, float, float], ...]
"""Parts of one bar: (kind, from, width), in percent."""

Bar = tuple[str, str, tuple[tuple[str, Count], ...]]
"""(word below, words for the pointer, parts from the bottom)"""


def size(count: Count) -> int:
    return {"few": SMALLEST_SHOWN - 1, "guard": 0}.get(count.hidden, count.n)


def columns(bars: Sequence[Bar]) -> Columns:
    highest = max((sum(size(count) for _, count in parts) for _, _, parts in bars), default=0)
    step = tick_step(highest)
    top = max(step * -(-highest // step), step)
    each = (WIDTH - LEFT - RIGHT) / max(len(bars), 1)
    floor = HEIGHT - BOTTOM
    scale = (floor - TOP) / top
    rects: list[Rect] = []
    for place, (_, tip, parts) in enumerate(bars):
        y = floor
        for kind, count in parts:
            tall = size(count) * scale
            y -= tall
            if tall:
                gap = min(each * 0.2, 6)
                hatched = " few" if count.hidden else ""
                rects.append(
                    Rect(_1(LEFT + place * each + gap / 2), _1(y), _1(each - gap), _1(tall), kind + hatched, tip)
                )
    every = -(-len(bars) // _LABELS)
    below = tuple(
        Label(_1(LEFT + (place + 0.5) * each), HEIGHT - 7, word)
        for place, (word, _, _) in enumerate(bars)
        if place % every == 0
    )
    ticks = tuple(Label(LEFT - 6, _1(floor - value * scale), str(value)) for value in range(0, top + 1, step))
    return Columns(tuple(rects), below, ticks)


def tick_step(highest: int) -> int:
    """1, 2, 5, 10, 20, …: so that there are at most five lines."""
    power = 1
    while True:
        for step in (power, 2 * power, 5 * power):
            if highest <= 5 * step:
                return step
        power *= 10


def strips(rows: Sequence[Sequence[tuple[str, Count]]]) -> list[Strip]:
    """One bar a row, the longest as wide as its cell."""
    widest = max((sum(size(count) for _, count in row) for row in rows), default=0) or 1
    found: list[Strip] = []
    for row in rows:
        x, parts = 0.0, []
        for kind, count in row:
            wide = 100 * size(count) / widest
            parts.append((kind + (" few" if count.hidden else ""), round(x, 2), round(wide, 2)))
            x += wide
        found.append(tuple(parts))
    return found


def heat(
    names: Sequence[str],
    quarters: range,
    cells: Mapping[tuple[int, int], tuple[Count, str]],
    kind: str,
    few_word: str,
) -> Heat:
    """Rows of `names`, a column for each quarter-hour. `cells`: (row, quarter) -> (count, words for the pointer)."""
    limits = shades([size(count) for count, _ in cells.values()])
    each = (WIDTH - _NAMES) / max(len(quarters), 1)
    above_height = 18.0
    rects = []
    for (row, quarter), (count, tip) in cells.items():
        shade = "few" if count.hidden else f"shade{sum(count.n > limit for limit in limits) + 1}" if count.n else "none"
        x, y = _NAMES + (quarter - quarters.start) * each, above_height + row * _CELL
        rects.append(Rect(_1(x), _1(y), _1(each - _GAP), _CELL - _GAP, f"{kind} {shade}", tip))
    hours = [quarter for quarter in quarters if quarter % 4 == 0]
    every = 2 if len(hours) > 14 else 1
    above = tuple(Label(_1(_NAMES + (one - quarters.start) * each), 12, f"{one // 4}:00") for one in hours[::every])
    lowest = (0, *limits)
    scale = [
        (f"{kind} shade{n + 1}", _between(low + 1, high))
        for n, (low, high) in enumerate(zip(lowest, limits, strict=False))
    ]
    if limits:
        scale.append((f"{kind} shade{len(limits) + 1}", f"{limits[-1] + 1}+"))
    if any(count.hidden for count, _ in cells.values()):
        scale.insert(0, (f"{kind} few", few_word))
    labels = tuple(Label(0, _1(above_height + (row + 0.5) * _CELL + 4), name) for row, name in enumerate(names))
    return Heat(tuple(rects), labels, above, tuple(scale), WIDTH, above_height + _CELL * len(names))


def shades(values: Sequence[int]) -> list[int]:
    """Upper limits of all shades but the last: equal steps up to the largest; fewer where there is little to tell."""
    largest = max(values, default=0)
    return sorted({largest * n // STEPS for n in range(1, STEPS)} - {0, largest}) if largest > 1 else []


def _between(low: int, high: int) -> str:
    return f"{low}" if low == high else f"{low}–{high}"


def _1(value: float) -> float:
    return round(value, 1)
