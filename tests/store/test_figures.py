"""The questions to the figures, against counting the calls themselves one by one."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine

from ivr.core.entries import Entry
from ivr.store import figures, schema
from ivr.store.batches import add_counts, store
from ivr.store.database import open_writer
from ivr.store.figures import Period, RepeatRow, Slot
from ivr.store.migrations import upgrade
from ivr.store.people import People
from ivr.store.projection import CallRow, fold
from ivr.store.segments import Reading
from ivr.store.tallies import MISSED
from ivr.store.upserts import add_new
from tests.store.test_projection import STORIES

WARSAW = ZoneInfo("Europe/Warsaw")
PERIOD = Period(date(2026, 10, 20), date(2026, 11, 2))  # the clocks go back on 25 October
NAMES = sorted(STORIES)


def empty(folder: Path) -> Engine:
    engine = open_writer(f"sqlite:///{folder}/log.sqlite3")
    upgrade(engine)
    return engine


def moved(name: str, call: str, by: timedelta) -> list[Entry]:
    """The story with its beginning so much after the midnight of 19 October, before the period."""
    story = STORIES[name][0]
    first = min(entry.at for entry in story)
    start = datetime(2026, 10, 19, tzinfo=WARSAW).astimezone(first.tzinfo)
    return [replace(entry, call=call, at=start + (entry.at - first) + by) for entry in story]


def local(call: CallRow) -> datetime:
    return call.started_at.astimezone(WARSAW)


drawn = st.lists(st.tuples(st.sampled_from(NAMES), st.integers(0, 16 * 24 * 60)), min_size=1, max_size=40)


@settings(max_examples=15, deadline=None)
@given(drawn)
def test_equal_to_counting_the_calls(tmp_path_factory: pytest.TempPathFactory, made: list[tuple[str, int]]) -> None:
    engine = empty(tmp_path_factory.mktemp("figures"))
    stories = [moved(name, f"CA{n}", timedelta(minutes=minutes)) for n, (name, minutes) in enumerate(made)]
    with engine.begin() as connection:
        reading = Reading(tuple((one,) for story in stories for one in story), 1, 0)
        store(connection, {"segment": reading}, People(), WARSAW)
    folded = [fold(story) for story in stories]
    within = [
        (call, legs) for call, legs in folded if PERIOD.first <= local(call).date() <= PERIOD.last and not call.test
    ]
    calls = [call for call, _legs in within]

    by_day = Counter((local(call).date().isoformat(), call.language, call.outcome) for call in calls)
    found = figures.outcomes_by(engine, PERIOD, "day", "language")
    assert {(*key, outcome): n for key, one in found.items() for outcome, n in one.items()} == dict(by_day)
    legs = Counter((leg.line, leg.outcome or "") for _call, rung in within for leg in rung)
    by_line = figures.legs_by_line(engine, PERIOD)
    assert {(line, outcome): n for line, one in by_line.items() for outcome, n in one.items()} == dict(legs)
    assert sum(n for (_node, _way, target), n in figures.moves(engine, PERIOD).items() if not target) <= len(calls)
    assert figures.week(engine, PERIOD, 2) == slots(calls, 2)


def slots(calls: list[CallRow], capacity: int) -> list[Slot]:
    every = Counter((local(one).date(), local(one).hour * 4 + local(one).minute // 15) for one in calls)
    missed = Counter(
        (local(one).date(), local(one).hour * 4 + local(one).minute // 15) for one in calls if one.outcome in MISSED
    )
    found = []
    for weekday, quarter in sorted({(day.weekday(), quarter) for day, quarter in every}):
        own = [at for at in every if (at[0].weekday(), at[1]) == (weekday, quarter)]
        lost = [missed[at] for at in own]
        saved = sum(min(n, capacity) for n in lost)
        found.append(Slot(weekday, quarter, sum(every[at] for at in own), sum(lost), sum(map(bool, lost)), saved))
    return found


def test_the_week_on_both_databases(log_url: str) -> None:
    engine = open_writer(log_url)
    upgrade(engine)
    rows = [("2026-10-25", 9, "missed"), ("2026-10-26", 30, "connected"), ("2026-11-02", 30, "failed")]
    with engine.begin() as connection:
        add_new(connection, schema.TALLIES["quarter_counts"], [
            {"day": day, "quarter": quarter, "service": "", "outcome": outcome.replace("missed", "all_busy"), "n": 7}
            for day, quarter, outcome in rows
        ])  # fmt: skip

    assert figures.week(engine, PERIOD, 3) == [Slot(0, 30, 14, 7, 1, 3), Slot(6, 9, 7, 7, 1, 3)]


def test_callers_who_call_again(tmp_path: Path) -> None:
    engine = empty(tmp_path)
    rows = [("2026-10", "a", "missed", 2), ("2026-10", "b", "missed", 1), ("2026-10", "b", "reached", 1),
            ("2026-10", "c", "other", 1), ("2026-11", "a", "reached", 1), ("2026-12", "z", "missed", 9)]  # fmt: skip
    with engine.begin() as connection:
        for month, pseudonym, kind, n in rows:  # each as a call of its own would add it
            add_counts(connection, Counter({("caller_counts", (month, pseudonym, kind)): n}))

    assert figures.repeats(engine, PERIOD) == [
        RepeatRow("2026-10", 1, 1, 0), RepeatRow("2026-10", 2, 2, 1), RepeatRow("2026-11", 1, 1, 0),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("day", "inside"), [("2026-10-19", 0), ("2026-10-20", 1), ("2026-11-02", 1), ("2026-11-03", 0)]
)
def test_both_ends_of_the_period_count(tmp_path: Path, day: str, inside: int) -> None:
    engine = empty(tmp_path)
    with engine.begin() as connection:
        row = {"day": day, "service": "family", "language": "pl", "seconds": 12, "n": 1}
        add_new(connection, schema.TALLIES["desk_counts"], [row])

    assert sum(sum(one.values()) for one in figures.seconds_to_desk(engine, PERIOD).values()) == inside
