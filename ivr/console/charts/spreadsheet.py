"""A figure as a CSV file; what it hides stays hidden in it."""

from __future__ import annotations

from collections.abc import Iterable

from ivr.console.charts.figure import FEW, GUARD, Cell, Figure, Share
from ivr.console.spreadsheets import csv_chunks
from ivr.figures import Count


def file_of(figure: Figure, notes: Iterable[str] = ()) -> bytes:
    """A heading, the rows, then the notes, a line each."""
    head = [column.label for column in figure.columns]
    rows = [[plain(cell) for cell in row] for row in figure.rows]
    return b"".join(csv_chunks(head, [*rows, *([note] for note in notes)]))


def plain(cell: Cell) -> str:
    match cell:
        case None:
            return ""
        case Count(n, hidden):
            return {"few": FEW, "guard": GUARD}.get(hidden) or str(n)
        case Share(value):
            return "" if value is None else f"{value * 100:.1f}%".replace(".", ",")
    return str(cell)
