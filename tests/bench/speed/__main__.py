"""How fast calls are answered, against three floors in the same run. `make bench`, or

    python -m tests.bench.speed [--rounds N] [--only floors|flat|soak|start] [--log FOLDER] [--soak SECONDS]

The service and the floors run with the same gunicorn settings, one worker on one core; the load comes from another
process on the other. Every round measures each of them once, in turn, so that what the machine does besides falls on
all alike; what is judged is the middle of the rounds' ratios. Exit code 1 where a limit is not kept.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import pickle
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any
from xml.etree import ElementTree

from tests.bench.speed import calls, offices, servers
from tests.bench.speed.servers import LOAD_CORE, Server
from tests.support.service import ROOT

ROUNDS, CONNECTIONS = 7, 8
CALLS = 600  # of four requests, in one measurement
NODES = 40
LEAST_OF_SAMPLE, LEAST_OF_CONSTANT = 1.0, 0.4
MEGABYTES, COLD_START = 90, 1.5
FLAT = 1.15  # a request may cost so much of what it costs with little
SOAK_SECONDS, GROWTH = 180, 1.0  # megabytes a worker may grow by
STARTS = 7


@dataclass(frozen=True)
class Row:
    what: str
    value: float
    limit: float
    at_most: bool = True

    @property
    def kept(self) -> bool:
        return self.value <= self.limit if self.at_most else self.value >= self.limit

    def __str__(self) -> str:
        limit = f"{'at most' if self.at_most else 'at least'} {self.limit:g}"
        return f"{self.what:<64}{self.value:>10.2f}   {limit}{'' if self.kept else '   NOT KEPT'}"


@dataclass
class Drive:
    """Makes requests of fresh calls, and has them sent from a process of its own."""

    made: int = 1

    def run(
        self, server: Server, steps: Sequence[calls.Step], count: int, rate: float = 0.0
    ) -> tuple[float, list[float]]:
        """(requests a second, seconds of each, sorted)"""
        requests = calls.requests(steps, self.made, count)
        self.made += count
        command = [sys.executable, "-m", "tests.bench.speed.load", str(server.port), str(CONNECTIONS), str(rate)]
        done = subprocess.run(
            command, input=pickle.dumps(requests), stdout=subprocess.PIPE, check=True, cwd=ROOT,
            preexec_fn=lambda: os.sched_setaffinity(0, {LOAD_CORE}),
        )  # fmt: skip
        told: dict[str, Any] = json.loads(done.stdout)
        if told["wrong"]:
            raise AssertionError(f"{server.name}: {told['wrong']} wrong answers")
        return len(requests) / told["seconds"], sorted(told["times"])


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--only", choices=tuple(PARTS))
    parser.add_argument("--log", type=Path, help="a data folder whose log.db holds millions of entries")
    parser.add_argument("--soak", type=int, default=SOAK_SECONDS, help="seconds")
    given = parser.parse_args()
    rows: list[Row] = []
    for name, part in PARTS.items():
        if given.only in (None, name):
            with tempfile.TemporaryDirectory(prefix="ivr-bench-") as folder:
                rows += part(Path(folder), given)
    print()
    print("\n".join(map(str, rows)))
    return 0 if all(row.kept for row in rows) else 1


def floors(folder: Path, given: argparse.Namespace) -> list[Row]:
    """Requests a second against the floors, and the slowest hundredth at half of what the sample can."""
    drive, rates, slow = Drive(), dict[str, list[float]](), dict[str, list[float]]()
    with ExitStack() as stack:
        running, steps = _running(stack, folder, NODES)
        others = [stack.enter_context(servers.floor(name, folder, steps)) for name in servers.FLOORS]
        every = [running, *others]
        _same_documents(others[-1], steps)
        for server in every:
            drive.run(server, steps, CALLS // 4)
        for number in range(given.rounds):
            for server in every[number % len(every) :] + every[: number % len(every)]:
                rates.setdefault(server.name, []).append(drive.run(server, steps, CALLS)[0])
            print("requests/s  " + "  ".join(f"{name} {found[-1]:.0f}" for name, found in rates.items()), flush=True)
        half = median(rates["sample"]) / 2
        for number in range(given.rounds):
            for server in [running, others[-1]][:: -1 if number % 2 else 1]:
                times = drive.run(server, steps, CALLS, half)[1]
                slow.setdefault(server.name, []).append(times[math.ceil(len(times) * 0.99) - 1] * 1000)
            print("p99 ms  " + "  ".join(f"{name} {found[-1]:.1f}" for name, found in slow.items()), flush=True)
        megabytes = running.megabytes(), running.resident_megabytes()
    ours, theirs = median(slow["ours"]), median(slow["sample"])
    print(f"at half load ({half:.0f}/s), p99 in ms, middle: ours {ours:.2f}, sample {theirs:.2f}")
    print(f"memory of a worker in MB: {megabytes[1]:.0f} resident, {megabytes[0]:.0f} of its own and its part (PSS)")

    def of(floor: str) -> float:
        return _ratio(rates["ours"], rates[floor])

    return [
        Row("requests/s, of the sample's", of("sample"), LEAST_OF_SAMPLE, at_most=False),
        Row("requests/s, of a bare constant's", of("constant"), LEAST_OF_CONSTANT, at_most=False),
        Row("requests/s, of a constant's through Flask", of("flask_constant"), 0, at_most=False),
        Row("p99 at half load, of the sample's", _ratio(slow["ours"], slow["sample"]), 1.0),
        Row("memory of a worker, resident, in MB", megabytes[1], MEGABYTES),
    ]  # fmt: skip


def flat(folder: Path, given: argparse.Namespace) -> list[Row]:
    """Whether a request costs the same with much as with little: nodes, kept revisions, logged entries."""
    rows = [
        _flat(folder / "nodes", given, "10,000 nodes, of 10", (10, 10_000), _publish),
        _flat(folder / "revisions", given, "10,000 stored revisions, of 1", (1, 10_000), _keep_revisions),
    ]  # fmt: skip
    if given.log:
        entries = (0, 1)
        rows.append(
            _flat(
                folder / "log",
                given,
                "millions of logged entries, of none",
                entries,
                lambda data, much: _with_log(data, much, given.log),
            )
        )
    return rows


def soak(folder: Path, given: argparse.Namespace) -> list[Row]:
    """Megabytes that a worker grows by, from the end of the first quarter on, at a quarter of its load."""
    drive = Drive()
    with ExitStack() as stack:
        running, steps = _running(stack, folder, NODES)
        rate = drive.run(running, steps, CALLS)[0] / 4
        count, sizes = int(rate * given.soak / 4 / len(steps)), list[float]()
        for _ in range(4):
            drive.run(running, steps, count, rate)
            sizes.append(running.resident_megabytes())
    print(
        f"resident MB after each quarter of {given.soak} s at {rate:.0f}/s: "
        + ", ".join(f"{size:.1f}" for size in sizes)
    )
    return [Row(f"megabytes grown in the last three quarters of {given.soak} s", sizes[-1] - sizes[0], GROWTH)]


def start(folder: Path, _: argparse.Namespace) -> list[Row]:
    """Seconds until the service is loaded and may answer calls, the office published before."""
    taken = []
    environment = {
        **os.environ,
        "IVR_DATA": str(folder / "data"),
        "IVR_PARTS": "voice",
        "TWILIO_AUTH_TOKEN": calls.TOKEN,
    }
    for _number in range(STARTS + 1):
        begun = time.perf_counter()
        subprocess.run([sys.executable, "-c", "import app"], cwd=ROOT, env=environment, check=True, capture_output=True)
        taken.append(time.perf_counter() - begun)
    print("cold start, s: " + ", ".join(f"{seconds:.2f}" for seconds in taken[1:]))
    return [Row("seconds of a cold start", median(taken[1:]), COLD_START)]


PARTS: dict[str, Callable[[Path, argparse.Namespace], list[Row]]] = {
    "floors": floors, "flat": flat, "soak": soak, "start": start,
}  # fmt: skip


def _running(stack: ExitStack, folder: Path, nodes: int) -> tuple[Server, list[calls.Step]]:
    data = folder / "data"
    data.mkdir(parents=True)
    offices.publish(data, nodes, f"n{nodes}")
    server = stack.enter_context(servers.service(data))
    return server, calls.recorded(server.port)


def _flat(
    folder: Path, given: argparse.Namespace, what: str, sizes: tuple[int, int], make: Callable[[Path, int], object]
) -> Row:
    drive, rates = Drive(), dict[int, list[float]]()
    with ExitStack() as stack:
        running = {}
        for size in sizes:
            data = folder / str(size) / "data"
            data.mkdir(parents=True)
            make(data, size)
            server = stack.enter_context(servers.service(data))
            running[size] = server, calls.recorded(server.port)
        for number in range(given.rounds + 1):
            for size in sizes[:: -1 if number % 2 else 1]:
                rates.setdefault(size, []).append(drive.run(*running[size], CALLS)[0])
    few, much = (rates[size][1:] for size in sizes)
    print(f"{what}: requests/s, middle, with little {median(few):.0f}, with much {median(much):.0f}", flush=True)
    return Row(f"cost of a request with {what}", _ratio(few, much), FLAT)


def _publish(data: Path, nodes: int) -> None:
    offices.publish(data, nodes, f"n{nodes}")


def _keep_revisions(data: Path, count: int) -> None:
    """`count` revisions: the live one, and others as they stay on the disk when more are published."""
    name = offices.publish(data, NODES, "live")
    for number in range(count - 1):
        shutil.copytree(data / "revisions" / name, data / "revisions" / f"r{number}")


def _with_log(data: Path, much: int, log: Path) -> None:
    offices.publish(data, NODES, "live")
    if much:
        os.link(log / "log.db", data / "log.db")


def _same_documents(sample: Server, steps: Sequence[calls.Step]) -> None:
    """The comparison is fair: the sample says the same."""
    for step, said in zip(steps, calls.asked(sample.port, steps), strict=True):
        if said != step.answer and ElementTree.canonicalize(said) != ElementTree.canonicalize(step.answer):
            raise AssertionError(f"the sample answers {step.path} otherwise: {said}")


def _ratio(ours: Sequence[float], theirs: Sequence[float]) -> float:
    return median(one / other for one, other in zip(ours, theirs, strict=True))


if __name__ == "__main__":
    sys.exit(main())
