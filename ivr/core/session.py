"""What travels with the call from one request to the next, in the action URL. Nothing personal."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from ivr.core.texts import Language

Phase = Literal["", "soon", "ringing", "hearing", "pausing", "confirming", "typing", "checking"]
"""soon: until the opening; hearing: the waiting sentence, where keys lead out; confirming the own number, typing
another one, checking it as it is read back."""


@dataclass(frozen=True)
class Session:
    """State after a step. Defaults are those of a call that just came in.

    `step` counts answers: the request made from an answer carries that answer's number.
    """

    revision: str
    node: str = ""
    language: Language = ""
    step: int = 0
    let_in: bool = False  # was let in while it was open
    closed_from: str = ""  # the menu whose `closed` way the caller went
    menu: str = ""  # the last menu: where `back` leads
    via: tuple[str, ...] = ()  # announcements that star repeats
    no_input: int = 0
    no_match: int = 0
    phase: Phase = ""
    chosen: str = ""  # the hunt group the caller asked for
    group: str = ""  # the hunt group being rung
    ringing: tuple[str, ...] = ()  # names of the lines being rung
    tried: int = 0  # position in the hunt group, or in the wait's turn
    wait_since: int = 0  # epoch seconds
    wait_said: int = 0  # epoch seconds of the last waiting sentence
    offset: float = 0.0  # seconds the moment of a test call is away from now

    def values(self) -> tuple[object, ...]:
        """All of it, in the order of the fields."""
        return tuple(self.__dict__.values())

    def changed(self, **changes: Any) -> Session:
        """`dataclasses.replace`, ten times as fast: a step does it often, and the proof makes very many steps."""
        held = self.__dict__
        values = held | changes
        if len(values) != len(held):
            raise TypeError(f"no fields of a session: {sorted(changes.keys() - held.keys())}")
        session = object.__new__(type(self))
        object.__setattr__(session, "__dict__", values)
        return session
