"""Kinds of value as pieces of JSON Schema, in a form that the YAML extension of VS Code completes and explains well.

What was found out with it, and has its reason nowhere else: it proposes `true` and `false` wherever a type is boolean,
so other forms of a text stand behind an `if`, and `anyOf` of one around it makes it write a colon after the key; keys
that are digits are numbers to it, so they need a pattern; `examples`, `default` and `defaultSnippets` are proposed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from itertools import count
from typing import Any

from ivr.core.words import WORDS
from ivr.flowfile.shapes import SHAPES, kinds
from ivr.flowfile.shapes.forms import (
    DATE,
    KEYS,
    NAME,
    PHONE,
    REFERENCE,
    SAYS_SOMETHING,
    SENTENCE_NAME,
    SPANS,
    WHOLE,
    Form,
)
from ivr.flowfile.shapes.kinds import Key, Value
from ivr.flowfile.shapes.nodes import NODE_SHAPES
from ivr.flowfile.wording import MessageLanguage, Term

Json = dict[str, Any]
"""A schema or a piece of one."""

_OTHER_TEXT = ["number", "boolean"]  # what a text without quotes may be to an editor (YAML 1.2)
_SHORTEST_NUMBER, _LONGEST_NUMBER = 1_000_000, 48_999_999_999  # of telephones written without spaces
_SAY_SOMETHING = Term("Write something here.", "Proszę coś tu napisać.")
_ONE_OF = Term("Write one of:", "Do wyboru:")


def ref(name: str) -> Json:
    return {"$ref": f"#/definitions/{name}"}


class ValueWriter:
    """Writes pieces of a schema with descriptions in one language."""

    def __init__(self, language: MessageLanguage) -> None:
        self._language: MessageLanguage = language

    def word(self, term: Term) -> str:
        return term.pl if self._language == "pl" else term.en

    def value(self, value: Value) -> Json:
        return _VALUES[type(value)](self, value)

    # --- single values

    def text(self, kind: kinds.Text) -> Json:
        return self.formed(kind.form) if kind.form else ref("text")

    def formed(self, form: Form) -> Json:
        hint = self.word(form.hint)
        return {"type": "string", "pattern": form.whole, "patternErrorMessage": hint, "errorMessage": hint}

    def any_text(self) -> Json:
        hint = self.word(_SAY_SOMETHING)
        filled = {"type": "string", "pattern": SAYS_SOMETHING, "patternErrorMessage": hint, "errorMessage": hint}
        return {"anyOf": [{"if": {"type": _OTHER_TEXT}, "else": filled}]}

    def spoken(self, kind: kinds.Spoken) -> Json:
        parts = ", ".join(f"{{{name}}}" for name in kind.needed)
        hint = self.word(Term(f"It must hold {parts}.", f"Musi zawierać {parts}."))
        pattern = "".join(rf"(?=[\s\S]*\{{{name}\}})" for name in kind.needed)
        return {"type": "string", "pattern": pattern, "patternErrorMessage": hint}

    def number(self, kind: kinds.WholeNumber) -> Json:
        limits: Json = {"type": ["integer", "string"], "minimum": kind.low, "maximum": kind.high}
        default = {} if kind.default is None else {"default": kind.default}
        form = {"pattern": WHOLE.whole, "patternErrorMessage": self.word(WHOLE.hint)}
        return limits | form | {"errorMessage": self.word(WHOLE.hint)} | default

    def choice(self, kind: kinds.Choice) -> Json:
        described = [self.word(about) for _, about in kind.words]
        return self.one_of(kind.values) | {"enumDescriptions": described, "default": kind.values[0]}

    def one_of(self, words: tuple[str, ...]) -> Json:
        return {"enum": list(words), "errorMessage": f"{self.word(_ONE_OF)} {', '.join(words)}."}

    def reference(self, kind: kinds.Reference) -> Json:
        if kind.kind == "language":
            return self.one_of(tuple(WORDS))
        return self.name(REFERENCE) | ({"examples": list(kind.words)} if kind.words else {})

    def name(self, form: Form) -> Json:
        """`true` is a name like any other."""
        return {"anyOf": [{"if": {"type": "boolean"}, "else": self.formed(form)}]}

    def phone(self) -> Json:
        limits = {"if": {"type": "integer"}, "then": {"minimum": _SHORTEST_NUMBER, "maximum": _LONGEST_NUMBER}}
        hint = self.word(PHONE.hint)
        types = {"type": ["string", "number"], "errorMessage": hint}
        return types | {"if": {"type": "number"}, "then": limits, "else": self.formed(PHONE)}

    # --- several values

    def within(self, kind: kinds.Within) -> Json:
        if kind.plain is None:
            return ref(kind.shape)
        plain = self.reference(kind.plain)
        proposed = {"examples": plain.pop("examples", []), "defaultSnippets": [self.snippet(kind.shape)]}
        return {"if": {"type": "object"}, "then": ref(kind.shape), "else": plain, **proposed}

    def one_or_list(self, kind: kinds.OneOrList) -> Json:
        of = self.value(kind.of)
        return {"if": {"type": "array"}, "then": {"items": of, "minItems": 1}, "else": of}

    def list_of(self, kind: kinds.ListOf) -> Json:
        found: Json = {"type": "array", "items": self.value(kind.of)}
        if kind.may_be_empty:
            return found | {"type": ["array", "null"]}
        return found | {"minItems": 1} | ({"uniqueItems": True} if kind.once else {})

    def named(self, kind: kinds.Named) -> Json:
        reserved = f"(?!(?:{'|'.join(kind.reserved)})$)" if kind.reserved else ""
        return self._by(f"^{reserved}{NAME.pattern}$", self._started(kind.of))

    def by_reference(self, kind: kinds.ByReference) -> Json:
        return self._by(f"^{NAME.pattern}$", self.value(kind.of))

    def by_key(self, kind: kinds.ByKey) -> Json:
        of = self._started(kind.of)
        words = {key: of for key in KEYS if not key.isdigit()}
        return {**self._by("^[0-9]$", of), "properties": words}

    def by_language(self, kind: kinds.ByLanguage) -> Json:
        properties = dict.fromkeys(WORDS, self._started(kind.of))
        return {"type": "object", "minProperties": 1, "properties": properties, "additionalProperties": False}

    def _by(self, pattern: str, of: Json) -> Json:
        return {"type": "object", "patternProperties": {pattern: of}, "additionalProperties": False}

    # --- what an editor may put there to begin with

    def _started(self, value: Value) -> Json:
        found = self.value(value)
        if isinstance(value, kinds.Within):
            return found | {"defaultSnippets": [self.snippet(value.shape)]}
        return found

    def snippet(self, name: str) -> Json:
        """A record with all it must have, to be filled in."""
        shape, stops = SHAPES[name], count(1)
        body = {key.name: _blank(key, name, stops) for key in shape.keys if key.required}
        body |= {key: f"${next(stops)}" for key in shape.one_of[:1]}
        return {"label": name, "description": self.word(shape.about), "body": body}

    # --- what is defined once

    def shared(self) -> dict[str, Json]:
        """Definitions that values refer to; those of the records are not among them."""
        items = {"items": ref("paragraphs"), "minItems": 1}
        return {
            "text": self.any_text(),
            "texts": _in_languages(ref("text")),
            "paragraphs": {"if": {"type": "array"}, "then": items, "else": ref("text")},
            "written": {
                "if": {"type": "object"},
                "then": _in_languages(ref("paragraphs")),
                "else": ref("paragraphs"),
                "examples": ["no"],
            },
            "spans": self.formed(SPANS) | {"examples": ["7:30-19:00", "closed"]},
            "day": self.formed(DATE),
            "phone": self.phone(),
            "prompts": {
                "if": {"type": "object"},
                "then": ref("any_sentence"),
                "else": {
                    "if": {"type": "array"},
                    "then": {"items": ref("prompts"), "minItems": 1},
                    "else": self.name(SENTENCE_NAME),
                },
                "defaultSnippets": [_LANGUAGES_SNIPPET, {"label": "[…, …]", "body": ["$1", "$2"]}],
            },
        }


_LANGUAGES_SNIPPET: Json = {
    "label": "{" + ", ".join(f"{language}: …" for language in WORDS) + "}",
    "body": {language: f"${place}" for place, language in enumerate(WORDS, 1)},
}


def _in_languages(of: Json) -> Json:
    return {
        "type": "object",
        "minProperties": 1,
        "properties": dict.fromkeys(WORDS, of),
        "additionalProperties": False,
        "defaultSnippets": [_LANGUAGES_SNIPPET],
    }


def _blank(key: Key, shape: str, stops: Iterator[int]) -> Any:
    if key.name == "type" and shape in NODE_SHAPES:
        return shape
    if isinstance(key.value, kinds.Texts):
        return {language: f"${next(stops)}" for language in WORDS}
    return f"${next(stops)}"


def _shared(name: str) -> Callable[[ValueWriter, Any], Json]:
    return lambda writer, value: ref(name)


_VALUES: Mapping[type, Callable[[ValueWriter, Any], Json]] = {
    kinds.Text: ValueWriter.text,
    kinds.Spoken: ValueWriter.spoken,
    kinds.Texts: lambda writer, value: ref("sentence" if value.twin else "texts"),
    kinds.Written: _shared("written"),
    kinds.Prompts: _shared("prompts"),
    kinds.WholeNumber: ValueWriter.number,
    kinds.Choice: ValueWriter.choice,
    kinds.YesNo: lambda writer, value: writer.one_of(("yes", "no")),
    kinds.Reference: ValueWriter.reference,
    kinds.Phone: _shared("phone"),
    kinds.Day: _shared("day"),
    kinds.Spans: _shared("spans"),
    kinds.Within: ValueWriter.within,
    kinds.Node: _shared("node"),
    kinds.Sentence: _shared("any_sentence"),
    kinds.Named: ValueWriter.named,
    kinds.ByReference: ValueWriter.by_reference,
    kinds.ByLanguage: ValueWriter.by_language,
    kinds.ByKey: ValueWriter.by_key,
    kinds.ListOf: ValueWriter.list_of,
    kinds.OneOrList: ValueWriter.one_or_list,
}
"""Kind of value -> how an editor is told about it."""
