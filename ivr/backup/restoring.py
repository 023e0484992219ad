"""A backup put back: all of it beside what is there, looked at, and then in its place at once.

Refused while the service runs. What was there is moved aside. The journal of this machine is never replaced: it holds
what came after the backup, and the restored log goes on from there, each entry once. A killed restore leaves what was
there, or is finished by whoever starts next (`swapping`); begun again it starts over.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from ivr.backup.beside import Beside, beside
from ivr.backup.lasting import SEGMENT, lasts, tops
from ivr.backup.place import Place
from ivr.backup.saving import FILES, JOURNAL, PEOPLE_MEMBER
from ivr.errors import IvrError
from ivr.store.archive import ArchiveReader, reading, verified
from ivr.store.console.access_log import KEY
from ivr.store.console.store import console_store
from ivr.store.console.verify import Verdict, verify
from ivr.store.database import open_writer
from ivr.store.files import write_new
from ivr.store.kept_file import alone as one_at_a_time
from ivr.store.keychain import FILE as NUMBER_KEYS
from ivr.store.manifest import Manifest
from ivr.store.people import PeopleFile
from ivr.store.resting import alone
from ivr.store.swapping import Moves, finish


@dataclass(frozen=True, slots=True)
class Restored:
    """`aside`: where the old state is, "" if there was none. `shipped`: entries of the journal read after it, those
    that were known among them. `has_keys`: the keys of callers' numbers are here. `access_log` None: there is none, or
    its key is not here."""

    manifest: Manifest
    aside: str
    shipped: int
    has_keys: bool
    access_log: Verdict | None


def restore(place: Place, path: Path, now: datetime, replace: bool = False) -> Restored:
    """Raises IvrError, and then what was there is there."""
    manifest = verified(path)
    place.data.mkdir(mode=0o700, parents=True, exist_ok=True)
    with alone(place.lock), one_at_a_time(place.data / "start.lock"):
        finish(place.data)
        there = _is_there(place, manifest)
        if there and not replace:
            raise IvrError("not-empty", "not-empty", folder=str(place.data))
        with beside(place, now) as made, reading(path) as archive:
            if PEOPLE_MEMBER in manifest.members:
                PeopleFile(place.keys).adopt(archive.content(PEOPLE_MEMBER))
            made.log(archive)
            made.console(archive)
            _put_back(place, archive, made)
            aside = made.aside.name if there else ""
        shipped = place.ship(open_writer(place.log))
    has_keys = (place.keys / NUMBER_KEYS).exists()
    return Restored(manifest, aside, shipped, has_keys, _access_log(place, manifest, now))


def _is_there(place: Place, manifest: Manifest) -> bool:
    parts = ((place.staged_log, manifest.log), (place.staged_console, manifest.console))
    return bool(tops(place)) or any(one.is_used(tuple(dumped.tables) if dumped else ()) for one, dumped in parts)


def _put_back(place: Place, archive: ArchiveReader, made: Beside) -> None:
    into: Moves = ()
    for name in archive.manifest.members:
        if name.startswith(FILES):
            _unpack(archive, name, made.staging)
        elif name.startswith(JOURNAL) and _is_missing(place, archive, name):
            _unpack(archive, name, made.staging)
            into = (*into, (made.staging / name, place.journal / name.removeprefix(JOURNAL)))
    shorter = tuple((to, made.aside / to.name) for _, to in into if to.exists())
    prepared = sorted(path for path in (made.staging / FILES).glob("*") if lasts(path.name))
    into = (*into, *((path, place.data / path.name) for path in prepared))
    made.take_over((*((path, made.aside / path.name) for path in tops(place)), *shorter), into)


def _is_missing(place: Place, archive: ArchiveReader, name: str) -> bool:
    """Whether this machine's journal has less of the segment than the backup."""
    here = place.journal / name.removeprefix(JOURNAL)
    if not SEGMENT.fullmatch(here.name):
        return False
    return not here.exists() or here.stat().st_size < archive.manifest.members[name].bytes


def _unpack(archive: ArchiveReader, name: str, folder: Path) -> None:
    target = folder / name
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    write_new(target, archive.content(name))


def _access_log(place: Place, manifest: Manifest, now: datetime) -> Verdict | None:
    if manifest.console is None or not (place.keys / KEY).exists():
        return None
    return verify(console_store(place.console, place.keys, lambda: now).access_log)
