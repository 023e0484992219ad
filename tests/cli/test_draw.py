"""`draw`: everything is in the picture, no two texts overlap in a real browser, and one call's way is marked."""

from __future__ import annotations

import json
import re
from itertools import combinations
from pathlib import Path
from xml.etree import ElementTree

import pytest
from playwright.sync_api import Browser

from ivr.core.entries import Entry
from ivr.core.flow import Announce, Callback, Dial, End, Menu
from ivr.core.plan import Plan
from ivr.drawing.graph import Graph, graph_of
from ivr.drawing.layout import WIDTH, fitted, lay_out, sheet_scale, text_width
from ivr.drawing.mermaid import mermaid
from ivr.drawing.svg import svg
from ivr.explain import explain
from tests.cli.conftest import Run
from tests.support.offices import at, plan_of

SVG = "{http://www.w3.org/2000/svg}"
MEASURE = """() => [...document.querySelectorAll('text')].map(text => {
  const box = text.getBBox(), card = text.closest('g')?.querySelector('.card')
  const c = card ? card.getBBox() : document.documentElement.viewBox.baseVal
  return [text.textContent, box.x, box.y, box.x + box.width, box.y + box.height, c.x, c.x + c.width]
})"""
READABLE_MILLIMETRES = 2.1  # letters of six points


def drawn(office: str, moment: str = "2026-11-24 10:00", keys: str = "", language: str = "pl") -> Graph:
    plan = plan_of(office)
    entries: tuple[Entry, ...] = explain(plan, at(moment, plan), keys).entries
    return graph_of(plan, language, at(moment, plan), entries)


def ways_of(plan: Plan) -> set[tuple[str, str]]:
    """(node, target) of every way the flow has, but for those that stay or lead back."""
    found: set[tuple[str, str]] = set()
    for name, node in plan.flow.nodes.items():
        match node:
            case Announce():
                targets = [node.then]
            case Dial():
                targets = [node.otherwise, node.closed]
            case Menu():
                targets = [option.go for option in node.options]
                targets += [
                    plan.flow.main if to == "main" else to for to in ({"hash": "main"} | dict(node.keys)).values()
                ]
                targets += [node.no_input.then, node.no_match.then, node.closed if node.hours else ""]
            case End():
                targets = []
            case Callback():
                targets = [node.then, node.otherwise]
            case _:
                targets = [node.otherwise, *node.keys.values()]
        found |= {(name, target) for target in targets if target in plan.flow.nodes}
    return found


@pytest.mark.parametrize("office", ["shipped", "later"])
@pytest.mark.parametrize("language", ["pl", "en"])
def test_no_two_texts_overlap_and_none_leaves_its_card(
    browser: Browser, office: str, language: str, tmp_path: Path
) -> None:
    graph = drawn(office, language=language)
    file = tmp_path / "menu.svg"
    file.write_text(svg(graph, lay_out(graph, language)), encoding="utf-8")
    with browser.new_page() as page:
        page.goto(file.as_uri())
        boxes = page.evaluate(MEASURE)

    assert len(boxes) > 100
    assert [box[0] for box in boxes if box[1] < box[5] or box[3] > box[6]] == []
    assert [(one[0], two[0]) for one, two in combinations(boxes, 2) if overlap(one, two)] == []


def overlap(one: list[float], two: list[float]) -> bool:
    """More than half a unit: line boxes of neighbouring rows may touch."""
    across = min(one[3], two[3]) - max(one[1], two[1])
    down = min(one[4], two[4]) - max(one[2], two[2])
    return across > 0.5 and down > 0.5


@pytest.mark.parametrize("office", ["shipped", "later"])
def test_every_way_is_an_arrow_and_every_number_is_there(office: str) -> None:
    plan, graph = plan_of(office), drawn(office)
    root = ElementTree.fromstring(svg(graph, lay_out(graph, "pl")))
    texts = " ".join(list(element.itertext())[-1] for element in root.iter(f"{SVG}text"))

    assert {(card.name, way.to) for card in graph.cards for way in card.ways if way.to in plan.flow.nodes} == ways_of(
        plan
    )
    assert len(root.findall(f"{SVG}path")) == sum(
        way.to in plan.flow.nodes and way.to != card.name for card in graph.cards for way in card.ways
    )
    rung = {line for group in plan.office.groups.values() for line in group.lines}
    assert [line for line in rung if plan.office.lines[line].written not in texts] == []


