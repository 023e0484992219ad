"""The one place that chooses implementations. `build(settings)` gives a `Services`; importing this opens nothing."""

from __future__ import annotations

import fcntl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

import structlog

from ivr.calls import Calls
from ivr.catalogue import Catalogue
from ivr.core.holidays import self_check
from ivr.core.plan import Plan
from ivr.draft import Draft
from ivr.errors import IvrError
from ivr.publish import first_publish, utc_now
from ivr.settings import Settings
from ivr.store.bases import Bases
from ivr.store.console.store import ConsoleStore, console_store
from ivr.store.database import open_writer
from ivr.store.files import random_token_file
from ivr.store.journal import Journal
from ivr.store.revisions import Revisions
from ivr.store.shipper import Shipper
from ivr.store.switches import SwitchFile

log = structlog.get_logger()


@dataclass(frozen=True)
class Services:
    """Everything a request, a page or a command needs."""

    settings: Settings
    made_token: bool  # no token was given: only loopback is answered
    files: Draft
    catalogue: Catalogue
    journal: Journal
    calls: Calls
    shipper: Shipper
    console: ConsoleStore
    clock: Callable[[], datetime]

    def plan(self) -> Plan:
        return self.catalogue.live.plan

    def draft(self) -> str:
        """One sentence if the files differ from what callers hear."""
        return self.files.state(self.clock().date())

    def start(self) -> None:
        """Begin the work in the background: look for a new revision, ship the journal."""
        self.catalogue.start()
        self.shipper.start()

    def stop(self) -> None:
        self.catalogue.stop()
        self.shipper.stop()
        self.journal.close()


def build(settings: Settings, clock: Callable[[], datetime] = utc_now) -> Services:
    """Raises IvrError where the service cannot start: the data folder, or files with errors and nothing published."""
    problem = self_check()
    if problem:
        raise IvrError("holidays-old", problem)
    settings.data.mkdir(parents=True, exist_ok=True, mode=0o700)
    with start_lock(settings.data):
        made_token = not settings.tokens
        if made_token:
            settings = replace(settings, tokens=(_own_token(settings.data),))
        revisions = Revisions(settings.data / "revisions")
        first_publish(settings.config, revisions, clock())
    catalogue = Catalogue(revisions, clock, SwitchFile(settings.data))
    journal = Journal(settings.data / "journal", sync=catalogue.live.plan.office.journal_sync)
    calls = Calls(catalogue, journal, clock)
    shipper = Shipper(settings.data / "journal", open_writer(settings.database), settings.data / "shipper.lock")
    files = draft_of(settings)
    console = console_of(settings, clock)
    services = Services(settings, made_token, files, catalogue, journal, calls, shipper, console, clock)
    if draft := services.draft():
        log.warning(draft)
    return services


def console_of(settings: Settings, clock: Callable[[], datetime] = utc_now) -> ConsoleStore:
    """Accounts, sessions, the access log. Nothing is opened or made before it is used."""
    return console_store(settings.console_database, settings.keys, clock)


def draft_of(settings: Settings) -> Draft:
    """The working files against what is live."""
    return Draft(settings.config, Revisions(settings.data / "revisions"), Bases(settings.data / "bases"))


@contextmanager
def start_lock(data: Path) -> Iterator[None]:
    """What is done once, whoever starts first: the token, the first publish."""
    with open(data / "start.lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _own_token(data: Path) -> str:
    file = data / "auth_token"
    log.warning(
        "TWILIO_AUTH_TOKEN is not set: a token of our own is used, only this machine is answered", file=str(file)
    )
    return random_token_file(file)
