"""`discard`: returns the files to what is live."""

from __future__ import annotations

import json
import os
import sys

import click

from ivr.assembly import draft_of
from ivr.cli.asking import confirmed
from ivr.cli.speech import message_language
from ivr.errors import IvrError, UsageError
from ivr.flowfile.sources import read_sources
from ivr.settings import from_environment
from ivr.store.revisions import Revisions

_TEXTS = {
    "en": {
        "ask": "Throw away every edit and return the files to revision {revision}? [y/N]",
        "same": "The files are revision {revision} already.",
        "done": "The files are revision {revision} again.",
        "no": "The files were left as they are.",
    },
    "pl": {
        "ask": "Porzucić wszystkie zmiany i przywrócić pliki do wersji {revision}? [t/N]",
        "same": "Pliki są już wersją {revision}.",
        "done": "Pliki są znów wersją {revision}.",
        "no": "Pliki zostały bez zmian.",
    },
}


@click.command()
@click.option("--yes", is_flag=True, help="Do not ask.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object and nothing else.")
def discard(yes: bool, as_json: bool) -> None:
    """Return config.yaml and flows/ to what is live; also when they were lost. flows/tests/ is left alone."""
    settings, texts = from_environment(os.environ), _TEXTS[message_language(os.environ)]
    revisions, draft = Revisions(settings.data / "revisions"), draft_of(settings)
    try:
        sources = read_sources(settings.config)
    except IvrError:  # lost or broken: all the more reason
        sources = None
    live = draft.look(sources).live
    files = revisions.sources(live.revision) if live else None
    if live is None or files is None:
        raise UsageError("nothing-live", "Nothing was ever published, so there is nothing to return to.")
    if draft.look(sources).same:
        done = "same"
    elif confirmed(texts["ask"].format(revision=live.revision), yes):
        draft.restore(files, live)
        done = "done"
    else:
        done = "no"
    data = {"restored": done == "done", "revision": live.revision}
    print(json.dumps(data) if as_json else texts[done].format(revision=live.revision))
    sys.exit(1 if done == "no" else 0)
