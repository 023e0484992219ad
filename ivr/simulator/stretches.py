"""The stretches a call is made of, as the phone plays it, and what may be done in each. Values only.

The player yields a stretch and is sent an act, or None to let the stretch pass. `after` counts from the stretch's
beginning.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Speech:
    """The caller hears a sentence; `listening`: a key is taken meanwhile."""

    language: str
    text: str
    seconds: float
    listening: bool

    def __str__(self) -> str:
        return f"hearing “{self.text}”"


@dataclass(frozen=True, slots=True)
class Quiet:
    """Nothing is heard. `number`: not one key is waited for but a number, that hash ends."""

    seconds: float
    listening: bool
    number: bool = False

    def __str__(self) -> str:
        return f"hearing nothing for {self.seconds:g} s"


@dataclass(frozen=True, slots=True)
class Ringing:
    """Telephones ring, for `seconds` if nobody answers: a little longer than the `timeout` of the document. Let pass,
    nobody does."""

    numbers: tuple[str, ...]
    seconds: float
    caller_id: str
    timeout: float

    def __str__(self) -> str:
        return f"ringing {', '.join(self.numbers)}"


@dataclass(frozen=True, slots=True)
class Talking:
    """The caller talks with a desk, which hangs up after `seconds`."""

    number: str
    seconds: float

    def __str__(self) -> str:
        return f"talking with {self.number}"


Stretch = Speech | Quiet | Ringing | Talking


@dataclass(frozen=True, slots=True)
class Key:
    """The caller presses a key; only where something listens."""

    key: str
    after: float


@dataclass(frozen=True, slots=True)
class HangUp:
    """The caller hangs up."""

    after: float


@dataclass(frozen=True, slots=True)
class DeskActs:
    """What one desk does when its telephone rings.

    `does`: answers, busy, no_answer, failed, cancelled, or an odd word that goes to the service as the provider's.
    `key` is what it presses if asked; "" is silence, as a voicemail's.
    """

    does: str = "no_answer"
    after_seconds: float = 3.0  # until it answers
    talk_seconds: float = 60.0
    key: str = "1"


@dataclass(frozen=True, slots=True)
class Desks:
    """What the ringing desks do, by number; who is not named does not answer."""

    acts: Mapping[str, DeskActs]


Act = Key | HangUp | Desks
