"""Looks at the whole plan: ways that go round and round, nodes nobody reaches, words nobody hears, days gone by."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from ivr.core.flow import MAIN, REPEAT, Announce, Callback, Dial, End, Flow, Menu, Node, Wait
from ivr.core.office import Fact
from ivr.core.plan import Plan
from ivr.flowfile.context import Context
from ivr.flowfile.names import Kind
from ivr.flowfile.tree import Place


def review_loops(plan: Plan, context: Context) -> None:
    """Report every circle of nodes that never waits for a key and never ends."""
    done: set[str] = set()
    for name in plan.flow.nodes:
        path: dict[str, None] = {}
        _follow(name, plan.flow, path, done, context)


def review_whole(plan: Plan, context: Context, today: date) -> None:
    """What can be said only of files without errors: nothing here is one."""
    for name in _unreached(plan.flow):
        context.problem("W-node-unreachable", _place(context, "node", name), name=name)
    for name in plan.flow.sentences:
        if ("sentence", name) not in context.used:
            context.problem("N-sentence-unused", _place(context, "sentence", name), name=name)
    _review_lines(plan, context, today)
    for name, facts in plan.office.facts.items():
        if not any(_in_force(fact, today) for fact in facts):
            context.problem("W-fact-gap", _place(context, "fact", name), name=name)


def _review_lines(plan: Plan, context: Context, today: date) -> None:
    rung = {line for group in plan.office.groups.values() for line in group.lines} | {plan.office.failsafe.line}
    for name, line in plan.office.lines.items():
        at = _place(context, "line", name)
        if name not in rung:
            context.problem("W-line-unused", at, name=name)
        if line.until_date and line.until_date < today:
            context.problem("W-line-over", at, name=name, until=line.until_date.isoformat())


def _in_force(fact: Fact, today: date) -> bool:
    return (fact.from_date or date.min) <= today <= (fact.until_date or date.max)


def _place(context: Context, kind: Kind, name: str) -> Place:
    return context.names.places[kind][name]


def _follow(name: str, flow: Flow, path: dict[str, None], done: set[str], context: Context) -> None:
    """Depth first without recursion: a long chain of announcements is no reason to fail."""
    stack: list[tuple[str, Iterator[str]]] = []

    def enter(node: str) -> None:
        path[node] = None
        stack.append((node, iter(_at_once(flow.nodes[node], flow))))

    if name not in done:
        enter(name)
    while stack:
        node, ways = stack[-1]
        way = next(ways, None)
        if way is None:
            stack.pop()
            path.pop(node)
            done.add(node)
        elif way in path:
            _report_loop(list(path), way, context)
        elif way in flow.nodes and way not in done:
            enter(way)


def _report_loop(path: list[str], again: str, context: Context) -> None:
    loop = path[path.index(again) :]
    first = min(loop, key=lambda name: _place(context, "node", name).line)
    turned = loop[loop.index(first) :] + loop[: loop.index(first)]
    context.problem("E-loop", _place(context, "node", first), path=" -> ".join((*turned, first)))


def _at_once(node: Node, flow: Flow) -> tuple[str, ...]:
    """Where the call goes without the caller pressing a key: said, closed, or nobody answered."""
    if isinstance(node, Announce):
        ways = [node.then]
    elif isinstance(node, Dial):
        ways = [node.otherwise, node.closed]
    elif isinstance(node, Menu):
        ways = [node.closed]
    else:
        ways = []
    return tuple({REPEAT: node.name, MAIN: flow.main}.get(way, way) for way in dict.fromkeys(ways) if way)


def _unreached(flow: Flow) -> list[str]:
    reached: set[str] = set()
    ahead = [flow.start, flow.main]
    while ahead:
        name = ahead.pop()
        if name in flow.nodes and name not in reached:
            reached.add(name)
            ahead += _ways(flow.nodes[name])
    return [name for name in flow.nodes if name not in reached]


def _ways(node: Node) -> list[str]:
    """Every target of a node; built-in ones lead to nothing new."""
    match node:
        case Announce():
            return [node.then]
        case Dial():
            return [node.otherwise, node.closed]
        case Wait():
            return [node.otherwise, *node.keys.values()]
        case Callback():
            return [node.then, node.otherwise]
        case Menu():
            options = [option.go for option in node.options]
            return [*options, *node.keys.values(), node.closed, node.no_input.then, node.no_match.then]
        case End():
            return []
