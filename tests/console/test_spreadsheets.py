"""Exports: what Excel opens, and what it must never compute. Read back by readers that are not ours."""

from __future__ import annotations

import csv
import io
import tracemalloc
import zipfile
from collections.abc import Iterator
from datetime import datetime
from xml.etree import ElementTree

import pytest

from ivr.console.spreadsheets import Cell, csv_chunks, is_formula, xlsx_chunks

FORMULAS = [
    "=1+1", "+1", "-1+1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "  =1", "\u00a0=1", "＝1", "＋1", "－1", "＠A",
    "=cmd|' /C calc'!A0", '=HYPERLINK("http://x.example","y")', "+48717822300", "-", "=",
]  # fmt: skip
HARMLESS = [
    "",
    "••• ••• 567",
    "71 78 22 300",
    "a=1",
    "1-1",
    "Świadczenia; „rodzinne”",
    "'=1",
    '"quoted"',
    "<b>&amp;</b>",
]
NAMESPACE = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def read_csv(data: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), delimiter=";"))


def sheet(data: bytes, number: int = 1) -> ElementTree.Element:
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        return ElementTree.fromstring(book.read(f"xl/worksheets/sheet{number}.xml"))


def texts(root: ElementTree.Element) -> list[str]:
    return [cell.text or "" for cell in root.iter(f"{NAMESPACE}t")]


@pytest.mark.parametrize("text", FORMULAS)
def test_a_formula_is_text(text: str) -> None:
    assert is_formula(text)
    line = read_csv(b"".join(csv_chunks(["a"], [[text, "b"]])))[1]
    root = sheet(b"".join(xlsx_chunks(["a"], [[text]])))

    assert line[0].startswith("'")
    assert line[1] == "b"
    assert list(root.iter(f"{NAMESPACE}f")) == [], "no formula in the workbook"
    assert list(root.iter(f"{NAMESPACE}hyperlink")) == []
    assert {cell.get("t") for cell in root.iter(f"{NAMESPACE}c")} == {"inlineStr"}


@pytest.mark.parametrize("text", HARMLESS)
def test_everything_else_stays_as_it_is(text: str) -> None:
    assert read_csv(b"".join(csv_chunks(["a"], [[text]])))[1] in ([text], [])
    if text:
        assert texts(sheet(b"".join(xlsx_chunks(["a"], [[text]])))) == ["a", text]


@pytest.mark.parametrize("text", ["\ud800x", "a\x00b", "a\x1bb", "a\nb"])
def test_what_no_file_may_hold_is_left_out(text: str) -> None:
    data = b"".join(csv_chunks(["a"], [[text]]))

    assert len(data.decode("utf-8-sig").split("\r\n")) == 3
    assert sheet(b"".join(xlsx_chunks(["a"], [[text]]))) is not None


def test_as_polish_excel_opens_it() -> None:
    moment = datetime(2026, 11, 24, 10, 0, 5)
    data = b"".join(csv_chunks(["Kiedy", "Minuty", "Sekundy", "Nic"], [[moment, 4.95, 297, None]]))

    assert data == "\ufeffKiedy;Minuty;Sekundy;Nic\r\n2026-11-24 10:00:05;4,95;297;\r\n".encode()


def test_numbers_and_moments_are_such_in_excel() -> None:
    root = sheet(b"".join(xlsx_chunks(["a", "b"], [[datetime(2026, 11, 24, 12), 4.95]])))

    assert [value.text for value in root.iter(f"{NAMESPACE}v")] == ["46350.5", "4.95"]


def test_equal_numbers_that_are_written_otherwise() -> None:
    assert b"".join(csv_chunks(["a", "b"], [[4, 4.0], [4.0, 4]])).decode("utf-8-sig") == "a;b\r\n4;4,00\r\n4,00;4\r\n"


def rows(count: int) -> Iterator[list[Cell]]:
    for number in range(count):
        yield [datetime(2026, 11, 24), "••• ••• 567", "71 78 22 300", f"Świadczenia rodzinne {number}", 4.95, number]


@pytest.mark.parametrize("chunks", [csv_chunks, xlsx_chunks])
def test_memory_does_not_grow_with_the_rows(chunks) -> None:  # type: ignore[no-untyped-def]
    def peak(count: int) -> int:
        tracemalloc.start()
        size = sum(len(chunk) for chunk in chunks(["a"] * 6, rows(count)))
        assert size > count
        found = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return found

    peak(10)  # what is loaded once
    assert peak(8_000) < 1.5 * peak(1_000) + 200_000


def test_csv_goes_out_before_the_last_row_is_read() -> None:
    taken: list[int] = []

    def noted() -> Iterator[list[Cell]]:
        for number, row in enumerate(rows(10_000)):
            taken.append(number)
            yield row

    stream = csv_chunks(["a"], noted())
    next(stream), next(stream)

    assert len(taken) < 1_000
