"""The figures: exact whatever the order of entries, kept up as they come, in the office's own quarter-hours."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, event, select

from ivr.core.entries import Entry
from ivr.store import schema
from ivr.store.batches import count_all_if_none, store
from ivr.store.database import open_writer
from ivr.store.migrations import upgrade
from ivr.store.people import People
from ivr.store.projection import fold
from ivr.store.segments import Reading
from ivr.store.tallies import LONGEST_SECONDS, MISSED, Tally, local_day, local_quarter, moves, tally
from tests.store.support import entry
from tests.store.test_projection import ANSWERED, STORIES

WARSAW = ZoneInfo("Europe/Warsaw")


def counted(engine: Engine) -> Tally:
    found: Tally = Counter()
    with engine.connect() as connection:
        for name, table in schema.TALLIES.items():
            for row in connection.execute(select(table)):
                *key, n = row
                found[name, tuple(key)] = n
    return found


def database(folder: Path) -> Engine:
    engine = open_writer(f"sqlite:///{folder}/log.sqlite3")
    upgrade(engine)
    return engine


def expected(entries: list[Entry]) -> Tally:
    whole: Tally = Counter()
    for call in {one.call for one in entries}:
        story = [one for one in entries if one.call == call]
        whole.update(tally(*fold(story), story, WARSAW))
    return whole + repeats(whole)


def repeats(whole: Tally) -> Tally:
    """Counted afresh: how many callers of each month rang so often, and never reached anybody."""
    callers: dict[tuple[object, object], Counter[object]] = {}
    for (name, key), n in whole.items():
        if name == "caller_counts":
            callers.setdefault(key[:2], Counter())[key[2]] += n
    return Counter(
        ("repeat_counts", (str(month), sum(kinds.values()), int(kinds["missed"] > 0 and not kinds["reached"])))
        for (month, _), kinds in callers.items()
    )


def of_caller(one: Entry, person: int) -> Entry:
    """As sealed: three people make all the calls."""
    sealed = f"s1.20261123.{'abc'[person] * 16}.x"
    return replace(one, data={**one.data, "caller": sealed}) if one.kind == "started" else one


@pytest.mark.parametrize(
    ("instant", "day", "quarter"),
    [
        pytest.param("2026-11-23T06:30:00+00:00", "2026-11-23", 30, id="half past seven in winter"),
        pytest.param("2026-07-23T05:30:00+00:00", "2026-07-23", 30, id="half past seven in summer"),
        pytest.param("2026-11-23T23:00:00+00:00", "2026-11-24", 0, id="midnight is the next day"),
        pytest.param("2026-10-25T00:59:59+00:00", "2026-10-25", 11, id="before the clocks go back"),
        pytest.param("2026-10-25T01:00:00+00:00", "2026-10-25", 8, id="the hour that comes twice"),
        pytest.param("2026-03-29T01:00:00+00:00", "2026-03-29", 12, id="the hour that is missing"),
    ],
)
def test_the_offices_own_clock(instant: str, day: str, quarter: int) -> None:
    at = datetime.fromisoformat(instant)

    assert (local_day(at, WARSAW), local_quarter(at, WARSAW)) == (day, quarter)


def test_what_one_call_adds() -> None:
    call, legs = fold(ANSWERED)
    added = tally(replace(call, pseudonym="abc"), legs, ANSWERED, WARSAW)

    assert added == {
        ("day_counts", ("2026-11-23", "family", "pl", "connected", "open")): 1,
        ("quarter_counts", ("2026-11-23", 48, "family", "connected")): 1,
        ("leg_counts", ("2026-11-23", "line1", "family", "answered")): 1,
        ("desk_counts", ("2026-11-23", "family", "pl", 10)): 1,
        ("move_counts", ("2026-11-23", "services", "key 1", "family_node")): 1,
        ("move_counts", ("2026-11-23", "family_node", "hung_up_by_desk", "")): 1,
        ("caller_counts", ("2026-11", "abc", "reached")): 1,
    }


def test_a_test_call_adds_nothing() -> None:
    story = [replace(one, test=True) for one in ANSWERED]

    assert tally(*fold(story), story, WARSAW) == Counter()


def test_a_very_long_wait_is_counted_at_the_end_of_the_scale() -> None:
    story = [entry("started"), entry("ringing", 5, seconds=9_000, lines=["a"], numbers=["+48220001"])]
    added = tally(*fold(story), story, WARSAW)

    assert ("desk_counts", ("2026-11-23", "", "", LONGEST_SECONDS)) in added


def test_the_way_of_a_caller_who_left_in_the_menu() -> None:
    story, _ = STORIES["hung up in the menu"]

    assert list(moves(story))[-1][1:] == ("left", "")


@settings(max_examples=12, deadline=None)
@given(data=st.data())
def test_exact_whatever_the_order_and_however_often(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    """Every story as a call of its own, all entries in any order, some twice, in batches of any size."""
    entries = [
        of_caller(replace(one, call=f"CA{number}"), number % 3)
        for number, (story, _) in enumerate(STORIES.values()) for one in story
    ]  # fmt: skip
    shuffled = data.draw(st.permutations(entries + data.draw(st.lists(st.sampled_from(entries), max_size=20))))
    size = data.draw(st.integers(8, len(shuffled)))
    engine = database(tmp_path_factory.mktemp("figures"))
    for first in range(0, len(shuffled), size):
        reading = Reading(tuple((one,) for one in shuffled[first : first + size]), first, 0)
        with engine.begin() as connection:
            store(connection, {"segment": reading}, People(), WARSAW)

    assert counted(engine) == expected(entries)


def test_a_log_of_before_is_counted_once(tmp_path: Path) -> None:
    engine = database(tmp_path)
    entries = [replace(one, call=f"CA{number:04}") for number in range(1_100) for one in ANSWERED]
    with engine.begin() as connection:
        store(connection, {"segment": Reading(tuple((one,) for one in entries), 1, 0)}, People(), WARSAW)
    whole = counted(engine)
    with engine.begin() as connection:
        for table in schema.TALLIES.values():
            connection.execute(table.delete())
        count_all_if_none(connection, WARSAW)
        count_all_if_none(connection, WARSAW)

    assert counted(engine) == whole
    assert whole["day_counts", ("2026-11-23", "family", "pl", "connected", "open")] == 1_100


def test_what_another_machine_ships_meanwhile_is_not_counted_twice(postgres_url: str) -> None:
    """Two machines begin on one empty database: the other's calls come between the question whether anything was
    counted and the counting."""
    mine, theirs = open_writer(postgres_url), open_writer(postgres_url)
    upgrade(mine)
    shipped: list[int] = []

    def ship(*_: object) -> None:
        if not shipped:
            shipped.append(0)
            with theirs.begin() as connection:
                reading = Reading(tuple((one,) for one in ANSWERED), 1, 0)
                shipped.append(store(connection, {"segment": reading}, People(), WARSAW))

    event.listen(mine, "after_cursor_execute", ship)
    with mine.begin() as connection:
        count_all_if_none(connection, WARSAW)

    assert shipped == [0, len(ANSWERED)]
    assert counted(theirs) == expected(list(ANSWERED))


def test_the_seconds_are_of_utc_instants() -> None:
    """Over a change of the clocks a call of nine seconds has nine."""
    began = datetime(2026, 10, 25, 0, 59, 55, tzinfo=UTC)
    story = [
        replace(entry("started"), at=began),
        replace(entry("ringing", 1, lines=["a"]), at=datetime(2026, 10, 25, 1, 0, 4, tzinfo=UTC)),
    ]

    assert ("desk_counts", ("2026-10-25", "", "", 9)) in tally(*fold(story), story, WARSAW)


def test_the_index_of_missed_calls_is_of_those_that_count_as_missed() -> None:
    assert str(schema.IS_MISSED) == f"outcome IN {MISSED}"
