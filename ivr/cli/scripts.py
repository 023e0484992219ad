"""`test`: runs the call scripts in flows/tests/ on the engine and prints what differs."""

from __future__ import annotations

import os
import sys

import click

from ivr.cli.speech import message_language
from ivr.errors import IvrError
from ivr.publish import ProblemsFoundError, check_files, utc_now
from ivr.scripts import played
from ivr.settings import from_environment

_WORDS = {"en": ("Scripts", "Different"), "pl": ("Skrypty", "Inaczej niż zapisano")}


@click.command("test")
def scripts() -> None:
    """Run the call scripts in flows/tests/ on the files as they are now, and print what differs."""
    settings = from_environment(os.environ)
    _, checked = check_files(settings.config, utc_now().date())
    if checked.plan is None:
        raise ProblemsFoundError(checked)
    ran = list(played(settings.config, checked.plan))
    if not ran:
        raise IvrError("no-scripts", "There are no call scripts in flows/tests/.")
    different = [one for one in ran if one.difference]
    for one in different:
        print(f"{one.name}\n{one.difference}\n{one.transcript}\n")
    scripts_word, word = _WORDS[message_language(os.environ)]
    print(f"{scripts_word}: {len(ran)}. {word}: {len(different)}.")
    sys.exit(1 if different else 0)
