"""What `/metrics` says, in the text form of Prometheus. No label is a person's, a call's or a telephone number.

The library is loaded when somebody asks: a process that is never asked does not hold it.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, get_args

from ivr.alarms import Code
from ivr.core.plan import Plan
from ivr.core.schedule import Override
from ivr.store.unlogged import Lost
from ivr.watching.counts import BUCKETS, CALLERS, CLASSES, OUTCOMES, ROUTES, Key
from ivr.watching.snapshot import Seen

if TYPE_CHECKING:
    from prometheus_client.core import Metric

METRICS: Mapping[str, str] = {
    "infoline_requests_total": "Answers, by route and class of status.",
    "infoline_answer_seconds": "How long an answer took, by route.",
    "infoline_calls_total": "Calls that began; test calls apart.",
    "infoline_legs_total": "Attempts to reach a desk that ended, by outcome.",
    "infoline_failsafe_total": "Answers given by the failsafe of the service.",
    "infoline_unlogged_entries_total": "Entries that the journal of this machine could not write, ever.",
    "infoline_log_lines_lost_total": "Lines of the log that nobody took, and that were dropped.",
    "infoline_journal_lag_records": "Records of the journal that are not in the database yet.",
    "infoline_journal_lag_bytes": "Bytes of the journal that are not in the database yet.",
    "infoline_journal_lag_segments": "Segments with something that is not in the database yet.",
    "infoline_journal_oldest_seconds": "Age of the oldest entry that is not in the database, 0 if there is none.",
    "infoline_database_up": "Whether the call log could be read, 1 or 0.",
    "infoline_watched_seconds": "How long ago the journal, the database and the alarms were looked at.",
    "infoline_revision": "1, with the live revision as label.",
    "infoline_overrides_on": "Switches of operators that hold now.",
    "infoline_announcements_on": "Notices of operators that callers hear now.",
    "infoline_alarm_on": "Whether an alarm is on, 1 or 0, by code.",
    "infoline_certificate_days": "Days until the certificate of IVR_PUBLIC_URL ends; absent without https.",
    "infoline_disk_free_bytes": "Room left on the disk of IVR_DATA.",
    "infoline_worker_memory_bytes": "Resident memory, by place of the worker.",
    "infoline_worker_cpu_seconds_total": "Processor time, by place of the worker.",
    "infoline_worker_open_files": "Open files and connections, by place of the worker.",
}
"""Name -> help. A guard test finds each in the guide."""


@dataclass(frozen=True)
class Now:
    """All that is known at one moment. `seen`: None where nobody has looked yet."""

    at: datetime
    counts: Mapping[Key, int]
    processes: Iterable[int]
    lost: Lost
    seen: Seen | None
    plan: Plan
    data: Path


def text(now: Now) -> bytes:
    from prometheus_client import CollectorRegistry, generate_latest

    class All:
        def collect(self) -> Iterator[Metric]:
            yield from _counted(now)
            yield from _seen(now)
            yield from _machine(now)

    registry = CollectorRegistry(auto_describe=False)
    registry.register(All())
    return generate_latest(registry)


def _counter(name: str, label: str = "", values: Mapping[str, float] | None = None) -> Metric:
    from prometheus_client.core import CounterMetricFamily

    family = CounterMetricFamily(name, METRICS[name], labels=[label] if label else [])
    for value, amount in (values or {}).items():
        family.add_metric([value] if label else [], amount)
    return family


def _gauge(name: str, value: float | None = None, label: str = "", values: Mapping[str, float] | None = None) -> Metric:
    from prometheus_client.core import GaugeMetricFamily

    if not label:
        return GaugeMetricFamily(name, METRICS[name], value=value)
    family = GaugeMetricFamily(name, METRICS[name], labels=[label])
    for one, amount in (values or {}).items():
        family.add_metric([one], amount)
    return family


def _counted(now: Now) -> Iterator[Metric]:
    from prometheus_client.core import CounterMetricFamily, HistogramMetricFamily

    counts = now.counts
    requests = CounterMetricFamily(
        "infoline_requests_total", METRICS["infoline_requests_total"], labels=["route", "status"]
    )
    times = HistogramMetricFamily("infoline_answer_seconds", METRICS["infoline_answer_seconds"], labels=["route"])
    for route in ROUTES:
        for kind in CLASSES:
            requests.add_metric([route, kind], counts["requests", route, kind])
        below, buckets = 0, []
        for bound in (*(str(one) for one in BUCKETS), "+Inf"):
            below += counts["bucket", route, bound]
            buckets.append((bound, below))
        times.add_metric([route], buckets, sum_value=counts["microseconds", route] / 1e6)
    yield requests
    yield times
    yield _counter("infoline_calls_total", "who", {who: counts["calls", who] for who in CALLERS})
    yield _counter("infoline_legs_total", "outcome", {one: counts["legs", one] for one in OUTCOMES})
    yield _counter("infoline_failsafe_total", "", {"": counts[("failsafe",)]})
    yield _counter("infoline_log_lines_lost_total", "", {"": counts[("log_lines_lost",)]})
    yield _counter("infoline_unlogged_entries_total", "", {"": now.lost.total})


def _seen(now: Now) -> Iterator[Metric]:
    yield _gauge("infoline_revision", label="revision", values={now.plan.revision: 1})
    yield _gauge("infoline_overrides_on", _overrides(now))
    yield _gauge("infoline_announcements_on", _announcements(now))
    seen = now.seen
    if seen is None:
        return
    lag, on = seen.lag, {code for code, _ in seen.alarms}
    yield _gauge("infoline_watched_seconds", (now.at - seen.at).total_seconds())
    yield _gauge("infoline_journal_lag_records", lag.records)
    yield _gauge("infoline_journal_lag_bytes", lag.bytes)
    yield _gauge("infoline_journal_lag_segments", lag.segments)
    oldest = (now.at - lag.oldest_at).total_seconds() if lag.oldest_at else 0
    yield _gauge("infoline_journal_oldest_seconds", max(oldest, 0))
    yield _gauge("infoline_database_up", lag.known)
    yield _gauge("infoline_alarm_on", label="code", values={code: code in on for code in get_args(Code)})
    if seen.certificate_until:
        yield _gauge("infoline_certificate_days", (seen.certificate_until - now.at).total_seconds() / 86400)


def _overrides(now: Now) -> int:
    """One that closes several hours is one."""
    on: list[Override] = []
    for schedule in now.plan.office.schedules.values():
        on += [one for one in schedule.overrides if one not in on and _holds(one, now.at)]
    return len(on)


def _announcements(now: Now) -> int:
    return sum(one.from_at <= now.at < one.until_at for one in now.plan.office.announcements)


def _holds(one: Override, at: datetime) -> bool:
    return one.from_at <= at and (one.until_at is None or at < one.until_at)


def _machine(now: Now) -> Iterator[Metric]:
    try:
        disk = os.statvfs(now.data)
        yield _gauge("infoline_disk_free_bytes", disk.f_bavail * disk.f_frsize)
    except OSError:
        pass
    found = {str(place): figures for place, pid in enumerate(now.processes, 1) if (figures := _process(pid))}
    for index, name in enumerate(("infoline_worker_memory_bytes", "infoline_worker_open_files")):
        yield _gauge(name, label="worker", values={place: figures[index] for place, figures in found.items()})
    yield _counter("infoline_worker_cpu_seconds_total", "worker", {place: one[2] for place, one in found.items()})


def _process(pid: int) -> tuple[float, float, float] | None:
    """Memory in bytes, open files, seconds of processor time; None where it is gone."""
    here = Path(f"/proc/{pid}")
    try:
        pages = int((here / "statm").read_text().split()[1])
        after_name = (here / "stat").read_text().rpartition(")")[2].split()
        ticks = int(after_name[11]) + int(after_name[12])
        files = len(os.listdir(here / "fd"))
    except (OSError, ValueError, IndexError):
        return None
    return pages * os.sysconf("SC_PAGE_SIZE"), files, ticks / os.sysconf("SC_CLK_TCK")
