"""Every call script of both offices, on the engine and over HTTP on the running service: equal transcripts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from ivr.rehearsal import EnginePort, names_of
from ivr.simulator.carrier import HttpCarrier
from ivr.simulator.scripts import parse_script, play
from tests.support.offices import OFFICES, called, plan_of, scripts_of
from tests.support.service import TOKEN, Service, running

SCRIPTS = [(office, script) for office in OFFICES for script in scripts_of(office)]
# The service's clock runs on while it answers, and a wait counts whole seconds: begun half a second into one, no call
# here is nearer than a tenth to the next when it counts (on the full second two were nearer than a fiftieth).
BEGUN = timedelta(milliseconds=500)
IDS = [f"{office}-{script.stem}" for office, script in SCRIPTS]


@pytest.fixture(scope="module")
def services(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Service]]:
    folder = tmp_path_factory.mktemp("services")
    with (
        running(folder / "shipped", config=OFFICES["shipped"]) as shipped,
        running(folder / "later", config=OFFICES["later"]) as later,
    ):
        yield {"shipped": shipped, "later": later}


def test_there_are_scripts() -> None:
    assert len(SCRIPTS) >= 50


@pytest.mark.parametrize(("office", "file"), SCRIPTS, ids=IDS)
def test_script_on_engine_and_over_http(office: str, file: Path, services: dict[str, Service]) -> None:
    plan = plan_of(office)
    script = parse_script(file.read_text(), file.name)
    script = replace(script, at=script.at + BEGUN if script.at else None)

    on_engine = play(script, EnginePort(plan), names_of(plan), called=called(plan), call_id="CA" + "1" * 32)
    over_http = play(
        script, HttpCarrier(services[office].base, TOKEN), names_of(plan), called=called(plan), call_id="CA" + "1" * 32
    )

    assert on_engine.ok, on_engine.difference
    assert over_http.ok, over_http.difference
    assert str(over_http.transcript) == str(on_engine.transcript)
