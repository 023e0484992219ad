"""Figures of all calls: what became of them, by day, weekday and language; the numbers that say most."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from flask_babel import format_date
from flask_babel import gettext as _

from ivr.console.charts import words
from ivr.console.charts.asked import Asked
from ivr.console.charts.drawing import Bar, columns, strips
from ivr.console.charts.figure import Cell, Column, Figure, share_of, text
from ivr.figures import Count, Split, added, protected, quantile, split
from ivr.store.projection import OUTCOMES
from ivr.store.tallies import MISSED

LONGEST_BY_DAY = 92  # days; a longer period is drawn by month
KINDS = ("reached", "missed", "other")


def split_columns(first: str) -> tuple[Column, ...]:
    """Of a table whose rows are a word and what became of the calls."""
    rest = (_("Calls"), _("Answered"), _("Missed"), _("Other"), _("Missed, share"))
    return (Column(first, "wide"), *(Column(label) for label in rest))


def split_rows(
    names: Sequence[str], found: Sequence[Split], hide: Sequence[bool]
) -> tuple[list[list[Cell]], list[list[Count]]]:
    """The rows, and their counts alone: the whole, then KINDS. The share is of calls that wanted a person."""
    counts = protected([one.parts for one in found], hide)
    rows: list[list[Cell]] = [[name, *row, missed_share(row)] for name, row in zip(names, counts, strict=True)]
    return rows, counts


def missed_share(row: Sequence[Count]) -> Cell:
    whole, reached, missed, other = row
    hidden = "guard" if any(count.hidden for count in row) else ""
    return share_of(missed, Count(reached.n + missed.n, hidden))


def by_kind(row: Sequence[Count]) -> tuple[tuple[str, Count], ...]:
    return tuple(zip(KINDS, row[1:], strict=True))


def tip(name: str, row: Sequence[Count]) -> str:
    return "; ".join(
        [
            f"{name}: {text(row[0])}",
            *(f"{word} {text(count)}" for (_kind, word), count in zip(words.legend(), row[1:], strict=True)),
        ]
    )


def outcomes(asked: Asked) -> Figure:
    found = added(asked.calls.values())
    names = [name for name in OUTCOMES if found[name]]
    whole = sum(found.values())
    [counts] = protected([[whole, *(found[name] for name in names)]], [asked.hiding.period(asked.period)])
    kind = {"connected": "reached"} | dict.fromkeys(MISSED, "missed")
    rows: list[list[Cell]] = [
        [words.word(words.OUTCOMES, name), count, share_of(count, counts[0])]
        for name, count in zip(names, counts[1:], strict=True)
    ]
    return Figure(
        "outcomes", _("What became of the calls"),
        _("Each call stands in one row. Missed is only what the office missed: "
            "a person was wanted and nobody was reached."),
        (Column(_("Outcome"), "wide"), Column(_("Calls")), Column(_("Share"))), rows,
        strips=strips([[(kind.get(name, "other"), count)] for name, count in zip(names, counts[1:], strict=True)]),
        legend=words.legend(),
    )  # fmt: skip


def days(asked: Asked) -> Figure:
    """By day, or by month where there are too many days to draw; in a file always by day."""
    found: defaultdict[date, Counter[str]] = defaultdict(Counter)
    for (day, _language), one in asked.calls.items():
        found[date.fromisoformat(day)].update(one)
    dates = [asked.period.first + timedelta(n) for n in range(asked.period.days)]
    each = [split(found[day]) for day in dates]
    by_month = len(dates) > LONGEST_BY_DAY and not asked.for_file
    if by_month:
        dates, each = _by_month(dates, each)
    named = words.month if by_month else date.isoformat if asked.for_file else words.day
    names = [named(day) for day in dates]
    rows, counts = split_rows(names, each, [asked.hiding.day(day) for day in dates])
    short = [format_date(day, "LLL yy" if by_month else "d.MM") for day in dates]
    bars: list[Bar] = [
        (word, tip(name, row), by_kind(row)) for word, name, row in zip(short, names, counts, strict=True)
    ]
    return Figure(
        "days", _("Calls by month") if by_month else _("Calls by day"),
        _("Every column is one of the rows of the table below it."),
        split_columns(_("Month") if by_month else _("Day")), rows, drawing=columns(bars), legend=words.legend(),
    )  # fmt: skip


def _by_month(dates: Sequence[date], each: Sequence[Split]) -> tuple[list[date], list[Split]]:
    """Each month by the first of its days that is in the period."""
    sums: dict[tuple[int, int], tuple[date, list[Split]]] = {}
    for day, one in zip(dates, each, strict=True):
        sums.setdefault((day.year, day.month), (day, []))[1].append(one)
    added_up = [
        Split(sum(one.reached for one in ones), sum(one.missed for one in ones), sum(one.other for one in ones))
        for _first, ones in sums.values()
    ]
    return [first for first, _ones in sums.values()], added_up


def weekdays(asked: Asked) -> Figure:
    found: dict[int, Counter[str]] = {number: Counter() for number in range(7)}
    for (day, _language), one in asked.calls.items():
        found[date.fromisoformat(day).weekday()].update(one)
    names = [words.weekday(number) for number in found]
    rows, counts = split_rows(names, [split(one) for one in found.values()], [asked.hiding.period(asked.period)] * 7)
    return Figure(
        "weekdays", _("Calls by weekday"), _("All days of the period added up by weekday."),
        split_columns(_("Weekday")), rows, strips=strips([by_kind(row) for row in counts]), legend=words.legend(),
    )  # fmt: skip


def languages(asked: Asked) -> Figure:
    found: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for (_day, language), one in asked.calls.items():
        found[language].update(one)
    order = sorted(found, key=lambda name: -sum(found[name].values()))
    hide = [asked.hiding.period(asked.period)] * len(order)
    rows, counts = split_rows([asked.spoken(name) for name in order], [split(found[name]) for name in order], hide)
    return Figure(
        "languages", _("Languages"), _("The language that was spoken at the end of the call."),
        split_columns(_("Language")), rows, strips=strips([by_kind(row) for row in counts]), legend=words.legend(),
    )  # fmt: skip


def summary(asked: Asked) -> list[tuple[str, str, str]]:
    """(what, the number, a word on it): what one wants to know first."""
    whole = split(added(asked.calls.values()))
    [row] = protected([whole.parts], [asked.hiding.period(asked.period)])
    waits: Counter[int] = Counter()
    for one in asked.seconds.values():
        waits.update(one)
    half, most = seconds_cells(asked, waits)
    return [
        (_("Calls"), text(row[0]), ""),
        (_("Answered"), text(row[1]), _("a desk answered")),
        (_("Missed"), text(row[2]), _("%(share)s of those who wanted a person", share=text(missed_share(row)))),
        (_("Other"), text(row[3]), _("informed, told when to call, left in the menu")),
        (_("Seconds to the desk"), text(half), _("half of the callers; nine of ten: %(seconds)s", seconds=text(most))),
    ]


def seconds_cells(asked: Asked, waits: Mapping[int, int]) -> tuple[int | None, int | None]:
    """Median and 90th percentile. Of fewer than five calls nothing is said where small numbers are hidden."""
    if asked.hiding.period(asked.period) and sum(waits.values()) < 5:
        return None, None
    return quantile(waits, 0.5), quantile(waits, 0.9)
