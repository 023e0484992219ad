"""The one place that chooses implementations. `build(settings)` gives a `Services`; importing this opens nothing."""

from __future__ import annotations

import fcntl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

import structlog

from ivr.callers import Callers
from ivr.calls import Calls
from ivr.catalogue import Catalogue
from ivr.core.holidays import self_check
from ivr.core.plan import Office, Plan, Privacy
from ivr.draft import Draft
from ivr.errors import IvrError
from ivr.persons import Persons
from ivr.publish import first_publish, utc_now
from ivr.purge import Purge
from ivr.settings import Settings
from ivr.store.bases import Bases
from ivr.store.database import open_reader, open_writer
from ivr.store.files import random_token_file
from ivr.store.journal import Journal
from ivr.store.keychain import Keychain
from ivr.store.people import PeopleFile
from ivr.store.revisions import Revisions
from ivr.store.sealed_journal import SealedJournal
from ivr.store.sealing import Numbers
from ivr.store.shipper import Shipper
from ivr.store.switches import SwitchFile
from ivr.telephony.provider import ProviderRecords

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
    callers: Callers
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
        Keychain(settings.keys).make(clock().date())
    catalogue = Catalogue(revisions, clock, SwitchFile(settings.data))
    journal = Journal(settings.data / "journal", sync=catalogue.live.plan.office.journal_sync)
    callers = callers_of(settings)
    calls = Calls(catalogue, SealedJournal(journal, callers.numbers, callers.people), clock)
    shipper = shipper_of(settings, lambda: catalogue.live.plan.office, clock)
    files = draft_of(settings)
    services = Services(settings, made_token, files, catalogue, journal, calls, shipper, callers, clock)
    if draft := services.draft():
        log.warning(draft)
    return services


def draft_of(settings: Settings) -> Draft:
    """The working files against what is live."""
    return Draft(settings.config, Revisions(settings.data / "revisions"), Bases(settings.data / "bases"))


def callers_of(settings: Settings) -> Callers:
    """Who called, for whoever may see it."""
    return Callers(Numbers(Keychain(settings.keys)), PeopleFile(settings.keys))


def purge_of(settings: Settings, privacy: Callable[[], Privacy], clock: Callable[[], datetime]) -> Purge:
    return Purge(Keychain(settings.keys), PeopleFile(settings.keys), privacy, clock)


def shipper_of(settings: Settings, office: Callable[[], Office | None], clock: Callable[[], datetime]) -> Shipper:
    """The one that moves the journal into the database, and does what is due while it is at it."""
    journal, lock = settings.data / "journal", settings.data / "shipper.lock"
    chores = (purge_of(settings, lambda: privacy_of(office()), clock),)
    people = PeopleFile(settings.keys)
    return Shipper(
        journal,
        open_writer(settings.database),
        lock,
        people=people.people,
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
