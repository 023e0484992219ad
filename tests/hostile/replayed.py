"""A day of calls, captured as the provider sent it, and sent again: in the evening, and shuffled on the next day.

Signatures have no date, so every request passes. No row of any table may change, but for where the journal was read to.
"""

from __future__ import annotations

import io
import random
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

from flask.testing import FlaskClient
from sqlalchemy import MetaData, select

from ivr.settling import Settling
from ivr.store.database import open_reader, open_writer
from ivr.store.journal import Journal
from ivr.web import create_app
from tests.hostile.webhooks import call
from tests.support.logged import Clock, LoggedOffice, live_at_random, logged_office
from tests.support.offices import at

OWN_ROWS = {"journal_offsets", "alembic_version"}
EVENING = at("2026-11-24 23:40")  # closed, and four hours after the last call: what nobody ended is settled
Rows = dict[str, list[tuple[Any, ...]]]


class Tape:
    """A WSGI application that keeps what was asked of the one behind it."""

    def __init__(self, app: Any) -> None:
        self._app = app
        self.asked: list[tuple[dict[str, Any], bytes]] = []

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
        kept = {name: value for name, value in environ.items() if name.isupper()}
        self.asked.append((kept, body))
        environ["wsgi.input"] = io.BytesIO(body)
        answer: Iterable[bytes] = self._app(environ, start_response)
        return answer


@dataclass
class Found:
    calls: int = 0
    requests: int = 0  # sent again, all times together
    rows: int = 0
    changed: list[str] = field(default_factory=list)
    statuses: set[int] = field(default_factory=set)


def run(folder: Path, calls: int, seed: int) -> Found:
    """`calls` of one day, from before the opening until after the closing."""
    chance = random.Random(seed)
    with logged_office(folder) as office:
        app = create_app(office.services, ("voice",))
        tape = Tape(app.wsgi_app)
        app.wsgi_app = tape  # type: ignore[method-assign]  # as Flask documents it for middleware
        office.client = FlaskClient(app, app.response_class)
        _day(office, calls, chance)
        asked, found = tape.asked, Found(calls=calls)
        before = rows_of(office)
        found.rows = sum(map(len, before.values()))
        for shuffled, later in ((False, timedelta()), (True, timedelta(hours=12))):
            again = chance.sample(asked, len(asked)) if shuffled else asked
            _again(tape, again, office.clock, later, found)
            after = rows_of(office)
            found.changed += [name for name in before if before[name] != after[name]]
    return found


def _day(office: LoggedOffice, calls: int, chance: random.Random) -> None:
    for number in range(calls):
        moment = at("2026-11-24 06:30") + timedelta(minutes=13 * 60 * number / calls)
        live_at_random(office.call(moment, caller=f"+48601{chance.randrange(10**6):06}"), chance)
    office.clock.now = EVENING


def _again(tape: Tape, asked: list[tuple[dict[str, Any], bytes]], clock: Clock, later: timedelta, found: Found) -> None:
    clock.now = EVENING + later
    app = tape._app
    for environ, body in asked:
        wsgi = {
            "wsgi.input": io.BytesIO(body),
            "wsgi.errors": io.StringIO(),
            "wsgi.url_scheme": "http",
            "wsgi.version": (1, 0),
        }
        found.statuses.add(call(app, {**environ, **wsgi})[0])
        found.requests += 1


def rows_of(office: LoggedOffice) -> Rows:
    """Every row of every table, once all is shipped and settled."""
    shipper = office.services.background.shipper
    shipper.run_once()
    writer = open_writer(office.services.settings.database)
    Settling(Journal(office.data / "journal"), office.clock)(writer)
    shipper.run_once()
    writer.dispose()
    engine = open_reader(office.services.settings.database)
    tables = MetaData()
    tables.reflect(engine)
    with engine.connect() as connection:
        found = {
            table.name: sorted((tuple(row) for row in connection.execute(select(table))), key=repr)
            for table in tables.sorted_tables
            if table.name not in OWN_ROWS
        }
    engine.dispose()
    return found
