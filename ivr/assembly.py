"""Each part of the service put together from settings, for the service itself and for commands that need one of them.

Importing this opens nothing; what only some commands need is imported when they ask for it.
"""

from __future__ import annotations

import os
import socket
import sys
from collections.abc import Callable
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from ivr.background import Background
from ivr.catalogue import Catalogue, revision_plan
from ivr.clock import utc_now
from ivr.core.office import Office, Privacy
from ivr.core.plan import Plan
from ivr.errors import IvrError
from ivr.nightly import Nightly
from ivr.purge import Purge
from ivr.settings import Settings
from ivr.settling import Settling
from ivr.store.bases import Bases
from ivr.store.console.store import ConsoleStore, console_store
from ivr.store.database import open_reader, open_writer
from ivr.store.files import random_token_file
from ivr.store.journal import Journal
from ivr.store.keychain import Keychain
from ivr.store.people import PeopleFile
from ivr.store.proofs import ProofFile
from ivr.store.reserve import Reserve
from ivr.store.revisions import Revisions
from ivr.store.sealing import Numbers
from ivr.store.shipper import Chore, Shipper
from ivr.store.switches import SwitchFile
from ivr.watching.rounds import Rounds

if TYPE_CHECKING:
    from ivr.backup.place import Place
    from ivr.callers import Callers
    from ivr.draft import Draft
    from ivr.persons import Persons
    from ivr.store.copying import Copying

_WATCH_SECONDS, _TELL_SECONDS = 5.0, 15.0  # between two rounds
_PATIENCE_SECONDS = 3.0  # a killed `ship` is started again in one, and loads for two


def draft_of(settings: Settings) -> Draft:
    """The working files against what is live."""
    from ivr.draft import Draft

    return Draft(settings.config, Revisions(settings.data / "revisions"), Bases(settings.data / "bases"))


def revisions_of(settings: Settings) -> Revisions:
    """To make one live: on this machine, or on all that share a database."""
    folder = settings.data / "revisions"
    if not settings.shared:
        return Revisions(folder)
    from ivr.store.shared import SharedRevisions

    engine = open_writer(settings.database)
    return SharedRevisions(folder, engine, lambda: copying_of(settings, utc_now), node_of(settings))


def switches_of(settings: Settings) -> SwitchFile:
    """To switch: on this machine, and then on all that share a database."""
    if not settings.shared:
        return SwitchFile(settings.data)
    from ivr.store.shared import SharedSwitchFile

    return SharedSwitchFile(settings.data, open_writer(settings.database), lambda: copying_of(settings, utc_now))


def node_of(settings: Settings) -> str:
    """This machine's name among those that share a database: people know the first half, the second is unique."""
    return f"{socket.gethostname()}-{random_token_file(settings.data / 'node')[:8]}"


def copying_of(settings: Settings, clock: Callable[[], datetime], node: str = "") -> Copying:
    from ivr.store.copying import Copying

    return Copying(Revisions(settings.data / "revisions"), SwitchFile(settings.data), clock, node)


def background(
    settings: Settings,
    plan: Callable[[], Plan | None],
    clock: Callable[[], datetime] = utc_now,
    comes_first: bool = False,
) -> Background:
    """What one process of a machine does beside the calls; whoever holds the shipper's lock. `plan`: what is live;
    `comes_first`: this process is there for nothing else."""

    def office() -> Office | None:
        found = plan()
        return found.office if found else None

    nightly, purge = nightly_of(settings, clock), purge_of(settings, lambda: privacy_of(office()), clock)
    settling = Settling(Journal(settings.data / "journal"), clock)
    reserve = Reserve(settings.data / "journal")
    chores = (lambda _: nightly.look(), purge, settling, lambda _: reserve.keep())
    shipper = shipper_of(settings, office, chores, comes_first)
    copier = None
    if settings.shared:
        from ivr.store.copier import Copier

        name = node_of(settings)
        engine = open_writer(settings.database)
        copier = Copier(engine, lambda: copying_of(settings, clock, name), lambda: shipper.holds)
    return Background(shipper, copier, nightly, rounds_of(settings, plan, clock, lambda: shipper.holds))


