"""The list of calls: every filter and their combinations, pages both ways, on both databases."""

from __future__ import annotations

import secrets
from dataclasses import asdict, replace
from datetime import timedelta

import pytest
from sqlalchemy import Engine

from ivr.store import schema
from ivr.store.call_list import (
    MISSED_ALL,
    NONE,
    Found,
    Place,
    Wanted,
    count,
    every,
    legs_of,
    page,
    place_of,
    seen_in,
)  # fmt: skip
from ivr.store.database import open_reader, open_writer
from ivr.store.legs import LegRow
from ivr.store.migrations import upgrade
from ivr.store.projection import CallRow
from tests.store.support import NOON
from tests.support.postgres import new_database

BASE = CallRow(
    "", NOON, "+48220000", "", "", "", "pl", "r1", True, "weekly", "connected", "family", "end", None, 60, False, 3
)


def row(name: str, minutes: float, **values: object) -> CallRow:
    return replace(BASE, call_id=name, started_at=NOON + timedelta(minutes=minutes), **values)  # type: ignore[arg-type]


ROWS = [
    row("CA1", 0, pseudonym="aaa"),
    row("CA2", 1, service="infoline", outcome="all_busy", pseudonym="bbb"),
    row("CA3", 1, language="uk", outcome="nobody_answered", pseudonym="aaa"),  # in the same instant
    row("CA4", 2, service="", outcome="told_when_to_call", open=False),
    row("CA5", 3, service="", outcome="left_in_menu", open=None, called="sip:x' OR 1=1--"),
    row("CA6", 4, test=True, pseudonym="aaa"),
]
LEGS = [
    LegRow("CA1", 1, 0, NOON, "family", "desk", "+4822", "answered", 9),
    LegRow("CA2", 1, 0, NOON + timedelta(minutes=1), "infoline", "desk", "+4822", "busy"),
    LegRow("CA2", 1, 1, NOON + timedelta(minutes=9), "infoline", "other", "+4823", "busy"),
]


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def engine(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Engine:
    url = f"sqlite:///{tmp_path_factory.mktemp('list')}/log.db"
    if request.param == "postgresql":
        url = new_database(request.getfixturevalue("postgres_folder"), f"t{secrets.token_hex(8)}")
    writer = open_writer(url)
    upgrade(writer)
    with writer.begin() as connection:
        connection.execute(schema.calls.insert(), [asdict(one) for one in ROWS])
        connection.execute(schema.legs.insert(), [asdict(one) for one in LEGS])
    return open_reader(url)


def wanted(first: float = 0, last: float = 60, **values: object) -> Wanted:
    times = (NOON + timedelta(minutes=minutes) for minutes in (first, last))
    return Wanted(*times, **values)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        pytest.param(wanted(), "5 4 3 2 1", id="all but tests, newest first"),
        pytest.param(wanted(tests=True), "6 5 4 3 2 1", id="tests too"),
        pytest.param(wanted(1, 3), "4 3 2", id="since included, until not"),
        pytest.param(wanted(service="family"), "3 1", id="service"),
        pytest.param(wanted(service=NONE), "5 4", id="no service"),
        pytest.param(wanted(language="uk"), "3", id="language"),
        pytest.param(wanted(outcome="all_busy"), "2", id="outcome"),
        pytest.param(wanted(outcome=MISSED_ALL), "3 2", id="all that were missed"),
        pytest.param(wanted(gate="open"), "3 2 1", id="open"),
        pytest.param(wanted(gate="closed"), "4", id="closed"),
        pytest.param(wanted(gate=NONE), "5", id="no hours asked"),
        pytest.param(wanted(called="+48220000"), "4 3 2 1", id="number called"),
        pytest.param(wanted(called="sip:x' OR 1=1--"), "5", id="hostile, as it stands"),
        pytest.param(wanted(line="desk"), "2 1", id="line"),
        pytest.param(wanted(1, 2, line="other"), "2", id="line that rang later than the period"),
        pytest.param(wanted(line="nowhere"), "", id="line never rung"),
        pytest.param(wanted(pseudonyms=("aaa", "ccc")), "3 1", id="caller, under any of his names"),
        pytest.param(wanted(pseudonyms=()), "", id="nobody"),
        pytest.param(wanted(line="desk", outcome=MISSED_ALL, pseudonyms=("bbb",)), "2", id="combined"),
        pytest.param(wanted(line="desk", language="uk"), "", id="combined, nothing fits"),
    ],
)
def test_filters(engine: Engine, asked: Wanted, found: str) -> None:
    names = [f"CA{number}" for number in found.split()]

    assert [one.call_id for one in page(engine, asked, 50)] == names
    assert count(engine, asked) == Found(len(names))
    assert [one.call_id for rows in every(engine, asked, 2) for one in rows] == names


@pytest.mark.parametrize("size", [1, 2, 3, 5])
def test_pages_lead_there_and_back(engine: Engine, size: int) -> None:
    """Also where two calls began in the same instant and the page ends between them."""
    names, before = [], None
    while rows := page(engine, wanted(), size, before):
        names += [one.call_id for one in rows]
        before = Place(rows[-1].started_at, rows[-1].call_id)
    back, after = [], Place(ROWS[0].started_at, "")
    while rows := page(engine, wanted(), size, after=after):
        back = [one.call_id for one in rows] + back
        after = Place(rows[0].started_at, rows[0].call_id)

    assert names == back == ["CA5", "CA4", "CA3", "CA2", "CA1"]


def test_more_calls_on_a_line_than_are_gathered(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Past so many the question is asked in another way; the answer is the same."""
    writer = open_writer(f"sqlite:///{tmp_path_factory.mktemp('many')}/log.db")
    upgrade(writer)
    many = [row(f"CB{number:05}", number / 100) for number in range(3_300)]
    with writer.begin() as connection:
        connection.execute(schema.calls.insert(), [asdict(one) for one in many])
        legs = [LegRow(one.call_id, 1, 0, one.started_at, "g", "desk", "", "busy") for one in many[100:]]
        connection.execute(schema.legs.insert(), [asdict(one) for one in legs])
    asked = wanted(line="desk")

    assert sum(len(rows) for rows in every(writer, asked)) == 3_200
    assert count(writer, asked) == Found(500, more=True)
    assert [one.call_id for one in page(writer, wanted(0, 1.01, line="desk"), 9)] == ["CB00100"]


def test_legs_in_the_order_of_ringing(engine: Engine) -> None:
    found = legs_of(engine, ["CA2", "CA4"])

    assert [leg.line for leg in found["CA2"]] == ["desk", "other"]
    assert found["CA4"] == []


def test_names_that_have_calls(engine: Engine) -> None:
    assert seen_in(engine, ("zzz", "bbb", "aaa")) == ("bbb", "aaa")


def test_a_place_is_a_word() -> None:
    place = Place(NOON + timedelta(microseconds=7), "CA1.x")

    assert place_of(str(place)) == place


@pytest.mark.parametrize("text", ["", "12", ".CA", "-5.CA", "x.CA", "٣.CA", "9" * 18 + ".CA"])
def test_no_place(text: str) -> None:
    assert place_of(text) is None
