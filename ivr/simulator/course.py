"""The course of one simulated call: its clock, its requests, what was noted. Must not interpret verbs.

Time is virtual: nothing ever sleeps.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

from ivr.simulator.port import Port, SimulatedCall
from ivr.simulator.problems import CarrierError
from ivr.simulator.speech import Timing, speech_seconds
from ivr.simulator.transcript import Line, Transcript
from ivr.simulator.verbs import Document, Play, Say

MAX_REQUESTS = 400
MAX_SECONDS = 4 * 3600  # the provider cuts a call after four hours


class Course:
    """`call.now` is the moment the call comes in."""

    def __init__(self, port: Port, call: SimulatedCall, timing: Timing) -> None:
        self.timing = timing
        self.call = call
        self.clock = 0.0  # seconds since the call came in
        self.asked_at = 0.0  # when the present document came
        self.requests = 0
        self._port = port
        self._lines: list[Line] = []

    @property
    def transcript(self) -> Transcript:
        return Transcript(tuple(self._lines))

    @property
    def at_seconds(self) -> float:
        """The clock as it is noted: without the dust of floating point."""
        return round(self.clock, 3)

    def note(self, line: Line) -> None:
        self._lines.append(line)

    def spend(self, seconds: float) -> None:
        """Let time pass."""
        self.clock += seconds
        if self.clock > MAX_SECONDS:
            raise CarrierError("never_ends", f"The call never ends: it lasts more than {MAX_SECONDS // 3600} hours.")

    def begin(self) -> Document:
        """The first document."""
        return self._asked(self._port.begin(self._count(self.call)))

    def fetch(self, url: str, fields: Mapping[str, str], leg: SimulatedCall | None = None) -> Document:
        """The next document of the call, or of a `leg`."""
        document = self._port.follow(url, fields, self._count(leg or self.call))
        return self._asked(document) if leg is None else self._spent(document)

    def finish(self, status: str, seconds: float, leg: SimulatedCall | None = None, url: str = "") -> None:
        """Tell the service that the call, or a leg of it, is over."""
        self._port.finish(self._at_present(leg or self.call), status, int(seconds), url)

    def leg(self, caller: str, called: str, number: int) -> SimulatedCall:
        """The call to one of the telephones rung; its id follows from the call's, so that equal calls are equal."""
        seed = f"{self.call.id}/{self.requests}/{number}"
        return SimulatedCall(call_id(seed), caller or self.call.caller, called, parent=self.call.id)

    def seconds_of(self, prompt: Say | Play) -> float:
        if isinstance(prompt, Say):
            return speech_seconds(prompt.text, self.timing.vowels_per_second)
        return self.timing.sound if prompt.url else 0.5 * len(prompt.digits)

    def _count(self, call: SimulatedCall) -> SimulatedCall:
        self.requests += 1
        if self.requests > MAX_REQUESTS:
            raise CarrierError("never_ends", f"The call never ends: it makes more than {MAX_REQUESTS} requests.")
        return self._at_present(call)

    def _at_present(self, call: SimulatedCall) -> SimulatedCall:
        began = self.call.now
        return replace(call, now=began + timedelta(seconds=self.clock) if began else None)

    def _spent(self, document: Document) -> Document:
        self.spend(self.timing.request)
        return document

    def _asked(self, document: Document) -> Document:
        self._spent(document)
        self.asked_at = self.at_seconds
        return document


def call_id(seed: str) -> str:
    """A call's id in the provider's shape, the same for the same seed."""
    return "CA" + hashlib.sha256(seed.encode()).hexdigest()[:32]
