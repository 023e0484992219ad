"""What callers hear and where they go, as the office wrote it: the nodes of `flows/`.

Shapes only. Built by `ivr.flowfile`, read by `ivr.core.engine`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from ivr.core.texts import Language, Prompt, Prompts, Texts

Key = Literal["0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "star", "hash"]

REPEAT = "repeat"  # target: say again what was just said
BACK = "back"  # target: the menu the caller came from
MAIN = "main"  # target: the main menu
BUILT_IN_TARGETS = (REPEAT, BACK, MAIN)


@dataclass(frozen=True, slots=True)
class Retry:
    """What follows silence or an unknown key: `say` and the menu again, at the last of `attempts` go `then`."""

    attempts: int
    then: str
    say: Prompts = ()


@dataclass(frozen=True, slots=True)
class Option:
    """One spoken option of a menu. With `language` it changes the language and stays in the menu;
    its label is then said in that language, by that voice, before the other options."""

    key: str
    label: Texts
    go: str = ""
    language: Language = ""


@dataclass(frozen=True, slots=True)
class Announce:
    """Says something, then goes on."""

    name: str
    say: Prompts
    then: str


@dataclass(frozen=True, slots=True)
class Menu:
    """Says its options and waits for a key."""

    name: str
    say: Prompts
    options: tuple[Option, ...]
    keys: Mapping[str, str]  # silent keys: key -> node or built-in target
    no_input: Retry
    no_match: Retry
    say_after: Prompts = ()
    hours: str = ""
    closed: str = ""  # where to go while `hours` are closed
    soon: Prompts = ()  # said instead, within Edges.soon_seconds of the opening
    timeout_seconds: int = 7


@dataclass(frozen=True, slots=True)
class Dial:
    """Rings a hunt group. `otherwise`: busy, no answer, failed. `closed`: none of its lines is open now."""

    name: str
    to: str
    say: Prompts
    otherwise: str
    closed: str


CHOSEN = "chosen"  # in Wait.again: the hunt group the caller asked for


@dataclass(frozen=True, slots=True)
class Wait:
    """The caller waits: told every `every_seconds`, the groups of `again` tried in turn in between."""

    name: str
    say: Prompts
    again: tuple[str, ...]
    otherwise: str
    wait_seconds: int = 600
    every_seconds: int = 30
    keys: Mapping[str, str] = field(default_factory=dict)  # that lead out of the wait: key -> node or built-in target


CALLBACK_ATTEMPTS = 3


@dataclass(frozen=True, slots=True)
class Callback:
    """Takes a request to be called back: on the caller's own number, or on one that is typed and read back.

    `promised` is said only where somebody is assigned (`CallBack`). `otherwise`: silence, or no number that may be
    called, so often (`attempts`) that the caller needs somebody else.
    """

    name: str
    own_number: Prompts  # the question with keys 1 and 2
    ask_number: Prompts
    read_back: Prompts  # holds {number}; keys 1 and 2
    not_a_number: Prompts
    refused: Prompts
    saved: Prompts
    then: str
    otherwise: str
    say: Prompts = ()
    promised: Prompts = ()  # holds {promise}
    attempts: int = CALLBACK_ATTEMPTS

    @property
    def says(self) -> Prompts:
        """Everything that can be said here, in the order of hearing."""
        asked = self.say + self.promised + self.own_number + self.ask_number
        return asked + self.not_a_number + self.refused + self.read_back + self.saved


@dataclass(frozen=True, slots=True)
class End:
    """Says something and ends the call."""

    name: str
    say: Prompts


Node = Announce | Menu | Dial | Wait | Callback | End


@dataclass(frozen=True)
class Flow:
    """What callers hear and where they go: `flows/*.yaml`."""

    start: str
    main: str  # the main menu: where hash, and a request that makes no sense, lead
    nodes: Mapping[str, Node]
    sentences: Mapping[str, Prompt] = field(default_factory=dict)
