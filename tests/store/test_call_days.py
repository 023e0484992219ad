"""A list of whole days is found with the help of the figures: the same calls, in the same order, and the same number of
them, as by looking at every call. On both databases."""

from __future__ import annotations

import random
import secrets
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, replace
from datetime import UTC, date, datetime, timedelta
from itertools import product
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Engine, delete

from ivr.store import schema
from ivr.store.batches import add_counts
from ivr.store.call_days import Days
from ivr.store.call_list import GATES, MISSED_ALL, NONE, Place, Wanted, count, page
from ivr.store.database import open_reader, open_writer
from ivr.store.migrations import upgrade
from ivr.store.projection import OUTCOMES, CallRow
from ivr.store.tallies import Tally, tally
from tests.support.postgres import new_database

WARSAW = "Europe/Warsaw"
FIRST, LAST = date(2026, 10, 12), date(2026, 11, 8)  # the clock jumps on 25 October
PURGED_BEFORE = datetime(2026, 10, 20, tzinfo=UTC)  # in the middle of a night of the office
BASE = CallRow(
    "", PURGED_BEFORE, "+48220000", "", "", "", "pl", "r1", True, "", "connected", "family", "end", None, 60, False, 3
)
_dice = random.Random(20261125)


def _calls() -> Iterator[CallRow]:
    """Every day but some; some of it once only."""
    start, end = Days(FIRST, LAST, WARSAW).span
    for number in range(240):
        at = start + (end - start) * _dice.random()
        if at.day in (15, 30, 31):
            continue
        at = at.replace(minute=at.minute // 20, second=0, microsecond=0)  # several in one instant
        yield replace(
            BASE, call_id=f"CA{number:03}", started_at=at, service=_dice.choice(["family", "family", "housing", ""]),
            language=_dice.choice(["pl", "pl", "uk"]), outcome=_dice.choice(OUTCOMES[:5]),
            open=_dice.choice([True, True, False, None]), test=_dice.random() < 0.1,
        )  # fmt: skip
    midnight = Days(LAST, LAST, WARSAW).span[0]
    yield replace(BASE, call_id="CB1", started_at=midnight, outcome=OUTCOMES[-1])
    yield replace(BASE, call_id="CB2", started_at=midnight - timedelta(microseconds=1), outcome=OUTCOMES[-1])


ROWS = list(_calls())


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def engine(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Engine:
    url = f"sqlite:///{tmp_path_factory.mktemp('days')}/log.db"
    if request.param == "postgresql":
        url = new_database(request.getfixturevalue("postgres_folder"), f"t{secrets.token_hex(8)}")
    writer = open_writer(url)
    upgrade(writer)
    figures: Tally = Counter()
    for one in ROWS:
        figures.update(tally(one, (), (), ZoneInfo(WARSAW)))
    with writer.begin() as connection:
        connection.execute(schema.calls.insert(), [asdict(one) for one in ROWS])
        add_counts(connection, figures)
        connection.execute(delete(schema.calls).where(schema.calls.c.started_at < PURGED_BEFORE))
    return open_reader(url)


def wanted(first: date = FIRST, last: date = LAST, **values: str) -> Wanted:
    days = Days(first, last, WARSAW)
    return Wanted(*days.span, days=days, **values)  # type: ignore[arg-type]


FILTERS = [
    *({"service": one} for one in ("", "family", "housing", NONE, "nothing")),
    *({"outcome": one} for one in (*OUTCOMES, MISSED_ALL)),
    *({"gate": one} for one in GATES),
    *({"language": one} for one in ("pl", "uk", "de")),
    *(
        {"service": one, "outcome": other, "language": "uk"}
        for one, other in product(("family", NONE), (OUTCOMES[0], MISSED_ALL))
    ),
]
PERIODS = [(FIRST, LAST), (date(2026, 10, 19), date(2026, 10, 25)), (LAST, LAST), (date(2026, 11, 9), LAST)]


@pytest.mark.parametrize("values", FILTERS, ids=lambda values: " ".join(values.values()) or "all")
def test_as_by_looking_at_every_call(engine: Engine, values: dict[str, str]) -> None:
    for first, last in PERIODS:
        asked = wanted(min(first, last), last, **values)
        plain = replace(asked, days=None)
        everything = page(engine, plain, 1000)

        assert count(engine, asked) == count(engine, plain), (first, last)
        assert [one for rows in _older(engine, asked) for one in rows] == everything
        assert [one for rows in reversed(list(_newer(engine, asked))) for one in rows] == everything


def test_it_holds_something() -> None:
    """The filters above find nothing, a little, and a lot."""
    sizes = {sum(one.outcome == outcome and not one.test for one in ROWS) for outcome in OUTCOMES}

    assert {0, 2} <= sizes
    assert max(sizes) > 30


def test_of_days_that_are_purged_nothing_is_counted(engine: Engine) -> None:
    assert count(engine, wanted(FIRST, date(2026, 10, 19))).calls == 0
    assert any(one.started_at < PURGED_BEFORE for one in ROWS)


def _older(engine: Engine, asked: Wanted) -> Iterator[list[CallRow]]:
    before: Place | None = None
    while rows := page(engine, asked, 3, before):
        yield rows
        before = Place(rows[-1].started_at, rows[-1].call_id)


def _newer(engine: Engine, asked: Wanted) -> Iterator[list[CallRow]]:
    after = Place(asked.since, "")
    while rows := page(engine, asked, 3, after=after):
        yield rows
        after = Place(rows[0].started_at, rows[0].call_id)
