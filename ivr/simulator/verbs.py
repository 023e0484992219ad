"""The carrier's verbs as values, with the documented defaults. Must not read XML and must not act.

All times are whole seconds, as in the documents. A document is a tuple of verbs; the empty one ends the call.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from urllib.parse import urljoin


@dataclass(frozen=True, slots=True)
class Say:
    """Words for a voice."""

    text: str
    language: str
    voice: str
    loop: int = 1  # 0: a thousand times


@dataclass(frozen=True, slots=True)
class Play:
    """A sound file, or keys to send."""

    url: str
    loop: int = 1
    digits: str = ""


@dataclass(frozen=True, slots=True)
class Pause:
    """Silence."""

    length: int = 1


Prompt = Say | Play | Pause


@dataclass(frozen=True, slots=True)
class Gather:
    """Listen for keys, while the children play and for `timeout` after them or after each key."""

    action: str
    method: str = "POST"
    input: str = "dtmf"
    timeout: int = 5
    finish_on_key: str = "#"  # "": off
    num_digits: int | None = None
    action_on_empty: bool = False
    children: tuple[Prompt, ...] = ()


@dataclass(frozen=True, slots=True)
class Redirect:
    """Go on with another document."""

    url: str
    method: str = "POST"


@dataclass(frozen=True, slots=True)
class Number:
    """One telephone of a Dial. `url`: what its owner hears before the caller is put through."""

    number: str
    url: str = ""
    method: str = "POST"
    status_callback: str = ""
    status_callback_events: tuple[str, ...] = ("completed",)


@dataclass(frozen=True, slots=True)
class Dial:
    """Ring all `numbers` at once; the first to answer is put through."""

    numbers: tuple[Number, ...]
    action: str = ""
    method: str = "POST"
    timeout: int = 30
    time_limit: int = 14400
    caller_id: str = ""
    answer_on_bridge: bool = False


@dataclass(frozen=True, slots=True)
class Hangup:
    """End the call."""


@dataclass(frozen=True, slots=True)
class Reject:
    """Refuse the call without answering it."""

    reason: str = "rejected"


Verb = Say | Play | Pause | Gather | Redirect | Dial | Hangup | Reject
Document = tuple[Verb, ...]


def with_base(document: Document, base: str) -> Document:
    """The same document with its addresses made absolute against `base`, the address it was fetched from."""
    return tuple(_absolute(verb, base) for verb in document)


def _absolute(verb: Verb, base: str) -> Verb:
    match verb:
        case Gather():
            return replace(verb, action=urljoin(base, verb.action))
        case Redirect() | Play():
            return replace(verb, url=urljoin(base, verb.url) if verb.url else "")
        case Dial():
            numbers = tuple(_absolute_number(number, base) for number in verb.numbers)
            return replace(verb, action=urljoin(base, verb.action) if verb.action else "", numbers=numbers)
    return verb


def _absolute_number(number: Number, base: str) -> Number:
    url, callback = (urljoin(base, each) if each else "" for each in (number.url, number.status_callback))
    return replace(number, url=url, status_callback=callback)