def rounds_of(
    settings: Settings, plan: Callable[[], Plan | None], clock: Callable[[], datetime], holds: Callable[[], bool]
) -> tuple[Rounds, ...]:
    """Who looks after things, and who tells people: apart, since a mail server may hang."""

    def watchman() -> Callable[[], object]:
        from ivr.watching.assembled import watchman_of

        return watchman_of(settings, draft_of(settings), plan, clock).look

    def messenger() -> Callable[[], object]:
        from ivr.watching.assembled import messenger_of

        waiting = _waiting_of(settings, plan, clock)
        return messenger_of(settings, draft_of(settings), plan, waiting, clock).look

    return (
        Rounds("watchman", watchman, holds, _WATCH_SECONDS),
        Rounds("messenger", messenger, holds, _TELL_SECONDS),
    )


def _waiting_of(
    settings: Settings, plan: Callable[[], Plan | None], clock: Callable[[], datetime]
) -> Callable[[], int]:
    """How many callers wait; raises IvrError where that cannot be read."""
    from ivr.waiting import WaitingRoom

    def live() -> Plan:
        if (found := plan()) is None:
            raise IvrError("nothing-live", "No revision is live.", "Run: python -m ivr publish")
        return found

    rows = console_of(settings, clock).waiting
    room = WaitingRoom(callers_of(settings), open_reader(settings.database), rows, live, clock)
    return lambda: sum(not one.done for one in room.all())


def live_plans(settings: Settings) -> Callable[[], Plan | None]:
    """What is live now, switches and all, looked at whenever it is asked; None where nothing was ever published."""
    held: list[Catalogue] = []

    def live() -> Plan | None:
        try:
            if held:
                held[0].look()
            else:
                held.append(Catalogue(Revisions(settings.data / "revisions"), utc_now, SwitchFile(settings.data)))
            return held[0].live.plan
        except IvrError:
            return None

    return live


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


def callers_of(settings: Settings) -> Callers:
    """Who called, for whoever may see it."""
    from ivr.callers import Callers

    return Callers(Numbers(Keychain(settings.keys)), PeopleFile(settings.keys))


def purge_of(settings: Settings, privacy: Callable[[], Privacy], clock: Callable[[], datetime]) -> Purge:
    forget_access = console_of(settings, clock).access_log.forget_before
    return Purge(Keychain(settings.keys), PeopleFile(settings.keys), privacy, clock, forget_access)


def shipper_of(
    settings: Settings, office: Callable[[], Office | None], chores: tuple[Chore, ...] = (), comes_first: bool = False
) -> Shipper:
    """The one that moves the journal into the database, and does what is due while it is at it."""
    reserve, on_this_disk = Reserve(settings.data / "journal"), not settings.shared
    return Shipper(
        settings.data / "journal",
        open_writer(settings.database),
        settings.data / "shipper.lock",
        people=PeopleFile(settings.keys).people,
        timezone=lambda: timezone_of(office()),
        chores=chores,
        has_room=lambda: not (on_this_disk and reserve.is_short),
        comes_first=comes_first,
        patience_seconds=0.0 if comes_first else _PATIENCE_SECONDS,
    )


def persons_of(settings: Settings, ship: Callable[[], object], clock: Callable[[], datetime]) -> Persons:
    """What people may ask for by their number. The provider's copy is deleted where its keys are given."""
    from ivr.persons import Persons
    from ivr.telephony.provider import ProviderRecords

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


def console_of(settings: Settings, clock: Callable[[], datetime] = utc_now) -> ConsoleStore:
    """Accounts, sessions, the access log. Nothing is opened or made before it is used."""
    return console_store(settings.console_database, settings.keys, clock)


def place_of(settings: Settings) -> Place:
    """Everything of this machine that a backup holds, or puts back."""
    from ivr.backup.place import Place

    return Place(
        settings.data,
        settings.keys,
        settings.database,
        settings.console_database,
        lambda: timezone_of(live_office(settings)),
    )
