"""`test`: runs the call scripts in flows/tests/ on the engine and prints what differs."""

from __future__ import annotations

import os
import sys
from zoneinfo import ZoneInfo

import click

from ivr.cli.speech import message_language
from ivr.errors import IvrError
from ivr.publish import ProblemsFoundError, check_files, utc_now
from ivr.rehearsal import EnginePort, names_of
from ivr.settings import from_environment
from ivr.simulator.scripts import parse_script, play

_WORDS = {"en": ("Scripts", "Different"), "pl": ("Skrypty", "Inaczej niż zapisano")}


@click.command("test")
def scripts() -> None:
    """Run the call scripts in flows/tests/ on the files as they are now, and print what differs."""
    settings = from_environment(os.environ)
    _, checked = check_files(settings.config, utc_now().date())
    if checked.plan is None:
        raise ProblemsFoundError(checked)
    plan, zone = checked.plan, ZoneInfo(checked.plan.office.timezone)
    files = sorted((settings.config.parent / "flows" / "tests").glob("*.yaml"))
    if not files:
        raise IvrError("no-scripts", "There are no call scripts in flows/tests/.")
    failed = 0
    for file in files:
        script = parse_script(file.read_text(encoding="utf-8"), f"flows/tests/{file.name}")
        result = play(script, EnginePort(plan), names_of(plan), called=plan.office.answers_on[0].e164, zone=zone)
        if not result.ok:
            failed += 1
            print(f"{script.name}\n{result.difference}\n{result.transcript}\n")
    scripts_word, different = _WORDS[message_language(os.environ)]
    print(f"{scripts_word}: {len(files)}. {different}: {failed}.")
    sys.exit(1 if failed else 0)
