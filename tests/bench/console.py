"""Milliseconds of the console's pages on a log of two million calls. `make bench-console`.

    python -m tests.bench.console [--calls N] [--data FOLDER] [--postgresql]

The log is filled by `demo` (kept in FOLDER, or where DATABASE_URL says, and used again), then pages are asked for as a
browser asks, through the whole application in this process, each several times. Exit code 1 where a budget is not kept.
"""

from __future__ import annotations

import argparse
import gc
import math
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import product
from pathlib import Path

from sqlalchemy import func, select

from ivr.settings import from_environment
from ivr.store import schema
from ivr.store.bulk import is_empty
from ivr.store.database import open_writer
from ivr.store.migrations import upgrade
from ivr.store.projection import OUTCOMES
from ivr.web import create_app
from ivr.wiring import Services, build
from tests.support.console import Person, add_account
from tests.support.postgres import Postgres
from tests.support.service import ROOT

CALLS, DAYS = 2_000_000, 730
ROUNDS = 5
BUFFERS = "1GB"  # PostgreSQL's manual: a quarter of the machine's memory
VISITS = 40  # of one page
EXPORTED = 100_000
# Milliseconds
FIRST_PAGE, ONE_CALL, MONTH, TWO_YEARS, EXPORT = 200, 50, 300, 1000, 10_000
MANY_WAIT = 250  # with 1,300 callers who wait
EXPORT_GROWS = 64  # megabytes at most


