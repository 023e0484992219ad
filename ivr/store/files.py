"""Small files that must last: after a kill or a power cut the old content or the new, whole, never a mixture."""

from __future__ import annotations

import fcntl
import os
import secrets
from pathlib import Path


def write_atomically(path: Path, content: bytes, mode: int = 0o600) -> None:
    """Replace `path`; on return the disk has it. Raises OSError, and then the old content stands."""
    temporary = path.with_name(f".{path.name}.{secrets.token_hex(6)}.tmp")
    try:
        write_new(temporary, content, mode)
        temporary.rename(path)
    except OSError:
        temporary.unlink(missing_ok=True)
        raise
    sync_folder(path.parent)


def random_token_file(path: Path) -> str:
    """The token kept in `path` (256 random bits in hex, mode 0600), made if there is none.

    Of several processes that make it at once one wins, and all return the same.
    """
    if token := _read_token(path):
        return token
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    folder = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX)
        if not _read_token(path):
            write_atomically(path, secrets.token_hex(32).encode() + b"\n")
        return _read_token(path)
    finally:
        os.close(folder)


def sync_folder(folder: Path) -> None:
    """Make the names in `folder` last."""
    fd = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(fd)
    finally:
        os.close(fd)


def write_new(path: Path, content: bytes, mode: int = 0o600) -> None:
    """Write a file that must not be there yet, and bring it to the disk."""
    fd = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, mode)
    with os.fdopen(fd, "wb") as file:
        os.fchmod(fd, mode)  # whatever the umask is
        file.write(content)
        file.flush()
        os.fsync(fd)


def _read_token(path: Path) -> str:
    try:
        return path.read_text("ascii").strip()
    except FileNotFoundError:
        return ""
