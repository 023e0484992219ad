"""Two machines with one PostgreSQL: what goes live on one is heard on both, and no caller notices the database."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest

from ivr.catalogue import revision_plan
from ivr.flowfile.sources import Sources, revision_of
from ivr.simulator.carrier import HttpCarrier
from ivr.simulator.phone import Phone
from ivr.simulator.port import Port
from ivr.store import log
from ivr.store.database import open_reader
from ivr.store.revisions import Live, Revisions
from tests.acceptance.test_switches import NO_POWER, NOTICE, later, words_of
from tests.store.support import until
from tests.support.nodes import ByTurns, Node, seconds_until_live, two_nodes
from tests.support.offices import CALLER, at, called, number_of, plan_of
from tests.support.postgres import Postgres
from tests.support.service import ROOT, TOKEN

pytestmark = pytest.mark.timeout(300)  # two services start, and a busy machine takes its time
LIVE_SECONDS = 2.0
CHILDREN = ROOT / "tests" / "publish" / "children.py"
CALL = "CA" + "e" * 32


def phone(port: Port) -> Phone:
    return Phone(port, caller=CALLER, called=called(plan_of()), at=at("2026-11-24 10:00"))


def heard_within(node: Node, sentence: str, heard: bool = True, seconds: float = LIVE_SECONDS) -> float:
    """From now on every worker's calls hear it, or do not. Returns when that began."""
    begun, first, seen = time.monotonic(), 0.0, 0
    while seen < 6:
        asked = time.monotonic()
        if (sentence in words_of(node.service)) is heard:
            first, seen = (asked if not seen else first), seen + 1
        else:
            seen = 0
            assert asked < begun + seconds, f"“{sentence}” after {asked - begun:.1f} s: {not heard}"
    return first - begun


def ended(process: subprocess.Popen[bytes]) -> int:
    output, errors = process.communicate(timeout=100)
    assert process.returncode in (0, 1), errors
    return process.returncode


def begin(node: Node, *arguments: str, program: str = "") -> subprocess.Popen[bytes]:
    """A command on that machine; or one of tests/publish/children.py."""
    command = [sys.executable, *([program] if program else ["-m", "ivr"]), *arguments]
    environment, pipe = {**node.service.environment, "PYTHONPATH": str(ROOT)}, subprocess.PIPE
    return subprocess.Popen(command, cwd=ROOT, env=environment, stdout=pipe, stderr=pipe)


PUBLISH = ("publish", "--yes", "--author", "anna", "--message", "m")


def test_what_goes_live_on_one_is_heard_on_both(tmp_path: Path, postgres_url: str) -> None:
    with two_nodes(tmp_path, postgres_url) as (a, b):
        first = a.revision()
        assert b.revision() == first

        a.greets("Halo, halo.")
        second = a.publishes()
        assert seconds_until_live(b, second) < LIVE_SECONDS
        heard_within(b, "Halo, halo.")

        assert b.ivr("rollback", "--author", "jan")[0] == 0
        assert seconds_until_live(a, first) < LIVE_SECONDS
        assert a.ivr("revisions", "--json") == b.ivr("revisions", "--json")


def test_what_is_switched_on_one_is_heard_on_both(tmp_path: Path, postgres_url: str) -> None:
    with two_nodes(tmp_path, postgres_url) as (a, b):
        assert a.ivr("override", "close", "--until", later(3), "--reason", "power_cut")[0] == 0
        heard_within(b, NO_POWER)
        assert b.ivr("announce", NOTICE, "--until", later(2))[0] == 0
        heard_within(a, NOTICE)
        assert b.ivr("override", "end")[0] == 0
        heard_within(a, NO_POWER, heard=False)


def test_a_call_takes_every_step_on_another_node(tmp_path: Path, postgres_url: str) -> None:
    """With a publish in the middle of it, which the call does not hear; its log is whole."""
    with two_nodes(tmp_path, postgres_url) as (a, b):
        call = phone(ByTurns(a, b)).call(CALL).hears("Dzień dobry, tu MOPS Wrocław.")
        b.greets("Halo, halo.")
        new = b.publishes()
        for node in (a, b):
            seconds_until_live(node, new)
        call.hears("Świadczenia rodzinne").presses("1").rings(number_of("family")).desk_answers(42).ends("desk")
        phone(ByTurns(a, b)).call().hears("Halo, halo.").presses("1").rings(number_of("family")).hangs_up()

        reader = open_reader(postgres_url)
        whole = {"started", "pressed", "ringing", "leg", "ended"}  # each machine ships its own part when it can
        until(lambda: any(row.call_id == CALL for row in log.calls(reader)))
        until(lambda: whole <= {entry.kind for entry in log.call(reader, CALL)[2]})
        row, legs, _ = log.call(reader, CALL)

    assert [(leg.line, leg.outcome, leg.seconds) for leg in legs] == [("family", "answered", 42)]
    assert row.revision != new
    assert row.outcome == "connected"


