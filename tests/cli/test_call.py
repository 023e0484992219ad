"""`call --draft` and `call --record`: a call made in the terminal is a script that plays again the same."""

from __future__ import annotations

from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from ivr.rehearsal import EnginePort, names_of
from ivr.simulator.scripts import parse_script, play
from tests.cli.conftest import Run
from tests.support.offices import called, plan_of

BUSY = """\
name: family busy
at: 2026-11-24 10:00:00
steps:
- hears: Dzień dobry, tu MOPS Wrocław.
- hears: 'Українською: вісім.'
- hears: 'English: nine.'
- hears: 'Świadczenia rodzinne: proszę nacisnąć jeden.'
- presses: 1
- hears: Łączę z działem świadczeń rodzinnych.
- rings: family
- desk: busy
- rings: payments
- desk: answers
ends: desk
"""
CALLS = [
    ("a desk answers", "shipped", "2026-11-24 10:00", "1\na\n\n"),
    ("the caller hangs up while it rings", "shipped", "2026-11-24 10:00", "1\nh\n"),
    ("the caller hangs up in the conversation", "shipped", "2026-11-24 10:00", "1\na\nh\n"),
    ("the caller hangs up at the menu", "shipped", "2026-11-24 10:00", "h\n"),
    ("three telephones together", "shipped", "2026-11-24 10:00", "3\nn\na\n\n"),
    ("star, hash and an unknown key", "shipped", "2026-12-24 10:00", "*\n1\n#\n-\nh\n"),
    ("a silent caller at night", "shipped", "2026-11-24 22:00", "\n\n"),
    ("desks rung in turn", "later", "2026-11-24 10:00", "2\nb\na\n\n"),
    ("failed and no answer in the wait", "shipped", "2026-11-24 10:00", "\nf\nn\na\n\n"),
]


def test_the_script_of_a_call(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "family_busy.yaml"
    ran = run("call", "--draft", "--at", "2026-11-24 10:00", "--record", str(file), typed="1\nb\na\n\n")

    assert ran.code == 0
    assert ran.out.startswith("The files as they are now, on the engine directly; nothing is logged.\n")
    assert ran.out.endswith(f"The call script is in {file}.\n")
    assert file.read_text() == BUSY


@pytest.mark.parametrize(("office", "moment", "typed"), [row[1:] for row in CALLS], ids=[row[0] for row in CALLS])
def test_a_recorded_call_plays_again_and_holds_no_number(
    run: Run, tmp_path: Path, office: str, moment: str, typed: str
) -> None:
    file, plan = tmp_path / "call.yaml", plan_of(office)
    assert run("call", "--draft", "--at", moment, "--record", str(file), office=office, typed=typed).code == 0
    text = file.read_text()
    zone = ZoneInfo(plan.office.timezone)
    for call_id in ("CA" + "1" * 32, "CA" + "2" * 32):  # in turn: the one begins elsewhere than the other
        result = play(
            parse_script(text, file.name), EnginePort(plan), names_of(plan),
            called=called(plan), zone=zone, call_id=call_id,
        )  # fmt: skip
        assert result.ok, f"{text}\n{result.difference}"

    assert "+48" not in text


def test_who_hangs_up_while_it_rings_hangs_up_in_the_script(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "call.yaml"
    run("call", "--draft", "--at", "2026-11-24 10:00", "--record", str(file), typed="1\nh\n")

    assert file.read_text().endswith("- rings: family\n- hangs_up: yes\nends: caller\n")


def test_another_caller_stands_in_the_script(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "call.yaml"
    run("call", "--draft", "--at", "2026-11-24 10:00", "--from", "anonymous", "--record", str(file), typed="h\n")

    assert "\nfrom: anonymous\n" in file.read_text()


def test_a_file_is_not_written_over(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "call.yaml"
    file.write_text("precious")
    ran = run("call", "--draft", "--record", str(file), typed="h\n")

    assert (ran.code, ran.out) == (2, "")
    assert file.read_text() == "precious"
