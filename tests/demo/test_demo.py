"""The demo's calls are what the engine would have logged; figures and pages are those of any log; nothing is mixed."""

from __future__ import annotations

import json
import logging
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import structlog
from click.testing import CliRunner
from sqlalchemy import Engine, select

from ivr import logs
from ivr.cli import cli
from ivr.core.entries import Entry
from ivr.core.plan import Plan
from ivr.demo.filling import Wanted, fill
from ivr.errors import IvrError
from ivr.replay.player import play
from ivr.replay.visit import visit_of
from ivr.store import log, schema
from ivr.store.database import open_reader, open_writer
from ivr.store.keychain import Keychain
from ivr.store.legs import LegRow
from ivr.store.migrations import upgrade
from ivr.store.projection import CallRow, fold
from ivr.store.sealing import Numbers
from ivr.store.tallies import Tally, tally
from tests.support.offices import OFFICES, at, plan_of

CALLS, DAYS = 1200, 120
NOW = "2027-01-08 12:00"  # the new year, Epiphany, Christmas and a change of clocks are behind


@dataclass(frozen=True)
class Filled:
    plan: Plan
    reader: Engine
    told: list[int]


@pytest.fixture(scope="module", params=OFFICES)
def filled(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Filled:
    folder: Path = tmp_path_factory.mktemp("demo")
    plan, url, told = plan_of(request.param), f"sqlite:///{folder}/log.db", []
    writer, keychain = open_writer(url), Keychain(folder / "keys")
    keychain.make(at(NOW).date())
    upgrade(writer)
    fill(writer, plan, Numbers(keychain), 30, Wanted(CALLS, at(NOW), DAYS), told.append)
    return Filled(plan, open_reader(url), told)


def whole(filled: Filled) -> Iterator[tuple[CallRow, tuple[LegRow, ...], tuple[Entry, ...]]]:
    return log.whole_calls(filled.reader, at(NOW) - timedelta(days=DAYS + 1), at(NOW), page=200)


def test_as_many_as_were_asked_for_and_all_of_them_over(filled: Filled) -> None:
    with filled.reader.connect() as connection:
        rows = connection.execute(select(schema.calls)).all()

    assert (len(rows), filled.told[-1]) == (CALLS, CALLS)
    assert at(NOW) - timedelta(days=DAYS) < min(row.started_at for row in rows)
    assert max(row.ended_at for row in rows) < at(NOW)
    outcomes = Counter(row.outcome for row in rows)
    assert set(outcomes) >= {
        "connected", "left_while_ringing", "informed", "told_when_to_call", "left_in_menu"
    }  # fmt: skip
    assert outcomes["in_progress"] == 0


def test_every_call_is_what_the_engine_would_have_logged(filled: Filled) -> None:
    """The caller and the desks do the same again, at the same instants, on the same plan."""
    calls = 0
    for row, legs, entries in whole(filled):
        then = [entry for entry in entries if entry.source == "step"]
        again = play(visit_of(entries, legs), lambda _: filled.plan).entries[: len(then)]
        assert list(again) == then, row.call_id
        assert fold(entries) == (row, tuple(legs))
        calls += 1
    assert calls == CALLS


def test_the_figures_are_those_of_the_calls(filled: Filled) -> None:
    expected: Tally = Counter()
    zone = ZoneInfo(filled.plan.office.timezone)
    for row, legs, entries in whole(filled):
        expected.update(tally(row, legs, entries, zone))
    found: Tally = Counter()
    with filled.reader.connect() as connection:
        for name, table in schema.TALLIES.items():
            for *key, n in connection.execute(select(table)):
                found[name, tuple(key)] = n

    for name in schema.TALLIES:
        mine = {key: n for (of, key), n in found.items() if of == name}
        if name == "caller_counts":  # of numbers that are purged by now too
            kept = {key: n for (of, key), n in expected.items() if of == name}
            assert all(mine.get(key, 0) >= n for key, n in kept.items())
            assert sum(mine.values()) > sum(kept.values()) > 0
            continue
        if name == "repeat_counts":
            people = {(month, who) for (of, (month, who, *_)), _ in found.items() if of == "caller_counts"}
            assert sum(mine.values()) == len(people)
            continue
        assert mine == {key: n for (of, key), n in expected.items() if of == name}, name


def test_numbers_are_kept_as_long_as_anybodys(filled: Filled) -> None:
    first = datetime.combine(at(NOW).date() - timedelta(days=29), datetime.min.time(), ZoneInfo("UTC"))
    with filled.reader.connect() as connection:
        rows = connection.execute(select(schema.calls)).all()

    assert all(not row.caller for row in rows if row.started_at < first)
    late = [row for row in rows if row.started_at >= first]
    assert 0 < sum(not row.caller for row in late) < len(late) / 5, "a few are withheld"


def test_another_seed_gives_other_calls_and_the_same_the_same(tmp_path: Path) -> None:
    def outcomes(seed: int, place: str) -> list[tuple[object, ...]]:
        url = f"sqlite:///{tmp_path}/{place}.db"
        writer, keychain = open_writer(url), Keychain(tmp_path / "keys")
        keychain.make(at(NOW).date())
        upgrade(writer)
        fill(writer, plan_of(), Numbers(keychain), 30, Wanted(40, at(NOW), 20, seed), lambda _: None)
        with writer.connect() as connection:
            return [(row.call_id, row.started_at, row.outcome) for row in connection.execute(select(schema.calls))]

    assert outcomes(1, "a") == outcomes(1, "b") != outcomes(2, "c")


@pytest.fixture
def logs_as_in_a_command() -> Iterator[None]:
    logs.configure(logging.WARNING)
    yield
    structlog.reset_defaults()


def test_the_command_fills_an_empty_log_and_no_other(tmp_path: Path, logs_as_in_a_command: None) -> None:
    environment = {"IVR_DATA": str(tmp_path / "var"), "IVR_CONFIG": str(OFFICES["shipped"]), "LC_ALL": "C.UTF-8"}
    command = ["demo", "--calls", "30", "--days", "10", "--json"]
    first = CliRunner().invoke(cli, command, env=environment)
    listed = CliRunner().invoke(cli, ["log", "--since", "20d", "--json"], env=environment)
    second = CliRunner().invoke(cli, command, env=environment)

    assert (first.exit_code, json.loads(first.stdout)["calls"]) == (0, 30), first.output
    assert len(json.loads(listed.stdout)) == 30
    assert isinstance(second.exception, IvrError)
    assert second.exception.code == "demo-not-empty"
