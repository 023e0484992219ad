"""One line of the call log, as a value. What the voice, the log and the console say comes from here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

Kind = Literal[
    "started",  # called, caller, forwarded_from, language, revision, test
    "entered",  # node, type; announce: chosen; menu with hours: hours, open, late, because, until; dial: open,
    #             and where nobody could be rung: group, closed, go; because, if closed; callback: own
    "announced",  # id, language: a notice of an operator was spoken
    "pressed",  # node, key, label, go; in a wait too, where every key only ends the pause
    "no_input",  # node, attempt, go
    "no_match",  # node, key, attempt, go
    "language",  # language
    "ringing",  # node, group, label, lines: [names], numbers: [E.164], ring_seconds
    "leg",  # node, group, lines: [names], outcome, seconds
    "waiting",  # node: the waiting sentence is said, and a key may lead out of the wait
    "typed",  # node, call_back_to: a number that may be called, read back to the caller
    "not_taken",  # node, why: not_a_number | refused, attempt, go: a typed number that is not kept anywhere
    "call_back",  # node, own, promise, assigned; call_back_to where own, else that of the call's last `typed`
    "told",  # node, hours, because, until: the caller was told when to call
    "waited",  # node, seconds: the wait is over without an answer
    "ended",  # how: hung_up_by_desk | end | left | limit; node
    "lost",  # why: a request that made no sense
    "failsafe",  # why, error
    "status",  # from the provider: status, seconds
    "settled",  # nobody said how the call ended, four hours after it began
    "line_leg",  # from a Number's own status callback: line, outcome, seconds, leg
]


@dataclass(frozen=True, slots=True)
class Entry:
    """`kind` says what the data holds (above). Identity: (call, source, step, index)."""

    call: str
    source: str  # "step", "status", "leg:<id>", "failsafe", "settled"
    step: int
    index: int
    at: datetime  # aware, UTC
    kind: Kind
    data: Mapping[str, Any] = field(default_factory=dict)
    test: bool = False

    @property
    def id(self) -> tuple[str, str, int, int]:
        return (self.call, self.source, self.step, self.index)
