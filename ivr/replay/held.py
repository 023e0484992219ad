"""The plan of each moment: the files, with what operators had switched and announced then."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from datetime import datetime

from ivr.core.overrides import Switches, applied
from ivr.core.plan import Plan

_KEPT = 20  # calls come in order of time, and a long one reaches back a little


class HeldPlans:
    """`timeline`: (from when, everything switched from then on), oldest first."""

    def __init__(self, plan: Plan, timeline: Sequence[tuple[datetime, Switches]]) -> None:
        self._plan = plan
        self._moments = [at for at, _ in timeline]
        self._switches = [switches for _, switches in timeline]
        self._made: dict[int, Plan] = {}

    def __call__(self, at: datetime) -> Plan:
        place = bisect_right(self._moments, at)
        if not place:
            return self._plan
        if place not in self._made:
            if len(self._made) >= _KEPT:
                self._made.pop(next(iter(self._made)))
            self._made[place] = applied(self._plan, self._switches[place - 1])
        return self._made[place]
