"""The machine itself: room and speed of the disk, who may read the data, the clock, what comes with libraries."""

from __future__ import annotations

import ctypes
import os
import re
import stat
import struct
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from importlib import import_module
from pathlib import Path
from statistics import median

from ivr.core.holidays import self_check
from ivr.doctor.finding import Finding, fail, ok, warn
from ivr.errors import IvrError
from ivr.store.database import require_safe_sqlite, sqlite_version
from ivr.store.keychain import FILE, Keychain

_ENOUGH, _LITTLE = 2 * 2**30, 256 * 2**20  # bytes: a year of a small office; what the journal needs at least
_SLOW, _MUCH_TOO_SLOW = 0.05, 0.5  # seconds of a sync: what is promised; what stops a group of calls
_SYNCS = 15
_STATUS_AT, _UNSYNCHRONIZED = 40, 0x40  # of struct timex: linux/timex.h


def disk(data: Path) -> Iterator[Finding]:
    folder = next(one for one in (data, *data.parents) if one.exists())
    found = os.statvfs(folder)
    free = found.f_bavail * found.f_frsize
    says = f"{free / 2**30:.1f} GiB free for IVR_DATA ({data})"
    do = "Make room on that disk, or move IVR_DATA to a larger one."
    yield fail("disk", says, do) if free < _LITTLE else warn("disk", says, do) if free < _ENOUGH else ok("disk", says)
    try:
        seconds = sync_seconds(folder)
    except OSError as error:
        yield fail("disk", f"nothing can be written to {folder} ({error.strerror})", "Let this user write there.")
        return
    says = f"a write is on the disk after {seconds * 1000:.1f} ms"
    do = "Use a local disk: a network disk, or one that others keep busy, makes the journal late."
    slow = warn if seconds < _MUCH_TOO_SLOW else fail
    yield ok("disk", says) if seconds < _SLOW else slow("disk", says, do)


def sync_seconds(folder: Path) -> float:
    """The middle one of some writes of a block each. Raises OSError."""
    path = folder / f".doctor-{os.getpid()}.probe"
    fd = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    taken = []
    try:
        for _ in range(_SYNCS):
            begun = time.perf_counter()
            os.write(fd, bytes(4096))
            os.fdatasync(fd)
            taken.append(time.perf_counter() - begun)
    finally:
        os.close(fd)
        path.unlink()
    return median(taken)


def rights(data: Path, keys: Path) -> Iterator[Finding]:
    """Numbers are sealed, but keys and tokens are in clear."""
    wrong = [one for one in (data, keys, keys / FILE, data / "auth_token") if _is_open(one)]
    for path in wrong:
        mode = "700" if path.is_dir() else "600"
        yield fail("rights", f"others may read {path}", f"Run: chmod {mode} {path}")
    if not wrong:
        yield ok("rights", "nobody else may read the data and the keys")
    try:
        Keychain(keys).keys()
        yield ok("keys", f"the keys in {keys} can be read")
    except IvrError as error:
        unborn = not (keys / FILE).exists()
        do = "The first start makes them; if there were calls already, put back your copy." if unborn else error.hint
        yield (warn if unborn else fail)("keys", "there are no keys yet" if unborn else error.message, do)


def _is_open(path: Path) -> bool:
    with suppress(OSError):
        return bool(stat.S_IMODE(path.stat().st_mode) & (stat.S_IRWXG | stat.S_IRWXO))
    return False


def clock(is_synchronized: bool | None) -> Iterator[Finding]:
    do = "Run: timedatectl set-ntp true (or start chrony). A wrong clock opens and closes the calls at wrong times."
    match is_synchronized:
        case True:
            yield ok("clock", "the clock is kept by a time server")
        case False:
            yield warn("clock", "no time server keeps the clock", do)
        case None:
            yield warn("clock", "whether a time server keeps the clock cannot be told here", do)


def synchronized() -> bool | None:
    """Whether the kernel says that its clock is kept; None where it cannot be asked. Source: adjtimex(2)."""
    if not sys.platform.startswith("linux"):
        return None
    buffer = ctypes.create_string_buffer(512)
    try:
        if ctypes.CDLL(None, use_errno=True).adjtimex(buffer) < 0:
            return None
    except (OSError, AttributeError):
        return None
    (status,) = struct.unpack_from("i", buffer, _STATUS_AT)
    return not status & _UNSYNCHRONIZED


def libraries(now: datetime, timezone: str) -> Iterator[Finding]:
    version = zone_data_version()
    says = f"time zone data {version or 'of an unknown version'}, for {timezone}"
    year = re.match(r"20\d\d", version)
    do = "Bring the package tzdata up to date: governments change their clocks at short notice."
    old = year is None or int(year[0]) < now.year - 1
    yield warn("time zones", says, do) if old else ok("time zones", says)
    problem = self_check()
    do = "Run: make install"
    yield fail("holidays", problem, do) if problem else ok("holidays", "public holidays are as the law has them")
    version_told = ".".join(str(part) for part in sqlite_version())
    try:
        require_safe_sqlite(sqlite_version())
        yield ok("sqlite", f"SQLite {version_told} has the fix of the WAL-reset bug")
    except IvrError as error:
        yield fail("sqlite", error.message, "Run: make install")


def zone_data_version() -> str:
    """Of what this process uses: the system's comes before the package's. "" where nobody says."""
    import zoneinfo

    for folder in zoneinfo.TZPATH:
        with suppress(OSError), open(Path(folder) / "tzdata.zi", encoding="utf-8") as file:
            return file.readline().removeprefix("# version").strip()
        if Path(folder).is_dir():
            with suppress(OSError):
                return (Path(folder) / "+VERSION").read_text().strip()
    try:
        return str(import_module("tzdata").IANA_VERSION)
    except ImportError:
        return ""
