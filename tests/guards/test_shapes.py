"""Every key that staff may write is described in both languages; every type of node is known wherever it must be."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, get_args

import pytest

from ivr.core.flow import Node
from ivr.core.nodes import HANDLERS
from ivr.drawing.graph import graph_of
from ivr.flowfile.build_nodes import BUILDERS
from ivr.flowfile.json_schema import schema_of
from ivr.flowfile.shapes import SHAPES
from ivr.flowfile.shapes.kinds import Choice
from ivr.flowfile.shapes.nodes import NODE_SHAPES
from ivr.flowfile.wording import Term
from ivr.rehearsal import EnginePort, names_of
from ivr.simulator import script_file
from ivr.simulator.script_words import DESK, ENDED, ENDS, STEPS, TOP
from ivr.simulator.scripts import parse_script, play
from tests.support.offices import OFFICES, at, called, plan_of, scripts_of

TYPES = tuple(HANDLERS[kind].type for kind in get_args(Node))
KEYS = [(name, key) for name, shape in SHAPES.items() for key in shape.keys]


def terms() -> Iterator[tuple[str, Term]]:
    """Every description, with the place it is for."""
    for name, shape in SHAPES.items():
        yield name, shape.about
    for name, key in KEYS:
        yield f"{name}.{key.name}", key.about
        if isinstance(key.value, Choice):
            yield from ((f"{name}.{key.name}: {word}", about) for word, about in key.value.words)


@pytest.mark.parametrize(("place", "about"), list(terms()), ids=[place for place, _ in terms()])
def test_every_key_is_described(place: str, about: Term) -> None:
    assert_described(about.en, about.pl)


@pytest.mark.parametrize("name", [*TOP, *STEPS])
def test_every_word_of_a_script_is_described(name: str) -> None:
    word = (dict(TOP) | dict(STEPS))[name]
    assert_described(word.en, word.pl)


def test_every_choice_of_a_script_is_described() -> None:
    for en, pl in (*DESK.values(), *ENDED.values()):
        assert_described(en, pl)
    assert tuple(ENDED) == ENDS


def assert_described(en: str, pl: str) -> None:
    for text in (en, pl):
        assert text.endswith((".", "}")), text
        assert len(text) >= 10, text
    assert en != pl


def test_the_reader_of_scripts_knows_the_words_of_the_table() -> None:
    assert tuple(script_file._STEPS) == tuple(STEPS)


@pytest.mark.parametrize("language", ["pl", "en"])
def test_every_key_is_in_a_schema_with_its_description(language: str) -> None:
    """A shape that no file leads to would be described for nobody."""
    made = [schema_of(root, "pl" if language == "pl" else "en") for root in ("config", "flow")]
    found: dict[str, Any] = dict(pair for schema in made for pair in schema["definitions"].items())
    found |= {"config": made[0], "flow": made[1]}
    for name, key in KEYS:
        about = key.about.pl if language == "pl" else key.about.en
        assert found[name]["properties"][key.name]["description"] == about


def test_every_type_of_node_has_a_shape_a_builder_and_a_schema() -> None:
    cases = schema_of("flow", "pl")["definitions"]["node"]["then"]["allOf"]

    assert set(NODE_SHAPES) == set(BUILDERS) == set(TYPES)
    assert [case["if"]["properties"]["type"]["const"] for case in cases] == list(NODE_SHAPES)


@pytest.mark.parametrize("office", OFFICES)
def test_every_type_of_node_is_drawn(office: str) -> None:
    plan = plan_of(office)
    graph = graph_of(plan, "pl", at("2026-11-24 10:00", plan))

    assert {card.type for card in graph.cards} == set(TYPES)


@pytest.mark.parametrize("office", OFFICES)
def test_every_type_of_node_is_in_a_call_script(office: str) -> None:
    plan = plan_of(office)
    visited = set()
    for file in scripts_of(office):
        port = EnginePort(plan)
        play(parse_script(file.read_text(encoding="utf-8"), file.name), port, names_of(plan), called=called(plan))
        visited |= {entry.data["type"] for entry in port.entries if entry.kind == "entered"}

    assert visited == set(TYPES)
