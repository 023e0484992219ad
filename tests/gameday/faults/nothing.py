"""Nothing is wrong, but there is a lot to do."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from tests.gameday.rows import Told
from tests.gameday.stand import Stand


@contextmanager
def nothing(stand: Stand, seconds: float) -> Iterator[Told]:
    yield {}
