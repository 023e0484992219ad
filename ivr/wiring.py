"""The one place that chooses implementations. `build(settings)` gives a `Services`; importing this opens nothing."""

from __future__ import annotations

import fcntl
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from pathlib import Path

import structlog

from ivr.calls import Calls
from ivr.catalogue import Catalogue, revision_plan
from ivr.core.holidays import self_check
from ivr.core.plan import Plan
from ivr.draft import Draft
from ivr.errors import IvrError
from ivr.nightly import Nightly
from ivr.publish import first_publish, utc_now
from ivr.settings import Settings
from ivr.store.bases import Bases
from ivr.store.database import open_writer
from ivr.store.files import random_token_file
from ivr.store.journal import Journal
from ivr.store.proofs import ProofFile
from ivr.store.revisions import Revisions
from ivr.store.shipper import Shipper
from ivr.store.switches import SwitchFile
from ivr.trial import Trial

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
    shipper: Shipper
    nightly: Nightly
    proofs: ProofFile
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
        self.nightly.stop()
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
        first_publish(settings.config, revisions, clock(), ProofFile(settings.data))
    catalogue = Catalogue(revisions, clock, SwitchFile(settings.data))
    journal = Journal(settings.data / "journal", sync=catalogue.live.plan.office.journal_sync)
    calls = Calls(catalogue, journal, clock)
    nightly = nightly_of(settings, clock)
    shipper = shipper_of(settings, nightly)
    files, proofs = draft_of(settings), ProofFile(settings.data)
    trial = Trial(settings.config, settings.data / "drafts", SwitchFile(settings.data), clock)
    services = Services(settings, made_token, files, trial, catalogue, journal, calls, shipper, nightly, proofs, clock)
    if draft := services.draft():
        log.warning(draft)
    return services


def shipper_of(settings: Settings, nightly: Nightly) -> Shipper:
    """Whoever ships also looks whether the night's proof is due."""
    journal, lock = settings.data / "journal", settings.data / "shipper.lock"
    return Shipper(journal, open_writer(settings.database), lock, beside=nightly.look)


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
