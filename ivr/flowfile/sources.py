"""The staff's files as one value, and the hash that names a revision.

`read_sources` is the only function of the package that touches the disk.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from ivr.errors import IvrError

FLOWS = "flows/"
TESTS = "flows/tests/"
READ_AT_MOST = 1024 * 1024  # bytes of one file; the check refuses far smaller ones, with their place
CONFIG = "config.yaml"


@dataclass(frozen=True)
class Sources:
    """Relative path ("config.yaml", "flows/main.yaml") -> text, sorted by path."""

    files: Mapping[str, str]

    def __post_init__(self) -> None:
        object.__setattr__(self, "files", dict(sorted(self.files.items())))

    @property
    def config(self) -> str:
        """Path of the one file beside the folder `flows`; `config.yaml` where there is none."""
        return next((path for path in self.files if not path.startswith(FLOWS)), CONFIG)

    @property
    def flows(self) -> tuple[str, ...]:
        return tuple(path for path in self.files if path.startswith(FLOWS))


def read_sources(config_path: Path) -> Sources:
    """`config_path` and every .yaml file under `flows/` beside it, without `flows/tests/`.

    Raises IvrError for a file that is missing, not readable, huge, not UTF-8, or in `flows/` but named .yml.
    """
    folder = config_path.parent
    files = {config_path.name: _read(config_path, config_path.name)}
    for path in sorted((folder / FLOWS).rglob("*.y*ml")):
        name = path.relative_to(folder).as_posix()
        if not name.startswith(TESTS) and path.is_file():
            _refuse_yml(name)
            files[name] = _read(path, name)
    return Sources(files)


def revision_of(sources: Sources) -> str:
    """First 12 hex digits of the SHA-256 over the sorted files; lengths are hashed too, so nothing runs together."""
    digest = hashlib.sha256()
    for path, text in sorted(sources.files.items()):
        for part in (path.encode(), text.encode("utf-8", "surrogatepass")):
            digest.update(len(part).to_bytes(8, "big") + part)
    return digest.hexdigest()[:12]


def _refuse_yml(name: str) -> None:
    if not name.endswith(".yaml"):
        raise IvrError("file-ending", f"{name} would not be read.", "Rename it so that it ends in .yaml.")


def _read(path: Path, name: str) -> str:
    try:
        return _bytes(path, name).decode("utf-8")
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        hint = "Save it again with the encoding UTF-8."
        raise IvrError("file-encoding", f"{name}:{line}: the file is not UTF-8 text.", hint) from error
    except FileNotFoundError as error:
        raise IvrError("file-missing", f"{path} is missing.", "Write it, or name another with IVR_CONFIG.") from error
    except OSError as error:
        hint = "Check that it is a file and that its owner lets this user read it."
        raise IvrError("file-unreadable", f"{path} cannot be read: {error.strerror}.", hint) from error


def _bytes(path: Path, name: str) -> bytes:
    with path.open("rb") as file:
        found = file.read(READ_AT_MOST + 1)
    if len(found) > READ_AT_MOST:
        raise IvrError("file-big", f"{name} is larger than 1 MB: it is no file of the office's.", "Delete or move it.")
    return found
