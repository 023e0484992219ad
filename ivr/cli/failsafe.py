"""`failsafe`: the static TwiML for the provider's fallback URL, checked by a reader that shares no code with it."""

from __future__ import annotations

import json
import os
from pathlib import Path

import click

from ivr.cli.plans import plan_of
from ivr.cli.speech import message_language
from ivr.clock import utc_now
from ivr.errors import IvrError, UsageError
from ivr.failsafe import MAX_CHARACTERS, failsafe_document, failsafe_hash
from ivr.settings import from_environment
from ivr.simulator.problems import CarrierError
from ivr.simulator.reader import read
from ivr.simulator.verbs import Dial, Hangup, Say
from ivr.store.files import write_atomically

_READABLE = 0o644  # it is public
_WRITTEN = {
    "en": "{file} is written (version {hash}). Paste it at the provider as the document of its fallback URL.",
    "pl": "Zapisano {file} (wersja {hash}). Proszę wkleić go u operatora jako dokument adresu zapasowego.",
}


@click.command()
@click.option("--language", default="", help="The language it speaks; the office's first unless given.")
@click.option("--out", "file", default=None, type=click.Path(dir_okay=False, path_type=Path), help="Write it there.")
@click.option("--draft", is_flag=True, help="From the files as they are now, not from what is live.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object and nothing else.")
def failsafe(language: str, file: Path | None, draft: bool, as_json: bool) -> None:
    """Print the static document that the provider answers with when this service cannot be reached."""
    plan = plan_of(from_environment(os.environ), draft)
    spoken = language or plan.office.default_language
    if spoken not in plan.office.languages:
        known = ", ".join(plan.office.languages)
        raise UsageError("language-unknown", f"There is no language {language!r}.", f"There are: {known}.")
    document = failsafe_document(plan, spoken, utc_now())
    verify(document)
    if file:
        _write(file, document)
    if as_json:
        named = {"language": spoken, "version": failsafe_hash(document), "file": str(file) if file else None}
        whole = {**named, "revision": plan.revision, "characters": len(document), "document": document}
        print(json.dumps(whole, ensure_ascii=False, indent=1))
    elif file is None:
        print(document)
    else:
        print(_WRITTEN[message_language(os.environ)].format(file=file, hash=failsafe_hash(document)))


def _write(file: Path, document: str) -> None:
    """Whole at every moment: a proxy may be reading it. A device or a pipe is written to, and never replaced."""
    content = f"{document}\n".encode()
    if file.exists() and not file.is_file():
        file.write_bytes(content)
    else:
        write_atomically(file, content, _READABLE)


def verify(document: str) -> None:
    """Raises IvrError unless a strict carrier would speak, ring one number, speak again and end the call."""
    if len(document) > MAX_CHARACTERS:
        what = f"The document has {len(document)} characters, more than {MAX_CHARACTERS}."
        raise IvrError("failsafe-long", what, "Shorten the sentences of failsafe in config.yaml.")
    try:
        verbs = read(document.encode(), "text/xml")
    except CarrierError as error:
        raise IvrError("failsafe-unreadable", f"The provider would refuse the document: {error}") from error
    kinds = [type(verb) for verb in verbs]
    rings = kinds.index(Dial) if kinds.count(Dial) == 1 else 0
    if not rings or Say not in kinds[rings + 1 :] or kinds[-1] is not Hangup:
        what = "The document does not apologise, ring one line and say what to do when nobody answers."
        raise IvrError("failsafe-incomplete", what, "Write line, say and otherwise under failsafe in config.yaml.")
