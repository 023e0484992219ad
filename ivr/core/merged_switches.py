"""Two machines' switches put together, when the database between them was away. Values only.

The union: nothing that anybody switched is lost, nothing that anybody ended is revived, and a later one outweighs an
earlier one by the number in its identity, which grows with each change; never by a clock. Merging in any order, and any
number of times, gives the same.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime, timedelta

from ivr.core.office import Announcement
from ivr.core.overrides import Switch, Switches, T

_NUMBER = re.compile(r"\d+")
# What was ended by hand must be remembered until a machine that was off meanwhile would not hold it any more: nothing
# is switched for more than a year.
_FORGOTTEN = timedelta(days=400)
_OVER = timedelta(days=1)  # as `Switches.without_old`
_UNKNOWN_OVER = timedelta(days=2, hours=2)  # who ends with their day: wherever the office is, a day after that


def merged(one: Switches, other: Switches, at: datetime) -> Switches:
    """Everything in either, what is over too, but for what began more than a year before `at`."""
    return Switches(
        max(one.sequence, other.sequence),
        _union((*one.switches, *other.switches), at),
        _union((*one.announcements, *other.announcements), at),
    )


def recent(held: Switches, at: datetime) -> Switches:
    """Without what ended more than a day before `at`: no caller's sentence depends on it."""
    return replace(
        held,
        switches=tuple(one for one in held.switches if not _is_long_over(one, at)),
        announcements=tuple(one for one in held.announcements if not _is_long_over(one, at)),
    )


def has_news(merged_: Switches, known: Switches) -> bool:
    """Whether the first says anything that the second does not say. What is left out of it is no news."""
    items = {*_keys(known.switches), *_keys(known.announcements)}
    return not items.issuperset({*_keys(merged_.switches), *_keys(merged_.announcements)})


def _keys(ones: tuple[Switch, ...] | tuple[Announcement, ...]) -> list[tuple[str, datetime, datetime | None]]:
    """What can differ between two copies is the end alone."""
    return [(one.id, one.from_at, one.until_at) for one in ones]


def _union(ones: tuple[T, ...], at: datetime) -> tuple[T, ...]:
    found: dict[tuple[str, datetime], T] = {}
    for one in ones:
        key = (one.id, one.from_at)
        found[key] = _sooner_over(found[key], one) if key in found else one
    kept = [one for one in found.values() if one.from_at > at - _FORGOTTEN]
    return tuple(sorted(kept, key=lambda one: (_number(one.id), one.id, one.from_at)))


def _sooner_over(one: T, other: T) -> T:
    """Ended by hand is an instant; unknown is the end of a day, which is never sooner than that."""
    ends = [each.until_at for each in (one, other) if each.until_at is not None]
    return replace(one, until_at=min(ends)) if ends else one


def _is_long_over(one: Switch | Announcement, at: datetime) -> bool:
    if one.until_at is None:
        return one.from_at <= at - _UNKNOWN_OVER
    return one.until_at <= at - _OVER


def _number(id_: str) -> int:
    found = _NUMBER.match(id_)
    return int(found[0]) if found else 0
