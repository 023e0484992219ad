"""The kinds of value a key may hold, and what a record of keys is. Values only; nothing here reads or writes."""

from __future__ import annotations

from dataclasses import dataclass

from ivr.flowfile.names import Kind
from ivr.flowfile.shapes.forms import Form
from ivr.flowfile.wording import Term


@dataclass(frozen=True, slots=True)
class Text:
    """One text, of a form where it has one."""

    form: Form | None = None


@dataclass(frozen=True, slots=True)
class Spoken:
    """One text in one language, said by a voice, that holds all the `needed` placeholders."""

    needed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Texts:
    """One text in every language. `placeholders` of the moment mean something in it; with `twin`, `written` may
    stand beside the languages; only the default language is needed where not `every`."""

    placeholders: tuple[str, ...] = ()
    twin: bool = False
    every: bool = True


@dataclass(frozen=True, slots=True)
class Written:
    """How the page shows a text: one for all languages, one for each, or `no`."""


@dataclass(frozen=True, slots=True)
class Prompts:
    """What is said: the name of a sentence, a sentence, or a list of these. `placeholders` mean something only here."""

    placeholders: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class WholeNumber:
    """From `low` to `high`; `default` where nothing is written (None: then there is no number)."""

    low: int
    high: int
    default: int | None = None


@dataclass(frozen=True, slots=True)
class Choice:
    """One of the words; the first is the default."""

    words: tuple[tuple[str, Term], ...]

    @property
    def values(self) -> tuple[str, ...]:
        return tuple(word for word, _ in self.words)


@dataclass(frozen=True, slots=True)
class YesNo:
    """`yes` or `no`; no where nothing is written."""


@dataclass(frozen=True, slots=True)
class Reference:
    """A name that something of `kind` (a kind of `names`) has, or one of the words that are always there."""

    kind: Kind
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Phone:
    """A telephone number as the office writes it."""


@dataclass(frozen=True, slots=True)
class Day:
    """A date."""


@dataclass(frozen=True, slots=True)
class Spans:
    """From when to when on one day, or `closed`."""


@dataclass(frozen=True, slots=True)
class Within:
    """A record of its own. With `plain`, that value may stand in its place."""

    shape: str
    plain: Reference | None = None


@dataclass(frozen=True, slots=True)
class Node:
    """A node: its type says which record it is."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence: with `hours` among its keys its words depend on them."""


@dataclass(frozen=True, slots=True)
class Named:
    """The staff's own names -> values; `what` is a key of TERMS."""

    what: str
    of: Value
    reserved: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ByReference:
    """Names of `kind` -> values."""

    what: str
    kind: Kind
    of: Value


@dataclass(frozen=True, slots=True)
class ByLanguage:
    """Codes of languages this service speaks -> values."""

    what: str
    of: Value


@dataclass(frozen=True, slots=True)
class ByKey:
    """Keys of a telephone -> values."""

    what: str
    of: Value


@dataclass(frozen=True, slots=True)
class ListOf:
    """A list with at least one item, unless it `may_be_empty`."""

    of: Value
    once: bool = False
    may_be_empty: bool = False


@dataclass(frozen=True, slots=True)
class OneOrList:
    """One, or a list of them."""

    of: Value


Value = (
    Text
    | Spoken
    | Texts
    | Written
    | Prompts
    | WholeNumber
    | Choice
    | YesNo
    | Reference
    | Phone
    | Day
    | Spans
    | Within
    | Node
    | Sentence
    | Named
    | ByReference
    | ByLanguage
    | ByKey
    | ListOf
    | OneOrList
)


@dataclass(frozen=True, slots=True)
class Key:
    """One key of a record. `about` is a sentence for the person who writes it."""

    name: str
    value: Value
    about: Term
    required: bool = False


def need(name: str, value: Value, en: str, pl: str) -> Key:
    """A key that must be there."""
    return Key(name, value, Term(en, pl), required=True)


def may(name: str, value: Value, en: str, pl: str) -> Key:
    """A key that may be left out."""
    return Key(name, value, Term(en, pl))


@dataclass(frozen=True, slots=True)
class Shape:
    """A record. `rest`: what keys hold that are not among `keys` (days, languages); None: there are no others.

    `needs`: (key, the key it cannot be without). `one_of`: exactly one of them is there. `not_both`: at most one.
    """

    about: Term
    keys: tuple[Key, ...]
    rest: Spans | Texts | None = None
    needs: tuple[tuple[str, str], ...] = ()
    one_of: tuple[str, ...] = ()
    not_both: tuple[str, ...] = ()

    @property
    def required(self) -> tuple[str, ...]:
        return tuple(key.name for key in self.keys if key.required)

    @property
    def known(self) -> tuple[str, ...]:
        """All keys, those that must be there first."""
        return (*self.required, *(key.name for key in self.keys if not key.required))

    def value_of(self, name: str) -> Value:
        """KeyError where the record has no such key."""
        found = next((key.value for key in self.keys if key.name == name), None)
        if found is None:
            raise KeyError(name)
        return found
