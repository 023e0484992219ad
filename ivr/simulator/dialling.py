"""How a Dial's ringing goes: which desk answers first and what becomes of the others. Pure arithmetic of the carrier.

A leg's outcome is in our words for the transcript and in the provider's for the service.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from ivr.simulator.port import SimulatedCall
from ivr.simulator.speech import Timing
from ivr.simulator.stretches import DeskActs
from ivr.simulator.verbs import Number

PROVIDER_WORDS = {
    "answered": "completed",
    "refused": "completed",  # the provider says so too, with DialBridged=false
    "no_answer": "no-answer",
    "cancelled": "canceled",
}


@dataclass(frozen=True, slots=True)
class Leg:
    """One telephone rung; `seconds` from the first ring until its ringing is over."""

    number: Number
    call: SimulatedCall
    acts: DeskActs
    outcome: str
    seconds: float

    @property
    def status(self) -> str:
        """The outcome in the provider's word."""
        return PROVIDER_WORDS.get(self.outcome, self.outcome)


@dataclass(frozen=True, slots=True)
class Ringings:
    """All legs of a Dial, the one that answered, and the leg whose status the Dial reports."""

    legs: tuple[Leg, ...]
    winner: Leg | None

    @property
    def reported(self) -> Leg:
        return self.winner or max(self.legs, key=lambda leg: leg.seconds)


def leg_of(number: Number, call: SimulatedCall, acts: DeskActs, longest: float, timing: Timing) -> Leg:
    """How this telephone's ringing would end if it were the only one; `longest`: when the carrier gives up."""
    if acts.does == "answers" and acts.after_seconds <= longest:
        return Leg(number, call, acts, "answered", acts.after_seconds)
    if acts.does in ("answers", "no_answer"):
        return Leg(number, call, acts, "no_answer", longest)
    return Leg(number, call, acts, acts.does, min(timing.busy, longest))


def settle(legs: tuple[Leg, ...]) -> Ringings:
    """The first to answer wins; whoever still rings then is cancelled."""
    answered = [leg for leg in legs if leg.outcome == "answered"]
    if not answered:
        return Ringings(legs, None)
    winner = min(answered, key=lambda leg: leg.seconds)
    settled = tuple(
        replace(leg, outcome="cancelled", seconds=winner.seconds)
        if leg is not winner and leg.seconds >= winner.seconds
        else leg
        for leg in legs
    )
    return Ringings(settled, winner)


def cancelled(legs: tuple[Leg, ...], seconds: float) -> Ringings:
    """The caller hung up after `seconds` of ringing."""
    settled = (replace(leg, outcome="cancelled", seconds=seconds) if leg.seconds >= seconds else leg for leg in legs)
    return Ringings(tuple(settled), None)


def acts_of(number: Number, acts: Mapping[str, DeskActs]) -> DeskActs:
    return acts.get(number.number, DeskActs())
