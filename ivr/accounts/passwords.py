"""Passwords: argon2id, and what a new one must be. A password is never kept, printed or logged.

Parameters: OWASP Password Storage Cheat Sheet (19 MiB, 2 passes, 1 lane), about 20 ms. Few are computed at once, so
that a flood of sign-ins takes neither the memory nor the processors from the callers.
"""

from __future__ import annotations

import threading
from typing import Literal

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

LEAST_LETTERS = 12
MOST_LETTERS = 200
_LEAST_DIFFERENT = 5
_AT_ONCE = 2

Weakness = Literal["short", "long", "monotonous", "name_in_password"]

_hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
_few = threading.BoundedSemaphore(_AT_ONCE)
# Of random letters that nobody kept.
_NOBODYS = "$argon2id$v=19$m=19456,t=2,p=1$b3YozMi2FdS2GOgJgfTpEA$WxYrGM7ucT34uiXmB/0A5/WYimMYq0ndUWrcbwHKaF8"


def hashed(password: str) -> str:
    with _few:
        return _hasher.hash(password)


def fits(password: str, kept: str) -> bool:
    """Whether this is the password kept as `kept`. Takes the same time where none is kept (""): nobody learns so
    which names exist."""
    with _few:
        try:
            _hasher.verify(kept or _NOBODYS, password[: MOST_LETTERS + 1])
        except (VerificationError, InvalidHashError):
            return False
    return bool(kept)


def outdated(kept: str) -> bool:
    """Whether it was made with weaker parameters than today's."""
    return _hasher.check_needs_rehash(kept)


def weakness(password: str, name: str) -> Weakness | None:
    """Why this cannot be the new password of `name`; None if it can. Long and not monotonous is all (NIST 800-63B)."""
    if len(password) < LEAST_LETTERS:
        return "short"
    if len(password) > MOST_LETTERS:
        return "long"
    if len(set(password.lower())) < _LEAST_DIFFERENT:
        return "monotonous"
    if name and name.lower() in password.lower():
        return "name_in_password"
    return None
