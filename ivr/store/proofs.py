"""What the last proof of the live revision found, on this machine: one small file, replaced by rename.

    <folder>/proof.json

Does not know what a proof is: names, counts and sentences.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from ivr.store.files import write_atomically


@dataclass(frozen=True, slots=True)
class Found:
    """One fault or problem. `line` is the sentence in English, with where or when it is."""

    code: str
    severity: str  # error, warning, note
    line: str


@dataclass(frozen=True, slots=True)
class Kept:
    """`at` (aware UTC): the moment from which the two years were looked at. `found`: the worst first."""

    revision: str
    at: datetime
    signatures: int
    states: int
    seconds: float  # of processor time
    found: tuple[Found, ...]

    def count(self, severity: str) -> int:
        return sum(one.severity == severity for one in self.found)

    @property
    def first(self) -> str:
        """What matters most, "" where there is neither an error nor a warning."""
        return next((one.line for one in self.found if one.severity != "note"), "")


class ProofFile:
    """`folder` must be there when it is written to."""

    def __init__(self, folder: Path) -> None:
        self._file = folder / "proof.json"

    def read(self) -> Kept | None:
        """None where nothing was ever kept, or it cannot be read: then it is proved again."""
        try:
            return _kept(json.loads(self._file.read_bytes()))
        except (OSError, ValueError, TypeError, KeyError, AttributeError):
            return None

    def write(self, kept: Kept) -> None:
        """Raises OSError; then the old content stands."""
        plain = asdict(kept) | {"at": kept.at.astimezone(UTC).isoformat()}
        write_atomically(self._file, json.dumps(plain, ensure_ascii=False, indent=1).encode())


def _kept(value: dict[str, Any]) -> Kept:
    at = datetime.fromisoformat(value["at"])
    if at.utcoffset() is None:
        raise ValueError("an instant without a timezone")
    return Kept(
        revision=str(value["revision"]),
        at=at.astimezone(UTC),
        signatures=int(value["signatures"]),
        states=int(value["states"]),
        seconds=float(value["seconds"]),
        found=tuple(Found(str(one["code"]), str(one["severity"]), str(one["line"])) for one in value["found"]),
    )
