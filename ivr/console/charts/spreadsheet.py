"""Rows as a file that a Polish Excel opens with a double click: semicolons, byte order mark, decimal comma, CRLF.

What somebody else wrote may begin like a formula; it is kept from being one by an apostrophe (OWASP, CSV injection).
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence

from ivr.console.charts.figure import FEW, GUARD, Cell, Figure, Share
from ivr.figures import Count

BYTE_ORDER_MARK = "\ufeff"
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")


def file_of(figure: Figure, notes: Iterable[str] = ()) -> str:
    """A heading, the rows, then the notes, a line each."""
    lines = [[column.label for column in figure.columns], *(([plain(cell) for cell in row]) for row in figure.rows)]
    return BYTE_ORDER_MARK + "".join(written([*lines, *([note] for note in notes)]))


def written(rows: Iterable[Sequence[str]]) -> Iterator[str]:
    for row in rows:
        line = io.StringIO()
        csv.writer(line, delimiter=";", lineterminator="\r\n").writerow([harmless(cell) for cell in row])
        yield line.getvalue()


def plain(cell: Cell) -> str:
    match cell:
        case None:
            return ""
        case Count(n, hidden):
            return {"few": FEW, "guard": GUARD}.get(hidden) or str(n)
        case Share(value):
            return "" if value is None else f"{value * 100:.1f}%".replace(".", ",")
    return str(cell)


def harmless(text: str) -> str:
    return f"'{text}" if text.lstrip(" \u00a0").startswith(_FORMULA) or text.startswith(_FORMULA) else text