def test_two_publish_at_once_and_one_is_refused(tmp_path: Path, postgres_url: str) -> None:
    with two_nodes(tmp_path, postgres_url, workers=1) as nodes:
        for node, words in zip(nodes, ("Anna.", "Jan."), strict=True):
            node.greets(words)
        both = [begin(node, *PUBLISH) for node in nodes]
        codes = [ended(process) for process in both]

        assert sorted(codes) == [0, 1]
        winner = "Anna." if codes[0] == 0 else "Jan."
        for node in nodes:
            heard_within(node, winner)
        assert nodes[0].live == nodes[1].live


def test_a_publish_killed_at_any_moment_is_whole_on_both_or_on_none(tmp_path: Path, postgres_url: str) -> None:
    random = Random(5)
    with two_nodes(tmp_path, postgres_url, workers=1) as (a, b):
        for round_ in range(4):
            before = a.live
            assert before
            process = begin(a, "publish_shared", f"{round_}", program=str(CHILDREN))
            assert process.stdout is not None
            told = [process.stdout.readline() for _ in range(random.randint(1, 3))]
            threading.Event().wait(random.uniform(0, 0.4))  # how far it gets into the next one
            process.kill()
            told += process.communicate()[0].splitlines()
            until(lambda before=before, told=told: _advanced(a, b, before, len(told)))  # type: ignore[misc]
        assert a.live
        assert max(seconds_until_live(node, a.live.revision) for node in (a, b)) < LIVE_SECONDS
        for node in (a, b):
            kept = Revisions(node.service.data / "revisions")
            assert [one.sequence for one in kept.history()] == list(range(a.live.sequence, 0, -1))
            for name in kept.list():
                assert revision_of(Sources(kept.sources(name) or {})) == name
                assert revision_plan(kept, name).revision == name


def _advanced(a: Node, b: Node, before: Live, told: int) -> bool:
    """Both have what was told to be live, and at most the one that was cut off."""
    if not a.live or a.live != b.live or a.live.sequence < before.sequence + told:
        return False
    assert a.live.sequence <= before.sequence + told + 1
    return True


def test_without_the_database_calls_go_on_and_what_is_urgent_is_heard(tmp_path: Path, postgres: Postgres) -> None:
    url = postgres.new_database("office")
    with two_nodes(tmp_path, url) as nodes:
        a, b = nodes
        before = a.live
        a.greets("Halo.")
        call = phone(ByTurns(a, b)).call(CALL).hears("Dzień dobry, tu MOPS Wrocław.")
        postgres.stop()

        call.hears("Świadczenia rodzinne").presses("1").rings(number_of("family")).desk_answers(9).ends("desk")
        for node in nodes:
            phone(HttpCarrier(node.service.base, TOKEN)).call().presses("1").rings(number_of("family")).hangs_up()
        code, said = a.ivr(*PUBLISH)
        assert (code, "Refused, nothing was changed" in said) == (1, True), said
        code, said = a.ivr("rollback", "--author", "anna")
        assert (code, "Refused, nothing was changed" in said) == (1, True), said
        assert (a.live, b.live) == (before, before)

        code, said = a.ivr("override", "close", "--until", later(3), "--reason", "power_cut")
        assert (code, "Only this machine has it so far" in said) == (0, True), said
        heard_within(a, NO_POWER)
        assert b.ivr("announce", NOTICE, "--until", later(2))[0] == 0
        assert NO_POWER not in words_of(b.service)

        postgres.start()
        heard_within(b, NO_POWER, seconds=LIVE_SECONDS + 2)
        heard_within(a, NOTICE, seconds=LIVE_SECONDS + 2)
        reader = open_reader(url)
        until(_told(lambda: log.call(reader, CALL)[0].outcome == "connected"))
        new = a.publishes()
        assert seconds_until_live(b, new) < LIVE_SECONDS
    assert (tmp_path / "a" / "data.out").read_text().count("not shared with other machines now") == 1


def _told(condition: Callable[[], bool]) -> Callable[[], bool]:
    def holds() -> bool:
        try:
            return condition()
        except Exception:  # not in the log yet
            return False

    return holds
