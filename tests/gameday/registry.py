"""Every row of the game day, in the order of its report."""

from __future__ import annotations

from tests.gameday.faults import changes, clock, disk, kills, machines, nothing, postgres, sqlite, syncs
from tests.gameday.rows import Limits, Row

_DATABASE = Limits(p99_ms=50, drained_seconds=10, failsafe=0)
_DISK_MEGABYTES = 160

ROWS = (
    Row("kills", "SIGKILL of a worker and the shipper every 2 s", kills.worker_and_shipper, 120,
        Limits(p99_ms=50, failsafe=0), short_seconds=2.5),
    Row("masters", "SIGKILL of a whole gunicorn master every 6 s", kills.masters_in_turn, 42,
        Limits(p99_ms=200, failsafe=0)),
    Row("sqlite-locked", "SQLite locked by another connection", sqlite.locked, 60, _DATABASE),
    Row("sqlite-removed", "SQLite's file removed, again and again", sqlite.removed, 60, _DATABASE),
    Row("sqlite-unreachable", "SQLite's disk gone", sqlite.unreachable, 60, _DATABASE),
    Row("postgres-locked", "PostgreSQL: tables locked", postgres.locked, 60, _DATABASE, machines="two"),
    Row("postgres-frozen", "PostgreSQL frozen", postgres.frozen, 60, _DATABASE, machines="two"),
    Row("postgres-stopped", "PostgreSQL stopped", postgres.stopped, 60, _DATABASE, machines="two"),
    Row("postgres-removed", "PostgreSQL's database dropped, then empty", postgres.removed, 60, _DATABASE,
        machines="two"),
    Row("postgres-unreachable", "PostgreSQL's network gone", postgres.unreachable, 60, _DATABASE, machines="two"),
    Row("disk", "journal's disk full, 60 s of it with the reserve", disk.full, 120, Limits(failsafe=0),
        disk_megabytes=_DISK_MEGABYTES, lossless=False, short_seconds=5, short_rate=150),
    Row("syncs", "fdatasync fails or takes 200 ms, at random", syncs.failing_and_slow, 40,
        Limits(p99_ms=500, failsafe=0), shim=True),
    Row("down", "all processes of the service down", kills.all_processes, 60, Limits(slowest_failsafe_ms=1000)),
    Row("changes", "20 reloads, 5 restarts, a migration, 10 publishes", changes.all_that_people_do, 75,
        Limits(failsafe=0), short_seconds=4),
    Row("burst", "2,000 new calls in one second, then 500 requests a second", nothing.nothing, 60,
        Limits(burst_p99_ms=1000, p99_ms=100, failsafe=0), rate=500, burst=2000, short_rate=50),
    Row("clock", "the clock jumps by a day, both ways", clock.jumping, 30, Limits(failsafe=0), shim=True),
    Row("machines", "two machines: steps on either, one dies, a publish and an announcement", machines.one_dies, 40,
        Limits(failsafe=0), machines="two", short_seconds=3),
)  # fmt: skip
