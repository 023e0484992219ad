"""The watchman and the messenger put together from settings. Imported by the one process that needs them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from ivr.alarms import Alarm, Alarms
from ivr.core.plan import Plan
from ivr.draft import Draft
from ivr.errors import IvrError
from ivr.settings import Settings
from ivr.store.attempts import outcomes_of
from ivr.store.database import open_reader
from ivr.store.proofs import ProofFile
from ivr.store.tallies import MISSED, local_day
from ivr.watching.beside import Beside
from ivr.watching.certificate import Certificate
from ivr.watching.lag import Lagging
from ivr.watching.letters import Morning
from ivr.watching.mail import MailServer
from ivr.watching.messenger import Messenger
from ivr.watching.noted import NoticesFile
from ivr.watching.snapshot import Watch
from ivr.watching.watchman import Watchman
from ivr.watching.webhook import Webhook

Clock = Callable[[], datetime]
Plans = Callable[[], Plan | None]


def alarms_of(settings: Settings, files: Draft, clock: Clock) -> Alarms:
    data = settings.data
    return Alarms(open_reader(settings.database), data, files, ProofFile(data), clock, beside=Beside(data))


def watchman_of(settings: Settings, files: Draft, plan: Plans, clock: Clock) -> Watchman:
    lagging = Lagging(settings.data / "journal", open_reader(settings.database))
    alarms, certificate = alarms_of(settings, files, clock), Certificate(settings.public_url)
    return Watchman(settings.data, lagging, alarms, certificate, plan, clock)


def messenger_of(settings: Settings, files: Draft, plan: Plans, waiting: Callable[[], int], clock: Clock) -> Messenger:
    alarms = alarms_of(settings, files, clock)

    def now() -> list[Alarm]:
        found = plan()
        return alarms.now(found) if found else []

    return Messenger(
        NoticesFile(settings.data),
        MailServer(settings.smtp_url, settings.smtp_sender),
        Webhook(settings.webhook_secret),
        now,
        lambda plan, at: _morning(settings, waiting, plan, at),
        plan,
        clock,
    )


def _morning(settings: Settings, waiting: Callable[[], int], plan: Plan, at: datetime) -> Morning:
    """Of the day before `at`, in the office."""
    seen = Watch(settings.data).read()
    until = seen.certificate_until if seen else None
    yesterday = local_day(at - timedelta(days=1), ZoneInfo(plan.office.timezone))
    try:
        outcomes = outcomes_of(open_reader(settings.database), yesterday)
    except IvrError:
        return Morning(None, certificate_until=until)
    try:
        count: int | None = waiting()
    except IvrError:  # the console's own database
        count = None
    missed = sum(outcomes.get(one, 0) for one in MISSED)
    return Morning(sum(outcomes.values()), missed, count, until)
