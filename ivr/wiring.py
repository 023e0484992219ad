"""The one place that chooses implementations. `build(settings)` gives a `Services`; importing this opens nothing."""

from __future__ import annotations

import fcntl
import os
import socket
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from pathlib import Path

import structlog
from sqlalchemy import Engine

from ivr.alarms import Alarms
from ivr.background import Background
from ivr.callers import Callers
from ivr.calls import Calls
from ivr.catalogue import Catalogue, revision_plan
from ivr.core.holidays import self_check
from ivr.core.plan import Office, Plan, Privacy
from ivr.draft import Draft
from ivr.errors import IvrError
from ivr.nightly import Nightly
from ivr.persons import Persons
from ivr.publish import first_publish, utc_now
from ivr.purge import Purge
from ivr.settings import Settings
from ivr.store.away import AuthorityAwayError
from ivr.store.bases import Bases
from ivr.store.console.store import ConsoleStore, console_store
from ivr.store.copier import Copier
from ivr.store.copying import Copying
from ivr.store.database import open_reader, open_writer
from ivr.store.fetcher import Fetcher
from ivr.store.files import random_token_file
from ivr.store.journal import Journal
from ivr.store.keychain import Keychain
from ivr.store.people import PeopleFile
from ivr.store.proofs import ProofFile
from ivr.store.revisions import Revisions
from ivr.store.sealed_journal import SealedJournal
from ivr.store.sealing import Numbers
from ivr.store.shared import SharedRevisions, SharedSwitchFile
from ivr.store.shipper import Chore, Shipper
from ivr.store.switches import SwitchFile
from ivr.switching import Switchboard
from ivr.telephony.provider import ProviderRecords
from ivr.trial import Trial
from ivr.waiting import WaitingRoom

log = structlog.get_logger()


@dataclass(frozen=True)
class Services:
    """Everything a request, a page or a command needs."""

    settings: Settings
    made_token: bool  # no token was given: only loopback is answered
    files: Draft
    trial: Trial
    catalogue: Catalogue
    journal: Journal
    calls: Calls
    background: Background
    proofs: ProofFile
    console: ConsoleStore
    callers: Callers
    log: Engine  # the call log, to read
    waiting: WaitingRoom
    alarms: Alarms
    clock: Callable[[], datetime]

    def plan(self) -> Plan:
        return self.catalogue.live.plan

    def switchboard(self) -> Switchboard:
        """To close, open or announce now: on this machine, and on all that share its database."""
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
    fetch = Fetcher(open_writer(settings.database), revisions).fetch if settings.shared else None
    catalogue = Catalogue(revisions, clock, SwitchFile(settings.data), fetch)
    journal, callers = (
        Journal(settings.data / "journal", sync=catalogue.live.plan.office.journal_sync),
        callers_of(settings),
    )
    files, proofs, console = draft_of(settings), ProofFile(settings.data), console_of(settings, clock)
    reader = open_reader(settings.database)
    services = Services(
        settings=settings,
        made_token=made_token,
        files=files,
        trial=Trial(settings.config, settings.data / "drafts", SwitchFile(settings.data), clock),
        catalogue=catalogue,
        journal=journal,
        calls=Calls(catalogue, SealedJournal(journal, callers.numbers, callers.people), clock),
        background=background(settings, lambda: catalogue.live.plan.office, clock),
        proofs=proofs,
        console=console,
        callers=callers,
        log=reader,
        waiting=WaitingRoom(callers, reader, console.waiting, lambda: catalogue.live.plan, clock),
        alarms=Alarms(reader, settings.data, files, proofs, clock),
        clock=clock,
    )
    if draft := services.draft():
        log.warning(draft)
    return services


def console_of(settings: Settings, clock: Callable[[], datetime] = utc_now) -> ConsoleStore:
    """Accounts, sessions, the access log. Nothing is opened or made before it is used."""
    return console_store(settings.console_database, settings.keys, clock)


def nightly_of(settings: Settings, clock: Callable[[], datetime]) -> Nightly:
    """Proves what is live here, in a process that runs `python -m ivr prove`."""
    revisions = Revisions(settings.data / "revisions")

    @lru_cache(maxsize=1)
    def timezone(revision: str) -> str:
        return revision_plan(revisions, revision).office.timezone

    def live() -> tuple[str, str] | None:
        found = revisions.live()
        return (found.revision, timezone(found.revision)) if found else None

    environment = {**os.environ, "IVR_DATA": str(settings.data), "IVR_CONFIG": str(settings.config)}
    command = [sys.executable, "-m", "ivr", "prove", "--behind"]
    return Nightly(ProofFile(settings.data), live, clock, command, environment, str(Path(__file__).parents[1]))


