"""Sessions on the server. The token is in the browser's cookie only; the database has its hash.

A session ends by being deleted: by its owner, by an admin, by a new password, or because it is old.
"""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, insert, select, update

from ivr.store.console.accounts import Account, account_of
from ivr.store.console.database import ConsoleDatabase
from ivr.store.console.schema import accounts, sessions

IDLE = timedelta(hours=1)
ABSOLUTE = timedelta(hours=12)
HALF = timedelta(minutes=5)  # from the password to the second factor
SEEN_EVERY = timedelta(seconds=30)  # not every request is a write
_BROWSER_LETTERS = 200
_JOINED = select(
    *(column for column in sessions.columns if column.name != "created_at"),
    sessions.c.created_at.label("began_at"),
    *accounts.columns,
).join(accounts, accounts.c.id == sessions.c.account_id)


@dataclass(frozen=True, slots=True)
class Session:
    """`complete` is False while the second factor is still asked for."""

    hash: str
    account: Account
    complete: bool
    csrf: str
    created_at: datetime
    seen_at: datetime
    address: str
    browser: str

    def holds_at(self, now: datetime) -> bool:
        lasts = ABSOLUTE if self.complete else HALF
        return self.account.enabled and now - self.created_at < lasts and now - self.seen_at < IDLE


class SessionRows:
    def __init__(self, database: ConsoleDatabase) -> None:
        self._database = database

    def begin(self, account_id: int, complete: bool, now: datetime, address: str, browser: str) -> str:
        """A new session; returns its token (256 random bits)."""
        token = secrets.token_urlsafe(32)
        row = {
            "hash": hash_of(token), "account_id": account_id, "complete": int(complete), "csrf": secrets.token_hex(20),
            "created_at": now, "seen_at": now, "address": address, "browser": browser[:_BROWSER_LETTERS],
        }  # fmt: skip
        with self._database.writing() as connection:
            connection.execute(delete(sessions).where(sessions.c.created_at <= now - ABSOLUTE))
            connection.execute(insert(sessions).values(row))
        return token

    def of(self, token: str, now: datetime, touch: bool = True) -> Session | None:
        """The session of a cookie, if it holds. `touch`: a person did something, so it is not idle."""
        with self._database.reading() as connection:
            row = connection.execute(_JOINED.where(sessions.c.hash == hash_of(token))).one_or_none()
        if row is None:
            return None
        session = _session_of(row)
        if not session.holds_at(now):
            self.end(session.hash)
            return None
        if touch and now - session.seen_at >= SEEN_EVERY:
            with self._database.writing() as connection:
                connection.execute(update(sessions).where(sessions.c.hash == session.hash).values(seen_at=now))
        return session

    def of_account(self, account_id: int, now: datetime) -> tuple[Session, ...]:
        """Those that hold, the last seen first."""
        query = _JOINED.where(sessions.c.account_id == account_id).order_by(sessions.c.seen_at.desc(), sessions.c.hash)
        with self._database.reading() as connection:
            found = tuple(_session_of(row) for row in connection.execute(query))
        return tuple(session for session in found if session.holds_at(now))

    def end(self, hashed: str) -> None:
        with self._database.writing() as connection:
            connection.execute(delete(sessions).where(sessions.c.hash == hashed))

    def end_all(self, account_id: int, but: str = "") -> int:
        """How many were ended. `but` is the hash of one that stays."""
        theirs = (sessions.c.account_id == account_id) & (sessions.c.hash != but)
        with self._database.writing() as connection:
            return connection.execute(delete(sessions).where(theirs)).rowcount


def hash_of(token: str) -> str:
    """SHA-256 in hex: enough for 256 random bits, and nothing the database says opens a session."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def _session_of(row: Any) -> Session:
    return Session(
        row.hash, account_of(row), bool(row.complete), row.csrf, row.began_at, row.seen_at, row.address, row.browser
    )
