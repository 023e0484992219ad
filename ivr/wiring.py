"""The whole service, as it answers calls: `build(settings)` gives a `Services`; importing this opens nothing.

What only pages need is put together when it is first asked for: a process that answers calls alone starts in half the
time and never holds it.
"""

from __future__ import annotations

import fcntl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import structlog
from sqlalchemy import Engine

from ivr.assembly import background, callers_of, console_of, draft_of, persons_of, revisions_of, switches_of
from ivr.background import Background
from ivr.calls import Calls
from ivr.catalogue import Catalogue
from ivr.clock import utc_now
from ivr.core.holidays import self_check
from ivr.core.plan import Plan
from ivr.errors import IvrError
from ivr.settings import Settings
from ivr.store.away import AuthorityAwayError
from ivr.store.console.store import ConsoleStore
from ivr.store.database import open_reader, open_writer
from ivr.store.files import random_token_file
from ivr.store.journal import Journal
from ivr.store.keychain import Keychain
from ivr.store.people import PeopleFile
from ivr.store.proofs import ProofFile
from ivr.store.revisions import Revisions
from ivr.store.sealed_journal import SealedJournal
from ivr.store.sealing import Numbers
from ivr.store.swapping import finish
from ivr.store.switches import SwitchFile
from ivr.watching.counted import Counted
from ivr.watching.counts import Counts

if TYPE_CHECKING:
    from ivr.alarms import Alarms
    from ivr.callers import Callers
    from ivr.draft import Draft
    from ivr.persons import Persons
    from ivr.switching.switchboard import Switchboard
    from ivr.trial import Trial
    from ivr.waiting import WaitingRoom

log = structlog.get_logger()


@dataclass(frozen=True)
class Services:
    """Everything a request, a page or a command needs."""

    settings: Settings
    made_token: bool  # no token was given: only loopback is answered
    catalogue: Catalogue
    journal: Journal
    counts: Counts
    calls: Calls
    background: Background
    proofs: ProofFile
    log: Engine  # the call log, to read
    clock: Callable[[], datetime]

    @cached_property
    def callers(self) -> Callers:
        return callers_of(self.settings)

    @cached_property
    def files(self) -> Draft:
        return draft_of(self.settings)

    @cached_property
    def trial(self) -> Trial:
        from ivr.trial import Trial

        data = self.settings.data
        return Trial(self.settings.config, data / "drafts", SwitchFile(data), self.clock)

    @cached_property
    def console(self) -> ConsoleStore:
        return console_of(self.settings, self.clock)

    @cached_property
    def waiting(self) -> WaitingRoom:
        from ivr.waiting import WaitingRoom

        return WaitingRoom(self.callers, self.log, self.console.waiting, self.plan, self.clock)

    @cached_property
    def alarms(self) -> Alarms:
        from ivr.alarms import Alarms
        from ivr.watching.beside import Beside

        data = self.settings.data
        return Alarms(self.log, data, self.files, self.proofs, self.clock, beside=Beside(data))

    def plan(self) -> Plan:
        return self.catalogue.live.plan

    def switchboard(self) -> Switchboard:
        """To close, open or announce now: on this machine, and on all that share its database."""
        from ivr.switching.switchboard import Switchboard

        live = self.catalogue.live.plan
        written = self.catalogue.as_published(live.revision) or live
        return Switchboard(written, switches_of(self.settings), self.clock())

    def persons(self) -> Persons:
        """What people may ask for by their number. What they ask for reaches the log through whoever ships it."""
        return persons_of(self.settings, self.background.shipper.run_if_alone, self.clock)

    def draft(self) -> str:
        """One sentence if the files differ from what callers hear."""
        return self.files.state(self.clock().date())

    def start(self) -> None:
        """Begin the work in the background: look for a new revision, ship the journal."""
        self.catalogue.start()
        self.background.start()

    def stop(self) -> None:
        self.catalogue.stop()
        self.background.stop()
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
        revisions = _begun(settings, clock)
        Keychain(settings.keys).make(clock().date())
    fetch = None
    if settings.shared:
        from ivr.store.fetcher import Fetcher

        fetch = Fetcher(open_writer(settings.database), revisions).fetch
    catalogue = Catalogue(revisions, clock, SwitchFile(settings.data), fetch)
    journal = Journal(settings.data / "journal", sync=catalogue.live.plan.office.journal_sync)
    numbers, people, counts = Numbers(Keychain(settings.keys)), PeopleFile(settings.keys), Counts()
    services = Services(
        settings=settings,
        made_token=made_token,
        catalogue=catalogue,
        journal=journal,
        counts=counts,
        calls=Calls(catalogue, Counted(SealedJournal(journal, numbers, people), counts), clock),
        background=background(settings, lambda: catalogue.live.plan, clock),
        proofs=ProofFile(settings.data),
        log=open_reader(settings.database),
        clock=clock,
    )
    if draft := services.draft():  # which also notes what the files are, for who edits them next
        log.warning(draft)
    return services


def _begun(settings: Settings, clock: Callable[[], datetime]) -> Revisions:
    """The revisions, with one that is live: what other machines have, or else the shipped files. Where the database is
    away the machine begins alone, and the copier settles it later."""
    revisions = revisions_of(settings)
    fresh = revisions.live() is None
    if fresh:
        _refresh(revisions)
    own = Revisions(settings.data / "revisions")
    if own.loadable() is None:
        from ivr.publish import first_publish

        first_publish(settings.config, own, clock(), ProofFile(settings.data))
    if fresh:
        _refresh(revisions)
    return own


def _refresh(revisions: Revisions) -> None:
    try:
        revisions.refresh()
    except AuthorityAwayError as error:
        log.warning("begins without the shared database", why=error.why)


@contextmanager
def start_lock(data: Path) -> Iterator[None]:
    """What is done once, whoever starts first: the token, the first publish. Before anything else, a restore that was
    killed in the middle is finished."""
    with open(data / "start.lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        finish(data)
        yield


def _own_token(data: Path) -> str:
    file = data / "auth_token"
    log.warning(
        "TWILIO_AUTH_TOKEN is not set: a token of our own is used, only this machine is answered", file=str(file)
    )
    return random_token_file(file)
