"""The tables of the console's database. Migrations make them; a test holds the two equal. Instants are UTC.

Nothing in here opens a door by itself: passwords are argon2id, sessions and one-time codes are hashes, second factors
are encrypted.
"""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Index, Integer, MetaData, PrimaryKeyConstraint, Table, Text, UniqueConstraint

from ivr.store.schema import UtcDateTime

metadata = MetaData()

accounts = Table(
    "accounts",
    metadata,
    Column("id", Integer, nullable=False),
    Column("name", Text, nullable=False),  # in small letters; never given to anybody else
    Column("full_name", Text, nullable=False),
    Column("roles", Text, nullable=False),  # in alphabetical order, with a space between
    Column("language", Text, nullable=False),  # "": as the browser asks
    Column("password", Text, nullable=False),  # argon2id; "": none yet
    Column("second_factor", Text, nullable=False),  # encrypted; "": none
    Column("second_factor_step", Integer, nullable=False),  # the last time step used: no code works twice
    Column("created_at", UtcDateTime, nullable=False),
    Column("created_by", Text, nullable=False),
    Column("signed_in_at", UtcDateTime),
    Column("disabled_at", UtcDateTime),
    PrimaryKeyConstraint("id", name="pk_accounts"),
    UniqueConstraint("name", name="uq_accounts_name"),
)

one_time_codes = Table(
    "one_time_codes",
    metadata,
    Column("hash", Text, nullable=False),
    Column("account_id", Integer, ForeignKey("accounts.id", name="fk_one_time_codes_account"), nullable=False),
    Column("purpose", Text, nullable=False),  # "password": a link to set one; "recovery": for a second factor
    Column("until_at", UtcDateTime),
    PrimaryKeyConstraint("hash", name="pk_one_time_codes"),
    Index("ix_one_time_codes_account", "account_id", "purpose"),
)

sessions = Table(
    "sessions",
    metadata,
    Column("hash", Text, nullable=False),  # of the token in the cookie
    Column("account_id", Integer, ForeignKey("accounts.id", name="fk_sessions_account"), nullable=False),
    Column("complete", Integer, nullable=False),  # 0: the second factor is still asked for
    Column("csrf", Text, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("seen_at", UtcDateTime, nullable=False),
    Column("address", Text, nullable=False),
    Column("browser", Text, nullable=False),
    PrimaryKeyConstraint("hash", name="pk_sessions"),
    Index("ix_sessions_account", "account_id"),
)

limits = Table(
    "limits",
    metadata,
    Column("key", Text, nullable=False),
    Column("until_at", UtcDateTime, nullable=False),
    Column("tries", Integer, nullable=False),
    PrimaryKeyConstraint("key", name="pk_limits"),
    Index("ix_limits_until", "until_at"),
)

access_log = Table(
    "access_log",
    metadata,
    Column("seq", Integer, nullable=False, autoincrement=False),  # 1, 2, 3 … without a gap
    Column("at", UtcDateTime, nullable=False),
    Column("who", Text, nullable=False),
    Column("did", Text, nullable=False),
    Column("what", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("address", Text, nullable=False),
    Column("seal", Text, nullable=False),  # HMAC over the fields and the seal before
    PrimaryKeyConstraint("seq", name="pk_access_log"),
    Index("ix_access_log_who", "who", "seq"),
    Index("ix_access_log_at", "at"),
)

access_log_start = Table(
    "access_log_start",
    metadata,
    Column("id", Integer, nullable=False, autoincrement=False),  # always 1
    Column("seq", Integer, nullable=False),  # of the last row that was removed because it was old enough
    Column("row_seal", Text, nullable=False),
    Column("seal", Text, nullable=False),  # HMAC: nobody else moves the beginning
    PrimaryKeyConstraint("id", name="pk_access_log_start"),
)

waiting_changes = Table(
    "waiting_changes",
    metadata,
    Column("seq", Integer, nullable=False, autoincrement=False),  # in the order in which they were made
    Column("at", UtcDateTime, nullable=False),
    Column("who", Text, nullable=False),
    Column("did", Text, nullable=False),
    Column("item", Text, nullable=False),  # the first call that is meant
    Column("through", Text, nullable=False),  # and the last
    Column("note", Text, nullable=False),
    PrimaryKeyConstraint("seq", name="pk_waiting_changes"),
    Index("ix_waiting_changes_at", "at"),
    Index("ix_waiting_changes_item", "item"),
    Index("ix_waiting_changes_through", "through"),
)

views = Table(
    "views",
    metadata,
    Column("id", Integer, nullable=False),
    Column("account_id", Integer, ForeignKey("accounts.id", name="fk_views_account"), nullable=False),
    Column("name", Text, nullable=False),
    Column("query", Text, nullable=False),  # of the page's address; never a caller
    Column("shared", Integer, nullable=False),  # 1: for everybody who may see calls
    Column("created_at", UtcDateTime, nullable=False),
    PrimaryKeyConstraint("id", name="pk_views"),
    UniqueConstraint("account_id", "name", name="uq_views_name"),
)
