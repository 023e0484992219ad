"""Tells the people of `alarms` in config.yaml what is due, by every way that is written there, each on its own: a mail
server that hangs keeps nothing from the webhook's next round but time, and nothing at all from calls and shipping.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import structlog

from ivr.alarms import Alarm
from ivr.core.office import AlarmTo
from ivr.core.plan import Plan
from ivr.core.walltime import instant
from ivr.watching.letters import Letter, Morning, alarm_letter, digest_letter
from ivr.watching.mail import MailServer, NotSentError
from ivr.watching.noted import NoticesFile, Way
from ivr.watching.notices import OWN, after, due
from ivr.watching.webhook import Webhook

log = structlog.get_logger()

PATIENCE = timedelta(minutes=1)  # after a failure; doubled up to
LONGEST_PATIENCE = timedelta(minutes=30)
LATE = timedelta(hours=3)  # a digest that could not be sent by then is not sent
Send = Callable[[Letter], None]


@dataclass
class Messenger:
    """`alarms`: what is wrong now. `morning`: what the log says of yesterday. `look` from one thread at a time."""

    notices: NoticesFile
    mail: MailServer
    webhook: Webhook
    alarms: Callable[[], Sequence[Alarm]]
    morning: Callable[[Plan, datetime], Morning]
    plan: Callable[[], Plan | None]
    clock: Callable[[], datetime]
    _patience: dict[str, timedelta] = field(default_factory=dict)

    def look(self) -> None:
        """Tell what is due. Raises nothing for what a server does."""
        plan = self.plan()
        if plan is None:
            return
        ways = self._ways(plan.office.alarms)
        kept = {name: way for name, way in self.notices.read().items() if name in ways}
        alarms = self.alarms() if ways else ()
        for name, send in ways.items():
            before = kept.get(name, Way())
            kept[name] = self._told(name, send, before, alarms, plan)
        if kept != self.notices.read():
            self.notices.write(kept)

    def _ways(self, to: AlarmTo) -> Mapping[str, Send]:
        ways: dict[str, Send] = {}
        if to.mail:
            ways["mail"] = lambda letter: self.mail.send(letter, to.mail)
        if to.webhook:
            ways["webhook"] = lambda letter: self.webhook.post(letter, to.webhook)
        return ways

    def _told(self, name: str, send: Send, way: Way, alarms: Sequence[Alarm], plan: Plan) -> Way:
        now = self.clock()
        if way.again_at and now < way.again_at <= now + LONGEST_PATIENCE:
            return way
        alarms = [one for one in alarms if one.code != OWN or one.told != name]
        try:
            if notices := due(alarms, way.told, now):
                send(alarm_letter(notices, plan, now))
                way = replace(way, told=after(way.told, notices, now))
            if day := digest_due(plan.office.alarms, way, plan.office.timezone, now):
                send(digest_letter(alarms, self.morning(plan, now), plan, now))
                way = replace(way, digest=day)
        except NotSentError as error:
            log.warning("an alarm could not be sent", way=name, why=str(error))
            return replace(way, failing_since=way.failing_since or now, again_at=now + self._next_patience(name))
        self._patience.pop(name, None)
        return replace(way, failing_since=None, again_at=None)  # nobody misses anything any more

    def _next_patience(self, name: str) -> timedelta:
        """Twice as long each time."""
        last = self._patience.get(name)
        self._patience[name] = min(last * 2, LONGEST_PATIENCE) if last else PATIENCE
        return self._patience[name]


def digest_due(to: AlarmTo, way: Way, timezone: str, now: datetime) -> date | None:
    """Of which day's morning a digest is due now; None where none is."""
    if to.digest is None:
        return None
    today = now.astimezone(ZoneInfo(timezone)).date()
    at = instant(today, to.digest, timezone)
    return today if way.digest != today and at <= now < at + LATE else None