def draft_of(settings: Settings) -> Draft:
    """The working files against what is live."""
    return Draft(settings.config, Revisions(settings.data / "revisions"), Bases(settings.data / "bases"))


def background(
    settings: Settings, office: Callable[[], Office | None], clock: Callable[[], datetime] = utc_now
) -> Background:
    """What one process of a machine does beside the calls; whoever holds the shipper's lock."""
    nightly, purge = nightly_of(settings, clock), purge_of(settings, lambda: privacy_of(office()), clock)
    shipper = shipper_of(settings, office, (lambda _: nightly.look(), purge))
    copier = None
    if settings.shared:
        name = node_of(settings)
        engine = open_writer(settings.database)
        copier = Copier(engine, lambda: _copying(settings, clock, name), lambda: shipper.holds)
    return Background(shipper, copier, nightly)


def revisions_of(settings: Settings) -> Revisions:
    """To make one live: on this machine, or on all that share a database."""
    folder = settings.data / "revisions"
    if not settings.shared:
        return Revisions(folder)
    engine = open_writer(settings.database)
    return SharedRevisions(folder, engine, lambda: _copying(settings, utc_now), node_of(settings))


def switches_of(settings: Settings) -> SwitchFile:
    """To switch: on this machine, and then on all that share a database."""
    if not settings.shared:
        return SwitchFile(settings.data)
    return SharedSwitchFile(settings.data, open_writer(settings.database), lambda: _copying(settings, utc_now))


def node_of(settings: Settings) -> str:
    """This machine's name among those that share a database: people know the first half, the second is unique."""
    return f"{socket.gethostname()}-{random_token_file(settings.data / 'node')[:8]}"


def _copying(settings: Settings, clock: Callable[[], datetime], node: str = "") -> Copying:
    return Copying(Revisions(settings.data / "revisions"), SwitchFile(settings.data), clock, node)


def _begun(settings: Settings, clock: Callable[[], datetime]) -> Revisions:
    """The revisions, with one that is live: what other machines have, or else the shipped files. Where the database is
    away the machine begins alone, and the copier settles it later."""
    revisions = revisions_of(settings)
    fresh = revisions.live() is None
    if fresh:
        _refresh(revisions)
    own = Revisions(settings.data / "revisions")
    first_publish(settings.config, own, clock(), ProofFile(settings.data))
    if fresh:
        _refresh(revisions)
    return own


def _refresh(revisions: Revisions) -> None:
    try:
        revisions.refresh()
    except AuthorityAwayError as error:
        log.warning("begins without the shared database", why=error.why)


def callers_of(settings: Settings) -> Callers:
    """Who called, for whoever may see it."""
    return Callers(Numbers(Keychain(settings.keys)), PeopleFile(settings.keys))


def purge_of(settings: Settings, privacy: Callable[[], Privacy], clock: Callable[[], datetime]) -> Purge:
    forget_access = console_of(settings, clock).access_log.forget_before
    return Purge(Keychain(settings.keys), PeopleFile(settings.keys), privacy, clock, forget_access)


def shipper_of(settings: Settings, office: Callable[[], Office | None], chores: tuple[Chore, ...] = ()) -> Shipper:
    """The one that moves the journal into the database, and does what is due while it is at it."""
    return Shipper(
        settings.data / "journal",
        open_writer(settings.database),
        settings.data / "shipper.lock",
        people=PeopleFile(settings.keys).people,
        timezone=lambda: timezone_of(office()),
        chores=chores,
    )


def persons_of(settings: Settings, ship: Callable[[], object], clock: Callable[[], datetime]) -> Persons:
    """What people may ask for by their number. The provider's copy is deleted where its keys are given."""
    callers, keys = callers_of(settings), settings.account and settings.tokens
    provider = ProviderRecords(settings.account, settings.tokens[0]) if keys else None
    return Persons(callers.numbers, callers.people, open_reader(settings.database), provider, clock, ship)


def live_office(settings: Settings) -> Office | None:
    """The office as it is live; None where nothing was ever published."""
    try:
        return Catalogue(Revisions(settings.data / "revisions"), utc_now).live.plan.office
    except IvrError:
        return None


def privacy_of(office: Office | None) -> Privacy:
    """How long things are kept; the defaults where nothing is live."""
    return office.privacy if office else Privacy()


def timezone_of(office: Office | None) -> str:
    return office.timezone if office else "UTC"


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
