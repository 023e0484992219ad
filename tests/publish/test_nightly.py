"""The night's proof of what is live: when it is due, and that its process leaves nothing behind, whatever it does.

The clock is moved by hand; the processes are real ones.
"""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import structlog
from structlog.testing import capture_logs

from ivr.flowfile.sources import read_sources
from ivr.nightly import AGAIN_SECONDS, LONGEST_SECONDS, LOOK_SECONDS, Nightly, is_due, night_before
from ivr.proving import prove_live
from ivr.publish import publish
from ivr.settings import from_environment
from ivr.store.proofs import Found, Kept, ProofFile
from ivr.store.revisions import Revisions
from ivr.web import create_app
from ivr.wiring import build
from tests.publish.support import MAIN, ROOT, Clerk, process_environment
from tests.store.support import until
from tests.support.offices import at

WARSAW = "Europe/Warsaw"
NOON = "2026-11-24 12:00"


def kept(when: str = NOON, revision: str = "r1", *found: Found) -> Kept:
    return Kept(revision, at(when), 6, 95, 0.2, found)


DUE = [
    pytest.param(None, "2026-11-24 12:00", True, id="never yet"),
    pytest.param("2026-11-24 11:00", "2026-11-24 12:00", False, id="this morning"),
    pytest.param("2026-11-24 02:00", "2026-11-24 12:00", False, id="this night, to the second"),
    pytest.param("2026-11-24 01:59", "2026-11-24 02:00", True, id="just before the night begins"),
    pytest.param("2026-11-24 01:59", "2026-11-24 01:59", False, id="it has not begun"),
    pytest.param("2026-11-23 03:00", "2026-11-24 01:59", False, id="last night's, before this one"),
    pytest.param("2026-11-23 01:00", "2026-11-24 01:59", True, id="older than a day"),
    pytest.param("2026-11-10 12:00", "2026-11-24 12:00", True, id="after two weeks without power"),
    pytest.param("2026-11-24 12:02", "2026-11-24 12:00", True, id="kept by a clock that was ahead"),
    pytest.param("2026-11-24 12:01", "2026-11-24 12:00", False, id="clocks of two processes, a minute apart"),
    pytest.param("2027-03-28 01:59", "2027-03-28 03:00", True, id="the night without 2:00"),
    pytest.param("2026-10-25 02:00", "2026-10-25 12:00", False, id="the night with two"),
]


@pytest.mark.parametrize(("last", "now", "due"), DUE)
def test_due(last: str | None, now: str, due: bool) -> None:
    assert is_due(kept(last) if last else None, "r1", WARSAW, at(now)) is due


def test_another_revision_is_always_due() -> None:
    assert is_due(kept(NOON, "r1"), "r2", WARSAW, at(NOON))


def test_the_night_is_the_offices() -> None:
    assert night_before(at("2026-11-24 01:00"), WARSAW) == at("2026-11-23 02:00")
    assert night_before(at("2026-11-24 02:00"), "Asia/Tokyo") < at("2026-11-24 02:00")


# -- the process -------------------------------------------------------------------------------------


@dataclass
class Night:
    """A night watch over processes that stand in for the proof, and its clock."""

    folder: Path
    script: str
    now: datetime = field(default_factory=lambda: at(NOON))

    def __post_init__(self) -> None:
        command = ["/bin/sh", "-c", self.script]
        self.proofs = ProofFile(self.folder)
        self.watch = Nightly(
            self.proofs, lambda: ("r1", WARSAW), lambda: self.now, command, os.environ, str(self.folder)
        )

    def later(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)
        self.watch.look()

    def is_over(self) -> bool:
        self.watch.look()
        return not self.watch.is_running

    def runs(self) -> int:
        """How often the process has begun: each writes a line."""
        try:
            return len((self.folder / "runs").read_text().splitlines())
        except FileNotFoundError:
            return 0


RUN = "echo $$ >> runs; "


@pytest.fixture(autouse=True)
def plain_logs() -> None:
    structlog.reset_defaults()


def test_it_is_proved_once_a_night(tmp_path: Path) -> None:
    night = Night(tmp_path, RUN)
    night.proofs.write(kept("2026-11-24 03:00"))
    for _ in range(20):
        night.later(3600)  # from 12:00 to 8:00 of the next morning; nothing is kept, so it stays due
        until(night.is_over)
        if night.runs():
            break

    assert night.runs() == 1
    assert night.now == at("2026-11-25 02:00")


def test_what_was_kept_tonight_is_not_proved_again(tmp_path: Path) -> None:
    night = Night(tmp_path, RUN)
    night.proofs.write(kept("2026-11-24 02:00"))
    for _ in range(13):
        night.later(3600)

    assert night.runs() == 0


def test_it_does_not_look_at_every_turn(tmp_path: Path) -> None:
    night = Night(tmp_path, RUN)
    night.proofs.write(kept(NOON))
    night.watch.look()
    (tmp_path / "proof.json").unlink()
    night.later(LOOK_SECONDS - 1)
    assert not night.watch.is_running

    night.later(1)
    assert night.watch.is_running
    night.watch.stop()


FAILS = [
    pytest.param(RUN + "exit 3", id="a bug"),
    pytest.param(RUN + "kill -9 $$", id="killed"),
]


@pytest.mark.parametrize("script", FAILS)
def test_one_that_fails_is_told_and_tried_again_later(tmp_path: Path, script: str) -> None:
    night = Night(tmp_path, script)
    with capture_logs() as logs:
        night.watch.look()
        until(night.is_over)
        night.later(AGAIN_SECONDS - 1)
    assert [one["log_level"] for one in logs] == ["warning"]
    assert (night.runs(), night.watch.is_running) == (1, False)

    night.later(1)
    until(night.is_over)
    assert night.runs() == 2


