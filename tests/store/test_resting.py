"""Who works on the log database asks the shipper to rest, and is not kept from it by who only looks."""

from __future__ import annotations

import fcntl
import threading
from pathlib import Path

import pytest

from ivr.errors import IvrError
from ivr.store.resting import at_rest, is_asked


def test_a_glance_at_whether_anybody_asks_keeps_no_command_away(tmp_path: Path) -> None:
    """`is_asked` holds a shared lock for a moment: a command that comes in that moment was told that another ran."""
    lock = tmp_path / "shipper.lock"
    with (tmp_path / "shipper.rest").open("w") as glance:
        fcntl.flock(glance, fcntl.LOCK_SH)
        timer = threading.Timer(0.2, fcntl.flock, (glance, fcntl.LOCK_UN))
        timer.start()
        with at_rest(lock):
            assert is_asked(lock)
        timer.join()


def test_another_command_that_works_on_it_does(tmp_path: Path) -> None:
    lock = tmp_path / "shipper.lock"
    with at_rest(lock), pytest.raises(IvrError, match="command-runs"), at_rest(lock):
        pass
