"""`check`: reads config.yaml and flows/, prints every problem as one line, and says how it stands."""

from __future__ import annotations

import os
import sys

import click

from ivr.cli.speech import message_language
from ivr.publish import check_files, utc_now
from ivr.settings import from_environment


@click.command()
def check() -> None:
    """Read config.yaml and flows/ and print every problem: where, what is wrong, what to write instead."""
    settings = from_environment(os.environ)
    _, checked = check_files(settings.config, utc_now().date())
    language = message_language(os.environ)
    for problem in checked.problems:
        print(problem.line_of_text(language))
    errors = sum(problem.severity == "error" for problem in checked.problems)
    print(_summary(errors, len(checked.problems) - errors, language))
    sys.exit(1 if errors else 0)


def _summary(errors: int, others: int, language: str) -> str:
    if language == "pl":
        return f"Błędy: {errors}. Ostrzeżenia i uwagi: {others}."
    return f"Errors: {errors}. Warnings and notes: {others}."
