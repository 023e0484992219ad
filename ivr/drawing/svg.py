"""A layout as SVG: cards, the ways between them behind, one call's way marked. No scripts, fonts or links inside."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final
from xml.sax.saxutils import escape, quoteattr

from ivr.drawing.graph import Graph, Way
from ivr.drawing.layout import CHANNEL, FONT, PADDING, ROW, WIDTH, Box, Layout, Text, sheet_scale

_SMALLEST: Final = 0.19  # millimetres for one unit: letters of 6 points; a larger flow needs a larger sheet
_FONTS = "'DejaVu Sans', Verdana, 'Noto Sans', Arial, sans-serif"
_STYLE = f"""
text {{ font: {FONT}px {_FONTS}; fill: #1a1a1a; }}
.title {{ font-weight: bold; }} .name {{ font-weight: bold; }}
.said, .small {{ fill: #555; }} .target {{ fill: #1d4f91; }} .rings {{ fill: #0b5a2b; }}
.card {{ fill: #fff; stroke: #777; }} .head {{ fill: #eef1f4; }}
.dial .head, .wait .head, .callback .head {{ fill: #e0f1e5; }} .menu .head {{ fill: #e3ebf7; }}
.way {{ fill: none; stroke: #8aa0bb; stroke-width: 1.1; }}
path.no_input, path.no_match, path.otherwise {{ stroke: #b98136; stroke-dasharray: 5 3; }}
path.closed {{ stroke: #7a6a9c; stroke-dasharray: 1.5 3; }}
.taken .card {{ stroke: #b00020; stroke-width: 2.4; }} .mark {{ fill: #fbe3e6; }}
.flag {{ fill: #14213d; }} .count {{ fill: #fff; font-weight: bold; }}
path.taken {{ stroke: #b00020; stroke-width: 2.6; }}
"""


def svg(graph: Graph, layout: Layout, counts: Mapping[tuple[str, int], str] | None = None) -> str:
    """The picture; it fits an A4 sheet wherever its letters stay readable there. `counts`: (card, position of a way)
    -> what is written where the way begins."""
    scale = max(_SMALLEST, sheet_scale(layout.width, layout.height))
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {layout.width:g} {layout.height:g}"'
        f' width="{layout.width * scale:.1f}mm" height="{layout.height * scale:.1f}mm" role="img"'
        f" aria-label={quoteattr(graph.title)}>",
        f"<style>{_STYLE}</style>",
        '<rect width="100%" height="100%" fill="#fff"/>',
        '<defs><marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" markerHeight="8"'
        ' markerUnits="userSpaceOnUse" orient="auto">'
        '<path d="M0 0 8 4 0 8z" fill="#555"/></marker></defs>',
        *_ways(graph, layout),
        *(line for box in layout.boxes.values() for line in _card(graph, box)),
        *(_count(layout.boxes[card], position, text) for (card, position), text in (counts or {}).items()),
        _text(layout.title),
        "</svg>",
    ]
    return "\n".join(lines) + "\n"


def _ways(graph: Graph, layout: Layout) -> Iterator[str]:
    """Ways of the call marked last, so that they lie on top."""
    drawn = []
    for box in layout.boxes.values():
        for position, way in enumerate(box.card.ways):
            if way.to in layout.boxes and way.to != box.card.name:
                taken = (box.card.name, position) in graph.taken_ways
                drawn.append((taken, _way(box, position, way, layout.boxes[way.to], taken)))
    yield from (line for _, line in sorted(drawn, key=lambda one: one[0]))


def _way(box: Box, position: int, way: Way, target: Box, taken: bool) -> str:
    """From the row to the head of the target: its left side where it stands further right, else its right side."""
    y, end_y = box.middle_of(position), target.y + PADDING / 2 + ROW / 2
    x = box.x + WIDTH
    bend = CHANNEL * 0.75
    if target.column > box.column:
        end = target.x
        curve = f"C{x + bend:g} {y:g} {end - bend:g} {end_y:g} {end:g} {end_y:g}"
    elif target.column == box.column:
        curve = f"C{x + bend:g} {y:g} {x + bend:g} {end_y:g} {x:g} {end_y:g}"
    else:
        x, end = box.x, target.x + WIDTH
        curve = f"C{x - bend:g} {y:g} {end + bend:g} {end_y:g} {end:g} {end_y:g}"
    kind = f"way {way.why}{' taken' if taken else ''}"
    return f'<path class="{kind}" d="M{x:g} {y:g}{curve}" marker-end="url(#tip)"/>'


def _card(graph: Graph, box: Box) -> Iterator[str]:
    taken = " taken" if box.card.name in graph.taken_cards else ""
    yield f'<g class="{box.card.type}{taken}">'
    size = f'width="{WIDTH:g}" height="{box.height:g}" rx="3"'
    yield f'<rect class="card" x="{box.x:g}" y="{box.y:g}" {size}/>'
    yield f'<rect class="head" x="{box.x + 1:g}" y="{box.y + 1:g}" width="{WIDTH - 2:g}" height="{ROW + 2:g}" rx="2"/>'
    for top, way in box.rows:
        if (box.card.name, way) in graph.taken_ways:
            yield f'<rect class="mark" x="{box.x + 2:g}" y="{top:g}" width="{WIDTH - 4:g}" height="{ROW:g}"/>'
    yield from map(_text, box.texts)
    yield "</g>"


def _count(box: Box, position: int, text: str) -> str:
    """A small flag at the right edge of the row, over the beginning of the way."""
    wide, x, y = 7.5 * len(text) + 8, box.x + WIDTH - 3, box.middle_of(position)
    flag = f'<rect class="flag" x="{x:g}" y="{y - 8:g}" width="{wide:g}" height="16" rx="8"/>'
    return f'{flag}<text class="count" x="{x + 4:g}" y="{y + 4:g}">{escape(text)}</text>'


def _text(text: Text) -> str:
    title = f"<title>{escape(text.whole)}</title>" if text.whole not in ("", text.text) else ""
    anchor = ' text-anchor="end"' if text.to_the_left else ""
    return f'<text class="{text.style}" x="{text.x:g}" y="{text.y:g}"{anchor}>{title}{escape(text.text)}</text>'
