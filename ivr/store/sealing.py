"""Callers' numbers as they are kept: sealed with the key of their day, beside a pseudonym of their month.

    s1.<day>.<pseudonym>.<sealed>      all that journal, database and backups ever hold

`seal` and `opened` are AES-256-GCM (NIST SP 800-38D) with a random nonce, bound to the call; the pseudonym is an HMAC
of the number, the same for a caller all month and for nobody else, and tells nothing once its key is destroyed. A
plain hash would: there are only a thousand million Polish numbers. Must not know who may see a number.
"""

from __future__ import annotations

import base64
import hmac
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Protocol

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from ivr.errors import IvrError
from ivr.store.keychain import Keys, day_of, month_of

_VERSION = "s1"
_NONCE_BYTES = 12
_PSEUDONYM_BYTES = 10  # 80 bits: two callers of one month share one with a chance of 1 in 10^12 at a million callers


class KeyHolder(Protocol):
    def keys(self) -> Keys: ...


class Numbers:
    """Seals and opens, with the keys of a folder."""

    def __init__(self, keychain: KeyHolder) -> None:
        self._keychain = keychain
        self._held: tuple[Keys, Numbers] | None = None

    def of_this_moment(self) -> Numbers:
        """The same with the keys as they are now, not looked at again for each number: to open very many. The same
        object until keys change."""
        try:
            keys = self._keychain.keys()
            held = self._held
            if held is None or held[0] is not keys:
                held = self._held = keys, Numbers(_Held(keys))
            return held[1]
        except IvrError:  # lost: every question says so for itself
            return self

    def seal(self, number: str, call_id: str, at: datetime) -> str:
        """The number as it may be kept; "" stays "". Raises IvrError where there are no keys."""
        if not number:
            return ""
        day, keys = at.astimezone(UTC).date(), self._keychain.keys()
        key = keys.key("days", day_of(day))
        pseudonym = _pseudonym(keys, number, day)
        if key is None or not pseudonym:
            return ""  # of a day whose keys are destroyed: too old to be kept
        nonce = secrets.token_bytes(_NONCE_BYTES)
        sealed = nonce + _cipher(key).encrypt(nonce, number.encode(), _bound_to(call_id))
        return f"{_VERSION}.{day:%Y%m%d}.{pseudonym}.{base64.urlsafe_b64encode(sealed).decode().rstrip('=')}"

    def opened(self, kept: str, call_id: str) -> str | None:
        """The number of `call_id`; "" where it was withheld, None where it is gone: purged, erased, keys lost."""
        if not kept:
            return ""
        try:
            version, day, _, sealed = kept.split(".")
            key = self._keychain.keys().key("days", day_of(date.fromisoformat(day)))
            if version != _VERSION or key is None:
                return None
            raw = base64.urlsafe_b64decode(sealed + "=" * (-len(sealed) % 4))
            return _cipher(key).decrypt(raw[:_NONCE_BYTES], raw[_NONCE_BYTES:], _bound_to(call_id)).decode()
        except (ValueError, InvalidTag, IvrError):
            return None

    def pseudonyms(self, number: str, today: date, since: date = date.min) -> tuple[str, ...]:
        """What a number is called in each month whose key is still there, newest first: to find its calls by.
        `since`: of no month that was over before this day."""
        return tuple(self._pseudonyms(number, today, since))

    def on_list(self, number: str) -> str:
        """What a number is called on lists that last, such as that of people who objected."""
        return _short(hmac.digest(self._keychain.keys().lists, number.encode(), "sha256"))

    def _pseudonyms(self, number: str, today: date, since: date) -> Iterator[str]:
        keys = self._keychain.keys()
        first = max(keys.first("months"), month_of(since))
        for month in range(month_of(today), first - 1, -1):
            if key := keys.key("months", month):
                yield _named(key, number)


@dataclass(frozen=True, slots=True)
class _Held:
    held: Keys

    def keys(self) -> Keys:
        return self.held


def pseudonym_of(kept: str) -> str:
    """The pseudonym beside a sealed number; "" for none."""
    parts = kept.split(".")
    return parts[2] if len(parts) == 4 and parts[0] == _VERSION else ""


def _pseudonym(keys: Keys, number: str, day: date) -> str:
    key = keys.key("months", month_of(day))
    return _named(key, number) if key else ""


def _named(key: bytes, number: str) -> str:
    return _short(hmac.digest(key, b"pseudonym:" + number.encode(), "sha256"))


def _short(digest: bytes) -> str:
    return base64.b32encode(digest[:_PSEUDONYM_BYTES]).decode().lower()


@lru_cache(maxsize=64)  # days
def _cipher(day_key: bytes) -> AESGCM:
    return AESGCM(hmac.digest(day_key, b"seal", "sha256"))


def _bound_to(call_id: str) -> bytes:
    return call_id.encode("utf-8", "surrogatepass")
