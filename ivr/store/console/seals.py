"""The chain that ties the rows of the access log together, and the anchor that ties its end.

A row's seal is an HMAC over its fields and the seal of the row before; without the key nobody makes one that fits.
The anchor is the number and the seal of the last row this machine wrote, kept apart from the database: it shows when
the end is missing. Whoever has the key, the anchor and the database can rewrite all of it: keep `audit verify`'s
last line elsewhere, and give it to the next one (`--head`).
"""

from __future__ import annotations

import fcntl
import hmac
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from ivr.store.files import write_atomically

FIRST = ""  # the seal before the first row


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the access log. `at` is aware UTC."""

    seq: int
    at: datetime
    who: str
    did: str
    what: str
    reason: str
    address: str
    seal: str = ""


@dataclass(frozen=True, slots=True)
class Head:
    """Where the log ends: its last number and that row's seal."""

    seq: int
    seal: str

    def __str__(self) -> str:
        return f"{self.seq}:{self.seal}"


def head_of(text: str) -> Head | None:
    """Of "120:5fe0…"; None for anything else."""
    seq, _, seal = text.strip().partition(":")
    return Head(int(seq), seal) if seq.isascii() and seq.isdigit() and seal else None


def seal_of(key: bytes, row: Row, before: str) -> str:
    at = row.at.astimezone(UTC).isoformat(timespec="microseconds")
    fields = [before, row.seq, at, row.who, row.did, row.what, row.reason, row.address]
    return _mac(key, "row", fields)


def start_seal(key: bytes, head: Head) -> str:
    """Of the place where the log begins after old rows were removed."""
    return _mac(key, "start", [head.seq, head.seal])


class Anchor:
    """A small file. Several processes may set it at once: the later row stays."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def read(self) -> Head | None:
        """None where there is none, or nothing one can read."""
        try:
            return head_of(self._path.read_text("ascii"))
        except (FileNotFoundError, UnicodeDecodeError):
            return None

    def move(self, head: Head, back: bool = False) -> None:
        """Never back, but on purpose."""
        self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with self._alone():
            held = self.read()
            if back or held is None or held.seq < head.seq:
                write_atomically(self._path, f"{head}\n".encode())

    @contextmanager
    def _alone(self) -> Iterator[None]:
        lock = os.open(f"{self._path}.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield
        finally:
            os.close(lock)


def _mac(key: bytes, kind: str, fields: list[object]) -> str:
    written = json.dumps([kind, *fields], ensure_ascii=True, separators=(",", ":"))
    return hmac.digest(key, written.encode(), "sha256").hex()
