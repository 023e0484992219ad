"""What else a call may say: on the way to a desk, while it waits, where nobody answers, when a key was wrong.

A reader needs none of it to reach anybody; it stands on the page so that the page is the whole menu. Pure.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from ivr.core.flow import CHOSEN, Callback, Dial, Menu, Node, Wait
from ivr.core.hunting import group_lines
from ivr.core.office import Line
from ivr.core.pieces import Paragraph, paragraphs, plain
from ivr.core.plan import Plan
from ivr.core.prompts import Moment, in_language
from ivr.core.texts import Prompts
from ivr.core.traits import reachable
from ivr.core.twin_entries import Phone, in_force, phone


@dataclass(frozen=True, slots=True)
class Rest:
    """`options`: (key, label), of menus that no key leads to. `phones` ring only when others do not answer."""

    says: tuple[Paragraph, ...]
    options: tuple[tuple[str, str], ...]
    phones: tuple[Phone, ...]

    def __bool__(self) -> bool:
        return bool(self.says or self.options or self.phones)


def rest(moment: Moment, shown: Collection[Paragraph], labels: Collection[str], numbers: Collection[str]) -> Rest:
    """Everything of the flow that is not among the paragraphs, labels and written numbers already `shown`."""
    nodes = [moment.plan.flow.nodes[name] for name in reachable(moment.plan.flow)]
    there = {plain(text) for text in shown}
    said = (text for prompts in _said(nodes, moment.plan) for text in _told(prompts, moment))
    says = {plain(text): text for text in said if plain(text) not in there}
    options = {
        (moment.words.key(one.key), in_language(one.label, moment)): None
        for node in nodes
        if isinstance(node, Menu)
        for one in node.options
        if not one.language
    }
    lines = {line.written: line for line in _lines(nodes, moment.plan) if in_force(line, moment)}
    return Rest(
        tuple(says.values()),
        tuple(one for one in options if one[1] not in labels),
        tuple(phone(line, moment) for written, line in lines.items() if written not in numbers),
    )


def _said(nodes: list[Node], plan: Plan) -> Iterator[Prompts]:
    """Everything that can be said, in the order of the flow; at last what is said when the service breaks down."""
    for node in nodes:
        yield node.say
        if isinstance(node, Menu):
            yield from (node.say_after, node.soon, node.no_input.say, node.no_match.say)
        if isinstance(node, Callback):
            promised = node.promised if plan.office.call_back.assigned else ()
            yield from (promised, node.own_number, node.ask_number, node.read_back)
            yield from (node.not_a_number, node.refused, node.saved)
    yield from (plan.office.failsafe.say, plan.office.failsafe.otherwise)


def _told(prompts: Prompts, moment: Moment) -> Iterator[Paragraph]:
    """As paragraphs; the privacy notice has a page of its own."""
    for prompt in prompts:
        if prompt not in moment.plan.office.privacy.notice:
            yield from paragraphs(prompt, moment)


def _lines(nodes: list[Node], plan: Plan) -> Iterator[Line]:
    for node in nodes:
        names = (node.to,) if isinstance(node, Dial) else node.again if isinstance(node, Wait) else ()
        for name in names:
            group = plan.office.groups.get(name)
            if group and name != CHOSEN:
                yield from group_lines(plan, group)
    if line := plan.office.lines.get(plan.office.failsafe.line):
        yield line
