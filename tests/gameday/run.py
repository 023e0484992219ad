"""One row: calm calls, the load, the fault, what came of it. Everything that was started is ended."""

from __future__ import annotations

import json
import secrets
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.gameday.ledger import Acknowledged, Shape, counted_twice, missing, seconds_until_shipped, shape
from tests.gameday.outcome import DRAIN_SECONDS, Outcome, Processor, percentile, processor_ticks
from tests.gameday.plan import Arrival, Asked, Plan, as_told, burst, steady
from tests.gameday.rows import Row, Told
from tests.gameday.stand import Stand
from tests.support.nginx import PUBLIC_URL
from tests.support.offices import called, plan_of
from tests.support.service import ROOT, TOKEN

CONNECTIONS, BURST_CONNECTIONS = 96, 400  # of the provider; nginx has 1024, and each needs another one behind it
DAY = 86_400


@dataclass(frozen=True)
class Pace:
    """Seconds: of load before the fault and after it, and between the steps of a call."""

    lead: float = 3.0
    tail: float = 4.0
    gap: float = 0.5


LONG, SHORT = Pace(), Pace(0.3, 0.3, 0.2)


@dataclass
class Load:
    """The load's process. `lengths`: how many requests a call of each script makes; `expected`: the entries of each."""

    process: subprocess.Popen[str]
    result: str
    lengths: Mapping[str, int]
    expected: Shape
    runs: int = 0

    def begin(self, arrivals: Sequence[Arrival], marks: Sequence[tuple[float, str]]) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(as_told(arrivals, marks) + "\n")
        self.process.stdin.flush()

    def wait_for(self, word: str) -> None:
        said = self._line()
        assert said == word, f"the load said {said!r}"

    def results(self) -> dict[str, Any]:
        self.wait_for("done")
        self.runs += 1
        return dict(json.loads(Path(f"{self.result}.{self.runs - 1}").read_text()))

    def _line(self) -> str:
        return _line(self.process)


@contextmanager
def loading(stand: Stand, burst: bool = True) -> Iterator[Load]:
    """When it has made its calls in peace. `burst`: with as many connections as that needs."""
    name = secrets.token_hex(2)
    path, result = stand.folder / f"{name}.plan", str(stand.folder / f"{name}.result")
    certificate = str(stand.front.folder / "tls" / "fullchain.pem")
    connections = BURST_CONNECTIONS if burst else CONNECTIONS
    number = called(plan_of())
    Plan(name, stand.front.port, certificate, PUBLIC_URL, TOKEN, number, result, connections, burst).write(path)
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.gameday.load", str(path)],
        cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    try:
        calm = json.loads(_line(process))
        made = [Acknowledged(call, of, step, script) for script, asked in calm.items() for call, of, step in asked]
        lengths = {script: len(asked) for script, asked in calm.items()}
        yield Load(process, result, lengths, shape(stand.log, made))
    finally:
        if process.poll() is None:
            process.kill()
        process.communicate()


def run(row: Row, stand: Stand, load: Load, seconds: float, rate: float, pace: Pace = LONG) -> Outcome:
    lead = pace.lead
    if row.burst:
        lead, arrivals = 0.0, burst(min(row.burst, int(rate * pace.gap * 8)), rate, seconds, load.lengths)
    else:
        arrivals = steady(rate, lead + seconds + pace.tail, load.lengths, gap=pace.gap)
    load.begin(arrivals, [(lead, "begin"), (lead + seconds, "end")])
    load.wait_for("begin")
    before = processor_ticks()
    with row.fault(stand, seconds) as told:
        load.wait_for("end")
        until, processor = time.time(), Processor.between(before, processor_ticks())
    drained = seconds_until_shipped(stand, until, DRAIN_SECONDS)
    found = load.results()
    told = {name: value() if callable(value) else value for name, value in told.items()}
    lost = _lost(stand, found, load.expected)
    return _outcome(row, seconds, rate, lead, found, lost, counted_twice(stand.log), drained, processor, told)


def _outcome(
    row: Row, seconds: float, rate: float, lead: float, found: dict[str, Any], lost: int, twice: int,
    drained: float | None, processor: Processor, told: Told,
) -> Outcome:  # fmt: skip
    asked = [Asked.of(one) for one in found["asked"]]
    took = [one for one in asked if lead <= one.due < lead + seconds + (2 if row.burst else 0)]
    first = [one.took * 1000 for one in took if row.burst and one.due < 1.0]
    rest = [one.took * 1000 for one in took if not row.burst or one.due >= 1.0]
    return Outcome(
        row, seconds, rate, len(found["calls"]), found["failed"], len(asked),
        failsafe=sum(one.how == "failsafe" for one in asked),
        refused=sum(one.how == "refused" for one in asked),
        p50=percentile(rest, 0.5), p99=percentile(rest, 0.99), slowest=max(rest, default=0.0),
        burst_p99=percentile(first, 0.99),
        slowest_failsafe=max((one.took * 1000 for one in asked if one.how == "failsafe"), default=0.0),
        lost=lost, twice=twice, drained=drained, load_cpu=found["cpu"], processor=processor,
        told=told,
    )  # fmt: skip


def _lost(stand: Stand, found: dict[str, Any], expected: Shape) -> int:
    """When everything that is in the journals is in the database."""
    seconds_until_shipped(stand, time.time() + 2 * DAY, DRAIN_SECONDS)
    asked, calls = [Asked.of(one) for one in found["asked"]], found["calls"]
    answered = [(calls[str(one.call)], one) for one in asked if one.how == "answered"]
    return missing(stand.log, [Acknowledged(call, one.source, one.step, of) for (call, of), one in answered], expected)


def _line(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    line = process.stdout.readline()
    assert line, "the load died"
    return line.rstrip("\n")
