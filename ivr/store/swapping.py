"""Files put in the place of others, all of them or none: what is to be moved is written down first, and whoever comes
after a kill finishes it.

    <data>/swap.json      the moves, while they are being made
    <data>/swap.lock      one at a time makes them

What stood there is moved aside, never deleted. Must not know what the files are.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from ivr.store.files import sync_folder, write_atomically
from ivr.store.kept_file import alone

_INTENT, _LOCK = "swap.json", "swap.lock"
Moves = tuple[tuple[Path, Path], ...]


@dataclass(frozen=True, slots=True)
class Swap:
    """Absolute paths. `aside` is done first: what is there now, to where it is kept; then `into`: what was prepared,
    to its place. Each pair on one file system. `staging`: a folder that is removed at the end."""

    aside: Moves
    into: Moves
    staging: Path


def swap(data: Path, wanted: Swap) -> None:
    """Make the moves. Raises OSError; the next `finish` goes on where this one stopped."""
    with alone(data / _LOCK):
        _finish(data)  # an earlier one
        plain = {
            "aside": [[str(one) for one in pair] for pair in wanted.aside],
            "into": [[str(one) for one in pair] for pair in wanted.into],
            "staging": str(wanted.staging),
        }
        write_atomically(data / _INTENT, json.dumps(plain).encode("utf-8", "surrogateescape"))
        _finish(data)


def finish(data: Path) -> bool:
    """Make the moves that a killed process had begun. Whether there were any."""
    if not is_begun(data):
        return False
    with alone(data / _LOCK):
        return _finish(data)


def is_begun(data: Path) -> bool:
    """Whether moves were written down and are not all made: then nothing that was prepared may be thrown away."""
    return (data / _INTENT).exists()


def _finish(data: Path) -> bool:
    intent = data / _INTENT
    try:
        held = json.loads(intent.read_bytes())
    except FileNotFoundError:
        return False
    for source, target in _pairs(held["aside"]):
        if source.exists() and not target.exists():
            _move(source, target)
    for source, target in _pairs(held["into"]):
        if source.exists():
            _move(source, target)
    shutil.rmtree(held["staging"], ignore_errors=True)
    intent.unlink()
    sync_folder(data)
    return True


def _pairs(plain: Iterable[Iterable[str]]) -> Iterable[tuple[Path, Path]]:
    for source, target in plain:
        yield Path(source), Path(target)


def _move(source: Path, target: Path) -> None:
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    os.rename(source, target)
    sync_folder(target.parent)
    sync_folder(source.parent)
