"""Calls of which nobody said how they ended: closed in the log after four hours, once, and open to a later word."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from ivr.core.entries import Entry
from ivr.settling import AFTER, Settling
from ivr.store import log
from ivr.store.journal import Journal
from ivr.store.projection import CallRow
from tests.store.support import NOON, entry, in_database
from tests.store.test_shipper import House, kept, step_of


@pytest.fixture
def house(tmp_path: Path, log_url: str) -> Iterator[House]:
    yield from kept(House(tmp_path, log_url))


def settled(house: House, hours: float, journal: Journal | None = None) -> int:
    """Look so many hours after noon, ship, and say how many entries tell of a settled call."""
    chore = Settling(journal or house.journal, lambda: NOON + timedelta(hours=hours), look_seconds=0)
    chore(house.reader)
    house.shipper.run_once()
    return sum(one.kind == "settled" for one in in_database(house.engine))


def row(house: House, call: str) -> CallRow:
    return log.call(house.reader, call)[0]


def ringing(house: House, call: str = "CA1") -> None:
    for step in (0, 1):
        house.journal.write(step_of(call, step))
    house.shipper.run_once()


def test_after_four_hours_and_not_before(house: House) -> None:
    ringing(house)

    assert settled(house, 3.999) == 0
    assert row(house, "CA1").outcome == "in_progress"
    assert settled(house, 4.001) == 1
    assert (row(house, "CA1").outcome, row(house, "CA1").ended_how) == ("left_while_ringing", "unknown")


def test_once_whoever_looks_and_however_often(house: House, tmp_path: Path) -> None:
    ringing(house)
    other = Journal(tmp_path / "journal")
    for chore in (Settling(house.journal, lambda: NOON + AFTER * 2, 0), Settling(other, lambda: NOON + AFTER * 2, 0)):
        chore(house.reader)
        chore(house.reader)

    assert settled(house, 9, other) == 1
    other.close()


def test_what_has_an_end_is_left_alone(house: House) -> None:
    house.write(calls=3)
    house.shipper.run_once()

    assert settled(house, 30) == 0


def test_a_word_that_comes_later_counts_for_more(house: House) -> None:
    ringing(house)
    settled(house, 5)
    at = NOON + timedelta(seconds=77)
    house.journal.write([Entry("CA1", "status", 3, 0, at, "status", {"status": "completed", "seconds": 77})])
    house.shipper.run_once()

    assert (row(house, "CA1").ended_how, row(house, "CA1").seconds) == ("left", 77)


def test_a_test_call_stays_one(house: House) -> None:
    house.journal.write([entry("started", call="CAt", test=True)])
    house.shipper.run_once()
    settled(house, 5)

    assert row(house, "CAt").test
    assert all(one.test for one in in_database(house.engine))


def test_looks_once_in_a_while(house: House) -> None:
    ringing(house)
    early = Settling(house.journal, iter([NOON, NOON + AFTER * 2]).__next__)
    early(house.reader)
    early(house.reader)
    house.shipper.run_once()

    assert row(house, "CA1").outcome == "in_progress"
