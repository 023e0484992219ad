"""Rows as a CSV file that Polish Excel opens, and as an XLSX workbook, however many there are. Knows no call.

The workbook is the library's; only the rows of its sheets are written here, since it takes three times as long for
them (docs/decisions/0012).

What a spreadsheet would take for a formula is written as text: callers and the provider write into these files.
"""

from __future__ import annotations

import csv
import io
import re
import shutil
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from itertools import chain, islice
from pathlib import Path
from tempfile import TemporaryDirectory, TemporaryFile
from typing import IO
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile

import xlsxwriter

Cell = str | int | float | datetime | None

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_EXCEL_EPOCH, _DAY = datetime(1899, 12, 30), timedelta(days=1)
_CHUNK_BYTES = 64 * 1024
_SHEET_ROWS = 1_000_000  # Excel has 1,048,576 on a sheet
_BUFFERED_ROWS = 200
_WIDTH = 20
_WHEN, _QUOTED = 2, 3  # places of the styles, in the order in which they are first used
_SHEET_PARTS, _SAMPLE_ROW = "xl/worksheets/sheet", b'<row r="2"'
_DIMENSION = re.compile(rb"<dimension [^>]*/>")
_KEPT_TEXTS = 1_000


def is_formula(text: str) -> bool:
    """Whether a spreadsheet might compute it; spaces before do not help."""
    return text.lstrip(" \u00a0").startswith(_FORMULA)


def csv_chunks(head: Sequence[str], rows: Iterable[Sequence[Cell]]) -> Iterator[bytes]:
    """Semicolons, decimal commas, a byte order mark: as Excel reads it where the locale is Polish."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=";", lineterminator="\r\n")
    yield b"\xef\xbb\xbf"
    writer.writerow([_csv_cell(each) for each in head])
    known = _Known(_csv_cell)
    for number, row in enumerate(rows, 1):
        writer.writerow(known.row(row))
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
    """The rows go to the disk, a file for each sheet; then the workbook is put together around them."""
    paths = list(_sheets(Path(folder), rows))
    empty = io.BytesIO()
    book = xlsxwriter.Workbook(empty, {"constant_memory": True, "tmpdir": folder})
    bold, when = book.add_format({"bold": True}), book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"})
    quoted = book.add_format({"quote_prefix": True})
    for _ in paths:
        sheet = book.add_worksheet()
        sheet.set_column(0, len(head) - 1, _WIDTH)
        sheet.freeze_panes(1, 0)
        for column, label in enumerate(head):
            sheet.write_string(0, column, label, bold)
        sheet.write_number(1, 0, 0, when)  # where the styles stand that `_xml_cell` names
        sheet.write_string(1, 1, "", quoted)
    book.close()
    with ZipFile(empty) as made, ZipFile(file, "w", ZIP_DEFLATED, compresslevel=3) as whole:
        for name in made.namelist():
            part = made.read(name)
            if not name.startswith(_SHEET_PARTS):
                whole.writestr(name, part)
                continue
            before, _, after = part.partition(_SAMPLE_ROW)
            number = int("".join(filter(str.isdigit, name)))
            with whole.open(name, "w", force_zip64=True) as out, open(paths[number - 1], "rb") as written:
                out.write(_DIMENSION.sub(b"", before))  # it says two rows
                shutil.copyfileobj(written, out, _CHUNK_BYTES)
                out.write(after.partition(b"</row>")[2])


def _sheets(folder: Path, rows: Iterable[Sequence[Cell]]) -> Iterator[Path]:
    """The rows of each sheet, as XML; one sheet also where there are none."""
    source, number, known = iter(rows), 0, _Known(_xml_cell)
    following = list(islice(source, 1))
    while following or number == 0:
        number += 1
        some, path = islice(chain(following, source), _SHEET_ROWS), folder / f"{number}.xml"
        with open(path, "w", encoding="utf-8") as out:
            out.writelines(f"<row>{''.join(known.row(row))}</row>" for row in some)
        yield path
        following = list(islice(source, 1))


class _Known(dict[str, str]):
    """What `make` writes for cells: most texts stand in very many rows. (Not numbers: 4 and 4.0 are not the same.)"""

    def __init__(self, make: Callable[[Cell], str]) -> None:
        super().__init__()
        self._make = make

    def row(self, cells: Sequence[Cell]) -> list[str]:
        return [self[cell] if type(cell) is str else self._make(cell) for cell in cells]

    def __missing__(self, text: str) -> str:
        made = self._make(text)
        if len(self) < _KEPT_TEXTS:
            self[text] = made
        return made


def _xml_cell(cell: Cell) -> str:
    if cell is None:
        return "<c/>"
    if isinstance(cell, datetime):
        days = (cell.replace(tzinfo=None) - _EXCEL_EPOCH) / _DAY
        return f'<c s="{_WHEN}"><v>{days:.16g}</v></c>'
    if isinstance(cell, str):
        style = f' s="{_QUOTED}"' if is_formula(cell) else ""
        return f'<c t="inlineStr"{style}><is><t xml:space="preserve">{escape(_clean(cell))}</t></is></c>'
    return f"<c><v>{cell:.16g}</v></c>"


def _csv_cell(value: Cell) -> str:
    if isinstance(value, datetime):
        return value.replace(tzinfo=None).isoformat(" ", "seconds")
    if isinstance(value, float):
        return f"{value:.2f}".replace(".", ",")
    if isinstance(value, str):
        if value[:1].isalnum() and value.isprintable():
            return value  # as nearly all are
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
