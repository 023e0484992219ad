"""Where calls go in open hours and after them, as far as a rule has to know. The exact answer is the proof's."""

from __future__ import annotations

from collections.abc import Iterator

from ivr.core.flow import BUILT_IN_TARGETS, Announce, Callback, Dial, Menu, Node, Wait
from ivr.core.plan import Plan
from ivr.core.texts import Prompts


def open_menus(plan: Plan) -> tuple[Menu, ...]:
    """The menus that callers can reach while the office is open, in the order of the files."""
    nodes = plan.flow.nodes
    reached: set[str] = set()
    ahead = [plan.flow.start, plan.flow.main]
    while ahead:
        name = ahead.pop()
        if name in nodes and name not in reached:
            reached.add(name)
            ahead += _ways_in_open_hours(nodes[name], plan)
    return tuple(node for name, node in nodes.items() if name in reached and isinstance(node, Menu))


def after_hours(plan: Plan) -> Iterator[tuple[Node, Prompts]]:
    """Every node at which a call that meets closed doors stops, and what was announced on the way to it."""
    for node in plan.flow.nodes.values():
        if isinstance(node, Menu | Dial) and node.closed and not _closes_in_open_hours(node, plan):
            said: Prompts = ()
            stop = plan.flow.nodes.get(node.closed)
            for stop in _on_the_way(node.closed, plan):
                said += stop.say if isinstance(stop, Announce) else ()
            if stop is not None:
                yield stop, said


def leads_to_a_person(target: str, plan: Plan) -> bool:
    """A desk is rung, at once or after announcements."""
    *_, last = (None, *_on_the_way(target, plan))
    return isinstance(last, Dial) or (isinstance(last, Wait) and bool(last.again))


def _on_the_way(name: str, plan: Plan) -> Iterator[Node]:
    """The announcements that follow each other from `name` on, and the node after them."""
    seen: set[str] = set()
    while name in plan.flow.nodes and name not in seen:
        seen.add(name)
        node = plan.flow.nodes[name]
        yield node
        name = node.then if isinstance(node, Announce) else ""


def office_hours(plan: Plan) -> frozenset[str]:
    """The hours in which the office is open to calls: those of the main menu, else of any menu."""
    main = plan.flow.nodes.get(plan.flow.main)
    if isinstance(main, Menu) and main.hours:
        return frozenset({main.hours})
    return frozenset(node.hours for node in plan.flow.nodes.values() if isinstance(node, Menu) and node.hours)


def _closes_in_open_hours(node: Menu | Dial, plan: Plan) -> bool:
    """Its `closed` can be met while the office is open: its own hours are others."""
    usual = office_hours(plan)
    if isinstance(node, Menu):
        return node.hours not in usual
    lines = (plan.office.lines[name] for name in plan.office.groups[node.to].lines)
    return all(line.hours and line.hours not in usual for line in lines)


def _ways_in_open_hours(node: Node, plan: Plan) -> list[str]:
    match node:
        case Announce():
            ways = [node.then]
        case Dial():
            ways = [node.otherwise]
        case Wait():
            ways = [node.otherwise, *node.keys.values()]
        case Callback():
            ways = [node.then, node.otherwise]
        case Menu():
            ways = [
                *(option.go for option in node.options),
                *node.keys.values(),
                node.no_input.then,
                node.no_match.then,
            ]
        case _:
            ways = []
    if isinstance(node, Menu | Dial) and node.closed and _closes_in_open_hours(node, plan):
        ways.append(node.closed)
    return [way for way in ways if way not in BUILT_IN_TARGETS]
