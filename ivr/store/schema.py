"""The tables of the log database, as SQLAlchemy Core values. Migrations make them; a test holds the two equal.

`entries` is what happened and never changes. `calls` and `legs` are computed from it (`projection`) and can
always be computed again. Instants are UTC: SQLite keeps them as text of fixed width, so that they sort.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    Boolean,
    Column,
    DateTime,
    Dialect,
    Index,
    Integer,
    MetaData,
    PrimaryKeyConstraint,
    Table,
    Text,
    TypeDecorator,
    text,
)


class UtcDateTime(TypeDecorator[datetime]):
    """Aware UTC in Python, whatever the database keeps."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return None if value is None else value.astimezone(UTC)

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        if not isinstance(value, datetime):
            return None
        return value.astimezone(UTC) if value.tzinfo else value.replace(tzinfo=UTC)


metadata = MetaData()

entries = Table(
    "entries",
    metadata,
    Column("call_id", Text, nullable=False),
    Column("source", Text, nullable=False),
    Column("step", Integer, nullable=False),
    Column("idx", Integer, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("kind", Text, nullable=False),
    Column("test", Boolean, nullable=False),
    Column("data", Text, nullable=False),  # JSON
    PrimaryKeyConstraint("call_id", "source", "step", "idx", name="pk_entries"),
    sqlite_with_rowid=False,
)

_GOING = text("ended_at IS NULL")
_ASKED = text("call_back_to IS NOT NULL")
IS_MISSED = text("outcome IN ('all_busy', 'nobody_answered', 'left_while_ringing', 'failed')")
"""`tallies.MISSED`, in the very words of the index: with values bound to it, it would not be found to fit."""

calls = Table(
    "calls",
    metadata,
    Column("call_id", Text, nullable=False),
    Column("started_at", UtcDateTime, nullable=False),
    Column("called", Text, nullable=False),
    Column("caller", Text, nullable=False),  # sealed (`sealing`); "": withheld, purged or erased
    Column("forwarded_from", Text, nullable=False),  # sealed
    Column("language", Text, nullable=False),
    Column("revision", Text, nullable=False),
    Column("open", Boolean),  # NULL: no schedule was asked
    Column("because", Text, nullable=False),
    Column("outcome", Text, nullable=False),
    Column("service", Text, nullable=False),
    Column("ended_how", Text, nullable=False),
    Column("ended_at", UtcDateTime),
    Column("seconds", Integer),
    Column("test", Boolean, nullable=False),
    Column("steps", Integer, nullable=False),
    Column("pseudonym", Text, nullable=False, server_default=text("''")),  # of the caller, for a month
    Column("call_back_to", Text),  # sealed; "": gone; NULL: no number was typed or confirmed
    Column("call_back_at", UtcDateTime),  # NULL: not asked for
    Column("call_back_promise", Text, nullable=False, server_default=text("''")),
    PrimaryKeyConstraint("call_id", name="pk_calls"),
    # Every filter of the list is decided in this index, whatever their combination: rows are read for one page only.
    Index("ix_calls_list", "started_at", "call_id", "outcome", "service", "language", "called", "open", "test"),
    Index("ix_calls_caller", "pseudonym", "started_at", "outcome", "test"),
    Index("ix_calls_called", "called", "started_at", "call_id"),
    # PostgreSQL has the same conditions (migrations 7 and 8); to name them here would load its dialect everywhere.
    Index("ix_calls_missed", "started_at", sqlite_where=IS_MISSED),
    Index("ix_calls_going", "started_at", sqlite_where=_GOING),
    Index("ix_calls_call_back", "started_at", sqlite_where=_ASKED),
)

legs = Table(
    "legs",
    metadata,
    Column("call_id", Text, nullable=False),
    Column("step", Integer, nullable=False),
    Column("idx", Integer, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("hunt_group", Text, nullable=False),
    Column("line", Text, nullable=False),
    Column("number", Text),
    Column("outcome", Text),  # NULL: still ringing
    Column("seconds", Integer),
    PrimaryKeyConstraint("call_id", "step", "idx", name="pk_legs"),
    Index("ix_legs_line", "line", "at"),
    sqlite_with_rowid=False,
)

journal_offsets = Table(
    "journal_offsets",
    metadata,
    Column("segment", Text, nullable=False),
    Column("offset", Integer, nullable=False),  # bytes that are in `entries`
    PrimaryKeyConstraint("segment", name="pk_journal_offsets"),
)

erasures = Table(
    "erasures",
    metadata,
    Column("id", Text, nullable=False),
    Column("applied_at", UtcDateTime, nullable=False),
    Column("calls", Integer, nullable=False),  # from which a number was taken
    PrimaryKeyConstraint("id", name="pk_erasures"),
)

purges = Table(
    "purges",
    metadata,
    Column("at", UtcDateTime, nullable=False),
    Column("numbers_before", UtcDateTime, nullable=False),  # calls that began before have no number any more
    Column("numbers", Integer, nullable=False),
    Column("calls", Integer, nullable=False),
    Column("entries", Integer, nullable=False),
    PrimaryKeyConstraint("at", name="pk_purges"),
)


def _counts(name: str, **keys: type[Text] | type[Integer]) -> Table:
    """How often: one row for each key, kept up as entries arrive (`tallies`)."""
    columns = [Column(key, kind, nullable=False) for key, kind in keys.items()]
    primary = PrimaryKeyConstraint(*keys, name=f"pk_{name}")
    return Table(name, metadata, *columns, Column("n", Integer, nullable=False), primary, sqlite_with_rowid=False)


TALLIES = {
    table.name: table
    for table in (
        # `day` is the office's, "2026-11-24"; `quarter` the quarter-hour of it, 0 to 95; `gate`: open, closed or ""
        _counts("day_counts", day=Text, service=Text, language=Text, outcome=Text, gate=Text),
        _counts("quarter_counts", day=Text, quarter=Integer, service=Text, outcome=Text),
        _counts("leg_counts", day=Text, line=Text, hunt_group=Text, outcome=Text),
        _counts("desk_counts", day=Text, service=Text, language=Text, seconds=Integer),
        _counts("move_counts", day=Text, node=Text, way=Text, target=Text),
        _counts("caller_counts", month=Text, pseudonym=Text, kind=Text),
        # Of `caller_counts`, kept up with it: callers of a month who rang so many times; `never`: 1 if they were missed
        # and reached nobody all month
        _counts("repeat_counts", month=Text, times=Integer, never=Integer),
    )
}
