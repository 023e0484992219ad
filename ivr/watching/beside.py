"""What was seen in the background, for the list of alarms. Read anew each time: another process writes it."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from ivr.watching.noted import NoticesFile
from ivr.watching.snapshot import Watch


class Beside:
    """`data` is IVR_DATA."""

    def __init__(self, data: Path) -> None:
        self._watch, self._notices = Watch(data), NoticesFile(data)

    def certificate_until(self) -> datetime | None:
        seen = self._watch.read()
        return seen.certificate_until if seen else None

    def notices_failing(self) -> tuple[str, datetime] | None:
        return self._notices.failing()
