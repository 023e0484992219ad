"""The shared authority in PostgreSQL, one statement a function, on the caller's connection.

Revisions, which of them were live, and what operators switched. What is written is written under one lock that holds
over all machines (`alone`), so numbers become visible in their order. Knows no files, no threads and no time limits of
its own but the server's.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, func, insert, literal_column, select, text, update
from sqlalchemy.dialects import postgresql

from ivr.core.overrides import Switches
from ivr.store.authority_schema import activations, changes, nodes, revisions, switches
from ivr.store.revisions import Live, PublishedSinceError
from ivr.store.switches import Change, change_from, change_text, state_from, state_text

_LOCK = 0x617574  # "aut": any number, the same on every machine
_SERVER_SECONDS = 5  # longest a statement runs, or a frozen machine holds the lock
_LIMITS = text(
    f"SELECT set_config('statement_timeout', '{_SERVER_SECONDS}s', true),"
    f" set_config('idle_in_transaction_session_timeout', '{_SERVER_SECONDS}s', true)"
)
_SEEN_SECONDS = 6  # a node that has not been seen for so long is not waited for
_FORGOTTEN = "7 days"
_NEWEST_CHANGES = 200
_KEPT_STATES = 50  # to look at when something went wrong; only the newest one counts


@dataclass(frozen=True, slots=True)
class Heads:
    """The newest of everything: 0 and "" for nothing yet. `live` is (sequence, revision)."""

    revisions: int
    live: tuple[int, str]
    switches: int


@contextmanager
def transaction(connection: Connection, alone: bool = False) -> Iterator[Connection]:
    """All or nothing. `alone`: nobody else on any machine writes meanwhile."""
    with connection.begin():
        connection.execute(_LIMITS)
        if alone:
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
        yield connection


def heads(connection: Connection) -> Heads:
    """Cheap: the ends of four indices."""
    live = select(activations.c.sequence, activations.c.revision).order_by(activations.c.sequence.desc()).limit(1)
    newest = live.subquery()
    row = connection.execute(
        select(
            select(func.max(revisions.c.number)).scalar_subquery(),
            select(newest.c.sequence).scalar_subquery(),
            select(newest.c.revision).scalar_subquery(),
            select(func.max(switches.c.sequence)).scalar_subquery(),
        )
    ).one()
    return Heads(row[0] or 0, (row[1] or 0, row[2] or ""), row[3] or 0)


def revision_names(connection: Connection, after: int) -> list[tuple[int, str]]:
    """(number, name) of those that came after this number, in their order."""
    table = revisions.c
    rows = connection.execute(select(table.number, table.name).where(table.number > after).order_by(table.number))
    return [(row.number, row.name) for row in rows]


def revision(connection: Connection, name: str) -> tuple[dict[str, str], bytes] | None:
    """Sources and compiled form, or None if it is not here."""
    row = connection.execute(select(revisions).where(revisions.c.name == name)).one_or_none()
    return (dict(json.loads(row.sources)), bytes(row.compiled)) if row else None


def keep_revision(
    connection: Connection, name: str, sources: Mapping[str, str], compiled: bytes, made_at: datetime
) -> int:
    """Its number; one that is here already is left as it is. Only `alone`."""
    known = select(revisions.c.number).where(revisions.c.name == name)
    number = connection.execute(known).scalar()
    if number is None:
        row = {
            "name": name,
            "sources": json.dumps(dict(sources), ensure_ascii=False),
            "compiled": compiled,
            "made_at": made_at,
        }
        number = connection.execute(insert(revisions).values(row).returning(revisions.c.number)).scalar_one()
    return int(number)


def history(connection: Connection) -> tuple[Live, ...]:
    """Every activation, oldest first."""
    table = activations.c
    wanted = select(table.revision, table.sequence, table.author, table.message, table.at, table.back_to)
    return tuple(Live(*row) for row in connection.execute(wanted.order_by(table.sequence)))


def activate(
    connection: Connection,
    revision: str,
    author: str,
    message: str,
    at: datetime,
    after: int | None = None,
    back_to: int = 0,
) -> Live:
    """The next activation. Only `alone`. PublishedSinceError as `Revisions.activate`."""
    newest = history(connection)[-1:]
    sequence = newest[0].sequence if newest else 0
    if after is not None and after != sequence:
        raise PublishedSinceError(newest[0] if newest else None)
    live = Live(revision, sequence + 1, author, message, at, back_to)
    add_activations(connection, (live,))
    return live


def add_activations(connection: Connection, added: Iterable[Live]) -> None:
    connection.execute(insert(activations), [asdict(live) for live in added])


def held(connection: Connection) -> Switches:
    """What is switched; nothing where nothing ever was."""
    newest = select(switches.c.state).order_by(switches.c.sequence.desc()).limit(1)
    state = connection.execute(newest).scalar()
    return state_from(json.loads(state)) if state else Switches()


def hold(connection: Connection, state: Switches, added: Iterable[Change], at: datetime) -> None:
    """The next state, with the changes that led to it, as far as they are not known yet. Only `alone`."""
    connection.execute(insert(switches).values(sequence=state.sequence, at=at, state=state_text(state)))
    connection.execute(delete(switches).where(switches.c.sequence <= state.sequence - _KEPT_STATES))
    rows = [{"key": one.key, "sequence": state.sequence, "change": change_text(one)} for one in added]
    if rows:
        connection.execute(postgresql.insert(changes).on_conflict_do_nothing(), rows)


def newest_changes(connection: Connection) -> list[Change]:
    """The newest ones, oldest first."""
    newest = select(changes.c.change).order_by(changes.c.sequence.desc(), changes.c.key).limit(_NEWEST_CHANGES)
    found = [change_from(row.change.encode()) for row in connection.execute(newest)]
    return [change for change in reversed(found) if change]


def note_node(connection: Connection, node: str, has: Heads) -> None:
    """This node lives, and has everything up to these."""
    values = {
        "seen_at": func.clock_timestamp(),
        "revisions": has.revisions,
        "activation": has.live[0],
        "switches": has.switches,
    }
    known = connection.execute(update(nodes).where(nodes.c.node == node).values(values))
    if not known.rowcount:
        row = postgresql.insert(nodes).values(values | {"node": node})
        connection.execute(row.on_conflict_do_nothing())
        long_ago = func.now() - literal_column(f"interval '{_FORGOTTEN}'")
        connection.execute(delete(nodes).where(nodes.c.seen_at < long_ago))


def late_nodes(connection: Connection, number: int, but: str) -> tuple[str, ...]:
    """Nodes that live and have not fetched the revision of this number yet."""
    lives = nodes.c.seen_at > func.clock_timestamp() - literal_column(f"interval '{_SEEN_SECONDS} seconds'")
    wanted = select(nodes.c.node).where(lives, nodes.c.revisions < number, nodes.c.node != but)
    return tuple(connection.execute(wanted.order_by(nodes.c.node)).scalars())
