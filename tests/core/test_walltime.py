"""Wall times to instants, on ordinary days and on the two nights when the clock jumps."""

from __future__ import annotations

from datetime import date, datetime, time

import pytest

from ivr.core.walltime import instant, midnight_after, utc

WARSAW = "Europe/Warsaw"
INSTANTS = [
    ("winter", "2026-01-15 07:30", "2026-01-15T06:30Z"),
    ("summer", "2026-07-15 07:30", "2026-07-15T05:30Z"),
    ("spring, last minute before the gap", "2026-03-29 01:59", "2026-03-29T00:59Z"),
    ("spring, the gap begins", "2026-03-29 02:00", "2026-03-29T01:00Z"),
    ("spring, in the gap", "2026-03-29 02:30", "2026-03-29T01:00Z"),
    ("spring, last minute of the gap", "2026-03-29 02:59", "2026-03-29T01:00Z"),
    ("spring, the gap is over", "2026-03-29 03:00", "2026-03-29T01:00Z"),
    ("spring, a minute later", "2026-03-29 03:01", "2026-03-29T01:01Z"),
    ("autumn, before the hour that comes twice", "2026-10-25 01:59", "2026-10-24T23:59Z"),
    ("autumn, the first of the two", "2026-10-25 02:00", "2026-10-25T00:00Z"),
    ("autumn, still the first of the two", "2026-10-25 02:59", "2026-10-25T00:59Z"),
    ("autumn, after both", "2026-10-25 03:00", "2026-10-25T02:00Z"),
]


@pytest.mark.parametrize(("name", "wall", "expected"), INSTANTS, ids=[row[0] for row in INSTANTS])
def test_instant(name: str, wall: str, expected: str) -> None:
    local = datetime.fromisoformat(wall)
    assert instant(local.date(), local.time(), WARSAW) == datetime.fromisoformat(expected), name


def test_a_gap_at_midnight_ends_at_one() -> None:
    """Santiago jumps from 0:00 to 1:00, so the day begins at 1:00, an instant that is 4:00 in UTC."""
    assert instant(date(2025, 9, 7), time(0), "America/Santiago") == datetime.fromisoformat("2025-09-07T04:00Z")


@pytest.mark.parametrize(
    ("day", "expected"),
    [("2026-03-28", "2026-03-28T23:00Z"), ("2026-03-29", "2026-03-29T22:00Z"), ("2026-12-31", "2026-12-31T23:00Z")],
)
def test_midnight_after(day: str, expected: str) -> None:
    assert midnight_after(date.fromisoformat(day), WARSAW) == datetime.fromisoformat(expected)


def test_a_naive_instant_is_refused() -> None:
    with pytest.raises(ValueError, match="needs a timezone: 2026-01-01T10:00"):
        utc(datetime(2026, 1, 1, 10))
