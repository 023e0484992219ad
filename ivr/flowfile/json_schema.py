"""The shapes as JSON Schema (draft-07, which editors read): what VS Code completes, explains and underlines.

Never stricter than the check: values come plain or quoted, so to an editor (YAML 1.2) a text may be a number or a
boolean. What it cannot tell apart is the bare word `null` and nothing, so it refuses both. What depends on other places
(names, the office's languages, dates in order) stays with the check.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import permutations
from typing import Any

from ivr.core.words import WORDS
from ivr.flowfile.json_values import Json, ValueWriter, ref
from ivr.flowfile.shapes import SHAPES, kinds
from ivr.flowfile.shapes.forms import DAY_KEY, DAYS
from ivr.flowfile.shapes.kinds import Key, Shape
from ivr.flowfile.shapes.nodes import NODE_SHAPES
from ivr.flowfile.shapes.office import TOGETHER_AT_MOST
from ivr.flowfile.wording import MessageLanguage

DRAFT = "http://json-schema.org/draft-07/schema#"

_EXTRAS: Mapping[str, Json] = {
    "group": {
        "if": {"properties": {"ring": {"const": "together"}}},
        "then": {"properties": {"lines": {"maxItems": TOGETHER_AT_MOST}}},
    },
    "option": {"if": {"required": ["language"]}, "then": {"properties": {"label": {"maxProperties": 1}}}},
}
"""What a shape asks of its keys together, beyond what it can say itself."""


def schema_of(root: str, language: MessageLanguage) -> Json:
    """The schema of a file whose whole is the shape `root` ("config" or "flow"), described in `language`."""
    writer = ValueWriter(language)
    definitions = {name: _record(writer, name) for name in SHAPES} | writer.shared()
    definitions |= {"node": _node(writer), "any_sentence": _any_sentence()}
    top = definitions.pop(root)
    used = sorted(_used(top, definitions))
    return {"$schema": DRAFT, **top, "definitions": {name: definitions[name] for name in used}}


def _record(writer: ValueWriter, name: str) -> Json:
    shape = SHAPES[name]
    properties = {key.name: _key(writer, key, name) for key in shape.keys} | _usual_rest(shape)
    found: Json = {"type": "object", "description": writer.word(shape.about), "properties": properties}
    if isinstance(shape.rest, kinds.Spans):
        found["patternProperties"] = {DAY_KEY.whole: writer.value(shape.rest)}
    found["additionalProperties"] = False
    if shape.required:
        found["required"] = list(shape.required)
    return found | _together(shape) | _EXTRAS.get(name, {})


def _key(writer: ValueWriter, key: Key, shape: str) -> Json:
    value = {"const": shape} if key.name == "type" and shape in NODE_SHAPES else writer.value(key.value)
    return {"description": writer.word(key.about), **value}


def _usual_rest(shape: Shape) -> Json:
    """Keys beyond those of the record that an editor may propose."""
    match shape.rest:
        case kinds.Texts():
            return {language: ref("text") for language in WORDS}
        case kinds.Spans():
            return {day: ref("spans") for day in ("mon-fri", *DAYS)}
        case None:
            return {}


def _together(shape: Shape) -> Json:
    """What the keys of one record ask of each other."""
    found: Json = {}
    depends: Json = {key: [other] for key, other in shape.needs}
    for key, other in permutations(shape.not_both, 2):
        depends[key] = {"properties": {other: False}}
    if depends:
        found["dependencies"] = depends
    if shape.one_of:
        found["oneOf"] = [{"required": [key]} for key in shape.one_of]
    if isinstance(shape.rest, kinds.Texts):
        found["anyOf"] = [{"required": [language]} for language in WORDS]
    return found


def _node(writer: ValueWriter) -> Json:
    """The type of a node says which keys it has."""
    types = writer.one_of(tuple(NODE_SHAPES))
    about = [writer.word(shape.about) for shape in NODE_SHAPES.values()]
    [described] = {writer.word(key.about) for shape in NODE_SHAPES.values() for key in shape.keys if key.name == "type"}
    typed = [{"if": {"properties": {"type": {"const": name}}}, "then": ref(name)} for name in NODE_SHAPES]
    return {
        "type": "object",
        "properties": {"type": {"description": described, **types, "enumDescriptions": about}},
        "if": {"type": "object", "required": ["type"]},
        "then": {"allOf": typed},
        "else": {"required": ["type"], "defaultSnippets": [writer.snippet(name) for name in NODE_SHAPES]},
    }


def _any_sentence() -> Json:
    return {
        "type": "object",
        "if": {"type": "object", "required": ["hours"]},
        "then": ref("hours_sentence"),
        "else": ref("sentence"),
    }


def _used(piece: Any, definitions: Mapping[str, Json]) -> set[str]:
    """Names of the definitions that `piece` refers to, and those that these refer to."""
    used: set[str] = set()
    ahead = list(_references(piece))
    while ahead:
        name = ahead.pop()
        if name not in used:
            used.add(name)
            ahead += _references(definitions[name])
    return used


def _references(piece: Any) -> Iterator[str]:
    if isinstance(piece, dict):
        if isinstance(reference := piece.get("$ref"), str):
            yield reference.rpartition("/")[2]
        for value in piece.values():
            yield from _references(value)
    elif isinstance(piece, list):
        for item in piece:
            yield from _references(item)
