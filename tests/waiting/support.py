"""Callers of a small office: who called when and how it ended, logged, sealed and shipped as the service does it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from ivr.core.entries import Entry
from ivr.core.office import Number
from ivr.core.plan import Plan
from ivr.store.console.database import ConsoleDatabase
from ivr.store.console.waiting import WaitingRows
from ivr.waiting import Waiting, WaitingRoom
from tests.privacy.support import House
from tests.support.offices import at, plan_of

ANNA, BARTEK, RELAY, WITHHELD = "+48601234567", "+48500100200", "+48222500115", ""
FIRST_DAY = "2026-10-01 12:00"  # keys are made

_ENDS = {
    "nobody": ("end", "nobody_answered"),
    "left": ("left", "left_while_ringing"),
    "talks": ("hung_up_by_desk", "connected"),
    "told": ("end", "told_when_to_call"),
    "menu": ("left", "left_in_menu"),
    "failed": ("end", "failed"),
    "unreachable": ("end", "nobody_answered"),
}
"""How a call ends, and what the log calls it."""


@dataclass
class Office:
    """`now` is the service's clock. `called` makes a call; its id is the number of the call: "1", "2"…;
    with `legs` the provider says how the telephone fared."""

    folder: Path
    plan: Plan = field(default_factory=plan_of)
    count: int = 0

    def __post_init__(self) -> None:
        self.house = House(self.folder / "data", self.folder / "keys", now=at(FIRST_DAY).astimezone(UTC))
        self.rows = WaitingRows(ConsoleDatabase(f"sqlite:///{self.folder}/console.sqlite3"))
        self.room = WaitingRoom(
            self.house.callers, self.house.reader, self.rows, lambda: self.plan, lambda: self.house.now
        )
        self.house.ship()

    def shares(self, *numbers: str) -> None:
        shared = tuple(Number(number, number) for number in numbers)
        self.plan = replace(self.plan, office=replace(self.plan.office, shared_numbers=shared))

    def called(self, moment: str, caller: str, ends: str = "nobody", test: bool = False, legs: bool = False) -> str:
        self.count += 1
        begun = at(moment).astimezone(UTC)
        self.house.sink.write(list(_entries(str(self.count), begun, caller, ends, test, legs)))
        return str(self.count)

    def at(self, moment: str) -> list[Waiting]:
        """Who waits then."""
        self.house.now = at(moment).astimezone(UTC)
        self.house.ship()
        return self.room.all()


def _entries(call: str, begun: datetime, caller: str, ends: str, test: bool, legs: bool) -> list[Entry]:
    how, outcome = _ENDS[ends]
    data = {"called": "+48717822300", "caller": caller, "forwarded_from": "", "language": "pl", "revision": "r"}
    rung = {"lines": ["infoline"], "group": "infoline", "node": "infoline", "numbers": ["+48717822322"]}
    story: list[tuple[str, dict[str, object]]] = [("started", data)]
    if outcome in ("nobody_answered", "left_while_ringing", "connected"):
        story.append(("ringing", rung))
    if outcome == "connected":
        story.append(("leg", {"outcome": "answered", "seconds": 60}))
    elif legs and outcome == "nobody_answered":
        story.append(("leg", {"outcome": "failed" if ends == "unreachable" else "no_answer"}))
    if outcome in ("told_when_to_call", "failed"):
        story.append(("told" if outcome == "told_when_to_call" else "failsafe", {"line": "infoline"}))
    story.append(("ended", {"how": how}))
    return [
        Entry(call, "step", step, 0, begun + timedelta(seconds=step), kind, data, test)
        for step, (kind, data) in enumerate(story)
    ]
