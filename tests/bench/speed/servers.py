"""The service and the floors as processes: one worker each, the same gunicorn, the same core."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.bench.speed.calls import PUBLIC, TOKEN, Step
from tests.support.service import ROOT, free_port

FLOORS = ("constant", "flask_constant", "sample")
SERVER_CORE, LOAD_CORE = 0, 1


@dataclass(frozen=True)
class Server:
    name: str
    port: int
    process: subprocess.Popen[bytes]

    def worker(self) -> int:
        """Process id of the one worker."""
        listed = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text()
        return int(listed.split()[0])

    def megabytes(self) -> float:
        """What the worker holds of its own, and its part of what it shares with the master (PSS)."""
        rollup = Path(f"/proc/{self.worker()}/smaps_rollup").read_text()
        return int(rollup.partition("\nPss:")[2].split()[0]) / 1024

    def resident_megabytes(self) -> float:
        status = Path(f"/proc/{self.worker()}/status").read_text()
        return int(status.partition("VmRSS:")[2].split()[0]) / 1024


@contextmanager
def service(data: Path, workers: int = 1, **environment: str) -> Iterator[Server]:
    """The service as deployed: voice alone, its log shipped by a process of its own."""
    own = {"IVR_DATA": str(data), "IVR_CONFIG": str(ROOT / "examples" / "small" / "config.yaml"), "IVR_PARTS": "voice",
           "IVR_PUBLIC_URL": PUBLIC, "TWILIO_AUTH_TOKEN": TOKEN, **environment}  # fmt: skip
    with ExitStack() as stack:
        shipper = [sys.executable, "-m", "ivr", "ship"]
        stack.enter_context(_process(shipper, data.parent / "ship.out", own))
        _wait_for(data / "shipper.lock")
        yield stack.enter_context(_gunicorn("ours", ["app:app"], data.parent, own, workers))


@contextmanager
def floor(name: str, folder: Path, steps: Sequence[Step]) -> Iterator[Server]:
    told = json.dumps([{"path": step.path, "answer": step.answer} for step in steps])
    arguments = ["-c", "tests/bench/speed/floor_server.py", f"tests.bench.speed.floors:{name}"]
    with _gunicorn(name, arguments, folder, {"STEPS": told}, 1) as server:
        yield server


@contextmanager
def _gunicorn(
    name: str, arguments: list[str], folder: Path, environment: dict[str, str], workers: int
) -> Iterator[Server]:
    port = free_port()
    command = [sys.executable, "-m", "gunicorn", *arguments]
    own = {**environment, "PORT": str(port), "WORKERS": str(workers)}
    with _process(command, folder / f"{name}.out", own, core=SERVER_CORE if workers == 1 else None) as process:
        _wait_until_answering(port, process)
        yield Server(name, port, process)


@contextmanager
def _process(
    command: list[str], output: Path, environment: dict[str, str], core: int | None = None
) -> Iterator[subprocess.Popen[bytes]]:
    clean = {key: value for key, value in os.environ.items() if not key.startswith(("IVR_", "TWILIO_", "DATABASE_"))}

    def place() -> None:
        if core is not None:
            os.sched_setaffinity(0, {core})

    with open(output, "wb") as written:
        process = subprocess.Popen(command, cwd=ROOT, env={**clean, **environment}, stdout=written, stderr=written,
                                   preexec_fn=place)  # fmt: skip
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait_until_answering(port: int, process: subprocess.Popen[bytes], seconds: float = 300) -> None:
    """Any answer will do: the floors know no other page."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline and process.poll() is None:
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=2).close()
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.02)
        else:
            return
    raise AssertionError("the server did not start")


def _wait_for(path: Path, seconds: float = 300) -> None:
    deadline = time.monotonic() + seconds
    while not path.exists():
        if time.monotonic() > deadline:
            raise AssertionError(f"{path} was not made")
        time.sleep(0.02)
