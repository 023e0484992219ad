"""The figures promised to callers, measured as `make bench-caller` does."""

from __future__ import annotations

import pytest

from tests.bench.caller import LIMITS, measure
from tests.support.offices import plan_of


@pytest.mark.parametrize("language", ["pl", "uk", "en"])
@pytest.mark.parametrize("what", LIMITS)
def test_seconds_until_the_desk_is_rung(language: str, what: str) -> None:
    assert measure(plan_of())[language][what] <= LIMITS[what]
