"""What the one process of a machine that looks after things saw last: for `/metrics`, `/readyz` and Today, which ask no
database and no network.

    <IVR_DATA>/watch.json      replaced by rename, every few seconds
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from ivr.watching.lag import Lag

STALE = timedelta(seconds=90)  # nobody has looked for so long: the looking itself is in trouble
_NAME = "watch.json"


@dataclass(frozen=True, slots=True)
class Seen:
    """`alarms`: (code, whether it is one of the bad ones). `certificate_until`: None where it is not known."""

    at: datetime
    lag: Lag = Lag()
    alarms: tuple[tuple[str, bool], ...] = ()
    certificate_until: datetime | None = None

    def is_stale(self, now: datetime) -> bool:
        return abs(now - self.at) > STALE  # a clock that was set back too


class Watch:
    """The file. Not brought to the disk: after a power cut it is made again."""

    def __init__(self, data: Path) -> None:
        self._path = data / _NAME

    def read(self) -> Seen | None:
        """None where nothing was ever seen, or it cannot be read."""
        try:
            return _seen(json.loads(self._path.read_bytes()))
        except (OSError, ValueError, TypeError, KeyError, AttributeError):
            return None

    def write(self, seen: Seen) -> bool:
        """Whether that could be done."""
        unborn = self._path.with_name(f".{_NAME}.{os.getpid()}.tmp")
        try:
            unborn.touch(mode=0o600)
            unborn.write_text(json.dumps(_plain(seen)), "utf-8")
            unborn.rename(self._path)
        except OSError:
            with suppress(OSError):
                unborn.unlink()
            return False
        return True


def _plain(seen: Seen) -> dict[str, Any]:
    lag = seen.lag
    return {
        "at": seen.at.isoformat(),
        "lag": [lag.records, lag.bytes, lag.segments, _text(lag.oldest_at), lag.known],
        "alarms": [list(one) for one in seen.alarms],
        "certificate_until": _text(seen.certificate_until),
    }


def _seen(plain: dict[str, Any]) -> Seen:
    records, size, segments, oldest, known = plain["lag"]
    return Seen(
        at=_instant(plain["at"]),
        lag=Lag(int(records), int(size), int(segments), _maybe(oldest, _instant), bool(known)),
        alarms=tuple((str(code), bool(worse)) for code, worse in plain["alarms"]),
        certificate_until=_maybe(plain["certificate_until"], _instant),
    )


def _text(at: datetime | None) -> str | None:
    return at.isoformat() if at else None


def _maybe(text: str | None, read: Callable[[str], datetime]) -> datetime | None:
    return read(text) if text else None


def _instant(text: str) -> datetime:
    at = datetime.fromisoformat(text)
    if at.utcoffset() is None:
        raise ValueError("an instant without a timezone")
    return at
