"""Where each working folder's files come from: the activation they were last equal to. One small file a folder.

Does not know what is in the files.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

from ivr.store.files import write_atomically
from ivr.store.revisions import Live


class Bases:
    """`folder` is made at the first note. A working folder is known by the path of its configuration file."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def of(self, config: Path) -> tuple[str, int] | None:
        """(revision, sequence) of the activation, or None where this folder was never seen."""
        try:
            value = json.loads(self._file(config).read_bytes())
            return str(value["revision"]), int(value["sequence"])
        except (OSError, ValueError, TypeError, KeyError):
            return None

    def note(self, config: Path, live: Live | None) -> None:
        """The files are, or come from, this activation; None: from none that is known. Raises OSError."""
        revision, sequence = (live.revision, live.sequence) if live else ("", 0)
        if self.of(config) == (revision, sequence):
            return
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        value = {"config": str(config.resolve()), "revision": revision, "sequence": sequence}
        write_atomically(self._file(config), json.dumps(value, ensure_ascii=False).encode())

    def _file(self, config: Path) -> Path:
        name = hashlib.sha256(str(config.resolve()).encode("utf-8", "surrogateescape")).hexdigest()[:16]
        return self._folder / f"{name}.json"
