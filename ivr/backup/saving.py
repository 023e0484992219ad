"""A backup: the databases, each from one read transaction, then the journal, then the files; in one archive.

In this order what is in the log's dump is older than the journal beside it, so that the journal goes on where the dump
ends. Reads only: the service runs on, and SQLite gets no second writer.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from ivr.backup.lasting import lasting, segments
from ivr.backup.place import Place, stamp_of
from ivr.errors import IvrError
from ivr.store.archive import ArchiveWriter, writing
from ivr.store.dump import dump
from ivr.store.manifest import Manifest
from ivr.store.people import FILE as PEOPLE

LEFT_OUT = ("sessions", "limits")
"""Tables of the console: who is signed in signs in again; a limit counts from the beginning."""
JOURNAL, FILES, PEOPLE_MEMBER = "journal/", "data/", PEOPLE
_OURS = re.compile(r"ivr-\d{8}T\d{6}Z\.zip")


@dataclass(frozen=True, slots=True)
class Saved:
    """`bytes` of the file; `removed`: older backups that were too many."""

    file: Path
    bytes: int
    manifest: Manifest
    removed: tuple[Path, ...] = ()


def save(place: Place, target: Path, now: datetime, keep: int = 0) -> Saved:
    """Write a backup to `target`, or into that folder under a name of its own; of those, only the last `keep` stay
    (0: all). Raises IvrError, or OSError where the disk takes nothing; then nothing is left of it."""
    if not place.data.is_dir():
        raise IvrError("no-data", f"There is no folder {place.data}.", "Start the service first, or set IVR_DATA.")
    file = target / f"ivr-{stamp_of(now)}.zip" if target.is_dir() else target
    if place.data.resolve() in file.resolve().parents:
        raise IvrError("backup-inside", "backup-inside", folder=str(place.data))
    if not file.parent.is_dir():
        raise IvrError("backup-no-folder", "backup-no-folder", folder=str(file.parent))
    try:
        with writing(file) as archive:
            manifest = _fill(place, archive, now)
            archive.finish(manifest)
    except FileExistsError as error:
        raise IvrError("backup-exists", "backup-exists", file=str(file)) from error
    return Saved(file, file.stat().st_size, manifest, _thinned(file, keep))


def _fill(place: Place, archive: ArchiveWriter, now: datetime) -> Manifest:
    log = dump(place.log_reader(), archive, "log")
    console = dump(place.console_reader(), archive, "console", LEFT_OUT)
    for name, content in segments(place):
        archive.add(JOURNAL + name, content)
    for name, path in lasting(place):
        try:
            archive.add(FILES + name, path.read_bytes())
        except FileNotFoundError:  # replaced just now by another name, or gone as it should
            continue
    if (place.keys / PEOPLE).exists():
        archive.add(PEOPLE_MEMBER, (place.keys / PEOPLE).read_bytes())
    return Manifest(now, log, console, archive.members)


def _thinned(file: Path, keep: int) -> tuple[Path, ...]:
    """Older ones of the same folder, beyond the last `keep`, are removed: this one was verified."""
    if not keep or not _OURS.fullmatch(file.name):
        return ()
    ours = sorted(path for path in file.parent.iterdir() if _OURS.fullmatch(path.name))
    for path in ours[:-keep]:
        path.unlink()
    return tuple(ours[:-keep])
