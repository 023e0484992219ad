"""Which files of IVR_DATA must last: all of them but these. What somebody adds later is in the backup without asking.

journal/                 goes by its own way: whole records, and what is here is never replaced by older ones
keys/, auth_token        keys never lie beside what they open (docs/decisions/0008)
node                     the name of this machine among others: two must not have the same
drafts/, *.lock, *.rest  of running processes
replaced-…               what stood where a backup was put back
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from ivr.backup.place import REPLACED, Place
from ivr.store.database import parsed_url
from ivr.store.segments import segment_paths
from ivr.store.staging import is_file

_NOT = frozenset({"journal", "keys", "auth_token", "node", "drafts", "swap.json"})
_PASSING = (".lock", ".rest", ".tmp", "-lock", ".probe")
SEGMENT = re.compile(r"\d+-\d+-[0-9a-f]+\.log")


def lasting(place: Place) -> Iterator[tuple[str, Path]]:
    """(name below IVR_DATA, path) of each file, in the order in which they must be read: what is live before the
    revisions, so that the one that is live is among them."""
    for top in tops(place):
        found = [top] if top.is_file() else sorted(top.rglob("*"), key=lambda path: (len(path.parts), path))
        for path in found:
            inside = path.relative_to(place.data)
            if path.is_file() and not path.is_symlink() and not any(_passes(part) for part in inside.parts):
                yield inside.as_posix(), path


def tops(place: Place) -> list[Path]:
    """What stands in IVR_DATA itself and must last, databases apart."""
    if not place.data.is_dir():
        return []
    kept_elsewhere = {place.keys.absolute(), *_databases(place)}
    return sorted(path for path in place.data.iterdir() if not _is_left(path, kept_elsewhere))


def segments(place: Place) -> Iterator[tuple[str, bytes]]:
    """(name, whole records) of each journal segment, oldest first. A torn end is left: its writer is in the middle."""
    for path in segment_paths(place.journal):
        try:
            content = path.read_bytes()
        except FileNotFoundError:  # shipped long ago, and deleted just now
            continue
        yield path.name, content[: content.rfind(b"\n") + 1]


def _is_left(path: Path, kept_elsewhere: set[Path]) -> bool:
    of_database = any(path.name.startswith(one.name) for one in kept_elsewhere if one.parent == path.parent)
    return not lasts(path.name) or of_database


def lasts(name: str) -> bool:
    """Whether a file or folder of this name in IVR_DATA is one for a backup, databases apart."""
    return name not in _NOT and not name.startswith(REPLACED) and not _passes(name)


def _passes(name: str) -> bool:
    return name.startswith(".") or name.endswith(_PASSING)


def _databases(place: Place) -> set[Path]:
    urls = [url for url in (place.log, place.console) if is_file(url)]
    return {Path(parsed_url(url).database or "").absolute() for url in urls}
