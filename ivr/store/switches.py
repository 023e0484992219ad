"""An operator's switches on this machine: a small file of what holds, replaced by rename, and the history of changes.

    <folder>/switches.json      everything that holds, whole, with its sequence number
    <folder>/switches.jsonl     every change, appended: when, who, what, and the identity of what was changed

Does not know what a switch does to a call.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import secrets
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal

from ivr.core.merged_switches import has_news, merged, recent
from ivr.core.office import Announcement
from ivr.core.overrides import Switch, Switches
from ivr.errors import IvrError
from ivr.store.files import write_atomically

What = Literal["close", "open", "announce", "end"]


@dataclass(frozen=True, slots=True)
class Change:
    """One line of the history. `ids` are what was switched, announced or ended by hand; `at` is aware UTC; `whole` is
    everything that the change left otherwise than it found it, as it was from then on: those of `ids`, and a switch
    whose place was taken."""

    sequence: int
    at: datetime
    author: str
    what: What
    ids: tuple[str, ...]
    whole: tuple[Mapping[str, Any], ...] = ()

    @property
    def key(self) -> str:
        """The same for the same change on every machine, whatever number it got there."""
        said = f"{self.at.isoformat()} {self.author} {self.what} {' '.join(self.ids)}"
        return hashlib.sha256(said.encode("utf-8", "surrogateescape")).hexdigest()[:32]


class SwitchFile:
    """Safe for several processes at once. `folder` must be there.

    `shared`: other machines switch too, so that the identities given here must be no other machine's.
    """

    spread = True  # whether the last change is known to all machines

    def __init__(self, folder: Path, shared: bool = False) -> None:
        self._shared = shared
        self._file = folder / "switches.json"
        self._history = folder / "switches.jsonl"
        self._lock = folder / "switches.lock"

    def read(self) -> Switches:
        """What holds; nothing where nothing was ever switched. Raises IvrError for a damaged file."""
        try:
            return state_from(json.loads(self._file.read_bytes()))
        except FileNotFoundError:
            return Switches()
        except (ValueError, TypeError, KeyError, AttributeError) as error:
            hint = "Move it away; every change stands in switches.jsonl."
            raise IvrError("switches-damaged", f"{self._file} cannot be read ({error}).", hint) from error

    def change(
        self, author: str, what: What, at: datetime, change: Callable[[Switches, str], tuple[Switches, tuple[str, ...]]]
    ) -> Switches:
        """What holds after `change(what held, a new id)`, which also says the ids it concerned; alone, and lasting.

        Whatever `change` raises leaves everything as it was.
        """
        with self._alone():
            held = self.read()
            sequence = held.sequence + 1
            changed, ids = change(held, f"{sequence}-{secrets.token_hex(2)}" if self._shared else str(sequence))
            changed = replace(changed, sequence=sequence)
            write_atomically(self._file, state_text(changed).encode())
            before = (*held.switches, *held.announcements)
            ones: tuple[Switch | Announcement, ...] = (*changed.switches, *changed.announcements)
            whole = tuple(asdict(one) for one in ones if one not in before)
            self._append(Change(sequence, at.astimezone(UTC), author, what, ids, whole))
        return changed

    def adopt(self, held: Switches, changes: Iterable[Change], at: datetime) -> None:
        """Take over what all machines hold. What was switched here meanwhile stays, for the next time."""
        with self._alone():
            here = self.read()
            known = {change.key for change in self.history()}
            for change in changes:
                if change.key not in known:
                    self._append(change)
            both = merged(held, here, at)
            if has_news(both, held):
                held = replace(both, sequence=max(held.sequence + 1, here.sequence))
            held = recent(held, at)
            if held != here:
                write_atomically(self._file, state_text(held).encode())

    def history(self) -> tuple[Change, ...]:
        """Every change, newest first. A torn line is left out."""
        try:
            lines = self._history.read_bytes().split(b"\n")
        except FileNotFoundError:
            return ()
        return tuple(change for line in reversed(lines) if (change := change_from(line)))

    def timeline(self, timezone: str) -> tuple[tuple[datetime, Switches], ...]:
        """(from when, what was switched from then on), oldest first: the history told forwards. What ended more than a
        day before is left out, as it is from what holds. Before the first of these nothing was switched."""
        held, told = Switches(), []
        for change in reversed(self.history()):
            switches = {one.id: one for one in held.switches}
            announcements = {one.id: one for one in held.announcements}
            for value in change.whole:
                with suppress(ValueError, TypeError, KeyError, AttributeError):  # written by hand, or torn
                    one = _switch(dict(value)) if "target" in value else _announcement(dict(value))
                    (switches if isinstance(one, Switch) else announcements)[one.id] = one  # type: ignore[assignment]
            held = Switches(change.sequence, tuple(switches.values()), tuple(announcements.values()))
            held = held.without_old(change.at, timezone)
            told.append((change.at, held))
        return tuple(told)

    def _append(self, change: Change) -> None:
        """A line feed on both sides: a torn last line must not swallow this one."""
        line = change_text(change).encode()
        fd = os.open(self._history, os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC, 0o600)
        try:
            os.write(fd, b"\n" + line + b"\n")
            os.fsync(fd)
        finally:
            os.close(fd)

    @contextmanager
    def _alone(self) -> Iterator[None]:
        lock = os.open(self._lock, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield
        finally:
            os.close(lock)


def state_text(held: Switches) -> str:
    """JSON of everything that holds; `state_from` reads it back."""
    return json.dumps(asdict(held), ensure_ascii=False, default=_text)


def change_text(change: Change) -> str:
    """JSON of one line of the history; `change_from` reads it back."""
    return json.dumps(asdict(change), ensure_ascii=False, default=_text)


def _text(value: object) -> str:
    if isinstance(value, datetime):
        return value.isoformat()
    raise TypeError(f"{value!r} has no JSON form")


def state_from(value: dict[str, Any]) -> Switches:
    """Raises ValueError, TypeError, KeyError or AttributeError for another shape."""
    return Switches(
        int(value["sequence"]),
        tuple(_switch(one) for one in value["switches"]),
        tuple(_announcement(one) for one in value["announcements"]),
    )


def _switch(value: dict[str, Any]) -> Switch:
    return Switch(
        id=str(value["id"]),
        target=str(value["target"]),
        open=bool(value["open"]),
        from_at=_instant(value["from_at"]),
        until_at=_instant(value["until_at"]) if value["until_at"] else None,
        reason=_texts(value["reason"]),
        author=str(value["author"]),
    )


def _announcement(value: dict[str, Any]) -> Announcement:
    return Announcement(
        id=str(value["id"]),
        texts=_texts(value["texts"]),
        from_at=_instant(value["from_at"]),
        until_at=_instant(value["until_at"]),
        author=str(value["author"]),
    )


def _texts(value: dict[str, Any]) -> dict[str, str]:
    return {str(language): str(text) for language, text in value.items()}


def _instant(written: str) -> datetime:
    """Aware UTC; ValueError for a naive one."""
    at = datetime.fromisoformat(written)
    if at.utcoffset() is None:
        raise ValueError(f"an instant without a timezone: {written}")
    return at.astimezone(UTC)


def change_from(line: bytes) -> Change | None:
    """None for a torn line."""
    try:
        value = json.loads(line)
        ids = tuple(str(one) for one in value["ids"])
        at, whole = _instant(value["at"]), tuple(value["whole"])
        return Change(int(value["sequence"]), at, str(value["author"]), value["what"], ids, whole)
    except (ValueError, TypeError, KeyError):
        return None
