"""Rows as a CSV file that Polish Excel opens, and as an XLSX workbook, however many there are. Knows no call.

What a spreadsheet would take for a formula is written as text: callers and the provider write into these files.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from tempfile import TemporaryDirectory, TemporaryFile
from typing import IO

import xlsxwriter

Cell = str | int | float | datetime | None

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_EXCEL_EPOCH, _DAY = datetime(1899, 12, 30), timedelta(days=1)
_CHUNK_BYTES = 64 * 1024
_SHEET_ROWS = 1_000_000  # Excel has 1,048,576 on a sheet
_BUFFERED_ROWS = 200
_WIDTH = 20


def is_formula(text: str) -> bool:
    """Whether a spreadsheet might compute it; spaces before do not help."""
    return text.lstrip(" \u00a0").startswith(_FORMULA)


def csv_chunks(head: Sequence[str], rows: Iterable[Sequence[Cell]]) -> Iterator[bytes]:
    """Semicolons, decimal commas, a byte order mark: as Excel reads it where the locale is Polish."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=";", lineterminator="\r\n")
    yield b"\xef\xbb\xbf"
    writer.writerow([_csv_cell(each) for each in head])
    for number, row in enumerate(rows, 1):
        writer.writerow([_csv_cell(each) for each in row])
        if number % _BUFFERED_ROWS == 0:
            yield _taken(buffer)
    yield _taken(buffer)


def xlsx_chunks(head: Sequence[str], rows: Iterable[Sequence[Cell]]) -> Iterator[bytes]:
    """The workbook, written row by row to the disk first: its parts are packed at the end."""
    with TemporaryDirectory(prefix="ivr-export-") as folder, TemporaryFile(dir=folder) as file:
        _write_workbook(file, folder, head, rows)
        file.seek(0)
        while chunk := file.read(_CHUNK_BYTES):
            yield chunk


def _write_workbook(file: IO[bytes], folder: str, head: Sequence[str], rows: Iterable[Sequence[Cell]]) -> None:
    options = {"constant_memory": True, "tmpdir": folder, "strings_to_formulas": False, "strings_to_urls": False,
               "strings_to_numbers": False}  # fmt: skip
    book = xlsxwriter.Workbook(file, options)
    bold, when = book.add_format({"bold": True}), book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"})
    quoted = book.add_format({"quote_prefix": True})
    sheet, line = None, 0
    for row in rows:
        if sheet is None or line > _SHEET_ROWS:
            sheet, line = _new_sheet(book, head, bold), 1
        for column, value in enumerate(row):
            if isinstance(value, datetime):
                sheet.write_number(line, column, (value.replace(tzinfo=None) - _EXCEL_EPOCH) / _DAY, when)
            elif isinstance(value, str):
                sheet.write_string(line, column, _clean(value), quoted if is_formula(value) else None)
            elif value is not None:
                sheet.write_number(line, column, value)
        line += 1
    if sheet is None:
        _new_sheet(book, head, bold)
    book.close()


def _new_sheet(book: xlsxwriter.Workbook, head: Sequence[str], bold: object) -> xlsxwriter.worksheet.Worksheet:
    sheet = book.add_worksheet()
    sheet.set_column(0, len(head) - 1, _WIDTH)
    sheet.freeze_panes(1, 0)
    for column, label in enumerate(head):
        sheet.write_string(0, column, label, bold)
    return sheet


def _csv_cell(value: Cell) -> str:
    if isinstance(value, datetime):
        return value.replace(tzinfo=None).isoformat(" ", "seconds")
    if isinstance(value, float):
        return f"{value:.2f}".replace(".", ",")
    if isinstance(value, str):
        return f"'{_clean(value)}" if is_formula(value) else _clean(value)
    return "" if value is None else str(value)


def _clean(text: str) -> str:
    """Without what no file may hold: half characters and control characters."""
    if text.isprintable():
        return text
    whole = text.encode("utf-8", "replace").decode()
    return "".join(letter if letter >= " " and letter != "\x7f" else " " for letter in whole)


def _taken(buffer: io.StringIO) -> bytes:
    text = buffer.getvalue()
    buffer.seek(0)
    buffer.truncate()
    return text.encode()
