"""The rows of a game day: what is done to the service, under which load, for how long, and what must hold."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import Literal

from tests.gameday.stand import Stand

Told = dict[str, object]
"""What a fault tells of itself, for the report: kills: 60. A function is asked when all calls are over. `wrong` and
`slow` are lists of what does not hold; `unlogged` how many entries the service says it could not keep."""
Fault = Callable[[Stand, float], AbstractContextManager[Told]]
"""`fault(stand, seconds)`: begins when it is entered, is undone when it is left; `seconds` is how long that will be."""
Machines = Literal["one", "two"]


@dataclass(frozen=True, slots=True)
class Limits:
    """What the issue asks of a row; None: nothing. Milliseconds from when a request was due, while the fault lasts."""

    p99_ms: float | None = None
    slowest_failsafe_ms: float | None = None
    burst_p99_ms: float | None = None
    drained_seconds: float | None = None
    failsafe: int | None = None  # so many calls at most may get the failsafe


@dataclass(frozen=True, slots=True)
class Row:
    """`short_seconds` and `short_rate` are those of the tests. `burst`: new calls in the first second."""

    name: str
    title: str
    fault: Fault
    seconds: float
    limits: Limits = field(default_factory=Limits)
    machines: Machines = "one"
    rate: float = 200.0
    burst: int = 0
    shim: bool = False
    disk_megabytes: int = 0
    short_seconds: float = 1.0
    short_rate: float = 40.0
    lossless: bool = True  # else: entries may be missing, and must be counted (`told["unlogged"]`)
