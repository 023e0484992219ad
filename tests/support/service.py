"""The real service as a process: gunicorn on a free loopback port, with its own data folder."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from tests.support.published import put_live

ROOT = Path(__file__).parents[2]
START_SECONDS = 100  # a machine under full load takes its time
TOKEN = "a-token-of-the-tests"
_TODAY = datetime.now(UTC)  # of a process of tests: the same for all its services


@dataclass
class Service:
    """A running service. `process.pid` is the gunicorn master."""

    base: str
    data: Path
    process: subprocess.Popen[bytes]
    environment: dict[str, str]

    def workers(self) -> list[int]:
        listed = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text()
        return [int(pid) for pid in listed.split()]

    def command(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """`python -m ivr …` against the same data folder."""
        return subprocess.run(
            [sys.executable, "-m", "ivr", *arguments],
            cwd=ROOT, env=self.environment, capture_output=True, text=True, timeout=60, check=False,
        )  # fmt: skip


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def running(data: Path, workers: int = 1, config: Path = ROOT / "config.yaml", **environment: str) -> Iterator[Service]:
    """Start the service, wait until it is ready, and end it by its process id. A shipped office is live already."""
    put_live(data, config, _TODAY)
    port = free_port()
    clean = {key: value for key, value in os.environ.items() if not key.startswith(("IVR_", "TWILIO_", "DATABASE_"))}
    env = {
        **clean, "IVR_DATA": str(data), "IVR_CONFIG": str(config), "PORT": str(port), "WORKERS": str(workers),
        "TWILIO_AUTH_TOKEN": TOKEN, **environment,
    }  # fmt: skip
    with open(data.parent / f"{data.name}.out", "wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "gunicorn", "app:app"], cwd=ROOT, env=env, stdout=output, stderr=subprocess.STDOUT
        )
        try:
            base = f"http://127.0.0.1:{port}"
            _wait_until_ready(base, process, Path(output.name))
            yield Service(base, data, process, env)
        finally:
            process.send_signal(signal.SIGTERM)
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _wait_until_ready(base: str, process: subprocess.Popen[bytes], output: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        if process.poll() is not None:
            break
        try:
            with urllib.request.urlopen(f"{base}/readyz", timeout=2) as answer:
                if answer.status == 200:
                    return
        except (urllib.error.URLError, OSError):
            time.sleep(0.05)
    raise AssertionError(f"the service did not start:\n{output.read_text()}")
