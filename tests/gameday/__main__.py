"""The game day: every row, one after the other, and a dated report. `python -m tests.gameday [--only NAME …]`."""

from __future__ import annotations

import argparse
import signal
import sys
import tempfile
import time
from contextlib import AbstractContextManager
from datetime import date
from pathlib import Path

from tests.gameday.damage import Tried, journal, on_all_cores
from tests.gameday.outcome import Outcome
from tests.gameday.registry import ROWS
from tests.gameday.report import report
from tests.gameday.rows import Row
from tests.gameday.run import loading, run
from tests.gameday.stand import Stand, one_machine, two_machines
from tests.support.service import ROOT

BYTES = "bytes"
NAMES = [*(row.name for row in ROWS), BYTES]


def main(arguments: list[str]) -> int:
    asked = _asked(arguments)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # what was started is ended then too
    begun, outcomes, tried = time.monotonic(), list[Outcome](), None
    for row in ROWS:
        if row.name in asked.only:
            outcomes.append(_one(row, asked.seconds or row.seconds, asked.rate or row.rate))
    if BYTES in asked.only:
        tried = _bytes(asked.stride)
    words = report(date.today(), "make gameday" + _shown(arguments), outcomes, tried, time.monotonic() - begun)
    file = asked.out / f"{date.today()}.md"
    asked.out.mkdir(parents=True, exist_ok=True)
    file.write_text(words)
    print(f"The report: {file}")
    return 1 if any(one.misses for one in outcomes) or (tried and tried.wrong) else 0


def _asked(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.gameday", description=__doc__)
    parser.add_argument("--only", nargs="+", choices=NAMES, default=NAMES, metavar="NAME", help=", ".join(NAMES))
    parser.add_argument("--seconds", type=float, help="how long each fault lasts, instead of its own time")
    parser.add_argument("--rate", type=float, help="requests a second, instead of the row's own")
    parser.add_argument("--stride", type=int, default=1, help="every n-th byte of the journal only")
    parser.add_argument("--out", type=Path, default=ROOT / "docs" / "gameday", help="the folder of the report")
    return parser.parse_args(arguments)


def _one(row: Row, seconds: float, rate: float) -> Outcome:
    with (
        tempfile.TemporaryDirectory(prefix="gameday-") as folder,
        standing(row, Path(folder) / "stand") as stand,
        loading(stand, bool(row.burst)) as load,
    ):
        outcome = run(row, stand, load, seconds, rate)
    counts = f"{outcome.calls} calls, {len(outcome.failed)} failed, {outcome.lost} lost, failsafe {outcome.failsafe}"
    times = f"p50 {outcome.p50:.0f} p99 {outcome.p99:.0f} max {outcome.slowest:.0f} ms"
    print(f"{row.name:20} {counts}, {times}: {'; '.join(outcome.misses) or 'kept'}", flush=True)
    return outcome


def standing(row: Row, folder: Path) -> AbstractContextManager[Stand]:
    if row.machines == "two":
        return two_machines(folder)
    return one_machine(folder, shim=row.shim, disk_megabytes=row.disk_megabytes)


def _bytes(stride: int) -> Tried:
    tried = on_all_cores(journal(), stride)
    print(f"{BYTES:20} {tried.cases} files, {len(tried.wrong)} wrong", flush=True)
    return tried


def _shown(arguments: list[str]) -> str:
    return f' ARGS="{" ".join(arguments)}"' if arguments else ""


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
