"""Looks at the journal, the database, the alarms and the certificate, and leaves what it saw for whoever is asked."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from ivr.alarms import Alarm, Alarms
from ivr.core.plan import Plan
from ivr.store.unlogged import Unlogged
from ivr.watching.certificate import Certificate
from ivr.watching.lag import Lagging
from ivr.watching.snapshot import Seen, Watch


@dataclass
class Watchman:
    """`plan`: what is live, None where nothing is."""

    data: Path
    lagging: Lagging
    alarms: Alarms
    certificate: Certificate
    plan: Callable[[], Plan | None]
    clock: Callable[[], datetime]

    def look(self) -> list[Alarm]:
        """What is wrong now. Kept for the others too."""
        Unlogged(self.data / "journal").make()
        watch, lag, until = Watch(self.data), self.lagging.look(), self.certificate.until()
        before = watch.read()
        until = until or (before.certificate_until if before and self.certificate.is_asked else None)
        seen = Seen(self.clock(), lag, before.alarms if before else (), until)
        watch.write(seen)  # first: the certificate is among what the alarms are told
        plan = self.plan()
        found = self.alarms.now(plan) if plan else []
        alarms = tuple(dict.fromkeys((one.code, one.worse) for one in found))
        watch.write(Seen(seen.at, lag, alarms, until))
        return found