@pytest.mark.parametrize("office", ["shipped", "later"])
def test_letters_on_a_sheet_of_a4_are_readable(office: str) -> None:
    layout = lay_out(drawn(office), "pl")

    assert 11 * sheet_scale(layout.width, layout.height) >= READABLE_MILLIMETRES


WAYS = [
    ("a silent caller by day", "2026-11-24 10:00", "",
     ["greeting then", "services no_input", "infoline otherwise", "waiting otherwise", "nobody_answered no_input"]),
    ("a closed evening", "2026-11-24 20:00", "", ["greeting then", "services closed", "after_hours no_input"]),
    ("a service whose desk does not answer", "2026-11-24 10:00", "1",
     ["greeting then", "services key 1", "family otherwise", "nobody_at_desk then", "infoline_instead otherwise",
      "waiting otherwise", "nobody_answered no_input"]),
    ("zero", "2026-11-24 10:00", "0", ["greeting then", "services silent_key 0", "infoline otherwise",
     "waiting otherwise", "nobody_answered no_input"]),
]  # fmt: skip


@pytest.mark.parametrize(("moment", "keys", "taken"), [row[1:] for row in WAYS], ids=[row[0] for row in WAYS])
def test_the_way_of_a_call_is_marked(moment: str, keys: str, taken: list[str]) -> None:
    graph = drawn("shipped", moment, keys)
    cards = {card.name: card for card in graph.cards}
    marked = {
        f"{name} {cards[name].ways[way].why} {cards[name].ways[way].key}".rstrip() for name, way in graph.taken_ways
    }

    assert marked == set(taken)
    picture = svg(graph, lay_out(graph, "pl"))
    assert len(re.findall(r'class="way \w+ taken"', picture)) == len(taken)
    assert len(re.findall(r'class="mark"', picture)) == len(taken)


@pytest.mark.parametrize("width", [0.0, 30.0, 90.0, WIDTH])
def test_a_text_is_cut_to_its_room(width: float) -> None:
    cut = fitted("Karta Dużej Rodziny i Karta Rodzina Plus", width)

    assert text_width(cut) <= max(width, text_width("…"))


def test_mermaid_has_each_way_with_its_key_and_marks_the_call() -> None:
    text = mermaid(drawn("shipped", keys="1", language="en"), "en")

    assert text.startswith("flowchart LR\n")
    assert '  n_services -->|"1  For family benefits"| n_family\n' in text
    assert '  n_services -.->|"silence"| n_infoline\n' in text
    assert '  n_services -->|"#42; ↺ again"| n_services\n' in text
    assert (
        '  n_family["family<br/>rings<br/>☎ 71 79 99 274  family in order, 20 s<br/>☎ 71 78 22 326  payments"]\n'
        in text
    )
    arrows = [line for line in text.splitlines() if "| n_" in line]
    marked = re.search(r"linkStyle ([\d,]+) ", text)
    assert marked
    assert [arrows[int(number)].split("|")[1] for number in marked[1].split(",")][:2] == [
        '"then"',
        '"1  For family benefits"',
    ]


def test_the_command_prints_svg_and_nothing_else(run: Run, tmp_path: Path) -> None:
    ran = run("draw", "--draft", "--at", "2026-12-24 10:00", polish=True)
    written = run("draw", "--draft", "--at", "2026-12-24 10:00", "--svg", str(tmp_path / "menu.svg"), polish=True)

    assert ran.code == 0
    assert ElementTree.fromstring(ran.out.encode()).tag == f"{SVG}svg"
    assert "MOPS Wrocław: czwartek, 24 grudnia 2026, 10:00" in ran.out
    assert written.out == ""
    assert (tmp_path / "menu.svg").read_text() == ran.out


def test_json(run: Run) -> None:
    found = json.loads(run("draw", "--draft", "--json").out)

    assert found["start"] == "greeting"
    assert found["taken_ways"] == []


def test_keys_alone_mark_nothing(run: Run) -> None:
    ran = run("draw", "--draft", "--press", "1")

    assert (ran.code, ran.error) == (2, '--press marks nothing without --at. Add --at "2026-12-24 10:00".')
