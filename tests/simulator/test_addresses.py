"""The virtual moment in addresses."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from ivr.simulator.addresses import offset_between, with_offset

REAL = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("away", "offset"),
    [
        (timedelta(seconds=90), "90.000"),
        (timedelta(seconds=-90), "-90.000"),
        (timedelta(milliseconds=1234), "1.234"),
        (timedelta(milliseconds=-1234), "-1.234"),
        (timedelta(microseconds=1400), "0.002"),
        (timedelta(microseconds=-1400), "-0.001"),
        (timedelta(0), "0.001"),
        (timedelta(microseconds=-300), "0.001"),
        (timedelta(days=400), "34560000.000"),
    ],
    ids=str,
)
def test_offset(away: timedelta, offset: str) -> None:
    assert offset_between(REAL, REAL + away) == offset


@pytest.mark.parametrize(
    ("url", "changed"),
    [
        ("/voice?offset=0.000", "/voice?offset=5.000"),
        ("/voice/step?node=a&offset=-12.500&revision=c%20d", "/voice/step?node=a&offset=5.000&revision=c%20d"),
        ("/voice/step?node=a", "/voice/step?node=a"),
        ("/voice/step?reoffset=1&z=offset=2", "/voice/step?reoffset=1&z=offset=2"),
        ("/offset=1", "/offset=1"),
    ],
)
def test_only_the_offset_is_replaced(url: str, changed: str) -> None:
    assert with_offset(url, "5.000") == changed
