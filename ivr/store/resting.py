"""The shipper's lock in the hands of a command that works on the log database, and how a running service gives it up.

    <data>/shipper.lock      held by the one that ships
    <data>/shipper.rest      held by a command that asks it to rest (calls go on, the journal keeps what they write),
                             and by `python -m ivr ship` until it has the lock that a worker took while it was gone

Locks of files end with the process that holds them, however it ended.
"""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ivr.errors import IvrError

_LOOK_SECONDS = 0.05
_GLANCE_SECONDS = 1.0  # who only looks whether anybody asks (`is_asked`) has the file locked for a moment


def is_asked(lock_path: Path) -> bool:
    """Whether a command asks the one that holds `lock_path` to rest."""
    try:
        fd = os.open(_rest(lock_path), os.O_RDONLY | os.O_CLOEXEC)
    except FileNotFoundError:
        return False
    try:
        fcntl.flock(fd, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(fd)
    return False


def asking(lock_path: Path) -> int | None:
    """Ask the one that holds `lock_path` to give it up, for as long as what is returned is open. None where a command
    asks already."""
    return locked(_rest(lock_path))


@contextmanager
def alone(lock_path: Path) -> Iterator[None]:
    """The shipper's lock. Raises IvrError where a service, or another command, has it."""
    held = locked(lock_path)
    if held is None:
        raise IvrError("service-runs", "service-runs", folder=str(lock_path.parent))
    try:
        yield
    finally:
        os.close(held)


@contextmanager
def at_rest(lock_path: Path, wait_seconds: float = 30.0) -> Iterator[None]:
    """The shipper's lock, also while a service runs: it is asked to rest meanwhile. Raises IvrError where that takes
    longer than `wait_seconds`, or another command has asked."""
    glanced = time.monotonic() + _GLANCE_SECONDS
    while (asked := asking(lock_path)) is None:
        if time.monotonic() > glanced:
            raise IvrError("command-runs", "command-runs", folder=str(lock_path.parent))
        time.sleep(_LOOK_SECONDS)
    try:
        deadline = time.monotonic() + wait_seconds
        while (held := locked(lock_path)) is None:
            if time.monotonic() > deadline:
                raise IvrError("shipper-busy", "shipper-busy", folder=str(lock_path.parent))
            time.sleep(_LOOK_SECONDS)
        try:
            yield
        finally:
            os.close(held)
    finally:
        os.close(asked)


def _rest(lock_path: Path) -> Path:
    return lock_path.with_suffix(".rest")


def locked(path: Path) -> int | None:
    """The open, locked file; None where somebody else has it."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    fd = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(fd)
        return None
    return fd
