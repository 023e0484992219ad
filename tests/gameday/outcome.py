"""What came of one row, and what of it does not hold."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from tests.gameday.rows import Row, Told

DRAIN_SECONDS = 60.0


@dataclass(frozen=True)
class Processor:
    """What became of this machine's processor time, all cores: shares of 1. `stolen`: other machines on the same
    hardware had it. Without some `idle`, or with much `stolen`, a row's milliseconds are the machine's and not the
    service's. Source: proc_stat(5)."""

    idle: float
    stolen: float

    @classmethod
    def between(cls, before: Sequence[int], after: Sequence[int]) -> Processor:
        """Of two readings of `processor_ticks`."""
        spent = [later - earlier for earlier, later in zip(before, after, strict=True)]
        whole = sum(spent) or 1
        return cls(spent[3] / whole, spent[7] / whole)


def processor_ticks() -> list[int]:
    """user, nice, system, idle, iowait, irq, softirq, steal: ticks since this machine started."""
    with open("/proc/stat") as file:
        return [int(value) for value in file.readline().split()[1:9]]


@dataclass(frozen=True)
class Outcome:
    """What was measured. Milliseconds, of requests that were due while the fault lasted."""

    row: Row
    seconds: float
    rate: float
    calls: int
    failed: dict[str, str]  # call -> why
    requests: int
    failsafe: int  # steps answered by a document that stands in for the service
    refused: int  # callbacks answered with an error: the provider asks again, or not
    p50: float
    p99: float
    slowest: float
    burst_p99: float
    slowest_failsafe: float
    lost: int
    twice: int
    drained: float | None
    load_cpu: float
    processor: Processor
    told: Told = field(default_factory=dict)

    @property
    def misses(self) -> list[str]:
        """What does not hold, in words; nothing where the row is kept."""
        return [*self.wrong, *self.slow]

    @property
    def wrong(self) -> list[str]:
        """Of it what no slow machine excuses."""
        unlogged = int(str(self.told.get("unlogged", 0)))
        found = [
            (len(self.failed), f"{len(self.failed)} calls failed"),
            (self.row.lossless and self.lost, f"{self.lost} acknowledged entries lost"),
            (not self.row.lossless and self.lost != unlogged, f"{self.lost} entries missing, {unlogged} counted"),
            (
                not self.row.lossless and not unlogged,
                "everything was logged: the disk was never full, nothing was tried",
            ),
            (self.twice, f"the figures are wrong by {self.twice} calls"),
            (self.drained is None, f"the backlog was not drained in {DRAIN_SECONDS:g} s"),
        ]
        return [*(words for so, words in found if so), *_words(self.told, "wrong")]

    @property
    def slow(self) -> list[str]:
        limits = self.row.limits
        pairs = [
            ("p99 was", self.p99, limits.p99_ms, "ms"),
            ("p99 of the first second was", self.burst_p99, limits.burst_p99_ms, "ms"),
            ("the slowest failsafe took", self.slowest_failsafe, limits.slowest_failsafe_ms, "ms"),
            ("the backlog took", self.drained or 0.0, limits.drained_seconds, "s"),
            ("steps that got the failsafe:", self.failsafe, limits.failsafe, ""),
        ]
        found = [(what, took, most, unit) for what, took, most, unit in pairs if most is not None and took > most]
        late = [f"{what} {took:.0f} {unit} (limit {most:g})".replace("  ", " ") for what, took, most, unit in found]
        return [*late, *_words(self.told, "slow")]


def _words(told: Told, name: str) -> list[str]:
    said = told.get(name, [])
    return [str(one) for one in said] if isinstance(said, list) else []


def percentile(values: Sequence[float], share: float) -> float:
    ordered = sorted(values) or [0.0]
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]
