"""Seconds from going live on one machine until all workers of another begin calls on it, ten times, both ways to count:
from the moment at which the database has it, and from the end of the command, which is what people wait for.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.support.nodes import IN_A_ROW, Node, two_nodes
from tests.support.postgres import Postgres
from tests.support.service import ROOT

ROUNDS = 10
LOOK_SECONDS = 0.02


def main() -> None:
    server = Postgres()
    try:
        server.start()
        with tempfile.TemporaryDirectory() as folder, two_nodes(Path(folder), server.new_database("office")) as (a, b):
            taken = [one_round(number, a, b) for number in range(ROUNDS)]
    finally:
        server.remove()
    for place, since in enumerate(("it is live", "the end of publish")):
        seconds = [each[place] for each in taken]
        print(f"since {since}: median {statistics.median(seconds):.2f} s, longest {max(seconds):.2f} s of {ROUNDS}")


def one_round(number: int, a: Node, b: Node) -> tuple[float, float]:
    """(seconds since the activation, since the end of the command; negative if it was heard before)."""
    a.greets(f"Dzień dobry, tu próba {'i' * (number + 1)}.")
    before = a.live
    assert before is not None
    command = [sys.executable, "-m", "ivr", "publish", "--yes", "--message", "m", "--author", "bench"]
    process = subprocess.Popen(command, cwd=ROOT, env=a.service.environment, stdout=subprocess.DEVNULL)
    heard_at, in_a_row, ended_at = 0.0, 0, 0.0
    while in_a_row < IN_A_ROW or not ended_at:
        asked_at = time.time()
        if not ended_at and process.poll() is not None:
            ended_at = asked_at
        if b.revision() != before.revision:
            heard_at, in_a_row = (heard_at if in_a_row else asked_at), in_a_row + 1
        else:
            in_a_row = 0
            time.sleep(LOOK_SECONDS)
    assert process.returncode == 0
    live = a.live
    assert live is not None
    assert b.revision() == live.revision
    live_at = (a.service.data / "revisions" / "live.json").stat().st_mtime  # written right after the commit
    print(f"heard {heard_at - live_at:.2f} s after it is live, {heard_at - ended_at:+.2f} s after publish ended")
    return heard_at - live_at, heard_at - ended_at


if __name__ == "__main__":
    main()
