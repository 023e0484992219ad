"""`publish`: checks the files and makes them what callers hear."""

from __future__ import annotations

import getpass
import os
import sys

import click

from ivr.cli.speech import message_language
from ivr.publish import ProblemsFoundError, utc_now
from ivr.publish import publish as make_live
from ivr.settings import from_environment
from ivr.store.revisions import Revisions
from ivr.wiring import start_lock


@click.command()
@click.option("--message", required=True, help="What changes, in one sentence.")
@click.option("--author", default=None, help="Who publishes; the login name unless given.")
def publish(message: str, author: str | None) -> None:
    """Check config.yaml and flows/ and make them live: new calls hear them within a second."""
    settings = from_environment(os.environ)
    settings.data.mkdir(parents=True, exist_ok=True, mode=0o700)
    revisions = Revisions(settings.data / "revisions")
    try:
        with start_lock(settings.data):
            revision = make_live(settings.config, revisions, author or getpass.getuser(), message, utc_now())
    except ProblemsFoundError as found:
        for problem in found.problems:
            print(problem.line_of_text(message_language(os.environ)))
        print("Nothing was published.")
        sys.exit(found.exit_code)
    print(f"Revision {revision} is live.")
