"""`replay`: counts and lines in both languages, as JSON, on what is live and on the draft; nobody's number is told."""

from __future__ import annotations

import json
import logging
import random
import shutil
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
import structlog

from ivr.simulator.form import SIMULATOR_ACCOUNT
from tests.cli.conftest import Run
from tests.support.logged import ACCOUNT, LoggedOffice, live_at_random, logged_office
from tests.support.offices import CALLER, OFFICES, at

DAY = ("--since", "2026-11-24", "--until", "2026-11-24")
MORNING = at("2026-11-24 10:00")
# fmt: off
ENGLISH = """\
Calls from 2026-11-24 00:00 to 2026-11-25 00:00, on the files as they are now: 3.
  Lost who were not:                                                 1
  Reach a person who did not:                                        1
    of them a desk rings now, whether it answers is not known:       1
  Cannot tell:                                                       0
  Go another way:                                                    0
  Go the same way:                                                   1

Lost who were not:
2026-11-24 10:00:00  ••• ••• 567  CA00000000000000000000000000000001  was: Family benefits, answered; \
would be: listened to information (about_family). Key 1 led to Świadczenia rodzinne (family), \
now to Świadczenia rodzinne (about_family).

Reach a person who did not:
2026-11-24 19:30:00  withheld number  CA00000000000000000000000000000003  was: \
listened to information (about_infoline); would be: Information line, rings. \
Key 2 led to Infolinia i sprawy ogólne (about_infoline), now to Infolinia i sprawy ogólne (infoline). \
The log does not tell whether they would answer: Information line 71 78 22 322.
"""
# fmt: on


@pytest.fixture(autouse=True)
def _quiet() -> Iterator[None]:
    """As `python -m ivr` has it: stdout is the command's own."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    yield
    structlog.reset_defaults()


def three_calls(office: LoggedOffice) -> None:
    """Answered by family benefits; answered by housing; in the evening, about the infoline."""
    office.call(MORNING).presses("1").desk_answers(42).ends()
    office.call(MORNING + timedelta(hours=3)).presses("4").desk_answers(60).ends()
    office.call(at("2026-11-24 19:30"), caller="anonymous").presses("2").waits(1).hangs_up()
    office.shipped()


@pytest.fixture
def draft(tmp_path: Path) -> Path:
    """Files in which the telephone is answered from noon until 20:00."""
    folder = tmp_path / "files"
    shutil.copytree(OFFICES["shipped"].parent / "flows", folder / "flows")
    config, text = folder / "config.yaml", OFFICES["shipped"].read_text()
    assert "7:30-19:00" in text
    config.write_text(text.replace("7:30-19:00", "12:00-20:00"))
    return config


def test_what_is_live_goes_the_same_way(run: Run, tmp_path: Path) -> None:
    with logged_office(tmp_path / "data") as office:
        three_calls(office)
    ran = run("replay", *DAY)

    assert ran.code == 0
    assert ran.out.splitlines()[0].endswith(": 3.")
    assert ran.out.splitlines()[-1].split() == ["Go", "the", "same", "way:", "3"]


def test_the_draft_is_told_call_by_call_and_a_lost_caller_is_exit_code_1(run: Run, tmp_path: Path, draft: Path) -> None:
    with logged_office(tmp_path / "data") as office:
        three_calls(office)
    ran = run("replay", *DAY, "--draft", office=draft)

    assert (ran.code, ran.out) == (1, ENGLISH)


def test_in_polish(run: Run, tmp_path: Path, draft: Path) -> None:
    with logged_office(tmp_path / "data") as office:
        three_calls(office)
    ran = run("replay", *DAY, "--draft", office=draft, polish=True)

    assert ran.code == 1
    lines = ran.out.splitlines()
    assert lines[0] == "Połączenia od 2026-11-24 00:00 do 2026-11-25 00:00, na plikach w obecnym stanie: 3."
    assert lines[1].split() == ["Tracą", "połączenie", "z", "człowiekiem:", "1"]
    assert "było: Świadczenia rodzinne, odebrano; byłoby: wysłuchano informacji (about_family)." in ran.out
    assert "Z dziennika nie wynika, czy ktoś by odebrał: Infolinia 71 78 22 322." in ran.out


def test_json_holds_every_call_that_differs_and_no_number(run: Run, tmp_path: Path, draft: Path) -> None:
    with logged_office(tmp_path / "data") as office:
        three_calls(office)
    ran = run("replay", *DAY, "--draft", "--json", office=draft)
    found = json.loads(ran.out)

    assert ran.code == 1
    assert found["counts"] == {"lost": 1, "reaches": 1, "unclear": 0, "other": 0, "same": 1}
    assert (found["calls"], found["draft"], found["since"]) == (3, True, "2026-11-24T00:00:00+01:00")
    lost, reaches = found["different"]
    assert (lost["verdict"], lost["caller"], lost["then"]["services"]) == ("lost", "••• ••• 567", ["family_benefits"])
    assert lost["key_moved"]["now"] == {"key": "1", "label": "Świadczenia rodzinne", "go": "about_family"}
    assert (reaches["now"]["services"], reaches["answer_unknown"]) == (["infoline"], True)
    assert CALLER[3:] not in ran.out


def test_nothing_in_the_period_and_json_of_nothing(run: Run, tmp_path: Path) -> None:
    with logged_office(tmp_path / "data") as office:
        three_calls(office)
    ran = run("replay", "--since", "2026-11-20", "--until", "2026-11-23", "--json")

    assert (ran.code, json.loads(ran.out)["different"], json.loads(ran.out)["calls"]) == (0, [], 0)


@pytest.mark.parametrize("office", OFFICES)
def test_calls_at_random_go_the_same_way_in_both_offices(run: Run, tmp_path: Path, office: str) -> None:
    chance = random.Random(11)
    with logged_office(tmp_path / "data", office) as running:
        for minute in range(12):
            live_at_random(running.call(MORNING + timedelta(hours=minute)), chance)
        running.shipped()
    found = json.loads(run("replay", "--since", "2026-11-24", "--until", "2026-11-25", "--json", office=office).out)

    assert found["counts"] == {"lost": 0, "reaches": 0, "unclear": 0, "other": 0, "same": 12}


def test_test_calls_are_left_out_unless_asked_for(run: Run, tmp_path: Path) -> None:
    with logged_office(tmp_path / "data") as office:
        office.call(MORNING).presses("1").desk_answers(42).ends()
        office.account = SIMULATOR_ACCOUNT
        office.call(MORNING).presses("1").desk_answers(42).ends()
        office.account = ACCOUNT
        office.shipped()

    assert json.loads(run("replay", *DAY, "--json").out)["calls"] == 1
    assert json.loads(run("replay", *DAY, "--json", "--tests").out)["calls"] == 2


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        (("--since", "soon"), "--since 'soon' is not a moment. Write yesterday, today,"),
        (("--since", "2026-11-24", "--until", "2026-11-23"), "--until is not after --since."),
    ],
)
def test_usage(run: Run, arguments: tuple[str, ...], error: str) -> None:
    ran = run("replay", "--draft", *arguments)

    assert (ran.code, ran.out) == (2, "")
    assert ran.error.startswith(error)
