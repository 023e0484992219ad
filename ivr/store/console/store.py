"""Everything the console keeps, behind one value. Making it opens nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from ivr.store.console.access_log import AccessLog
from ivr.store.console.accounts import AccountRows
from ivr.store.console.database import ConsoleDatabase
from ivr.store.console.limits import LimitRows
from ivr.store.console.seals import Anchor
from ivr.store.console.sessions import SessionRows
from ivr.store.console.waiting import WaitingRows
from ivr.store.keys import Keys


@dataclass(frozen=True)
class ConsoleStore:
    """`database` is for pages that keep something of their own (views saved by name, notes)."""

    keys: Keys
    database: ConsoleDatabase
    accounts: AccountRows
    sessions: SessionRows
    limits: LimitRows
    access_log: AccessLog
    waiting: WaitingRows


def console_store(url: str, keys: Path, clock: Callable[[], datetime]) -> ConsoleStore:
    """`keys` is the folder of the keys; the access log's anchor stands beside them, apart from the database."""
    database, kept = ConsoleDatabase(url), Keys(keys)
    log = AccessLog(database, kept, Anchor(keys / "access_log.anchor"), clock)
    return ConsoleStore(
        keys=kept, database=database, accounts=AccountRows(database), sessions=SessionRows(database),
        limits=LimitRows(database), access_log=log, waiting=WaitingRows(database),
    )  # fmt: skip
