"""The keys that callers' numbers are sealed with: one for each day, and one for each month's pseudonyms.

    <folder>/numbers.json      mode 0600, replaced by rename

A key is made from the one before it (HMAC, one way), so that one short file is enough for every day to come and nodes
that were given the same file agree without talking; and a day whose key was moved on from cannot be opened again, by
anyone, from any copy or backup of the data. Keys never derive from the provider's token. Days and months are UTC's.
Must not know what is sealed.
"""

from __future__ import annotations

import hmac
import secrets
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property
from pathlib import Path
from typing import Any, Literal

from ivr.errors import IvrError
from ivr.store.kept_file import KeptFile

Chain = Literal["days", "months"]
FILE = "numbers.json"
_BYTES = 32
_BEFORE_TODAY = timedelta(days=29)


@dataclass(frozen=True, slots=True)
class Root:
    """The key of period number `period` (a day's ordinal, or year * 12 + month), from which later ones are made."""

    period: int
    key: bytes


@dataclass(frozen=True)
class Keys:
    """What the file holds. `days` and `months`: roots in order; a later one takes over at its period. `lists` is the
    key of the lists of people who objected; it lasts."""

    days: tuple[Root, ...]
    months: tuple[Root, ...]
    lists: bytes

    @cached_property
    def _made(self) -> dict[tuple[Chain, int], bytes]:
        return {}

    def key(self, chain: Chain, period: int) -> bytes | None:
        """The key of a period; None where it was destroyed."""
        known = self._made.get((chain, period))
        if known is None:
            root = next((one for one in reversed(self._roots(chain)) if one.period <= period), None)
            if root is None:
                return None
            known = self._made[chain, period] = _moved_on(root, period).key
        return known

    def first(self, chain: Chain) -> int:
        """The earliest period whose key is still there."""
        return self._roots(chain)[0].period

    def rotated(self, today: date) -> Keys:
        """With fresh keys that nobody can make from the present ones: from tomorrow, and from the coming month."""
        return replace(
            self,
            days=_with(self.days, Root(day_of(today) + 1, secrets.token_bytes(_BYTES))),
            months=_with(self.months, Root(month_of(today) + 1, secrets.token_bytes(_BYTES))),
        )

    def without(self, before: date) -> Keys:
        """Without the keys of the days before this one, and of the months that were over before it."""
        return replace(self, days=_from(self.days, day_of(before)), months=_from(self.months, month_of(before)))

    def _roots(self, chain: Chain) -> tuple[Root, ...]:
        return self.days if chain == "days" else self.months


def day_of(day: date) -> int:
    return day.toordinal()


def month_of(day: date) -> int:
    return day.year * 12 + day.month


class Keychain:
    """The file, read again when it changed. Safe for threads and processes."""

    def __init__(self, folder: Path) -> None:
        self._file = KeptFile(folder / FILE, _parse, _plain)

    def make(self, today: date) -> None:
        """Fresh keys where there are none. Raises OSError."""
        if not self._file.path.exists():
            self._file.change(lambda: self.keys() if self._file.path.exists() else _fresh(today))

    def keys(self) -> Keys:
        """Raises IvrError where the file is missing or damaged: then numbers cannot be sealed or opened."""
        try:
            return self._file.read()
        except (OSError, ValueError, TypeError, KeyError) as error:
            hint = "Put back the file from where keys are kept. Without it callers' numbers are lost, and nothing else."
            raise IvrError("keys-unreadable", f"{self._file.path} cannot be read ({error}).", hint) from error

    def rotate(self, today: date) -> None:
        """Fresh keys from tomorrow on. Other machines need the new file before then."""
        self._file.change(lambda: self.keys().rotated(today))

    def destroy(self, before: date) -> bool:
        """Destroy the keys of the days before this one for good. False where they are gone already, or none were made
        yet: a shipper may be there before the first service."""
        if not self._file.path.exists():
            return False
        keys = self.keys()
        if keys.without(before) == keys:
            return False
        self._file.change(lambda: self.keys().without(before))
        return True


def _fresh(today: date) -> Keys:
    """They begin a little before today: the clock may be set back after the first start, and what is logged then is of
    a day before it. The first month's pseudonyms are those of the whole month: every call of it is grouped."""
    first = today - _BEFORE_TODAY
    day, month = (Root(period, secrets.token_bytes(_BYTES)) for period in (day_of(first), month_of(first)))
    return Keys((day,), (month,), secrets.token_bytes(_BYTES))


def _moved_on(root: Root, period: int) -> Root:
    key = root.key
    for _ in range(period - root.period):
        key = hmac.digest(key, b"next", "sha256")
    return Root(period, key)


def _with(roots: tuple[Root, ...], new: Root) -> tuple[Root, ...]:
    return (*(root for root in roots if root.period < new.period), new)


def _from(roots: tuple[Root, ...], period: int) -> tuple[Root, ...]:
    """The roots that are needed from `period` on, the first one moved on to it."""
    before = [root for root in roots if root.period <= period]
    after = tuple(root for root in roots if root.period > period)
    return (_moved_on(before[-1], period), *after) if before else roots


def _plain(keys: Keys) -> dict[str, Any]:
    days, months = (
        [{"period": root.period, "key": root.key.hex()} for root in one] for one in (keys.days, keys.months)
    )
    return {"days": days, "months": months, "lists": keys.lists.hex()}


def _parse(value: dict[str, Any]) -> Keys:
    days, months = (tuple(_root(one) for one in value[name]) for name in ("days", "months"))
    if not days or not months:
        raise ValueError("no keys in it")
    return Keys(days, months, _key(value["lists"]))


def _root(value: dict[str, Any]) -> Root:
    return Root(int(value["period"]), _key(value["key"]))


def _key(written: str) -> bytes:
    key = bytes.fromhex(written)
    if len(key) != _BYTES:
        raise ValueError("a key of another length")
    return key
