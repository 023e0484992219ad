"""What happened, in the service's own words. The provider's words stay in `ivr.telephony`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Outcome = Literal["answered", "busy", "no_answer", "failed", "cancelled", "unknown"]
OUTCOMES: tuple[Outcome, ...] = ("answered", "busy", "no_answer", "failed", "cancelled", "unknown")


@dataclass(frozen=True, slots=True)
class Call:
    """What every request says about the call. Numbers as the provider wrote them, possibly hostile."""

    id: str
    called: str
    caller: str
    forwarded_from: str = ""
    test: bool = False  # placed by the simulator: stays out of every figure


@dataclass(frozen=True, slots=True)
class Started:
    """The call came in."""


@dataclass(frozen=True, slots=True)
class Pressed:
    """The caller pressed keys: the provider's digits, `*` and `#` included."""

    digits: str


@dataclass(frozen=True, slots=True)
class Silence:
    """Nothing was pressed, or a pause is over."""


@dataclass(frozen=True, slots=True)
class LegEnded:
    """The Dial is over. `line` is the line's name where one line was rung, else ""."""

    outcome: Outcome
    seconds: int = 0


@dataclass(frozen=True, slots=True)
class Left:
    """The caller has hung up. `leg` is how the ringing or the conversation ended, if there was one."""

    leg: LegEnded | None = None


@dataclass(frozen=True, slots=True)
class Lost:
    """The request made no sense: `why` is for the log."""

    why: str


Event = Started | Pressed | Silence | LegEnded | Left | Lost
