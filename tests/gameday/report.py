"""The dated report: what was done on which machine, each row's figures, and whether it kept its limits. In plain words,
those that did not first of all."""

from __future__ import annotations

import hashlib
import os
import platform
import subprocess
import time
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pysqlite3.dbapi2

from tests.gameday.damage import Tried
from tests.gameday.outcome import Outcome
from tests.support.nginx import NGINX
from tests.support.service import ROOT

_COLUMNS = (
    "row", "s", "calls", "failed", "requests", "p50 ms", "p99 ms", "max ms", "failsafe", "lost", "drained s", "idle %",
    "stolen %", "kept",
)  # fmt: skip
_HIDDEN = ("wrong", "slow")
_HOW = """\
Load: whole calls (in, a key or silence, the desk, the callbacks), open-loop, from a process of its own, by TLS
through nginx; every time runs from the moment a request was due, while the fault lasted. Of what fails, only a
connection that does not come about is tried again, once, as the provider does by default. A call has failed when one
of its steps gets no valid TwiML; `failsafe` counts steps that were answered by the document that stands in. `lost`:
entries of answered requests that are not in the database in the end (what is there is there once: the id of an entry
is its primary key, and the figures of the day must count every call once). `drained`: from the end of the fault until
all that was written before it is in the database. `idle` and `stolen`: of the processor time while the fault lasted;
where other machines of the same hardware took much, or none was left, the milliseconds are theirs too."""


def report(day: date, command: str, outcomes: Sequence[Outcome], tried: Tried | None, seconds: float) -> str:
    missed = [f"- **{one.row.name}**: {'; '.join(one.misses)}" for one in outcomes if one.misses]
    if tried and tried.wrong:
        missed.append(f"- **bytes**: {len(tried.wrong)} of {tried.cases} cases, the first: {tried.wrong[0]}")
    bytes_row = [_damage_line(tried)] if tried else []
    told = [f"- {one.row.name}: {said}" for one in outcomes if (said := _told(one))]
    why = [f"- {one.row.name}: {why}" for one in outcomes for why in sorted(set(one.failed.values()))[:3]]
    return "\n".join([
        f"# Game day, {day}", "", *machine(), "", f"`{command}` took {seconds / 60:.1f} minutes.", "", _HOW, "",
        "## Limits that were not kept" if missed else "All rows kept their limits.", "", *missed, "",
        "## Rows", "", _cells(_COLUMNS), "|" + "---|" * len(_COLUMNS),
        *[_line(one) for one in outcomes], *bytes_row, "",
        *[f"- `{one.row.name}`: {one.row.title}. {_asked(one)}" for one in outcomes], "",
        "## What else was seen", "", *told, *(["", "Why calls failed:", "", *why] if why else []), "",
    ])  # fmt: skip


def machine() -> list[str]:
    """What it ran on: figures of another machine are other figures."""
    processor = next((line.partition(":")[2].strip() for line in _lines("/proc/cpuinfo") if "model name" in line), "?")
    nginx = subprocess.run([NGINX, "-v"], capture_output=True, text=True, check=False).stderr.strip()
    asked = ["git", "rev-parse", "--short", "HEAD"]
    revision = subprocess.run(asked, cwd=ROOT, capture_output=True, text=True, check=False)
    sqlite = ".".join(map(str, pysqlite3.dbapi2.sqlite_version_info))
    return [
        f"Revision {revision.stdout.strip()}. {os.cpu_count()} cores, {processor}; Linux {platform.release()},"
        f" Python {platform.python_version()}, {nginx}, SQLite {sqlite}, PostgreSQL 16 from a wheel.",
        f"One core makes {hashes_a_second() / 1000:.0f},000 SHA-256 of 1 kB a second;"
        f" load average before: {os.getloadavg()[0]:.1f}.",
    ]


def hashes_a_second() -> float:
    data, begun, count = bytes(1024), time.perf_counter(), 20_000
    for _ in range(count):
        hashlib.sha256(data).digest()
    return count / (time.perf_counter() - begun)


def _line(one: Outcome) -> str:
    drained = "-" if one.drained is None else f"{one.drained:.1f}"
    unlogged = f" ({one.told['unlogged']} counted)" if "unlogged" in one.told else ""
    times = [f"{each:.0f}" for each in (one.p50, one.p99, one.slowest)]
    cells = [one.row.name, f"{one.seconds:g}", one.calls, len(one.failed), one.requests, *times, one.failsafe]
    processor = [f"{100 * share:.0f}" for share in (one.processor.idle, one.processor.stolen)]
    return _cells([*cells, f"{one.lost}{unlogged}", drained, *processor, "no" if one.misses else "yes"])


def _damage_line(tried: Tried) -> str:
    kept = "no" if tried.wrong else "yes"
    lost = f"{len(tried.wrong)} wrong"
    return _cells(["bytes", "", "", "", f"{tried.cases} files", "", "", "", "", lost, "", "", "", kept])


def _cells(values: Sequence[object]) -> str:
    return f"| {' | '.join(map(str, values))} |"


def _asked(one: Outcome) -> str:
    limits = one.row.limits
    burst, failsafe = f"(it was {one.burst_p99:.0f})", f"(the slowest took {one.slowest_failsafe:.0f})"
    words = [
        (limits.p99_ms, f"p99 < {limits.p99_ms} ms"),
        (limits.burst_p99_ms, f"p99 of the first second < {limits.burst_p99_ms} ms {burst}"),
        (limits.slowest_failsafe_ms, f"the failsafe in < {limits.slowest_failsafe_ms} ms {failsafe}"),
        (limits.drained_seconds, f"drained in < {limits.drained_seconds} s"),
        (limits.failsafe == 0, "no failsafe"),
    ]
    loss = "nothing lost" if one.row.lossless else "what is lost counted"
    asked = ["no call failed", loss, *(said for so, said in words if so)]
    return f"{one.rate:g} requests a second; {', '.join(asked)}."


def _told(one: Outcome) -> str:
    told = [f"{name}: {value}" for name, value in one.told.items() if name not in _HIDDEN]
    if one.refused:
        told.append(f"callbacks answered with an error: {one.refused}")
    return ", ".join(told)


def _lines(path: str) -> list[str]:
    file = Path(path)
    return file.read_text().splitlines() if file.exists() else []
