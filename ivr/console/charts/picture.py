"""The flow's picture with how often callers took each way."""

from __future__ import annotations

from datetime import datetime

from ivr.console.charts.asked import Asked
from ivr.console.charts.figure import text
from ivr.drawing.graph import graph_of
from ivr.drawing.layout import lay_out
from ivr.drawing.svg import svg
from ivr.drawing.taken import ways_of
from ivr.figures import protected
from ivr.store.figures import moves


def picture(asked: Asked, now: datetime) -> str:
    """SVG. `now`: for sentences that depend on the moment."""
    graph = graph_of(asked.plan, asked.language, now)
    found = ways_of(graph, moves(asked.engine, asked.period))
    hide = [asked.hiding.period(asked.period)] * len(found)
    counts = protected([[n] for n in found.values()], hide)
    told = {place: text(count) for place, [count] in zip(found, counts, strict=True)}
    return svg(graph, lay_out(graph, asked.language), told)
