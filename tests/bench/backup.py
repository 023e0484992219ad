"""Seconds and peak megabytes of a backup, of reading it again, of putting it back (SQLite, PostgreSQL) and of making
the log anew, each as the command that it is. `make bench-backup`, or `python -m tests.bench.backup --calls 1000000`.

The calls are those of `demo`; `--data FOLDER` takes a folder that it has filled already. What is put back is compared.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import sys
import tempfile
import time
from pathlib import Path

from sqlalchemy import func, select

from ivr.store import schema
from ivr.store.database import open_reader
from tests.support.postgres import Postgres
from tests.support.service import ROOT


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.backup")
    parser.add_argument("--calls", type=int, default=200_000)
    parser.add_argument("--data", type=Path)
    asked = parser.parse_args()
    server = Postgres(shared_buffers="128MB")
    with tempfile.TemporaryDirectory(prefix="ivr-bench-") as folder:
        try:
            server.start()
            measure(Path(folder), asked.data, asked.calls, server.new_database("log"))
        finally:
            server.remove()


def measure(folder: Path, data: Path | None, calls: int, postgres: str) -> None:
    if data is None:
        data = folder / "data"
        told("demo", data, "demo", "--calls", str(calls), "--json")
    keys, file = data / "keys", folder / "backup.zip"
    told("backup", data, "backup", str(file), "--json")
    print(f"{'':24}{file.stat().st_size / 1e6:9.1f} MB of {size(data) / 1e6:.1f} MB in IVR_DATA")
    told("backup --verify", data, "backup", "--verify", str(file), "--json")
    told("restore, SQLite", folder / "sqlite", "restore", str(file), "--json", IVR_KEYS=str(keys))
    settings = {"IVR_KEYS": str(keys), "DATABASE_URL": postgres}
    told("restore, PostgreSQL", folder / "postgresql", "restore", str(file), "--json", **settings)
    before = counts(f"sqlite:///{data / 'log.db'}")
    assert before == counts(f"sqlite:///{folder / 'sqlite' / 'log.db'}") == counts(postgres)
    told("rebuild, SQLite", folder / "sqlite", "rebuild", str(file), "--json", IVR_KEYS=str(keys))
    assert before == counts(f"sqlite:///{folder / 'sqlite' / 'log.db'}")
    print("rows: " + json.dumps(before))
    shutil.rmtree(folder / "sqlite")


def told(name: str, data: Path, *arguments: str, **settings: str) -> None:
    """One command as a process of its own: seconds of the clock and of the processor, and the most memory it had."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("IVR_", "DATABASE_"))}
    environment |= {"IVR_DATA": str(data), "IVR_CONFIG": str(ROOT / "config.yaml"), **settings}
    command, began = [sys.executable, "-m", "ivr", *arguments], time.monotonic()
    output = [(os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0)]
    child = os.posix_spawn(sys.executable, command, environment, file_actions=output)
    _, status, used = os.wait4(child, 0)
    assert os.waitstatus_to_exitcode(status) == 0, name
    cpu = used.ru_utime + used.ru_stime
    print(f"{name:24}{time.monotonic() - began:9.1f} s {cpu:9.1f} s of CPU {used.ru_maxrss / 1024:9.0f} MB", flush=True)


def counts(url: str) -> dict[str, int]:
    engine = open_reader(url)
    with engine.connect() as connection:
        found = {
            name: connection.execute(select(func.count()).select_from(table)).scalar() or 0
            for name, table in schema.metadata.tables.items()
        }
    engine.dispose()
    return found


def size(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


if __name__ == "__main__":
    main()
