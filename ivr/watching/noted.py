"""What people were told of which alarm, by which way, and when: so that a restart repeats nothing.

<IVR_DATA>/notices.json      replaced by rename
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any, Literal

from ivr.store.kept_file import KeptFile

How = Literal["on", "worse", "over"]


@dataclass(frozen=True, slots=True)
class Told:
    """What people believe of an alarm: that it is on, that it is bad, or that it is over; and since when they do."""

    how: How
    at: datetime


@dataclass(frozen=True, slots=True)
class Way:
    """One way of telling people. `told`: alarm -> what was said last. `failing_since`: None while it works."""

    told: Mapping[str, Told] = field(default_factory=dict)
    digest: date | None = None  # of which day's morning
    failing_since: datetime | None = None
    again_at: datetime | None = None  # not before, after a failure


Ways = Mapping[str, Way]


class NoticesFile:
    """What cannot be written is held by this process at least: nobody is told the same every few seconds."""

    def __init__(self, data: Path) -> None:
        self._file: KeptFile[Ways] = KeptFile(data / "notices.json", _ways, _plain)
        self._held: Ways | None = None

    def read(self) -> Ways:
        if self._held is not None:
            return self._held
        try:
            return self._file.read()
        except (OSError, ValueError, TypeError, KeyError, AttributeError):
            return {}

    def write(self, ways: Ways) -> None:
        self._held = ways
        with suppress(OSError):
            self._file.change(lambda: ways)
            self._held = None

    def failing(self) -> tuple[str, datetime] | None:
        """The way that has failed for longest, and since when."""
        found = [(way.failing_since, name) for name, way in self.read().items() if way.failing_since]
        return (min(found)[1], min(found)[0]) if found else None


def _plain(ways: Ways) -> Any:
    return {
        name: {
            "told": {key: [told.how, told.at.isoformat()] for key, told in way.told.items()},
            "digest": way.digest.isoformat() if way.digest else None,
            "failing_since": way.failing_since.isoformat() if way.failing_since else None,
            "again_at": way.again_at.isoformat() if way.again_at else None,
        }
        for name, way in ways.items()
    }


def _ways(plain: Any) -> Ways:
    return {
        str(name): Way(
            {str(key): Told(how, datetime.fromisoformat(at)) for key, (how, at) in way["told"].items()},
            date.fromisoformat(way["digest"]) if way["digest"] else None,
            datetime.fromisoformat(way["failing_since"]) if way["failing_since"] else None,
            datetime.fromisoformat(way["again_at"]) if way["again_at"] else None,
        )
        for name, way in plain.items()
    }
