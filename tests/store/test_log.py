from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine

from ivr.core.entries import Entry
from ivr.errors import IvrError
from ivr.store import log
from ivr.store.database import open_reader, open_writer
from ivr.store.journal import Journal
from ivr.store.shipper import Shipper
from tests.store.support import NOON, entry
from tests.support.postgres import new_database


def call(name: str, hour: int, *legs: tuple[str, str], test: bool = False) -> list[Entry]:
    """A call `hour` hours after noon that rang one line after the other, each with its outcome."""
    entries = [entry("started", 0, 0, call=name, seconds=hour * 3600, caller="+48500100200", test=test)]
    for place, (line, outcome) in enumerate(legs):
        at = hour * 3600 + place
        entries += [
            entry("ringing", place + 1, 1, call=name, seconds=at, group="family", lines=[line], numbers=[""]),
            entry("leg", place + 2, 0, call=name, seconds=at + 1, outcome=outcome),
        ]
    return entries


CALLS = [
    call("CAaa1", 0, ("line1", "answered")),
    call("CAaa2", 1, ("line1", "busy"), ("line2", "answered")),
    call("CAb_1", 2, ("line2", "busy")),
    call("CAbx1", 3, test=True),
    [entry("failsafe", source="failsafe", call="CAc", seconds=4 * 3600)],
    call("CAaa", 5),
]


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def engine(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Engine:
    folder = tmp_path_factory.mktemp("log")
    journal = Journal(folder / "journal")
    for entries in CALLS:
        journal.write(entries)
    journal.close()
    url = f"sqlite:///{folder}/log.sqlite3"
    if request.param == "postgresql":
        url = new_database(request.getfixturevalue("postgres_folder"), f"t{secrets.token_hex(8)}")
    shipper = Shipper(folder / "journal", open_writer(url), folder / "ship.lock")
    shipper.run_once()
    shipper.stop()
    return open_reader(url)


def at(hours: float) -> datetime:
    return NOON + timedelta(hours=hours)


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        pytest.param({}, ["CAaa", "CAc", "CAbx1", "CAb_1", "CAaa2", "CAaa1"], id="all, newest first"),
        pytest.param({"limit": 2}, ["CAaa", "CAc"], id="limit"),
        pytest.param({"since": at(3)}, ["CAaa", "CAc", "CAbx1"], id="since, included"),
        pytest.param({"until": at(1)}, ["CAaa1"], id="until, not included"),
        pytest.param({"since": at(0.5), "until": at(2.5)}, ["CAb_1", "CAaa2"], id="between"),
        pytest.param({"line": "line1"}, ["CAaa2", "CAaa1"], id="line"),
        pytest.param({"line": "line9"}, [], id="line never rung"),
        pytest.param({"outcome": "connected"}, ["CAaa2", "CAaa1"], id="outcome of the call"),
        pytest.param({"outcome": "busy"}, ["CAb_1", "CAaa2"], id="outcome of a leg"),
        pytest.param({"outcome": "failed"}, ["CAc"], id="failed"),
        pytest.param({"line": "line1", "outcome": "busy"}, ["CAaa2"], id="outcome of a leg on the line"),
        pytest.param({"line": "line2", "outcome": "connected"}, ["CAaa2"], id="outcome of a call that rang the line"),
        pytest.param({"outcome": "' OR 1=1 --"}, [], id="hostile"),
    ],
)
def test_calls(engine: Engine, filters: dict[str, Any], found: list[str]) -> None:
    assert [call.call_id for call in log.calls(engine, **filters)] == found


def test_a_test_call_is_marked(engine: Engine) -> None:
    assert [call.call_id for call in log.calls(engine) if call.test] == ["CAbx1"]


def test_one_call_with_its_story(engine: Engine) -> None:
    row, legs, entries = log.call(engine, "CAaa2")

    assert (row.started_at, row.caller, row.outcome) == (at(1), "+48500100200", "connected")
    assert [(leg.line, leg.outcome) for leg in legs] == [("line1", "busy"), ("line2", "answered")]
    assert [(found.step, found.kind) for found in entries] == [
        (0, "started"),
        (1, "ringing"),
        (2, "leg"),
        (2, "ringing"),
        (3, "leg"),
    ]
    assert {found.id for found in entries} == {given.id for given in CALLS[1]}


@pytest.mark.parametrize(
    ("prefix", "found"),
    [
        pytest.param("CAaa1", "CAaa1", id="whole"),
        pytest.param("CAc", "CAc", id="whole, a short one"),
        pytest.param("CAaa", "CAaa", id="whole, and a prefix of others"),
        pytest.param("CAbx", "CAbx1", id="prefix"),
        pytest.param("CAb_", "CAb_1", id="prefix with what is a wildcard in SQL"),
    ],
)
def test_a_call_by_its_prefix(engine: Engine, prefix: str, found: str) -> None:
    assert log.call(engine, prefix)[0].call_id == found


@pytest.mark.parametrize(
    ("prefix", "code"),
    [
        pytest.param("CAx", "call-unknown", id="none"),
        pytest.param("", "call-unknown", id="empty"),
        pytest.param("%", "call-unknown", id="wildcard"),
        pytest.param("CAa", "call-ambiguous", id="three"),
        pytest.param("CAb", "call-ambiguous", id="two"),
    ],
)
def test_no_single_call(engine: Engine, prefix: str, code: str) -> None:
    with pytest.raises(IvrError) as raised:
        log.call(engine, prefix)

    assert raised.value.code == code


def test_a_database_that_is_not_there_yet(tmp_path: Path) -> None:
    with pytest.raises(IvrError) as raised:
        log.calls(open_reader(f"sqlite:///{tmp_path}/log.sqlite3"))

    assert raised.value.code == "log-unreadable"


@pytest.mark.parametrize("page", [1, 2, 3, 6, 7])
def test_whole_calls_come_page_by_page_oldest_first(engine: Engine, page: int) -> None:
    told = list(log.whole_calls(engine, at(0), at(9), tests=True, page=page))

    assert [row.call_id for row, _, _ in told] == ["CAaa1", "CAaa2", "CAb_1", "CAbx1", "CAc", "CAaa"]
    assert [log.call(engine, row.call_id)[:2] for row, _, _ in told] == [(row, legs) for row, legs, _ in told]
    assert [{one.id for one in entries} for _, _, entries in told] == [{one.id for one in given} for given in CALLS]


@pytest.mark.parametrize(
    ("since", "until", "tests", "found"),
    [
        pytest.param(0, 9, False, ["CAaa1", "CAaa2", "CAb_1", "CAc", "CAaa"], id="without tests"),
        pytest.param(1, 4, True, ["CAaa2", "CAb_1", "CAbx1"], id="since included, until not"),
        pytest.param(7, 9, True, [], id="none"),
    ],
)
def test_whole_calls_of_a_period(engine: Engine, since: float, until: float, tests: bool, found: list[str]) -> None:
    told = list(log.whole_calls(engine, at(since), at(until), tests, page=2))

    assert [row.call_id for row, _, _ in told] == found
    assert log.count_of(engine, at(since), at(until), tests) == len(found)
