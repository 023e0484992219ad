"""Kept no longer than config.yaml says: numbers by their keys and in the tables, calls whole; once a day."""

from __future__ import annotations

import shutil
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from ivr.core.office import Privacy
from ivr.store import log, schema
from ivr.store.database import open_writer
from ivr.store.forgetting import Purged
from tests.privacy.support import ANNA, NOON, House


def numbers(house: House) -> dict[str, str]:
    return {row.call_id: house.callers.shown(row.caller, row.call_id) for row in log.calls(house.reader)}


@pytest.mark.parametrize(
    ("days", "shown"),
    [
        pytest.param(0, "••• ••• 567", id="the same day"),
        pytest.param(29, "••• ••• 567", id="the thirtieth day"),
        pytest.param(30, "", id="the day after"),
        pytest.param(400, "", id="long after, with a purge that was late"),
    ],
)
def test_a_number_is_kept_thirty_days(house: House, days: int, shown: str) -> None:
    house.call("CA1", ANNA)
    house.ship()
    house.now = NOON + timedelta(days=days)
    house.purge.run(open_writer(house.url))

    assert numbers(house) == ({"CA1": shown} if days < 365 else {})


def test_a_purged_number_does_not_come_back(house: House, tmp_path: Path) -> None:
    """Not from a backup of all data, and not from the journal: its day's key is gone."""
    house.call("CA1", ANNA)
    house.ship()
    shutil.copytree(house.data, tmp_path / "backup")
    house.now = NOON + timedelta(days=40)
    house.purge.run(open_writer(house.url))

    restored = House(tmp_path / "backup", house.keys, now=house.now)
    assert numbers(restored) == {"CA1": "•••"}
    for path in restored.data.glob("log.db*"):
        path.unlink()
    restored.ship()
    assert numbers(restored) == {"CA1": "•••"}
    assert restored.persons().calls(ANNA) == []


def test_a_call_is_deleted_whole_after_its_days(tmp_path: Path) -> None:
    house = House(tmp_path / "data", tmp_path / "keys", Privacy(number_days=10, event_days=20))
    house.call("CA1", ANNA)
    house.call("CA2", ANNA, days=5)
    house.ship()
    house.now = NOON + timedelta(days=21)
    done = house.purge.run(open_writer(house.url))

    assert done == Purged(numbers=2, calls=1, entries=2)
    assert [row.call_id for row in log.calls(house.reader)] == ["CA2"]
    with house.reader.connect() as connection:
        assert connection.execute(select(func.count()).select_from(schema.entries)).scalar() == 2


def test_it_runs_by_itself_once_a_day(house: House) -> None:
    house.call("CA1", ANNA)
    house.ship()
    engine = open_writer(house.url)
    for hours in (0, 1, 2, 24, 25):
        house.now = NOON + timedelta(hours=hours)
        house.purge(engine)

    with engine.connect() as connection:
        assert len(connection.execute(select(schema.purges)).all()) == 2


def test_more_than_one_batch(house: House) -> None:
    for number in range(1_203):
        house.call(f"CA{number}", ANNA)
    house.ship()
    house.now = NOON + timedelta(days=40)

    assert house.purge.run(open_writer(house.url)) == Purged(numbers=1_203)
    assert set(numbers(house).values()) == {""}


def test_no_number_in_clear_anywhere(house: House) -> None:
    """A thousand canaries: in no byte of journal, database, lists and keys."""
    canaries = [f"+4860{number:07d}" for number in range(1_000_000, 1_001_000)]
    for number, caller in enumerate(canaries):
        house.call(f"CA{number:032d}", caller)
    house.ship()
    house.persons().restrict(canaries[0])
    house.persons().object(canaries[1])
    house.persons().erase(canaries[2])
    house.ship()
    kept = house.everything() + b"".join(path.read_bytes() for path in house.keys.iterdir())

    assert [one for one in canaries if one.encode() in kept or one[3:].encode() in kept] == []
    assert len(numbers(house)) == 50
