"""The revisions on this machine: each one's sources and compiled form, immutable, and which one is live.

    <folder>/<revision>/sources.json, compiled      made under another name, then renamed
    <folder>/live.json                              replaced by rename
    <folder>/history.jsonl                          every activation, appended

Does not know what a revision means: it is a name and bytes.
"""

from __future__ import annotations

import builtins
import errno
import fcntl
import json
import os
import re
import secrets
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from ivr.errors import IvrError
from ivr.store.files import sync_folder, write_atomically, write_new

_NAME = re.compile(r"[0-9A-Za-z][0-9A-Za-z_-]{0,127}")  # comes back in URLs, and is the name of a folder
_UNFINISHED = ".unfinished-"


@dataclass(frozen=True, slots=True)
class Live:
    """One activation. `sequence` grows by one with each; order is by it, not by `at` (aware UTC).

    `back_to`: of a rollback, the sequence of the activation it repeats; else 0.
    """

    revision: str
    sequence: int
    author: str
    message: str
    at: datetime
    back_to: int = 0


class PublishedSinceError(IvrError):
    """Another revision went live first: nothing was changed."""

    def __init__(self, live: Live | None) -> None:
        who = f"Revision {live.revision} went live meanwhile ({live.author}: {live.message})." if live else ""
        super().__init__("published-since", who or "Nothing is live any more.", "Look at it first: python -m ivr draft")
        self.live = live


