"""Hostile input at full size: prints figures, and ends with 1 when anything is wrong.

    make fuzz                                   all of it, about twenty minutes on two slow cores
    make fuzz ARGS="--only webhooks --seed 7"   one part; another seed is other cases
    make fuzz ARGS="--only files --share 0.1"   a tenth of the cases

`make test` runs the same code with few cases (test_short.py). Nothing leaves this machine.
"""

from __future__ import annotations

import argparse
import logging
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

from ivr import logs
from ivr.settings import Settings
from ivr.wiring import build
from tests.hostile import canaries, files, numbers, replayed, signatures, webhooks

PROCESSES = 2
WEBHOOKS, SIGNATURES, FILES, CALLS, CANARIES = 200_000, 5_000, 10_000, 400, 1_000
WEBHOOK_SECONDS = 120

Part = Callable[[Path, int, float], list[str]]
"""(a folder of its own, seed, share of the cases) -> what is wrong."""


def _webhooks(folder: Path, seed: int, share: float) -> list[str]:
    began, count = time.monotonic(), int(WEBHOOKS * share) // PROCESSES
    with ProcessPoolExecutor(PROCESSES, get_context("spawn"), initializer=_quiet) as pool:
        jobs = [pool.submit(webhooks.run, folder / str(part), seed * 1000 + part, count) for part in range(PROCESSES)]
        found = [job.result() for job in jobs]
    took, wrong = time.monotonic() - began, [text for one in found for text in one.wrong]
    statuses = sum((one.statuses for one in found), Counter[int]())
    cases, seconds = sum(one.cases for one in found), sum(one.seconds for one in found)
    making = sum(one.making for one in found)
    _tell(f"{cases} webhooks in {took:.0f} s by {PROCESSES} processes; {1000 * seconds / cases:.2f} ms of CPU each,")
    _tell(f"of which {1000 * making / cases:.2f} ms to make and judge them")
    _tell(f"statuses {dict(sorted(statuses.items()))}, answered wrongly {sum(one.failures for one in found)}")
    _tell(
        f"different documents {sum(one.different for one in found)}, largest {max(one.largest for one in found)} bytes"
    )
    if seconds / PROCESSES > WEBHOOK_SECONDS * share:  # of CPU: whatever else the machine does meanwhile
        wrong.append(f"{seconds / PROCESSES:.0f} s of CPU by each process, more than {WEBHOOK_SECONDS * share:.0f} s")
    return wrong


def _signatures(folder: Path, seed: int, share: float) -> list[str]:
    services = build(Settings(webhooks.ROOT / "config.yaml", folder / "data", ("x",)))
    try:
        found = signatures.run(services, seed, int(SIGNATURES * share))
    finally:
        services.stop()
    _tell(f"{found.cases} requests {dict(found.kinds)}, taken or refused wrongly {len(found.wrong)}")
    return found.wrong


def _files(folder: Path, seed: int, share: float) -> list[str]:
    began, count = time.monotonic(), int(FILES * share)
    with ProcessPoolExecutor(PROCESSES, get_context("spawn"), initializer=_quiet) as pool:
        jobs = [pool.submit(files.run, seed, count, part, PROCESSES) for part in range(PROCESSES)]
        found = [job.result() for job in jobs]
    slowest = max(found, key=lambda one: one.slowest)
    sums = {
        name: sum(getattr(one, name) for one in found)
        for name in ("cases", "refused", "accepted", "proved", "unproved")
    }
    took = time.monotonic() - began
    _tell(f"{sums['cases']} files in {took:.0f} s: {sums['refused']} refused, {sums['accepted']} accepted")
    _tell(f"of those the proof looked at {sums['proved']} and refused {sums['unproved']}")
    _tell(f"the slowest refusal took {slowest.slowest:.3f} s of CPU ({slowest.slowest_how})")
    return [text for one in found for text in one.wrong]


def _numbers(folder: Path, seed: int, share: float) -> list[str]:
    wrong = [
        *numbers.published(),
        *(f"{number}: one of its own" for number in numbers.OWN if numbers.plan_with(number)),
    ]
    _tell(
        f"{len(numbers.NEVER)} premium, satellite, foreign and other numbers, {len(numbers.OWN)} spellings of its own;"
    )
    _tell(f"publishable {len(wrong)}")
    return wrong


def _replayed(folder: Path, seed: int, share: float) -> list[str]:
    found = replayed.run(folder / "data", max(5, int(CALLS * share)), seed)
    _tell(f"a day of {found.calls} calls in {found.rows} rows")
    _tell(f"{found.requests} requests sent again, statuses {found.statuses}")
    _tell(f"tables with a changed row: {found.changed or 'none'}")
    return [f"{table} changed" for table in found.changed]


def _canaries(folder: Path, seed: int, share: float) -> list[str]:
    found = canaries.run(folder, max(20, int(CANARIES * share)), seed)
    _tell(f"{found.canaries} numbers in {found.requests} requests ({found.refused} refused), {found.pages} pages,")
    _tell(
        f"{found.commands} commands; {found.bytes_read / 1e6:.0f} MB looked through, {found.sealed} calls in the log;"
    )
    _tell(f"found in clear {len(found.leaks)}")
    return found.leaks


def _quiet() -> None:
    """What the service warns of is what it is meant to meet."""
    logs.configure(logging.CRITICAL)


def _tell(line: str) -> None:
    print(f"  {line}", flush=True)


PARTS: dict[str, Part] = {
    "webhooks": _webhooks,
    "signatures": _signatures,
    "files": _files,
    "numbers": _numbers,
    "replayed": _replayed,
    "canaries": _canaries,
}


def main() -> int:
    words = argparse.ArgumentParser(prog="make fuzz", description=__doc__)
    words.add_argument("--only", choices=PARTS, action="append")
    words.add_argument("--seed", type=int, default=20261124)
    words.add_argument("--share", type=float, default=1.0, help="of the cases")
    asked, wrong = words.parse_args(), 0
    _quiet()
    for name in asked.only or PARTS:
        print(f"{name}, seed {asked.seed}", flush=True)
        with tempfile.TemporaryDirectory(prefix="ivr-fuzz-") as folder:
            found = PARTS[name](Path(folder), asked.seed, asked.share)
        for text in found[:20]:
            print(f"  WRONG {text}")
        wrong += len(found)
    print("Nothing is wrong." if not wrong else f"Wrong: {wrong}.")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
