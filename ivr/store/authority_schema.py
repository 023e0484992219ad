"""The tables of the shared authority, on PostgreSQL only. Migrations make them; a test holds the two equal.

Apart from the log's tables by their prefix: the log has one writer, these are written by whoever publishes or switches,
under one lock.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Column,
    Identity,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    PrimaryKeyConstraint,
    Table,
    Text,
)

from ivr.store.schema import UtcDateTime

metadata = MetaData()

revisions = Table(
    "authority_revisions",
    metadata,
    Column("name", Text, nullable=False),
    Column("number", BigInteger, Identity(always=True), nullable=False),  # in the order in which they came
    Column("sources", Text, nullable=False),  # JSON: file name -> text
    Column("compiled", LargeBinary, nullable=False),
    Column("made_at", UtcDateTime, nullable=False),
    PrimaryKeyConstraint("name", name="pk_authority_revisions"),
    Index("ix_authority_revisions_number", "number", unique=True),
)

activations = Table(
    "authority_activations",
    metadata,
    Column("sequence", Integer, nullable=False, autoincrement=False),
    Column("revision", Text, nullable=False),
    Column("author", Text, nullable=False),
    Column("message", Text, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("back_to", Integer, nullable=False),
    PrimaryKeyConstraint("sequence", name="pk_authority_activations"),
)

switches = Table(
    "authority_switches",
    metadata,
    Column("sequence", Integer, nullable=False, autoincrement=False),
    Column("at", UtcDateTime, nullable=False),
    Column("state", Text, nullable=False),  # JSON: everything that holds, whole
    PrimaryKeyConstraint("sequence", name="pk_authority_switches"),
)

changes = Table(
    "authority_changes",
    metadata,
    Column("key", Text, nullable=False),  # the same change has the same key on every machine
    Column("sequence", Integer, nullable=False),  # of the state that it is in
    Column("change", Text, nullable=False),  # JSON: a line of the history
    PrimaryKeyConstraint("key", name="pk_authority_changes"),
    Index("ix_authority_changes_sequence", "sequence"),
)

nodes = Table(
    "authority_nodes",
    metadata,
    Column("node", Text, nullable=False),
    Column("seen_at", UtcDateTime, nullable=False),  # by the database's clock
    Column("revisions", BigInteger, nullable=False),  # it has all up to this number
    Column("activation", Integer, nullable=False),
    Column("switches", Integer, nullable=False),
    PrimaryKeyConstraint("node", name="pk_authority_nodes"),
)
