"""What to do next, in the service's own words. `ivr.telephony` writes them as TwiML."""

from __future__ import annotations

from dataclasses import dataclass

from ivr.core.texts import Language


@dataclass(frozen=True, slots=True)
class Spoken:
    """Words for one voice. Never holds a digit."""

    language: Language
    text: str


@dataclass(frozen=True, slots=True)
class Say:
    """Speak; keys are not heard meanwhile."""

    spoken: tuple[Spoken, ...]


@dataclass(frozen=True, slots=True)
class Listen:
    """Speak, be silent for `pause_seconds`, wait `timeout_seconds` for one key; a key works at once. With `number`, for
    several: hash, or `timeout_seconds` after the last one, ends them.

    Always the last instruction: keys lead to Pressed, none to Silence, at the step's session.
    """

    spoken: tuple[Spoken, ...]
    timeout_seconds: int
    pause_seconds: int = 0
    number: bool = False


@dataclass(frozen=True, slots=True)
class RingLine:
    """One telephone to ring. `whisper` is what the desk hears first; `confirm` what it is asked to press 1 for."""

    line: str
    number: str  # E.164
    whisper: tuple[Spoken, ...] = ()
    confirm: tuple[Spoken, ...] = ()


@dataclass(frozen=True, slots=True)
class RingLines:
    """Ring all of `lines` at once; the first to answer wins. Always last; leads to LegEnded."""

    lines: tuple[RingLine, ...]
    ring_seconds: int
    caller_id: str  # E.164, or "" when there is none that may be shown


@dataclass(frozen=True, slots=True)
class Hangup:
    """End the call. Always last."""


Instruction = Say | Listen | RingLines | Hangup
