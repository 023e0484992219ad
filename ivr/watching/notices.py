"""Who is to be told what now: an alarm began, got worse, goes on, or is over. Pure: no clock, no mail, no words.

People believe of each alarm what they were told last. Where that is not so any more they are told, once an hour at
most; where it still is, and the alarm is on, once a day again. So an alarm that comes and goes every minute is told
once an hour, and never when nothing changed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from ivr.alarms import Alarm
from ivr.watching.noted import How, Told

QUIET = timedelta(hours=1)
AGAIN = timedelta(days=1)
OWN = "notices_failed"  # by a way that fails nobody can be told that it fails; by another one they can


@dataclass(frozen=True, slots=True)
class Notice:
    """`alarm`: None where it is over and nothing is known of it any more but its key. `again`: nothing changed."""

    key: str
    how: How
    alarm: Alarm | None
    again: bool = False


def key_of(alarm: Alarm) -> str:
    """One alarm for each line, and for each holiday."""
    about = alarm.line or (alarm.day.isoformat() if alarm.day else "")
    return f"{alarm.code} {about}".strip()


def due(alarms: Iterable[Alarm], told: Mapping[str, Told], now: datetime) -> list[Notice]:
    """What people are to be told now; the worst first, as the alarms come."""
    on = {key_of(one): one for one in alarms}
    found = [_of(key, alarm, told.get(key), now) for key, alarm in on.items()]
    over = [Notice(key, "over", None) for key, last in told.items() if key not in on and last.how != "over"]
    return [one for one in found if one] + [one for one in over if _is_due(told[one.key], now, QUIET)]


def _of(key: str, alarm: Alarm, last: Told | None, now: datetime) -> Notice | None:
    how: How = "worse" if alarm.worse else "on"
    believed = last.how if last else "over"
    if believed == how or (believed == "worse" and how == "on"):
        return Notice(key, how, alarm, again=True) if last and _is_due(last, now, AGAIN) else None
    return Notice(key, how, alarm) if last is None or _is_due(last, now, QUIET) else None


def _is_due(last: Told, now: datetime, after: timedelta) -> bool:
    """Also where the clock was set back: what was told in the future was told by a wrong clock."""
    return not timedelta() <= now - last.at < after


def after(told: Mapping[str, Told], notices: Iterable[Notice], now: datetime) -> dict[str, Told]:
    """What people believe once they were told; what has been over for a day is forgotten."""
    new = {**told, **{one.key: Told(one.how, now) for one in notices}}
    return {key: one for key, one in new.items() if one.how != "over" or timedelta() <= now - one.at < AGAIN}
