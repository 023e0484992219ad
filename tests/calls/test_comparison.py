"""The comparison of whole calls: equal plans never differ, whatever they are called, and whatever the day."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import timedelta
from time import process_time

import pytest

from ivr.comparison import compare
from ivr.core.flow import BUILT_IN_TARGETS, Flow, Menu, Node, Wait
from ivr.core.plan import Plan
from tests.bench.proof import large
from tests.support.offices import at, plan_of

NOW = at("2026-11-24 10:00")


def renamed(plan: Plan) -> Plan:
    """Every node under another name: nothing can be taken for equal without playing it."""
    flow = plan.flow
    nodes = {other(name): _renamed(node) for name, node in flow.nodes.items()}
    return replace(plan, flow=Flow(other(flow.start), other(flow.main), nodes, flow.sentences))


def other(name: str) -> str:
    return name if not name or name in BUILT_IN_TARGETS else f"other_{name}"


def _renamed(node: Node) -> Node:
    ways = {way: other(getattr(node, way)) for way in ("then", "otherwise", "closed") if hasattr(node, way)}
    if isinstance(node, Menu):
        return replace(
            node,
            name=other(node.name),
            closed=other(node.closed),
            options=tuple(replace(one, go=other(one.go)) for one in node.options),
            keys={key: other(target) for key, target in node.keys.items()},
            no_input=replace(node.no_input, then=other(node.no_input.then)),
            no_match=replace(node.no_match, then=other(node.no_match.then)),
        )
    if isinstance(node, Wait):
        ways["keys"] = {key: other(target) for key, target in node.keys.items()}  # type: ignore[assignment]
    return replace(node, name=other(node.name), **ways)  # type: ignore[arg-type]


MOMENTS = [NOW + timedelta(minutes=random.Random(seed).randrange(730 * 24 * 60)) for seed in range(4)]


@pytest.mark.parametrize("office", ["shipped", "later"])
@pytest.mark.parametrize("moment", MOMENTS, ids=[f"{moment:%Y-%m-%d %H:%M}" for moment in MOMENTS])
def test_equal_plans_at_any_time(office: str, moment: object) -> None:
    """Played through: the names of all nodes differ."""
    plan = plan_of(office)

    found = compare(plan, renamed(plan), moment, days=70, steps=100_000)  # type: ignore[arg-type]

    assert found.empty, found.rows


def test_a_change_is_found_in_renamed_plans_as_well() -> None:
    plan, line = plan_of(), plan_of().office.lines["housing_1"]
    lines = {**plan.office.lines, "housing_1": replace(line, number="+48123456789", written="12 345 67 89")}
    new = renamed(replace(plan, office=replace(plan.office, lines=lines)))

    rows = compare(plan, new, NOW).rows

    assert [[move.what for move in row.path] for row in rows] == [["4"], ["6", "4"]]


def test_two_offices_differ_both_ways_and_nothing_breaks() -> None:
    old, new = plan_of(), plan_of("later")

    assert len(compare(old, new, NOW, steps=3_000).rows) > 10
    assert len(compare(new, old, NOW, steps=3_000).rows) > 10


def test_what_was_not_looked_at_is_told() -> None:
    plan = plan_of()

    found = compare(plan, renamed(plan), NOW, steps=50)

    assert found.left_out > 0
    assert not found.empty


def test_a_large_office_with_one_changed_menu_stays_quick() -> None:
    plan = large(menus=300, lines=60, schedules=10)
    greeting = plan.flow.nodes["menu_200"]
    assert isinstance(greeting, Menu)
    nodes = {**plan.flow.nodes, "menu_200": replace(greeting, timeout_seconds=9)}
    began = process_time()

    found = compare(plan, replace(plan, flow=replace(plan.flow, nodes=nodes)), NOW)

    assert process_time() - began < 5
    assert len(found.rows) == 1
    assert found.left_out == 0
