"""What the load is told, and what it tells: plain values that go from process to process as JSON."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from random import Random
from typing import Any

ANSWER_SECONDS = 15.0  # the provider waits no longer


@dataclass(frozen=True, slots=True, order=True)
class Arrival:
    """A call: it comes in at `at`, its second request is due at `second` and the others `gap` after one another, in
    seconds after the beginning."""

    at: float
    second: float
    gap: float
    script: str

    def due(self, count: int) -> float:
        return self.at if count == 0 else self.second + (count - 1) * self.gap


@dataclass(frozen=True, slots=True)
class Asked:
    """One request. `how`: answered, failsafe, refused (a callback whose answer was an error), failed. In seconds,
    `due`: when it was to be asked; `took`: from then to the answer; `alone`: from when it was really sent."""

    call: int
    source: str
    step: int
    how: str
    due: float
    took: float
    alone: float

    @staticmethod
    def of(told: Sequence[Any]) -> Asked:
        return Asked(*told)

    def as_list(self) -> list[object]:
        times = [round(one, 5) for one in (self.due, self.took, self.alone)]
        return [self.call, self.source, self.step, self.how, *times]


@dataclass(frozen=True, slots=True)
class Plan:
    """For whom the load calls. `name`: letters and digits that begin the ids of its calls; `result`: the beginning of
    the files with what came of them."""

    name: str
    port: int
    certificate: str
    public_url: str
    token: str
    called: str
    result: str
    connections: int = 96
    burst: bool = False

    @staticmethod
    def read(path: Path) -> Plan:
        return Plan(**json.loads(path.read_text()))

    def write(self, path: Path) -> None:
        path.write_text(json.dumps(asdict(self)))


Lengths = Mapping[str, int]
"""Script -> how many requests a call of it makes."""


def steady(rate: float, seconds: float, lengths: Lengths, begin: float = 0.0, gap: float = 0.5) -> list[Arrival]:
    """Calls of all scripts in turn, one as long after the other as makes `rate` requests a second."""
    scripts, mean = list(lengths), sum(lengths.values()) / len(lengths)
    between, chance = mean / rate, Random(1)
    count = int(seconds / between)
    moments = [begin + (number + chance.random()) * between for number in range(count)]
    gaps = [gap * (0.8 + 0.4 * chance.random()) for _ in moments]
    return [Arrival(at, at + gaps[n], gaps[n], scripts[n % len(scripts)]) for n, at in enumerate(moments)]


def burst(calls: int, rate: float, seconds: float, lengths: Lengths) -> list[Arrival]:
    """So many new calls within the first second; a second later their further requests and those of later calls begin,
    at `rate` a second until the end. (Each caller of the burst hears at least a second of the greeting.)"""
    script = min(lengths, key=lengths.__getitem__)
    gap = calls / rate
    first = [Arrival(number / calls, 2 + number / rate, gap, script) for number in range(calls)]
    until = 2 + gap * (lengths[script] - 1)
    return [*first, *(steady(rate, 2 + seconds - until, lengths, begin=until) if until < 2 + seconds else ())]


def as_told(arrivals: Sequence[Arrival], marks: Sequence[tuple[float, str]]) -> str:
    """`marks`: (second, word) to print then."""
    return json.dumps({"arrivals": [[one.at, one.second, one.gap, one.script] for one in arrivals], "marks": marks})
