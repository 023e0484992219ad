"""A running service with two workers: what an operator switches is heard within two seconds, and outlives a restart."""

from __future__ import annotations

import json
import shutil
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from ivr.simulator.carrier import HttpCarrier
from ivr.simulator.phone import Phone
from ivr.simulator.stretches import Speech
from ivr.simulator.transcript import Heard
from tests.acceptance.test_service import told_until
from tests.support.offices import CALLER, called, plan_of
from tests.support.service import ROOT, TOKEN, Service, running

LIVE_SECONDS = 2.0
MENU = "Świadczenia rodzinne: proszę nacisnąć jeden."
NO_POWER = "W tej chwili, z powodu awarii prądu, nie odbieramy telefonów."
NOTICE = "Kasa dziś nieczynna."


def words_of(service: Service, call_id: str | None = None, hours_later: float = 0) -> str:
    """What a new call hears first."""
    at = datetime.now(UTC) + timedelta(hours=hours_later)
    port = HttpCarrier(service.base, TOKEN)
    call = Phone(port, caller=CALLER, called=called(plan_of()), at=at).call(call_id)
    while isinstance(call.stretch, Speech):
        call.goes_on()
    call.hangs_up()
    lines = call.transcript.lines
    return " ".join(line.text for line in lines if isinstance(line, Heard))


def within_two_seconds(service: Service, sentence: str, heard: bool = True) -> None:
    """From then on every call hears it (or does not), whichever worker answers."""
    deadline = time.monotonic() + LIVE_SECONDS
    while time.monotonic() < deadline and (sentence in words_of(service)) is not heard:
        time.sleep(0.05)
    time.sleep(max(0.0, deadline - time.monotonic()))
    told = [words_of(service) for _ in range(8)]
    assert [sentence in one for one in told] == [heard] * 8, told[0]


def later(hours: float) -> str:
    """A moment for the command line, in office time."""
    zone = ZoneInfo(plan_of().office.timezone)
    return (datetime.now(UTC) + timedelta(hours=hours)).astimezone(zone).strftime("%Y-%m-%d %H:%M")


def test_closed_with_a_reason_and_open_again_in_all_workers(tmp_path: Path) -> None:
    with running(tmp_path / "data", workers=2) as service:
        assert service.command("override", "open", "calls", "--until", later(5)).returncode == 0
        within_two_seconds(service, MENU)

        closed = service.command("override", "close", "--until", later(3), "--reason", "power_cut", "--json")
        number = json.loads(closed.stdout)["id"]
        within_two_seconds(service, NO_POWER)
        assert NO_POWER not in words_of(service, hours_later=3.1), "it ends by itself"

        assert service.command("override", "end", number).returncode == 0
        within_two_seconds(service, NO_POWER, heard=False)


def test_what_is_switched_outlives_a_restart_and_stands_in_the_log(tmp_path: Path) -> None:
    call_id = "CA" + "d" * 32
    with running(tmp_path / "data") as service:
        service.command("override", "close", "--until", later(3), "--reason", "power_cut")
        service.command("announce", NOTICE, "--until", later(2))

    with running(tmp_path / "data") as service:
        told = words_of(service, call_id)
        assert NO_POWER in told
        assert told.index(NOTICE) < told.index(NO_POWER)
        story = told_until(service, call_id, "switched by an operator (z powodu awarii prądu)")
    assert "Heard the announcement 2 (pl)." in story


def test_an_announcement_is_heard_only_within_its_dates_and_files_stay(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "flows", tmp_path / "flows")
    config = Path(shutil.copy(ROOT / "config.yaml", tmp_path))
    before = {path: path.read_bytes() for path in [config, *(tmp_path / "flows").rglob("*.yaml")]}
    with running(tmp_path / "data", config=config) as service:
        service.command("announce", NOTICE, "--from", later(1), "--until", later(2))
        service.command("announce", "Uwaga, remont.", "--until", later(2))
        within_two_seconds(service, "Uwaga, remont.")

        heard = [NOTICE in words_of(service, hours_later=hours) for hours in (0.5, 1.5, 2.5)]
        assert heard == [False, True, False]
        service.command("announce", "end")
        within_two_seconds(service, "Uwaga, remont.", heard=False)
    assert {path: path.read_bytes() for path in before} == before