class Revisions:
    """Safe for several processes at once. Makes its folder when it first saves."""

    late: tuple[str, ...] = ()  # other machines that did not have the revision when it went live

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def refresh(self) -> None:
        """See what other machines published: here there are none."""

    def save(self, revision: str, sources: Mapping[str, str], compiled: bytes) -> None:
        """Keep a revision; one that is there already is left as it is. Raises IvrError for an impossible name."""
        target = self._path(revision)
        if target is None:
            raise IvrError("revision-name", f"“{revision}” cannot be the name of a revision.")
        if target.is_dir():
            return
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        unfinished = self._folder / f"{_UNFINISHED}{secrets.token_hex(6)}"
        unfinished.mkdir(mode=0o700)
        try:
            write_new(unfinished / "sources.json", json.dumps(dict(sources), ensure_ascii=False).encode())
            write_new(unfinished / "compiled", compiled)
            sync_folder(unfinished)
            unfinished.rename(target)
        except OSError:
            shutil.rmtree(unfinished, ignore_errors=True)
            if not target.is_dir():  # else another process was first, with the same content
                raise
        sync_folder(self._folder)

    def compiled(self, revision: str) -> bytes | None:
        """The compiled form, or None if there is no such revision here."""
        return self._read(revision, "compiled")

    def sources(self, revision: str) -> dict[str, str] | None:
        """File name -> text, as it was saved, or None if there is no such revision here."""
        content = self._read(revision, "sources.json")
        return None if content is None else dict(json.loads(content))

    def list(self) -> tuple[str, ...]:
        """The revisions kept, newest first."""
        try:
            found = [path for path in self._folder.iterdir() if path.is_dir() and _NAME.fullmatch(path.name)]
        except FileNotFoundError:
            return ()
        return tuple(path.name for path in sorted(found, key=lambda path: (-path.stat().st_mtime_ns, path.name)))

    def live(self) -> Live | None:
        """The revision that is live, or None if there never was one. A damaged live.json is replaced by the history."""
        try:
            found = _parse((self._folder / "live.json").read_bytes())
        except FileNotFoundError:
            found = None
        return found or max(self._history(), key=lambda live: live.sequence, default=None)

    def loadable(self) -> Live | None:
        """What is live, where its files are here too."""
        live = self.live()
        return live if live and self.compiled(live.revision) is not None else None

    def activate(
        self, revision: str, author: str, message: str, at: datetime, after: int | None = None, back_to: int = 0
    ) -> Live:
        """Make a kept revision live. Raises IvrError if it is not kept here, PublishedSinceError if `after` is given
        and is not the sequence of what is live (0 = nothing), OSError where the disk takes nothing: each time what
        was live stays so."""
        if self.compiled(revision) is None:
            raise IvrError(
                "revision-unknown", f"There is no revision {revision}.", "See which ones are kept.", name=revision
            )
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with self._alone():
            before, history = self.live(), self._history()
            if after is not None and after != (before.sequence if before else 0):
                raise PublishedSinceError(before)
            if before and before not in history:  # a kill or a full disk came between: it must not be forgotten
                self._append(_as_bytes(before))
            sequence = max((one.sequence for one in (before, *history) if one), default=0) + 1
            live = Live(revision, sequence, author, message, at.astimezone(UTC), back_to)
            write_atomically(self._folder / "live.json", _as_bytes(live))
            with suppress(OSError):  # it is live; the next activation appends it
                self._append(_as_bytes(live))
        return live

    def adopt(self, shared: Sequence[Live]) -> bool:
        """Take over the history of all machines, oldest first, and what is live of it; its revision must be kept here.

        True if this machine had another history of its own: that one is set aside beside it, and nothing lost.
        Raises OSError where the disk takes nothing.
        """
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with self._alone():
            own, known = self.history(), {(one.sequence, one.revision) for one in shared}
            end = shared[-1].sequence
            other = any((one.sequence, one.revision) not in known for one in own if one.sequence <= end)
            if not other and own and own[0].sequence > end:
                return False  # somebody took over more meanwhile
            if other:
                stamp = f"{datetime.now(UTC):%Y%m%dT%H%M%S}-{secrets.token_hex(2)}"
                lines = b"\n".join(_as_bytes(one) for one in reversed(own))
                write_atomically(self._folder / f"history-of-its-own-{stamp}.jsonl", lines + b"\n")
                whole = b"\n".join(_as_bytes(one) for one in shared)
                write_atomically(self._folder / "history.jsonl", whole + b"\n")
            write_atomically(self._folder / "live.json", _as_bytes(shared[-1]))
            if not other:
                here = {one.sequence for one in self._history()}
                for one in shared:
                    if one.sequence not in here:
                        self._append(_as_bytes(one))
        return other

    def history(self) -> tuple[Live, ...]:
        """Every activation, newest first; also the last one if a kill came before it was appended."""
        known = {entry.sequence: entry for entry in (self.live(), *self._history()) if entry}
        return tuple(known[sequence] for sequence in sorted(known, reverse=True))

    def _path(self, revision: str) -> Path | None:
        return self._folder / revision if _NAME.fullmatch(revision) else None

    def _read(self, revision: str, name: str) -> bytes | None:
        folder = self._path(revision)
        try:
            return (folder / name).read_bytes() if folder else None
        except (FileNotFoundError, NotADirectoryError):
            return None

    def _history(self) -> builtins.list[Live]:
        try:
            lines = (self._folder / "history.jsonl").read_bytes().split(b"\n")
        except FileNotFoundError:
            return []
        return [live for line in lines if (live := _parse(line))]

    def _append(self, line: bytes) -> None:
        """A line feed on both sides: a torn last line must not swallow this one."""
        fd = os.open(self._folder / "history.jsonl", os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC, 0o600)
        try:
            whole = b"\n" + line + b"\n"
            if os.write(fd, whole) < len(whole):
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
            os.fsync(fd)
        finally:
            os.close(fd)

    @contextmanager
    def _alone(self) -> Iterator[None]:
        lock = os.open(self._folder / ".lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield
        finally:
            os.close(lock)


def _as_bytes(live: Live) -> bytes:
    return json.dumps(asdict(live) | {"at": live.at.isoformat()}, ensure_ascii=False).encode()


def _parse(line: bytes) -> Live | None:
    try:
        value = json.loads(line)
        at = datetime.fromisoformat(value["at"])
        names = str(value["revision"]), int(value["sequence"]), str(value["author"]), str(value["message"])
        return Live(*names, at, int(value.get("back_to", 0)))
    except (ValueError, TypeError, KeyError):
        return None
