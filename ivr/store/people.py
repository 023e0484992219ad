"""Who asked that their number be forgotten, left alone, or never kept: lists that stand with the keys, not the data.

    <folder>/people.json      mode 0600, replaced by rename

So a database that is put back from a backup, or filled again from the journal, meets them before anybody reads it.
No numbers here: pseudonyms of the months that are still known, and for objections a keyed hash. Nodes share the file.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from ivr.errors import IvrError
from ivr.store.kept_file import KeptFile

FILE = "people.json"


@dataclass(frozen=True, slots=True)
class Erasure:
    """Calls under these pseudonyms that began up to `until` (aware UTC) have no number any more."""

    id: str
    pseudonyms: tuple[str, ...]
    until: datetime


@dataclass(frozen=True, slots=True)
class People:
    """`restricted`: pseudonyms whose numbers are kept and shown to nobody (GDPR art. 18). `objected`: hashes (as
    `sealing.Numbers.on_list`) of those whose number is not kept at all from then on (art. 21)."""

    erasures: tuple[Erasure, ...] = ()
    restricted: frozenset[str] = frozenset()
    objected: frozenset[str] = frozenset()

    def erased(self, pseudonym: str, at: datetime) -> bool:
        return any(pseudonym in one.pseudonyms and at <= one.until for one in self.erasures) if pseudonym else False


class PeopleFile:
    """The lists, read again when the file changed. Safe for threads and processes."""

    def __init__(self, folder: Path) -> None:
        self._file = KeptFile(folder / FILE, _parse, _plain)

    def people(self) -> People:
        """Raises IvrError for a damaged file: nothing may be shown or filled in again before it is read."""
        try:
            return self._file.read()
        except FileNotFoundError:
            return People()
        except (OSError, ValueError, TypeError, KeyError) as error:
            hint = "Put it back from where keys are kept: it says whose numbers must stay gone."
            raise IvrError("people-unreadable", f"{self._file.path} cannot be read ({error}).", hint) from error

    def erase(self, erasure: Erasure) -> None:
        self._change(lambda held: replace(held, erasures=(*held.erasures, erasure)))

    def restrict(self, pseudonyms: frozenset[str], on: bool = True) -> None:
        """`on` False lifts it."""
        self._change(lambda held: replace(held, restricted=_changed(held.restricted, pseudonyms, on)))

    def object(self, hashed: str, on: bool = True) -> None:
        """`on` False takes the objection back."""
        self._change(lambda held: replace(held, objected=_changed(held.objected, frozenset({hashed}), on)))

    def forget(self, before: datetime) -> None:
        """Drop erasures that concern only calls from before this instant: their numbers are gone for everybody."""
        if any(one.until < before for one in self.people().erasures):
            self._change(
                lambda held: replace(held, erasures=tuple(one for one in held.erasures if one.until >= before))
            )

    def adopt(self, content: bytes) -> None:
        """Take over the erasures of another copy of the file, which may be older; the other lists only where there is
        none here. Raises IvrError where it cannot be read."""
        try:
            other = _parse(json.loads(content))
        except (ValueError, TypeError, KeyError) as error:
            raise IvrError("people-unreadable", f"The lists of people cannot be read ({error}).") from error
        if not self._file.path.exists():
            self._change(lambda held: other if held == People() else held)
        known = {one.id for one in self.people().erasures}
        if more := tuple(one for one in other.erasures if one.id not in known):
            self._change(lambda held: replace(held, erasures=(*held.erasures, *more)))

    def _change(self, change: Callable[[People], People]) -> None:
        self._file.change(lambda: change(self.people()))


def _changed(names: frozenset[str], ones: frozenset[str], on: bool) -> frozenset[str]:
    return names | ones if on else names - ones


def _plain(people: People) -> dict[str, Any]:
    return {
        "erasures": [asdict(one) | {"until": one.until.isoformat()} for one in people.erasures],
        "restricted": sorted(people.restricted),
        "objected": sorted(people.objected),
    }


def _parse(value: dict[str, Any]) -> People:
    return People(
        tuple(_erasure(one) for one in value["erasures"]),
        frozenset(str(one) for one in value["restricted"]),
        frozenset(str(one) for one in value["objected"]),
    )


def _erasure(value: dict[str, Any]) -> Erasure:
    until = datetime.fromisoformat(value["until"])
    if until.utcoffset() is None:
        raise ValueError("an instant without a timezone")
    return Erasure(str(value["id"]), tuple(str(one) for one in value["pseudonyms"]), until)
