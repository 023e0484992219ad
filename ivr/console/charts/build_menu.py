"""Figures of the menu and of callers: where they leave, which ways they take, who calls again."""

from __future__ import annotations

from collections import Counter

from flask_babel import format_date
from flask_babel import gettext as _

from ivr.console.charts.asked import Asked
from ivr.console.charts.drawing import strips
from ivr.console.charts.figure import Cell, Column, Figure, share_of
from ivr.console.days import day_of
from ivr.figures import protected
from ivr.store import figures

LEFT = "left"
MOST = 4  # calls in a month: so many or more stand in one row
_TIMES = ("other", "reached", "calls", "missed")  # colours of once, twice, …


def funnel(asked: Asked) -> Figure:
    """Every node that callers came to: how many went on, how many hung up there. Most visited first."""
    visits: Counter[str] = Counter()
    left: Counter[str] = Counter()
    for (node, way, _target), n in figures.moves(asked.engine, asked.period).items():
        visits[node] += n
        left[node] += n if way == LEFT else 0
    order = [node for node, _n in sorted(visits.items(), key=lambda pair: (-pair[1], pair[0]))]
    numbers = [[visits[node], visits[node] - left[node], left[node]] for node in order]
    counts = protected(numbers, [asked.hiding.period(asked.period)] * len(order))
    rows: list[list[Cell]] = [[node, *row, share_of(row[2], row[0])] for node, row in zip(order, counts, strict=True)]
    labels = (_("Visits"), _("Went on, or were served"), _("Left there"), _("Left, share"))
    return Figure(
        "funnel", _("Where callers leave"),
        _("Each place of the menu, by how often callers came to it. Left: hung up there, also while it rang."),
        (Column(_("Place in the menu"), "wide"), *(Column(label) for label in labels)), rows,
        strips=strips([(("reached", row[1]), ("missed", row[2])) for row in counts]),
        legend=(("reached", _("went on, or were served")), ("missed", _("left there"))),
    )  # fmt: skip


def repeats(asked: Asked) -> Figure:
    """Whole months: a caller's mark is a new one each month, so that nobody can be followed."""
    found: Counter[tuple[str, int]] = Counter()
    never: Counter[tuple[str, int]] = Counter()
    for row in figures.repeats(asked.engine, asked.period):
        at = (row.month, min(row.times, MOST))
        found[at] += row.callers
        never[at] += row.never
    months = sorted({month for month, _times in found})
    numbers = [
        [sum(found[month, n] for n in range(1, MOST + 1)), *(found[month, n] for n in range(1, MOST + 1))]
        for month in months
    ]
    firsts = [day_of(f"{month}-01") for month in months]
    hide = [asked.hiding.day(first or asked.period.first) for first in firsts]
    counts = protected(numbers, hide)
    lost = protected([[sum(never[month, n] for n in range(1, MOST + 1))] for month in months], hide)
    rows: list[list[Cell]] = [
        [format_date(first, "LLLL y") if first else month, *row, none[0]]
        for month, first, row, none in zip(months, firsts, counts, lost, strict=True)
    ]
    labels = (
        _("Callers"),
        _("once"),
        _("twice"),
        _("three times"),
        _("four times or more"),
        _("never reached anybody"),
    )
    return Figure(
        "repeats", _("Who called again"),
        _("Callers by how often they called in the month. Whole months; whoever withholds the number is not counted. "
            "Never reached anybody: missed at least once, answered not once."),
        (Column(_("Month"), "wide"), *(Column(label) for label in labels)), rows,
        strips=strips([list(zip(_TIMES, row[1:], strict=True)) for row in counts]),
        legend=tuple(zip(_TIMES, labels[1:5], strict=True)),
    )  # fmt: skip