@dataclass(frozen=True)
class Measured:
    what: str
    budget: float
    milliseconds: list[float]

    @property
    def p95(self) -> float:
        ordered = sorted(self.milliseconds)
        return ordered[math.ceil(len(ordered) * 0.95) - 1]

    def __str__(self) -> str:
        middle = sorted(self.milliseconds)[len(self.milliseconds) // 2]
        return (
            f"{self.what:<44}{len(self.milliseconds):>6}{middle:>10.0f}{self.p95:>10.0f}{max(self.milliseconds):>10.0f}"
            f"{self.budget:>10.0f}{'' if self.p95 <= self.budget else '   over'}"
        )


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--calls", type=int, default=CALLS)
    parser.add_argument("--data", type=Path)
    parser.add_argument("--postgresql", action="store_true")
    given = parser.parse_args()
    with _data(given.data) as data, _database(given.postgresql) as url:
        environment = {"IVR_DATA": str(data), **({"DATABASE_URL": url} if url else {})}
        _fill(data, given.calls, environment)
        services = build(from_environment({**os.environ, **environment}))
        try:
            return _measure(services)
        finally:
            services.stop()


@contextmanager
def _data(folder: Path | None) -> Iterator[Path]:
    if folder:
        yield folder
        return
    with tempfile.TemporaryDirectory(prefix="ivr-bench-") as made:
        yield Path(made)


@contextmanager
def _database(postgresql: bool) -> Iterator[str]:
    if not postgresql or "DATABASE_URL" in os.environ:
        yield os.environ.get("DATABASE_URL", "")
        return
    server = Postgres(BUFFERS)
    try:
        server.start()
        yield server.new_database("log")
    finally:
        server.remove()


def _fill(data: Path, calls: int, environment: dict[str, str]) -> None:
    writer = open_writer(environment.get("DATABASE_URL", f"sqlite:///{data}/log.db"))
    upgrade(writer)
    if not is_empty(writer):
        return
    command = [sys.executable, "-m", "ivr", "demo", "--calls", str(calls), "--days", str(DAYS)]
    begun = time.monotonic()
    subprocess.run(command, cwd=ROOT, env={**os.environ, **environment}, check=True)
    print(f"{calls} calls written in {time.monotonic() - begun:.0f} s")


def _measure(services: Services) -> int:
    with services.log.connect() as connection:
        latest = select(schema.calls.c.call_id).order_by(schema.calls.c.started_at.desc())
        some = list(connection.execute(latest.limit(20_000)).scalars())[::400]
    app = create_app(services, parts=("console",))
    app.testing = True
    gc.collect()
    gc.freeze()  # as app.py
    if "bench" not in {one.name for one in services.console.accounts.all()}:
        add_account(services, "bench", "supervisor", "operator")
    person = Person(app)
    person.sign_in("bench")
    groups = [
        Measured("first page, last 30 days, one filter", FIRST_PAGE, _pages(person, _single(services))),
        Measured("first page, last 30 days, two filters", FIRST_PAGE, _pages(person, _double(services), 1)),
        Measured("first page, a year, one filter", FIRST_PAGE, _pages(person, _of_a_year(services), 1)),
        Measured("a call", ONE_CALL, [_asked(person, f"/calls/of/{one}") for one in some]),
        Measured("charts of a month", MONTH, _charts(person, "last_30")),
        Measured("charts of two years", TWO_YEARS, _charts(person, "last_24_months")),
        Measured("today", MANY_WAIT, [_asked(person, "/today") for _ in range(VISITS)]),
        Measured("waiting", MANY_WAIT, [_asked(person, "/waiting") for _ in range(VISITS)]),
    ]  # fmt: skip
    exports = [_export(services, person, form) for form in ("csv", "xlsx")]
    print(f"{'milliseconds':<44}{'n':>6}{'median':>10}{'p95':>10}{'longest':>10}{'at most':>10}")
    for one in (*groups, *(each for each, _ in exports)):
        print(one)
    grown = max(megabytes for _, megabytes in exports)
    print(f"largest growth during an export: {grown:.0f} MB (at most {EXPORT_GROWS})")
    kept = all(one.p95 <= one.budget for one in (*groups, *(each for each, _ in exports)))
    return 0 if kept and grown <= EXPORT_GROWS else 1


def _single(services: Services) -> list[str]:
    office = services.plan().office
    return [
        "?", *(f"?service={name}" for name in office.groups), "?service=-", *(f"?line={name}" for name in office.lines),
        *(f"?language={code}" for code in office.languages), *(f"?outcome={one}" for one in (*OUTCOMES, "missed")),
        *(f"?gate={gate}" for gate in ("open", "closed", "-")), *(f"?called={one.e164}" for one in office.answers_on),
    ]  # fmt: skip


def _of_a_year(services: Services) -> list[str]:
    return [f"{query}&days=365" for query in _single(services)]


def _double(services: Services) -> list[str]:
    office = services.plan().office
    firsts = [f"service={name}" for name in office.groups] + [f"line={name}" for name in office.lines]
    return [f"?{one}&outcome={other}" for one, other in product(firsts, (*OUTCOMES, "missed"))]


def _pages(person: Person, queries: list[str], rounds: int = ROUNDS) -> list[float]:
    return [_asked(person, f"/calls{query}") for _ in range(rounds) for query in queries]


def _charts(person: Person, period: str) -> list[float]:
    sections = ("calls", "desks", "menu", "callers")
    return [_asked(person, f"/charts/{one}?period={period}") for _ in range(ROUNDS) for one in sections]


def _asked(person: Person, path: str) -> float:
    begun = time.perf_counter()
    answer = person.get(path)
    taken = (time.perf_counter() - begun) * 1000
    assert answer.status_code == 200, (path, answer.status_code)
    return taken


def _export(services: Services, person: Person, form: str) -> tuple[Measured, float]:
    """So many rows: the days until now that hold them. Only read, never kept."""
    day = _day_of_row(services, EXPORTED - 1)
    before, begun = _largest(), time.perf_counter()
    path = f"/console/calls/export/{form}?from={day}"
    answer = person.client.get(path, environ_overrides=person.environ, buffered=False)
    size = sum(len(chunk) for chunk in answer.response)
    taken = (time.perf_counter() - begun) * 1000
    assert answer.status_code == 200, path
    assert size > 0
    return Measured(f"export of 100,000 rows as {form}", EXPORT, [taken]), _largest() - before


def _day_of_row(services: Services, place: int) -> str:
    calls = schema.calls.c
    ordered = select(calls.started_at).order_by(calls.started_at.desc())
    with services.log.connect() as connection:
        at = connection.execute(ordered.offset(place).limit(1)).scalar()
        at = at or connection.execute(select(func.min(calls.started_at))).scalar_one()  # a smaller log: all of it
    return f"{at:%Y-%m-%d}"


def _largest() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    sys.exit(main())
