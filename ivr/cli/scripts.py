"""`test`: runs the call scripts in flows/tests/ on the engine and prints what differs."""

from __future__ import annotations

import json
import os
import sys
from dataclasses import asdict

import click

from ivr.cli.speech import message_language
from ivr.cli.standing import problem_json
from ivr.clock import utc_now
from ivr.errors import IvrError
from ivr.publish import ProblemsFoundError, check_files
from ivr.scripts import played
from ivr.settings import from_environment

_WORDS = {"en": ("Scripts", "Different"), "pl": ("Skrypty", "Inaczej niż zapisano")}


@click.command("test")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object and nothing else.")
def scripts(as_json: bool) -> None:
    """Run the call scripts in flows/tests/ on the files as they are now, and print what differs."""
    settings, language = from_environment(os.environ), message_language(os.environ)
    _, checked = check_files(settings.config, utc_now().date())
    if checked.plan is None:
        if as_json:  # whoever reads it by machine gets a document in any case
            problems = [problem_json(one, language) for one in checked.problems]
            print(json.dumps({"scripts": 0, "different": 0, "played": [], "problems": problems}, ensure_ascii=False))
            sys.exit(1)
        raise ProblemsFoundError(checked)
    ran = list(played(settings.config, checked.plan))
    if not ran:
        raise IvrError("no-scripts", "There are no call scripts in flows/tests/.")
    different = [one for one in ran if one.difference]
    if as_json:
        counts = {"scripts": len(ran), "different": len(different)}
        whole = {**counts, "played": [asdict(one) for one in ran], "problems": []}
        print(json.dumps(whole, ensure_ascii=False, indent=1))
    else:
        for one in different:
            print(f"{one.name}\n{one.difference}\n{one.transcript}\n")
        scripts_word, word = _WORDS[language]
        print(f"{scripts_word}: {len(ran)}. {word}: {len(different)}.")
    sys.exit(1 if different else 0)
