"""Figures of the quarter-hours of the week: when calls come, when they are missed, what one more person saves."""

from __future__ import annotations

from collections.abc import Callable

from flask_babel import gettext as _
from flask_babel import ngettext

from ivr.console.charts import words
from ivr.console.charts.asked import Asked
from ivr.console.charts.drawing import heat
from ivr.console.charts.figure import FEW, Cell, Column, Figure, said, text
from ivr.figures import CALLS_A_QUARTER, Count, busy_quarters, protected, worst
from ivr.store.figures import Slot

WORST = 10


def calls(asked: Asked) -> Figure:
    return _week(
        asked, "quarters", _("When calls come"),
        _("Calls that began in each quarter-hour of the week, on the office’s clock."), "calls",
        lambda slot: slot.calls,
    )  # fmt: skip


def missed(asked: Asked) -> Figure:
    return _week(
        asked, "missed-quarters", _("When calls are missed"),
        _("Calls that the office missed, by the quarter-hour of the week in which they began."), "missed",
        lambda slot: slot.missed,
    )  # fmt: skip


def _week(asked: Asked, name: str, title: str, about: str, kind: str, number: Callable[[Slot], int]) -> Figure:
    found = asked.slots
    used = busy_quarters(found)
    long, short = ([name(day) for day in range(7)] for name in (words.weekday, words.short_weekday))
    numbers = [[number(found[day, at]) if (day, at) in found else 0 for day in range(7)] for at in used]
    counts = protected([[sum(row), *row] for row in numbers], [asked.hiding.period(asked.period)] * len(numbers))
    rows: list[list[Cell]] = [[words.quarter(at), *row[1:], row[0]] for at, row in zip(used, counts, strict=True)]
    cells = {
        (day, at): (row[day + 1], f"{long[day]} {words.quarter(at)}: {text(row[day + 1])}")
        for at, row in zip(used, counts, strict=True)
        for day in range(7)
    }
    shown = heat(short, used, cells, kind, FEW)
    columns = (
        Column(_("Quarter-hour"), ""),
        *map(Column, short),
        Column(_("Together")),
    )
    return Figure(name, title, about, columns, rows, drawing=shown if rows else None)


def staffing(asked: Asked) -> Figure:
    """The quarter-hours of the week where one more person would save most missed calls, worst first."""
    found = asked.slots
    hide = asked.hiding.period(asked.period)
    listed = worst(found, WORST)
    rows: list[list[Cell]] = []
    sentences: list[str] = []
    for slot in listed:
        calls, missed, saved = (_plain(number, hide) for number in (slot.calls, slot.missed, slot.saved))
        rows.append([words.weekday(slot.weekday), words.quarter(slot.quarter), calls, missed, slot.days, saved])
    whole, gained = sum(slot.missed for slot in found.values()), sum(slot.saved for slot in listed)
    if listed:
        sentences.append(_sentence(listed[0], hide))
        values = {"hours": len(listed), "saved": said(_plain(gained, hide)), "missed": said(_plain(whole, hide))}
        sentences.append(
            ngettext(
                "One more person in this quarter-hour of the week would have answered "
                "%(saved)s of the %(missed)s missed calls.",
                "One more person in these %(hours)s quarter-hours of the week would have answered "
                "%(saved)s of the %(missed)s missed calls.",
                len(listed),
                **values,
            )  # fmt: skip
        )
    labels = (_("Calls"), _("Missed"), _("On so many days"), _("One more person saves"))
    about = _(
        "Reckoned with %(calls)s calls that one person answers in a quarter-hour. "
        "At most: whoever called twice is counted twice.",
        calls=CALLS_A_QUARTER,
    )
    columns = (Column(_("Weekday"), ""), Column(_("Quarter-hour"), ""), *(Column(label) for label in labels))
    return Figure("staffing", _("Where one more person saves most"), about, columns, rows, sentences=sentences)


def _plain(number: int, hide: bool) -> Count:
    """A number alone; what it is compared with is hidden by its own figure."""
    return protected([[number]], [hide])[0][0]


def _sentence(slot: Slot, hide: bool) -> str:
    return str(_(
        "Worst: %(weekday)s %(time)s, %(missed)s of %(calls)s calls were missed.",
        weekday=words.weekday(slot.weekday), time=words.quarter(slot.quarter),
        missed=said(_plain(slot.missed, hide)), calls=said(_plain(slot.calls, hide)),
    ))  # fmt: skip
