"""Where two plans cannot differ at a moment, so that calls there need not be played. Pure.

A place is alike when the node of the same name is equal in both, what it touches of the office (telephones, hours as
they stand at that moment, facts in force) is equal, and so is every place it leads to.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from functools import cached_property
from zoneinfo import ZoneInfo

from ivr.core.flow import MAIN, Menu, Node
from ivr.core.hunting import in_force
from ivr.core.office_traits import MENTION, groups_of, prompts_of
from ivr.core.plan import Plan
from ivr.core.prompts import Moment, fill
from ivr.core.texts import Sentence
from ivr.core.traits import variants, ways

Touched = tuple[str, str]  # a kind ("status", "group", or that of a placeholder) and a name


class Alike:
    """Of two plans; `differing` tells, for one moment, the nodes where they may differ."""

    def __init__(self, old: Plan, new: Plan) -> None:
        self._old, self._new = old, new
        self._touched = {
            name: sorted({*touched(old, old.flow.nodes[name]), *touched(new, new.flow.nodes[name])})
            for name in old.flow.nodes.keys() & new.flow.nodes.keys()
            if old.flow.nodes[name] == new.flow.nodes[name]
        }

    def differing(self, at: datetime) -> frozenset[str]:
        """Nodes from which a difference can be met at `at`. All of them where something general differs."""
        if self._in_general:
            return self._names
        known: dict[Touched, bool] = {}
        changed = {name for name in self._names if name not in self._touched}
        for name, what in self._touched.items():
            for one in what if name in self.ever else ():
                if one not in known:
                    known[one] = state(self._old, one, at) == state(self._new, one, at)
                if not known[one]:
                    changed.add(name)
        return frozenset(self._upwards(changed))

    @cached_property
    def ever(self) -> frozenset[str]:
        """Nodes from which a difference can be met at some time; what `differing` gives is always among them."""
        if self._in_general:
            return self._names
        known = {
            one: written(self._old, one) == written(self._new, one)
            for one in {one for what in self._touched.values() for one in what}
        }
        changed = {name for name in self._names if name not in self._touched}
        changed |= {name for name, what in self._touched.items() if not all(known[one] for one in what)}
        return frozenset(self._upwards(changed))

    @cached_property
    def touched(self) -> frozenset[Touched]:
        """All that a place where something can differ takes from the office: nothing else splits moments."""
        return frozenset(
            one
            for plan in (self._old, self._new)
            for name in self.ever
            if name in plan.flow.nodes
            for one in touched(plan, plan.flow.nodes[name])
        )

    @property
    def _names(self) -> frozenset[str]:
        return frozenset(self._old.flow.nodes.keys() | self._new.flow.nodes.keys())

    @cached_property
    def _in_general(self) -> bool:
        """What every menu or every ringing depends on. The start is compared anyway."""
        voices = [plan.office.languages for plan in (self._old, self._new)]
        both = [name for name in voices[0] if name in voices[1]]
        options = [[(each[name].first_option, each[name].option) for name in both] for each in voices]
        return _general(self._old) != _general(self._new) or options[0] != options[1]

    @cached_property
    def _leading(self) -> dict[str, set[str]]:
        """Node -> the nodes that lead to it. The built-in targets lead to menus that the caller has met already, but
        for the main menu where no other way leads there."""
        found: dict[str, set[str]] = {}
        for plan in (self._old, self._new):
            aside = {} if _meets_main(plan) else {MAIN: plan.flow.main}
            for name, node in plan.flow.nodes.items():
                for target in ways(node).values():
                    found.setdefault(aside.get(target, target), set()).add(name)
        return found

    def _upwards(self, changed: set[str]) -> set[str]:
        found, waiting = set(changed), list(changed)
        for name in waiting:
            more = self._leading.get(name, set()) - found
            found |= more
            waiting += more
        return found


def _general(plan: Plan) -> object:
    office = plan.office
    own = [number.e164 for number in (*office.answers_on, *office.never_dial.values())]
    return office.timezone, office.default_language, own, plan.flow.main


def _meets_main(plan: Plan) -> bool:
    """Whether the ways from the start lead to the main menu without a built-in target."""
    seen = {plan.flow.start: None}
    waiting = list(seen)
    for name in waiting:
        node = plan.flow.nodes.get(name)
        more = [target for target in ways(node).values() if target not in seen] if node else []
        seen |= dict.fromkeys(more)
        waiting += more
    return plan.flow.main in seen


def touched(plan: Plan, node: Node) -> Iterator[Touched]:
    """What a node takes from the office."""
    prompts = prompts_of(node)
    texts = [texts for prompt in prompts for _, texts in variants(prompt)]
    yield from (("status", prompt.hours) for prompt in prompts if not isinstance(prompt, Sentence))
    if isinstance(node, Menu):
        texts += [option.label for option in node.options]
        yield "status", node.hours
        yield "soon", ""
    for each in texts:
        for text in each.values():
            yield from ((kind, name) for kind, name in MENTION.findall(text))
    # What a caller chose and a wait rings again was rung by a dial before, which touches it.
    yield from (("group", name) for name in groups_of(node))


def written(plan: Plan, what: Touched) -> object:
    """What stands in the files about it, at whatever moment."""
    kind, name = what
    office = plan.office
    if kind in ("status", "hours"):
        return office.schedules.get(name)
    if kind == "group":
        group = office.groups.get(name)
        lines = [office.lines[line] for line in group.lines if line in office.lines] if group else []
        rung = [
            (one.number, one.from_date, one.until_date, one.hours and office.schedules.get(one.hours)) for one in lines
        ]
        return (group.ring, group.ring_seconds, rung) if group else None
    if kind == "fact":
        return office.facts.get(name)
    if kind == "soon":
        return office.edges.soon_seconds
    line = office.lines.get(name)
    return line.written if kind == "phone" and line else (office.answers_on, office.never_dial, office.privacy.days())


def state(plan: Plan, what: Touched, at: datetime) -> object:
    """What `what` is at this moment, as callers could notice it."""
    kind, name = what
    office = plan.office
    if kind == "soon":
        return office.edges.soon_seconds
    if kind == "status":
        schedule = office.schedules.get(name)
        return (schedule.status(at), schedule.next_opening(at)) if schedule else None
    if kind == "group":
        group = office.groups.get(name)
        lines = [office.lines[line] for line in group.lines if line in office.lines] if group else []
        rung = [(line.number, in_force(office, line, at), state(plan, ("status", line.hours), at)) for line in lines]
        return (group.ring, group.ring_seconds, rung) if group else None
    local = at.astimezone(ZoneInfo(office.timezone))
    return {language: fill(f"{{{kind}:{name}}}", Moment(plan, language, local)) for language in office.languages}
