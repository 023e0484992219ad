"""`purge`: what is kept too long is removed now. The service does the same every day by itself."""

from __future__ import annotations

import json
import os
from dataclasses import asdict

import click

from ivr.assembly import live_office, privacy_of, purge_of
from ivr.cli.log import open_log
from ivr.cli.speech import message_language
from ivr.clock import utc_now
from ivr.settings import from_environment
from ivr.store.database import open_writer

_TEXTS = {
    "en": "Removed: the numbers of {numbers} calls (kept {number_days} days); {calls} calls with {entries} entries "
    "(kept {event_days} days); {access_rows} rows of the access log (kept {access_log_days} days).",
    "pl": "Usunięto: numery z połączeń: {numbers} (przechowywane {number_days} dni); połączenia: {calls}, wpisy: "
    "{entries} (przechowywane {event_days} dni); wiersze dziennika dostępu: {access_rows} (przechowywane "
    "{access_log_days} dni).",
}


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object and nothing else.")
def purge(as_json: bool) -> None:
    """Remove numbers, calls and rows of the access log that are older than `privacy` in config.yaml allows.

    The keys of the numbers are destroyed too."""
    settings = from_environment(os.environ)
    privacy = privacy_of(live_office(settings))
    open_log(settings)  # makes the tables, and brings in what the journal still holds
    done = purge_of(settings, lambda: privacy, utc_now).run(open_writer(settings.database))
    days = dict(privacy.days())
    if as_json:
        print(json.dumps(asdict(done) | days))
        return
    print(_TEXTS[message_language(os.environ)].format(**asdict(done), **days))
