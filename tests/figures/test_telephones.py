"""When a telephone seems dead."""

from __future__ import annotations

from datetime import timedelta

import pytest

from ivr.store.legs import LegRow
from ivr.telephones import DEAD_AFTER, hours_of, silence
from tests.support.offices import at, plan_of

OPEN, CLOSED = at("2026-11-24 10:00"), at("2026-11-22 10:00")  # a Tuesday, a Sunday


def legs(*outcomes: str, when: str = "open") -> list[LegRow]:
    """Newest first."""
    first = OPEN if when == "open" else CLOSED
    return [
        LegRow("CA", 1, 0, first - timedelta(minutes=n), "family", "family", None, outcome or None)
        for n, outcome in enumerate(outcomes)
    ]


@pytest.mark.parametrize(
    ("latest", "row", "alarm"),
    [
        pytest.param(legs(), 0, "", id="never rung"),
        pytest.param(legs("answered", *["no_answer"] * 9), 0, "", id="answered the last time"),
        pytest.param(legs(*["no_answer"] * (DEAD_AFTER - 1), "answered"), DEAD_AFTER - 1, "", id="one less"),
        pytest.param(legs(*["no_answer"] * DEAD_AFTER, "answered"), DEAD_AFTER, "silent", id="so many in a row"),
        pytest.param(legs("busy", "cancelled", "unknown", "", *["no_answer"] * 4), 4, "", id="busy tells nothing"),
        pytest.param(legs("failed", "answered"), 1, "failed", id="failed at once"),
        pytest.param(legs("busy", "failed", "answered"), 1, "failed", id="failed, then busy"),
        pytest.param(legs("no_answer", "failed", "answered"), 2, "", id="failed once, then it rang"),
        pytest.param(legs(*["no_answer"] * 9, when="closed"), 0, "", id="outside the hours"),
    ],
)
def test_silence(latest: list[LegRow], row: int, alarm: str) -> None:
    plan = plan_of()

    assert silence(latest, hours_of(plan, plan.office.lines["family"])) == (row, alarm)


def test_a_line_without_hours_is_watched_always() -> None:
    assert silence(legs(*["no_answer"] * DEAD_AFTER, when="closed"), None) == (DEAD_AFTER, "silent")
