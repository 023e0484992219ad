"""A backup as one file: a ZIP of streamed members and a manifest with the SHA-256 of each. Memory stays flat.

Written under another name, brought to the disk, read again, and only then given its name; mode 0600. A ZIP says by its
directory at the end whether it is whole, and one member is read without the others (docs/decisions/0016).
Must not know what is in the members.
"""

from __future__ import annotations

import hashlib
import json
import os
import secrets
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from ivr.errors import IvrError
from ivr.store.files import sync_folder
from ivr.store.manifest import Manifest, Member, manifest_from, plain

_MANIFEST = "manifest.json"
_BLOCK = 2**20
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError, KeyError, TypeError, RuntimeError)


class Sink:
    """What one member is written to."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file, self._hash, self.bytes = file, hashlib.sha256(), 0

    def write(self, content: bytes) -> None:
        self._file.write(content)
        self._hash.update(content)
        self.bytes += len(content)

    @property
    def member(self) -> Member:
        return Member(self.bytes, self._hash.hexdigest())


class ArchiveWriter:
    """Made by `writing`."""

    def __init__(self, packed: zipfile.ZipFile) -> None:
        self._packed = packed
        self.members: dict[str, Member] = {}

    @contextmanager
    def member(self, name: str) -> Iterator[Sink]:
        """One at a time."""
        with self._packed.open(name, "w", force_zip64=True) as file:
            sink = Sink(file)
            yield sink
        self.members[name] = sink.member

    def add(self, name: str, content: bytes) -> None:
        with self.member(name) as sink:
            sink.write(content)

    def finish(self, manifest: Manifest) -> None:
        """The last member."""
        self._packed.writestr(_MANIFEST, json.dumps(plain(manifest), ensure_ascii=False, indent=1))


@contextmanager
def writing(target: Path) -> Iterator[ArchiveWriter]:
    """`target` is there, whole and readable, when the block has ended; where anything fails, nothing is left of it.
    Raises OSError (FileExistsError if it is there already)."""
    if target.exists():
        raise FileExistsError(target)
    unborn = target.with_name(f".{target.name}.{secrets.token_hex(6)}.tmp")
    fd = os.open(unborn, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    try:
        with os.fdopen(fd, "w+b") as file:
            with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
                yield ArchiveWriter(packed)
            file.flush()
            os.fsync(fd)
        verified(unborn)
        if target.exists():
            raise FileExistsError(target)
        os.rename(unborn, target)  # not linked: a memory stick may know no links
        sync_folder(target.parent)
    finally:
        unborn.unlink(missing_ok=True)


class ArchiveReader:
    """Made by `reading`. Members as they were verified."""

    def __init__(self, packed: zipfile.ZipFile, manifest: Manifest) -> None:
        self._packed, self.manifest = packed, manifest

    @contextmanager
    def member(self, name: str) -> Iterator[IO[bytes]]:
        with self._packed.open(name) as file:
            yield file

    def content(self, name: str) -> bytes:
        return self._packed.read(name)


@contextmanager
def reading(path: Path) -> Iterator[ArchiveReader]:
    """A backup that was `verified`. Raises IvrError where it is none."""
    with _opened(path) as packed:
        yield ArchiveReader(packed, _manifest(packed, path))


def verified(path: Path) -> Manifest:
    """Every byte read, and each member as it was written. Raises IvrError for anything else."""
    with _opened(path) as packed:
        manifest = _manifest(packed, path)
        try:
            names = packed.namelist()
            whole = sorted(names) == sorted([*manifest.members, _MANIFEST]) and all(_is_plain(name) for name in names)
            lines = manifest.rows_by_member()
            for name, member in manifest.members.items() if whole else ():
                found, count = _read(packed, name)
                whole = whole and found == member and lines.get(name, count) == count
        except _BROKEN as error:
            raise _damaged(path) from error
    if not whole:
        raise _damaged(path)
    return manifest


@contextmanager
def _opened(path: Path) -> Iterator[zipfile.ZipFile]:
    try:
        packed = zipfile.ZipFile(path)
    except FileNotFoundError as error:
        raise IvrError("backup-missing", "backup-missing", file=str(path)) from error
    except (*_BROKEN, OSError) as error:
        raise _damaged(path) from error
    with packed:
        yield packed


def _manifest(packed: zipfile.ZipFile, path: Path) -> Manifest:
    try:
        return manifest_from(json.loads(packed.read(_MANIFEST)))
    except _BROKEN as error:
        raise _damaged(path) from error


def _read(packed: zipfile.ZipFile, name: str) -> tuple[Member, int]:
    """What the member is, and its number of lines."""
    digest, size, lines = hashlib.sha256(), 0, 0
    with packed.open(name) as file:
        while block := file.read(_BLOCK):
            digest.update(block)
            size += len(block)
            lines += block.count(b"\n")
    return Member(size, digest.hexdigest()), lines


def _is_plain(name: str) -> bool:
    """Whether the name stays below the folder that it is put in."""
    return not name.startswith("/") and not {"", ".", ".."} & set(name.split("/")) and "\\" not in name


def _damaged(path: Path) -> IvrError:
    return IvrError("backup-damaged", "backup-damaged", file=str(path))
