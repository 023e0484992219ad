"""Seconds from the end of `publish` on one machine until all workers of another begin calls on it, ten times."""

from __future__ import annotations

import statistics
import tempfile
from pathlib import Path

from tests.support.nodes import seconds_until_live, two_nodes
from tests.support.postgres import Postgres

ROUNDS = 10


def main() -> None:
    server = Postgres()
    try:
        server.start()
        with tempfile.TemporaryDirectory() as folder, two_nodes(Path(folder), server.new_database("office")) as (a, b):
            taken = []
            for number in range(ROUNDS):
                a.greets(f"Dzień dobry, tu próba {'i' * (number + 1)}.")
                taken.append(seconds_until_live(b, a.publishes()))
                print(f"publish on one machine, heard on the other after {taken[-1]:.2f} s")
    finally:
        server.remove()
    print(f"median {statistics.median(taken):.2f} s, longest {max(taken):.2f} s of {ROUNDS}")


if __name__ == "__main__":
    main()
