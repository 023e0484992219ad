"""What happened in a simulated call, line by line. Values only; equal calls have equal transcripts.

`at_seconds` counts from the moment the call came in; the first request is part of it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

EndedBy = Literal["service", "caller", "desk"]


@dataclass(frozen=True, slots=True)
class Heard:
    """The caller heard `text`; `cut`: not to its end. A sound file has no language and its address as text."""

    language: str
    text: str
    at_seconds: float
    cut: bool = False

    def __str__(self) -> str:
        return f"hears [{self.language}] {self.text}{' … (cut)' if self.cut else ''}"


@dataclass(frozen=True, slots=True)
class PressedKey:
    """The caller pressed a key; `taken`: something listened."""

    key: str
    at_seconds: float
    taken: bool = True

    def __str__(self) -> str:
        return f"presses {self.key}{'' if self.taken else ' (nothing listens)'}"


@dataclass(frozen=True, slots=True)
class Rang:
    """Telephones began to ring. `ring_seconds` is what the document asked for, `asked_at_seconds` when it came."""

    numbers: tuple[str, ...]
    ring_seconds: int
    caller_id: str
    at_seconds: float
    asked_at_seconds: float = 0.0

    def __str__(self) -> str:
        return f"rings {', '.join(self.numbers)} for {self.ring_seconds} s, showing {self.caller_id or 'the caller'}"


@dataclass(frozen=True, slots=True)
class WhisperHeard:
    """What the desk heard before the caller was put through."""

    number: str
    text: str
    at_seconds: float = 0.0

    def __str__(self) -> str:
        return f"desk {self.number} hears {self.text}"


@dataclass(frozen=True, slots=True)
class Desk:
    """How one telephone's ringing ended.

    `outcome`: answered, refused, busy, no_answer, failed, cancelled, or an odd word; `seconds` of conversation.
    """

    number: str
    outcome: str
    seconds: float
    at_seconds: float = 0.0

    def __str__(self) -> str:
        return f"desk {self.number}: {self.outcome}" + (f", {self.seconds:g} s" if self.seconds else "")


@dataclass(frozen=True, slots=True)
class Ended:
    """The call is over; `how` says who ended it."""

    how: EndedBy
    at_seconds: float

    def __str__(self) -> str:
        return f"ended by the {self.how}"


Line = Heard | PressedKey | Rang | WhisperHeard | Desk | Ended


@dataclass(frozen=True, slots=True)
class Transcript:
    """A whole call, or as much of it as there was."""

    lines: tuple[Line, ...] = ()

    def __str__(self) -> str:
        return "\n".join(f"{line.at_seconds:7.1f} s  {line}" for line in self.lines) or "        (nothing yet)"

    @property
    def heard(self) -> tuple[str, ...]:
        """Every sentence the caller heard."""
        return tuple(line.text for line in self.lines if isinstance(line, Heard))

    @property
    def rang(self) -> tuple[Rang, ...]:
        """Every ringing, in order."""
        return tuple(line for line in self.lines if isinstance(line, Rang))

    @property
    def ended(self) -> Ended | None:
        """The last line, once the call is over."""
        return next((line for line in self.lines if isinstance(line, Ended)), None)
