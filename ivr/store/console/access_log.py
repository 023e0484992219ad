"""Who looked at what: rows that are only ever appended, each sealed with the one before (`seals`).

What is noted here is kept longer than callers' numbers: a number never stands in it; a call's id or an account's
name does.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, delete, func, insert, select, text
from sqlalchemy.exc import IntegrityError

from ivr.errors import IvrError
from ivr.store.console.database import ConsoleDatabase
from ivr.store.console.schema import access_log, access_log_start
from ivr.store.console.seals import FIRST, Anchor, Head, Row, seal_of, start_seal
from ivr.store.keys import Keys
from ivr.store.upserts import put

KEY = "access_log"
_ADVISORY_LOCK = 0x697670
_LETTERS = 2_000
_TRIES = 5


@dataclass(frozen=True, slots=True)
class Filter:
    """What is wanted of the log; "" and None: anything. `since` and `until` are aware, `until` itself is not wanted."""

    who: str = ""
    did: str = ""
    text: str = ""
    since: datetime | None = None
    until: datetime | None = None


class AccessLog:
    """Safe for several processes and machines at once."""

    def __init__(self, database: ConsoleDatabase, keys: Keys, anchor: Anchor, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._keys = keys
        self.anchor = anchor
        self._clock = clock

    def note(self, who: str, did: str, what: str = "", reason: str = "", address: str = "") -> Row:
        """Append a row; when this returns it lasts. `did` is a word of the console's list of deeds.

        Raises SQLAlchemyError or OSError if it cannot: what would go unnoted must not be shown.
        """
        said = [_plain(each) for each in (who, did, what, reason, address)]
        for tried in range(_TRIES):
            try:
                row, whole = self._append(*said)
                break
            except IntegrityError:  # another machine was quicker
                if tried == _TRIES - 1:
                    raise
        if whole:  # else the anchor stays, as the evidence that the end was cut off
            self.anchor.move(Head(row.seq, row.seal))
        return row

    def _append(self, who: str, did: str, what: str, reason: str, address: str) -> tuple[Row, bool]:
        """The row, and whether the log still had what the anchor says."""
        held = self.anchor.read()
        with self._database.writing() as connection:
            if connection.dialect.name == "postgresql":
                connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _ADVISORY_LOCK})
            last = last_row(connection)
            row = Row(last.seq + 1, self._clock().astimezone(UTC), who, did, what, reason, address)
            row = replace(row, seal=seal_of(self._keys.key(KEY), row, last.seal))
            whole = _has(connection, held, last)
            connection.execute(insert(access_log).values({name: getattr(row, name) for name in Row.__slots__}))
        return row, whole

    def page(self, wanted: Filter, count: int, before: int | None = None, after: int | None = None) -> tuple[Row, ...]:
        """At most `count` rows that fit, newest first: the next ones older than row `before`, or newer than `after`."""
        query, seq = select(access_log).where(*_conditions(wanted)).limit(count), access_log.c.seq
        if after is not None:
            query = query.where(seq > after).order_by(seq)
        else:
            query = (query if before is None else query.where(seq < before)).order_by(seq.desc())
        with self._database.reading() as connection:
            found = tuple(_row_of(row) for row in connection.execute(query))
        return found[::-1] if after is not None else found

    def names(self) -> tuple[str, ...]:
        """Everybody who stands in it."""
        with self._database.reading() as connection:
            return tuple(connection.execute(select(access_log.c.who).distinct().order_by(access_log.c.who)).scalars())

    def forget_before(self, at: datetime) -> int:
        """Remove rows older than `at` (retention), and seal where the log begins now. How many were removed."""
        with self._database.writing() as connection:
            query = select(access_log).where(access_log.c.at < at).order_by(access_log.c.seq.desc()).limit(1)
            newest = connection.execute(query).one_or_none()
            if newest is None:
                return 0
            head = Head(newest.seq, newest.seal)
            seal = start_seal(self._keys.key(KEY), head)
            put(connection, access_log_start, [{"id": 1, "seq": head.seq, "row_seal": head.seal, "seal": seal}])
            return connection.execute(delete(access_log).where(access_log.c.seq <= head.seq)).rowcount

    def all_rows(self) -> Iterator[Row]:
        """From the first on, in flat memory."""
        with self._database.reading() as connection:
            streamed = connection.execution_options(yield_per=1000)
            for row in streamed.execute(select(access_log).order_by(access_log.c.seq)):
                yield _row_of(row)

    def beginning(self) -> tuple[Head, bool]:
        """Where the log begins (number and seal of the last removed row), and whether that is sealed rightly."""
        with self._database.reading() as connection:
            start = connection.execute(select(access_log_start)).one_or_none()
        if start is None:
            return Head(0, FIRST), True
        head = Head(start.seq, start.row_seal)
        return head, bool(start.seal == start_seal(self._keys.key(KEY), head))

    def key(self) -> bytes:
        return self._keys.key(KEY)


def _has(connection: Connection, anchor: Head | None, last: Head) -> bool:
    """Whether the log, which ends at `last`, has the row the anchor names.

    Without an anchor: where others write too (PostgreSQL), this machine's first row; else only an empty log is whole.
    """
    if anchor is None:
        return last == Head(0, FIRST) or connection.dialect.name == "postgresql"
    if anchor == last:
        return True
    start = connection.execute(select(access_log_start.c.seq)).scalar() or 0
    found = connection.execute(select(access_log.c.seal).where(access_log.c.seq == anchor.seq)).scalar()
    return anchor.seq <= start or found == anchor.seal


def last_row(connection: Connection) -> Head:
    """Where the log ends."""
    row = connection.execute(
        select(access_log.c.seq, access_log.c.seal).order_by(access_log.c.seq.desc()).limit(1)
    ).one_or_none()
    if row is None:
        row = connection.execute(
            select(access_log_start.c.seq, access_log_start.c.row_seal.label("seal"))
        ).one_or_none()
    return Head(row.seq, row.seal) if row else Head(0, FIRST)


def _conditions(wanted: Filter) -> list[Any]:
    found: list[Any] = []
    if wanted.who:
        found.append(access_log.c.who == wanted.who)
    if wanted.did:
        found.append(access_log.c.did == wanted.did)
    if wanted.since:
        found.append(access_log.c.at >= wanted.since)
    if wanted.until:
        found.append(access_log.c.at < wanted.until)
    if wanted.text:
        both = access_log.c.what + " " + access_log.c.reason
        found.append(func.lower(both).contains(wanted.text.lower(), autoescape=True))
    return found


def _row_of(row: Any) -> Row:
    return Row(**{name: getattr(row, name) for name in Row.__slots__})


def _plain(said: str) -> str:
    """One line, without what a terminal or a database would stumble over."""
    printable = "".join(letter if letter.isprintable() else " " for letter in said[:_LETTERS])
    return " ".join(printable.encode("utf-8", "replace").decode().split())


def require_reason(reason: str) -> str:
    """The reason in one line. Raises IvrError where nothing is said."""
    said = _plain(reason)
    if len(said) < 3:
        raise IvrError("reason-missing", "Say why.", "Write a few words that others understand later.")
    return said