def test_a_program_that_is_not_there_is_told_too(tmp_path: Path) -> None:
    night = Night(tmp_path, "")
    night.watch = Nightly(night.proofs, lambda: ("r1", WARSAW), lambda: night.now, ["/nowhere"], {}, str(tmp_path))
    with capture_logs() as logs:
        night.watch.look()

    assert [one["log_level"] for one in logs] == ["warning"]
    assert not night.watch.is_running


def alive(night: Night) -> bool:
    pid = int((night.folder / "runs").read_text())
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def test_one_that_takes_too_long_is_ended(tmp_path: Path) -> None:
    night = Night(tmp_path, RUN + "exec sleep 1000")
    night.watch.look()
    until(lambda: bool(night.runs()))
    night.later(LONGEST_SECONDS - 1)
    assert night.watch.is_running

    night.later(1)
    assert not night.watch.is_running
    assert not alive(night)


def test_stop_leaves_no_child_behind(tmp_path: Path) -> None:
    night = Night(tmp_path, RUN + "exec sleep 1000")
    night.watch.look()
    until(lambda: bool(night.runs()))
    night.watch.stop()

    assert not alive(night)
    night.watch.stop()


def test_nothing_live_is_nothing_to_prove(tmp_path: Path) -> None:
    watch = Nightly(ProofFile(tmp_path), lambda: None, lambda: at(NOON), ["/bin/false"], {}, str(tmp_path))
    watch.look()

    assert not watch.is_running


TOLD = [
    pytest.param((), "info", "proved again", "", id="proved"),
    pytest.param((Found("W-x", "warning", "a warning"),), "warning", "proved again", "a warning", id="a warning"),
    pytest.param((Found("P-nobody", "error", "no"),), "error", "callers would be stranded", "no", id="errors"),
]


@pytest.mark.parametrize(("found", "level", "event", "first"), TOLD)
def test_the_log_is_told_in_one_line(
    tmp_path: Path, found: tuple[Found, ...], level: str, event: str, first: str
) -> None:
    night = Night(tmp_path, "")
    night.watch.look()
    night.proofs.write(kept(NOON, "r1", *found))
    with capture_logs() as logs:
        until(night.is_over)

    [line] = logs
    assert (line["log_level"], line["event"], line["first"]) == (level, event, first)
    assert (line["revision"], line["signatures"], line["states"]) == ("r1", 6, 95)


# -- the proof itself --------------------------------------------------------------------------------


def test_the_real_process_proves_what_is_live_and_ends_with_its_parent(anna: Clerk) -> None:
    (anna.data / "proof.json").unlink()
    command = [sys.executable, "-m", "ivr", "prove", "--behind"]
    proofs, live = ProofFile(anna.data), anna.live()
    now = [at(NOON)]
    watch = Nightly(proofs, lambda: (live, WARSAW), lambda: now[0], command, process_environment(anna), str(ROOT))
    watch.look()

    def over() -> bool:
        watch.look()
        return not watch.is_running

    until(over, 100)
    found = proofs.read()
    assert found is not None
    assert (found.revision, found.signatures, found.count("error")) == (live, 6, 0)

    (anna.data / "proof.json").unlink()
    now[0] += timedelta(days=1)
    watch.look()
    running = watch._running
    assert running is not None
    assert running.stdin is not None
    running.stdin.close()  # as when the service is killed
    assert running.wait(100) == 1
    assert proofs.read() is None
    watch.stop()


def test_publishing_keeps_what_it_proved(anna: Clerk) -> None:
    anna.edits("timeout_seconds: 7", "timeout_seconds: 8", MAIN)
    assert anna.publishes("a second more").code == 0
    found = ProofFile(anna.data).read()

    assert found is not None
    assert found.revision == anna.live()


def test_days_go_by_and_the_same_files_are_told_of(anna: Clerk) -> None:
    """What is right when it is published may be so no longer: a fact without words, an exception that is over."""
    anna.edits(
        "  cards_place:\n    pl: ulica",
        "  cards_place:\n    until: 2027-12-31\n    pl: ulica",
        "config.yaml",
    )
    revisions = Revisions(anna.data / "revisions")
    publish(read_sources(anna.files / "config.yaml"), revisions, "Anna", "cards move in 2028", at(NOON))
    far, near = (prove_live(revisions, at(day)).kept() for day in ("2026-06-01 02:00", "2027-12-10 02:00"))
    late = prove_live(revisions, at("2026-11-24 02:00")).kept()

    assert ("P-gap", "warning") in [(one.code, one.severity) for one in far.found]
    assert near.found[0].code == "P-gap"
    assert near.first.startswith("2028-01-01 00:00: error: What is said in about_cards has a hole")
    assert "W-saturday-holiday" in [one.code for one in late.found]
    assert "W-saturday-holiday" not in [one.code for one in far.found]


def test_readyz_tells_what_was_kept_and_stays_ready(anna: Clerk) -> None:
    services = build(from_environment(anna.environment))
    browser, proofs = create_app(services).test_client(), ProofFile(anna.data)
    assert browser.get("/readyz").get_json()["proof"]["errors"] == 0

    proofs.write(kept(NOON, "r1", Found("P-nobody", "error", "nobody is rung"), Found("N-x", "note", "n")))
    told = browser.get("/readyz")
    assert told.status_code == 200
    assert told.get_json()["proof"] == {
        **{"revision": "r1", "at": at(NOON).astimezone(UTC).isoformat()},
        **{"errors": 1, "warnings": 0, "first": "nobody is rung"},
    }

    (anna.data / "proof.json").write_text("{")
    assert browser.get("/readyz").get_json()["proof"] is None
    services.stop()
