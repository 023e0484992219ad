"""A process that is started again a second after it ended, whatever ended it, as its systemd unit says."""

from __future__ import annotations

import os
import signal
import subprocess
import threading
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from tests.support.service import ROOT

RESTART_SECONDS = 1.0  # RestartSec of the units
STOP_SECONDS = 20.0


class Kept:
    """`start` and `stop` it; `kill` ends it with all its children, as the unit's KillMode does when the main process
    is killed; it comes again, unless it is `held`."""

    def __init__(self, command: Sequence[str], environment: Mapping[str, str], output: Path) -> None:
        self._command, self._environment, self._output = list(command), dict(environment), output
        self._process: subprocess.Popen[bytes] | None = None
        self._lock = threading.Lock()
        self._may_run, self._over = threading.Event(), threading.Event()
        self._keeper = threading.Thread(target=self._keep, daemon=True)
        self.starts = 0

    def start(self) -> None:
        self._may_run.set()
        self._keeper.start()

    @property
    def pid(self) -> int:
        """0 while there is none."""
        process = self._process
        return process.pid if process is not None and process.poll() is None else 0

    def children(self) -> list[int]:
        with suppress(OSError):
            if pid := self.pid:
                return [int(one) for one in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
        return []

    def send(self, number: signal.Signals) -> None:
        """To the main process alone."""
        with self._lock, suppress(ProcessLookupError):
            if self._process is not None:
                self._process.send_signal(number)

    def kill(self) -> None:
        self._end(self._process)

    def hold(self) -> None:
        """Kill it, and leave it dead until `release`."""
        self._may_run.clear()
        self.kill()

    def release(self) -> None:
        self._may_run.set()

    def stop(self) -> None:
        """For good, and at once: nothing depends any more on how."""
        self._over.set()
        self._may_run.set()
        self.kill()
        self._keeper.join(STOP_SECONDS)

    def _keep(self) -> None:
        while not self._over.is_set():
            self._may_run.wait()
            if self._over.is_set():
                return
            with open(self._output, "ab") as output, self._lock:
                self._process = process = subprocess.Popen(
                    self._command, cwd=ROOT, env=self._environment, stdout=output, stderr=output, start_new_session=True
                )
            self.starts += 1
            if self._over.is_set():  # stopped between the look and the start
                self._end(process)
            process.wait()
            self._end(process)
            self._over.wait(RESTART_SECONDS)

    def _end(self, process: subprocess.Popen[bytes] | None) -> None:
        """Its whole group: what a dead main process left behind holds the port."""
        if process is not None:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
