"""Call scripts as JSON Schema (draft-07): what an editor completes, explains and underlines in `flows/tests/`.

Never stricter than the reader; whether a line or a group has the name, only playing the script tells.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from ivr.simulator.script_words import (
    DESK,
    DIGITS,
    ENDED,
    HINTS,
    KEYS,
    MOMENT,
    NO,
    SECONDS,
    STEPS,
    TOP,
    YES,
    Kind,
    Word,
)

Json = dict[str, Any]

Language = Literal["en", "pl"]

_OTHER_TEXT = ["number", "boolean"]  # what a text without quotes may be to an editor (YAML 1.2)
_ABOUT = {"en": "A call, step by step, as a caller makes it.", "pl": "Połączenie, krok po kroku."}


def script_schema(language: Language) -> Json:
    """The schema of one call script, described in `language`."""
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "type": "object",
        "description": _ABOUT[language],
        "properties": _described(TOP, language),
        "additionalProperties": False,
        "required": ["steps"],
    }


def _described(words: Mapping[str, Word], language: Language) -> Json:
    return {
        name: {"description": word.pl if language == "pl" else word.en, **_value(word.kind, language)}
        for name, word in words.items()
    }


def _value(kind: Kind, language: Language) -> Json:
    if kind == "steps":
        return {"type": "array", "items": _step(language)}
    if kind == "desk":
        return _desk(language)
    if kind == "ends":
        return _one_of(ENDED, language)
    return _values(language)[kind]


def _step(language: Language) -> Json:
    """One word and what follows it."""
    return {
        "type": "object",
        "properties": _described(STEPS, language),
        "additionalProperties": False,
        "minProperties": 1,
        "maxProperties": 1,
    }


def _desk(language: Language) -> Json:
    """A known word, the provider's own, or a conversation of so many seconds."""
    values = _values(language)
    talk = {"type": "object", "properties": {"answers": values["seconds"]}, "additionalProperties": False}
    return {"anyOf": [_one_of(DESK, language), values["words"], talk]}


def _one_of(words: Mapping[str, tuple[str, str]], language: Language) -> Json:
    return {"enum": list(words), "enumDescriptions": [pl if language == "pl" else en for en, pl in words.values()]}


def _whole(pattern: str) -> str:
    return rf"^\s*(?:{pattern})\s*$"


def _any_case(words: tuple[str, ...]) -> str:
    return "|".join("".join(f"[{letter}{letter.upper()}]" for letter in word) for word in words)


def _form(kind: Kind, pattern: str, language: Language) -> Json:
    hint = HINTS[kind][language == "pl"]
    return {"type": "string", "pattern": pattern, "patternErrorMessage": hint, "errorMessage": hint}


def _values(language: Language) -> Mapping[Kind, Json]:
    """Editors propose `true` wherever a type is boolean, so other forms of a text stand behind an `if`."""
    words = {"anyOf": [{"if": {"type": _OTHER_TEXT}, "else": _form("words", r"\S", language)}]}
    name = {"if": {"type": _OTHER_TEXT}, "else": _form("names", r"\S", language)}
    keys = _form("keys", _whole(KEYS), language)
    seconds = _form("seconds", _whole(SECONDS), language)
    return {
        "text": {"type": ["string", *_OTHER_TEXT, "null"]},
        "words": words,
        "names": {"anyOf": [{"if": {"type": "array"}, "then": {"items": name, "minItems": 1}, "else": name}]},
        "keys": keys | {"type": ["string", "integer"], "minimum": 0},
        "digits": _form("digits", _whole(DIGITS), language) | {"type": ["string", "integer"], "minimum": 0},
        "seconds": seconds | {"type": ["number", "string"], "minimum": 0, "exclusiveMaximum": 100_000},
        "moment": _form("moment", _whole(MOMENT.replace(" ", r"\s+")), language),
        "choice": _form("choice", _whole(_any_case((*YES, *NO))), language)
        | {"type": ["boolean", "string"], "default": True},
        "yes": {
            "if": {"enum": [True, None, "", "true"]},
            "else": {"enum": ["yes"], "errorMessage": HINTS["yes"][language == "pl"]},
            "examples": ["yes"],
        },
    }
