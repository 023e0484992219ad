"""One figure: a table that says it all, and how it is drawn. The page, the file and the month report show the same one.

Knows no database. Small numbers are hidden already (`ivr.figures.Count`): nothing here may bring one back.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from flask_babel import format_decimal, format_percent
from flask_babel import gettext as _

from ivr.console.charts.drawing import Columns, Heat, Strip
from ivr.figures import Count

Kind = Literal["", "number", "wide"]
FEW = "<5"
GUARD = "#"  # the sign of statistical offices for what confidentiality hides


@dataclass(frozen=True, slots=True)
class Share:
    """0 to 1; None where nothing can be said."""

    value: float | None


Cell = str | Count | Share | int | None
"""`int`: a number that tells of nobody (seconds, days). None: a dash."""


@dataclass(frozen=True, slots=True)
class Column:
    label: str
    kind: Kind = "number"


@dataclass(frozen=True, slots=True)
class Figure:
    """`strips`: a bar for each row, drawn in the table. `drawing`: a picture above; then the table is folded away.
    `sentences`: what it says in words."""

    name: str
    title: str
    about: str
    columns: tuple[Column, ...]
    rows: Sequence[Sequence[Cell]]
    strips: Sequence[Strip] = ()
    drawing: Columns | Heat | None = None
    sentences: Sequence[str] = ()
    legend: tuple[tuple[str, str], ...] = ()  # (kind of bar, word)

    @property
    def hides(self) -> bool:
        return any(isinstance(cell, Count) and cell.hidden for row in self.rows for cell in row)


def share_of(part: Count, whole: Count) -> Share:
    """Nothing is said where one of them is hidden."""
    return Share(None if part.hidden or whole.hidden or not whole.n else part.n / whole.n)


def text(cell: Cell) -> str:
    """As the page shows it, in the reader's language."""
    match cell:
        case None:
            return "–"
        case Count(n, hidden):
            return {"few": FEW, "guard": GUARD}.get(hidden) or number(n)
        case Share(value):
            return "–" if value is None else str(format_percent(round(value, 3), "#,##0.#%"))
        case int():
            return number(cell)
    return cell


def number(n: int) -> str:
    """A heat map has thousands of small ones, and every language writes those alike."""
    return str(n) if 0 <= n < 1000 else str(format_decimal(n))


def said(count: Count) -> str:
    """In a sentence."""
    return {"few": _("fewer than 5"), "guard": _("some")}.get(count.hidden) or text(count)
