"""The real thing, as the units start it: nginx, gunicorn masters, `python -m ivr ship`, SQLite or a PostgreSQL.

`one_machine` is two masters and a shipper on SQLite; `two_machines` are two of one master and a shipper each, with
journals of their own and one PostgreSQL. A second after any of them dies it is started again.
"""

from __future__ import annotations

import http.client
import json
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from random import randrange

from sqlalchemy import Engine

from ivr.failsafe import failsafe_document
from ivr.store.database import open_reader
from tests.gameday.disk import SmallDisk
from tests.gameday.kept import Kept
from tests.gameday.office import always_open
from tests.gameday.proxy import Proxy
from tests.gameday.shim import Shim
from tests.support.nginx import PUBLIC_URL, Front, fronted
from tests.support.offices import plan_of
from tests.support.postgres import Postgres
from tests.support.service import ROOT, START_SECONDS, TOKEN, free_port

WORKERS = 2
PORTS = (15_000, 32_000)
PYTHON = sys.executable
_OWN = ("IVR_", "TWILIO_", "DATABASE_")


@dataclass
class Machine:
    """`journal` is where this process sees the folder that the service writes to."""

    data: Path
    office: Path
    masters: list[Kept]
    ports: list[int]
    shipper: Kept
    environment: dict[str, str]
    journal: Path

    @property
    def workers(self) -> list[int]:
        return [pid for master in self.masters for pid in master.children()]

    def command(self, *arguments: str) -> str:
        """`python -m ivr …` on this machine. What it said."""
        done = subprocess.run(
            [PYTHON, "-m", "ivr", *arguments],
            cwd=ROOT, env=self.environment, capture_output=True, text=True, timeout=120, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def revision(self, port: int) -> str:
        """What calls begin on by one worker behind that port; "" where none answers."""
        return str(ready(port).get("revision", ""))

    def output(self) -> str:
        return "".join(path.read_text(errors="replace") for path in sorted(self.data.parent.glob("*.out")))


@dataclass
class Stand:
    """`log` reads the database; `url` is its address for who does not go through the proxy."""

    folder: Path
    machines: list[Machine]
    front: Front
    url: str
    log: Engine
    shim: Shim | None = None
    disk: SmallDisk | None = None
    postgres: Postgres | None = None
    proxy: Proxy | None = None

    @property
    def masters(self) -> list[Kept]:
        return [master for machine in self.machines for master in machine.masters]

    @property
    def shippers(self) -> list[Kept]:
        return [machine.shipper for machine in self.machines]

    @property
    def database(self) -> Path:
        """The SQLite file."""
        return self.machines[0].data / "log.db"

    def failsafe(self) -> None:
        """The document that nginx answers with; `tests/deploy` writes it by the command of its unit."""
        plan = plan_of()
        self.front.failsafe.write_text(failsafe_document(plan, plan.office.default_language, datetime.now(UTC)))

    def wait_until_ready(self) -> None:
        for machine in self.machines:
            for port in machine.ports:
                wait_until_ready(port, machine.output)


@contextmanager
def one_machine(folder: Path, *, shim: bool = False, disk_megabytes: int = 0) -> Iterator[Stand]:
    folder.mkdir()
    with ExitStack() as stack:
        ports = _ports()
        front = stack.enter_context(fronted(folder / "nginx", ports, free_port()))
        loaded = Shim(folder) if shim else None
        small = SmallDisk(folder / "a" / "data" / "journal", disk_megabytes) if disk_megabytes else None
        if small:
            stack.callback(small.remove)
        machine = _machine(folder, "a", ports, loaded.environment if loaded else {}, small)
        stack.enter_context(_running([machine]))
        url = f"sqlite:///{machine.data / 'log.db'}"
        stand = Stand(folder, [machine], front, url, open_reader(url), loaded, small)
        stand.failsafe()
        yield stand


@contextmanager
def two_machines(folder: Path) -> Iterator[Stand]:
    folder.mkdir()
    with ExitStack() as stack:
        server = Postgres()
        stack.callback(server.remove)
        server.start()
        url = server.new_database("office")
        proxy = Proxy(server.folder / "socket" / ".s.PGSQL.5432")
        stack.callback(proxy.close)
        through = {
            "DATABASE_URL": f"postgresql://ivr@127.0.0.1:{proxy.port}/office", "IVR_KEYS": str(folder / "keys"),
        }  # fmt: skip
        ports = _ports()
        front = stack.enter_context(fronted(folder / "nginx", ports, free_port()))
        machines = [_machine(folder, name, [port], through) for name, port in zip("ab", ports, strict=True)]
        stack.enter_context(_running(machines))
        log = open_reader(url)
        stack.callback(log.dispose)
        stand = Stand(folder, machines, front, url, log, postgres=server, proxy=proxy)
        stand.failsafe()
        yield stand


def _ports() -> list[int]:
    """Two that nobody takes while their process is down: below those of outgoing connections, of which many come."""
    taken = list[int]()
    while len(taken) < 2:
        port = randrange(*PORTS)
        with closing(socket.socket()) as probe, suppress(OSError):
            probe.bind(("127.0.0.1", port))
            taken.append(port)
    return taken


def _machine(
    folder: Path, name: str, ports: list[int], extra: Mapping[str, str], small: SmallDisk | None = None
) -> Machine:
    place, prefix = folder / name, small.prefix if small else []
    place.mkdir(exist_ok=True)
    data = place / "data"
    clean = {key: value for key, value in os.environ.items() if not key.startswith(_OWN)}
    config = always_open(place / "office")
    settings = {
        **clean, "IVR_DATA": str(data), "IVR_CONFIG": str(config), "IVR_PUBLIC_URL": PUBLIC_URL, "IVR_PROXIES": "1",
        "IVR_PARTS": "voice", "TWILIO_AUTH_TOKEN": TOKEN, "WORKERS": str(WORKERS), "THREADS": "8",
        "PYTHONUNBUFFERED": "1", **{key: value for key, value in extra.items() if key.startswith(_OWN)},
    }  # fmt: skip
    running = {**settings, **extra}
    masters = [
        Kept(
            [*prefix, PYTHON, "-m", "gunicorn", "--worker-tmp-dir", str(place), "app:app"],
            {**running, "PORT": str(port), "BIND": f"127.0.0.1:{port}"},
            place / f"{port}.out",
        )
        for port in ports
    ]
    shipper = Kept([*prefix, PYTHON, "-m", "ivr", "ship"], running, place / "ship.out")
    journal = small.seen if small else data / "journal"
    return Machine(data, place / "office", masters, ports, shipper, settings, journal)


@contextmanager
def _running(machines: list[Machine]) -> Iterator[None]:
    try:
        for machine in machines:
            machine.shipper.start()
            for master in machine.masters:
                master.start()
            for port in machine.ports:
                wait_until_ready(port, machine.output)
        yield
    finally:
        ends = [each for machine in machines for each in (machine.shipper, *machine.masters)]
        stopping = [threading.Thread(target=each.stop) for each in ends]
        for thread in stopping:
            thread.start()
        for thread in stopping:
            thread.join()


def ready(port: int) -> dict[str, object]:
    """What /readyz says; empty where nobody answers."""
    with (
        closing(http.client.HTTPConnection("127.0.0.1", port, timeout=5)) as connection,
        suppress(OSError, http.client.HTTPException, ValueError),
    ):
        connection.request("GET", "/readyz")
        return dict(json.loads(connection.getresponse().read()))
    return {}


def wait_until_ready(port: int, output: Callable[[], str] = str) -> None:
    """Until a worker behind the port answers, as ExecStartPost of the unit waits."""
    deadline = time.monotonic() + START_SECONDS
    while not ready(port).get("revision"):
        assert time.monotonic() < deadline, f"it did not start:\n{output()[-3000:]}"
        time.sleep(0.05)
