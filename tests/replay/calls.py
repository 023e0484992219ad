"""One call as the log would hold it, played on a plan by the stand-in phone."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta

from ivr.core.entries import Entry
from ivr.core.flow import Menu
from ivr.core.plan import Plan
from ivr.rehearsal import EnginePort
from ivr.replay.held import HeldPlans
from ivr.replay.ways import Replayed, replayed
from ivr.simulator.phone import OpenCall, Phone
from ivr.simulator.port import SimulatedCall
from ivr.store.projection import fold
from tests.support.offices import CALLER, at, called, plan_of

Acts = Callable[[OpenCall], object]
Change = Callable[[Plan], Plan]


class Logging(EnginePort):
    """Logs the end of the call too, as the provider's status callback does."""

    def finish(self, call: SimulatedCall, status: str, seconds: int, url: str = "") -> None:
        if not url and call.now:
            data = {"status": status, "seconds": seconds}
            self.entries.append(Entry(call.id, "status", 0, 0, call.now, "status", data, True))


@dataclass(frozen=True)
class Logged:
    entries: tuple[Entry, ...]

    def on(self, plan: Plan) -> Replayed:
        row, legs = fold(self.entries)
        return replayed(row, legs, self.entries, HeldPlans(plan, ()))


def logged(acts: Acts, moment: str = "2026-11-24 10:00", plan: Plan | None = None) -> Logged:
    """`acts` on the telephone, then silence, until the call is over."""
    plan = plan or plan_of()
    port = Logging(plan)
    call = Phone(port, caller=CALLER, called=called(plan), at=at(moment)).call("CA" + "5" * 32)
    acts(call)
    call.ends()
    return Logged(tuple(port.entries))


def with_nodes(plan: Plan, nodes: Mapping[str, object]) -> Plan:
    return replace(plan, flow=replace(plan.flow, nodes={**plan.flow.nodes, **nodes}))  # type: ignore[dict-item]


def with_key(plan: Plan, key: str, go: str) -> Plan:
    """The key of the main menu leads elsewhere."""
    menu = plan.flow.nodes[plan.flow.main]
    assert isinstance(menu, Menu)
    options = tuple(replace(option, go=go) if option.key == key else option for option in menu.options)
    return with_nodes(plan, {menu.name: replace(menu, options=options)})


def with_group(plan: Plan, name: str, **changes: object) -> Plan:
    groups = {**plan.office.groups, name: replace(plan.office.groups[name], **changes)}  # type: ignore[arg-type]
    return replace(plan, office=replace(plan.office, groups=groups))


def with_line(plan: Plan, name: str, new: str = "", number: str = "") -> Plan:
    """A line under another name, or with another number."""
    line = plan.office.lines[name]
    line = replace(line, name=new or name, number=number or line.number)
    lines = {other: one for other, one in plan.office.lines.items() if other != name} | {line.name: line}
    groups = {
        title: replace(group, lines=tuple(line.name if one == name else one for one in group.lines))
        for title, group in plan.office.groups.items()
    }
    return replace(plan, office=replace(plan.office, lines=lines, groups=groups))


def later(entry: Entry, seconds: float) -> Entry:
    return replace(entry, at=entry.at + timedelta(seconds=seconds))
