"""A real disk of a few megabytes, seen only by the processes that are started on it: a tmpfs in a mount namespace.

Needs root, or a kernel that lets users have namespaces; says so and fails where there is neither.
"""

from __future__ import annotations

import os
import subprocess
from contextlib import suppress
from pathlib import Path

from tests.support.service import ROOT

PIECES = (2**20, 2**16, 2**12)  # bytes


class SmallDisk:
    """`prefix` stands before the command of a process that is to see it; `seen` is the folder for everybody else."""

    def __init__(self, folder: Path, megabytes: int) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        root = os.geteuid() == 0
        ways = ["unshare", "--mount"] if root else ["unshare", "--user", "--map-root-user", "--mount"]
        script = f"mount -t tmpfs -o size={megabytes}m,mode=700 tmpfs {folder} && echo mounted && exec cat"
        self._holder = subprocess.Popen(
            [*ways, "sh", "-c", script], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )
        assert self._holder.stdout is not None
        if self._holder.stdout.readline() != b"mounted\n":
            _, said = self._holder.communicate()
            raise AssertionError(f"No small disk can be mounted here, this needs root: {said.decode()}")
        enter = ["nsenter", "-t", str(self._holder.pid), *([] if root else ["-U", "--preserve-credentials"]), "-m"]
        self.prefix = [*enter, "--", "sh", "-c", f'cd {ROOT} && exec "$@"', "sh"]
        self.seen = Path(f"/proc/{self._holder.pid}/root{folder}")

    def fill(self) -> Path:
        return fill(self.seen)

    def remove(self) -> None:
        self._holder.communicate()


def fill(folder: Path) -> Path:
    """A file that takes all the room of the disk: in ever smaller pieces, since others write there meanwhile and must
    not be told that it is full before it is."""
    filler, size = folder / f"filler-{os.urandom(4).hex()}", 0
    with filler.open("wb") as file:
        for piece in PIECES:
            with suppress(OSError):
                while True:
                    os.posix_fallocate(file.fileno(), size, piece)
                    size += piece
    return filler
