"""Every byte of a journal cut or flipped: what is read back is everything but the record that was hit."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from ivr.core.entries import Entry
from ivr.store.records import encode
from ivr.store.segments import read_records

RECORDS = 1000
_NOON = datetime(2026, 11, 23, 11, 0, tzinfo=UTC)
_NEWLINE = 0x0A


class Tried(NamedTuple):
    """`cases`: files read back. `wrong`: what did not hold, in words."""

    cases: int
    wrong: list[str]


def journal(count: int = RECORDS) -> list[bytes]:
    """The lines of so many records, each of one entry, as the service writes them."""
    entries = (Entry("CA1", "step", step, 0, _NOON, "entered", {"node": "menu"}) for step in range(count))
    return [encode([entry]) for entry in entries]


def on_all_cores(lines: list[bytes], stride: int = 1) -> Tried:
    """`every_byte`, by as many processes as there are cores."""
    count = os.cpu_count() or 1
    size = -(-len(lines) // count)
    parts = [range(first, min(first + size, len(lines))) for first in range(0, len(lines), size)]
    with ProcessPoolExecutor(count, multiprocessing.get_context("spawn")) as pool:
        tried = list(pool.map(every_byte, [lines] * len(parts), [stride] * len(parts), parts))
    return Tried(sum(one.cases for one in tried), [words for one in tried for words in one.wrong])


def every_byte(lines: list[bytes], stride: int = 1, records: range | None = None) -> Tried:
    """Each byte (or each `stride`th) of these records: the file cut there; the byte flipped, and made a line feed.

    What stands far from the byte is the same in every case, so the files hold the record that is hit and its
    neighbours: a thousand records read back half a million times would take hours.
    """
    fd, cases, wrong = os.memfd_create("journal"), 0, list[str]()
    path = Path(f"/proc/self/fd/{fd}")
    for hit, byte in _bytes(lines, stride, records or range(len(lines))):
        near = [number for number in (hit - 1, hit, hit + 1) if 0 <= number < len(lines)]
        whole = b"".join(lines[number] for number in near)
        place = sum(len(lines[number]) for number in near if number < hit) + byte
        for how, damaged in _damages(whole, place):
            os.ftruncate(fd, 0)
            os.pwrite(fd, damaged, 0)
            cases += 1
            expected = {number for number in near if number < hit} if how == "cut" else set(near) - {hit}
            if said := _read(path, expected, hit):
                wrong.append(f"record {hit}, byte {byte}, {how}: {said}")
    os.close(fd)
    return Tried(cases, wrong)


def _bytes(lines: list[bytes], stride: int, records: range) -> Iterator[tuple[int, int]]:
    """(record, byte of it), of these records; the same bytes whoever does which part."""
    position = 0
    for number, line in enumerate(lines):
        if number in records:
            yield from ((number, byte) for byte in range(-position % stride, len(line), stride))
        position += len(line)


def _damages(whole: bytes, place: int) -> Iterator[tuple[str, bytes]]:
    yield "cut", whole[:place]
    for how, byte in (("flipped", whole[place] ^ 0xFF), ("a line feed", _NEWLINE)):
        if byte != whole[place]:
            yield how, whole[:place] + bytes([byte]) + whole[place + 1 :]


def _read(path: Path, expected: set[int], hit: int) -> str:
    """What does not hold; "" where all does. The hit record may be there: a lost line feed takes no byte of it."""
    try:
        found = {entry.step for record in read_records(path, 0).records for entry in record}
    except Exception as error:
        return f"the reading crashed: {error!r}"
    if found - {hit} != expected:
        return f"read {sorted(found)}, not {sorted(expected)}"
    return ""
