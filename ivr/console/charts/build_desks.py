"""Figures of services, telephones and the way to them: answered and missed, seconds to the desk."""

from __future__ import annotations

from collections import Counter

from flask_babel import gettext as _

from ivr.console.charts import words
from ivr.console.charts.asked import Asked
from ivr.console.charts.build_calls import by_kind, seconds_cells, split_columns, split_rows
from ivr.console.charts.drawing import columns, strips
from ivr.console.charts.figure import Cell, Column, Figure, Share, share_of, text
from ivr.figures import Count, protected, split
from ivr.store import figures

LEGS = ("answered", "no_answer", "busy", "failed", "cancelled")
RUNG = ("answered", "no_answer", "busy", "failed")
"""Attempts that tell something of the telephone: not those where another answered or the caller left."""

BINS = (10, 15, 20, 25, 30, 40, 50, 60, 90, 120, 180)  # seconds: upper limits, then whatever is longer


def services(asked: Asked) -> Figure:
    found = {name: one for (name,), one in figures.outcomes_by(asked.engine, asked.period, "service").items()}
    order = sorted(found, key=lambda name: (not name, -sum(found[name].values()), name))
    hide = [asked.hiding.period(asked.period)] * len(order)
    rows, counts = split_rows([asked.service(name) for name in order], [split(found[name]) for name in order], hide)
    return Figure(
        "services", _("Services: answered and missed"), _("The service that the caller asked for last."),
        split_columns(_("Service")), rows, strips=strips([by_kind(row) for row in counts]), legend=words.legend(),
    )  # fmt: skip


def lines(asked: Asked) -> Figure:
    """The live lines in the office's order, then those that are no more."""
    found = figures.legs_by_line(asked.engine, asked.period)
    order = [name for name in asked.plan.office.lines if name in found]
    order += sorted(set(found) - set(order))
    numbers = [[sum(found[name].values()), *_legs(found[name])] for name in order]
    counts = protected(numbers, [asked.hiding.period(asked.period)] * len(order))
    rows: list[list[Cell]] = [
        [asked.line(name), *row, line_share(row[1:])] for name, row in zip(order, counts, strict=True)
    ]
    kinds = ("reached", "missed", "missed", "missed")
    return Figure(
        "lines", _("Telephones: answered and not"),
        _("Every attempt to ring a telephone; a call may ring several. The share leaves out attempts "
            "that ended because another telephone answered or the caller left."),
        (
            Column(_("Telephone"), "wide"), Column(_("Rung")), *(Column(words.word(words.LEGS, name)) for name in LEGS),
            Column(_("not told")), Column(_("Answered, share")),
        ),
        rows, strips=strips([list(zip(kinds, row[1:5], strict=True)) for row in counts]),
        legend=(("reached", _("answered")), ("missed", _("not answered, busy or failed"))),
    )  # fmt: skip


def _legs(found: Counter[str]) -> list[int]:
    told = [found[name] for name in LEGS]
    return [*told, sum(found.values()) - sum(told)]


def line_share(counts: list[Count]) -> Share:
    """Of LEGS: answered of those that could be."""
    rung = counts[: len(RUNG)]
    if any(count.hidden for count in rung):
        return Share(None)
    return share_of(rung[0], Count(sum(count.n for count in rung)))


def seconds(asked: Asked) -> Figure:
    found = asked.seconds
    whole: Counter[int] = Counter()
    for one in found.values():
        whole.update(one)
    names, binned = _binned(whole)
    [counts] = protected([[sum(binned), *binned]], [asked.hiding.period(asked.period)])
    bars = [
        (name, f"{name} s: {text(count)}", (("reached", count),)) for name, count in zip(names, counts[1:], strict=True)
    ]
    services = [
        (asked.service(name), found[name]) for name in sorted(found, key=lambda name: -sum(found[name].values()))
    ]
    rows: list[list[Cell]] = []
    totals = protected(
        [[sum(waits.values())] for _n, waits in services], [asked.hiding.period(asked.period)] * len(services)
    )
    for (name, waits), [total] in zip([*services], totals, strict=True):
        rows.append([name, total, *seconds_cells(asked, waits)])
    half, most = seconds_cells(asked, whole)
    about = _(
        "From the beginning of the call until a telephone first rang, in seconds. "
        "What is longer than an hour counts as an hour."
    )
    sentences = [
        _("Half of the callers: %(half)s s or less. Nine of ten: %(most)s s or less.", half=text(half), most=text(most))
    ]
    return Figure(
        "seconds", _("Seconds to the desk"), about,
        (Column(_("Service"), "wide"), Column(_("Calls that rang")), Column(_("Half, s")), Column(_("Nine of ten, s"))),
        rows, drawing=columns(bars) if rows else None, sentences=sentences if rows else (),
        legend=(("reached", _("calls")),) if rows else (),
    )  # fmt: skip


def _binned(waits: Counter[int]) -> tuple[list[str], list[int]]:
    """ "0–10", "11–15", …, "181+"."""
    names, numbers, low = [], [], 0
    for high in BINS:
        names.append(f"{low}–{high}")
        numbers.append(sum(n for value, n in waits.items() if low <= value <= high))
        low = high + 1
    return [*names, f"{low}+"], [*numbers, sum(n for value, n in waits.items() if value >= low)]
