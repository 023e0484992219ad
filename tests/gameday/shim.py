"""What a disk and a clock can do to a process, by a small library loaded into it (`shim.c`), told from outside."""

from __future__ import annotations

import mmap
import struct
import subprocess
from pathlib import Path

_FORM = "=iiiiq"
_SOURCE = Path(__file__).with_name("shim.c")


class Shim:
    """`environment` for the processes; then `sets` what happens to all of them, at once."""

    def __init__(self, folder: Path) -> None:
        self._library, control = folder / "shim.so", folder / "control"
        compiled = subprocess.run(
            ["cc", "-O2", "-Wall", "-shared", "-fPIC", "-o", str(self._library), str(_SOURCE), "-ldl"],
            capture_output=True,
            text=True,
            check=False,
        )
        assert compiled.returncode == 0, compiled.stderr
        control.write_bytes(bytes(struct.calcsize(_FORM)))
        with control.open("r+b") as file:
            self._control = mmap.mmap(file.fileno(), 0)
        self.environment = {"LD_PRELOAD": str(self._library), "GAMEDAY_CONTROL": str(control)}

    def sets(self, *, fails: float = 0.0, slow: float = 0.0, slow_ms: int = 0, clock_seconds: int = 0) -> None:
        """`fails`, `slow`: of all syncs, 0 to 1."""
        self._control[:] = struct.pack(_FORM, int(fails * 1000), int(slow * 1000), slow_ms, 0, clock_seconds)
