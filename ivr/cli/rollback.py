"""`rollback`: makes an earlier revision live in one step, without a question, and offers to restore the files to it."""

from __future__ import annotations

import json
import os

import click

from ivr.assembly import draft_of, revisions_of
from ivr.cli import sharing
from ivr.cli.asking import confirmed, has_terminal, login_name
from ivr.cli.speech import message_language
from ivr.cli.standing import activation_json
from ivr.clock import utc_now
from ivr.draft import Draft
from ivr.errors import IvrError
from ivr.flowfile.sources import read_sources
from ivr.publish import rollback as go_back
from ivr.settings import Settings, from_environment
from ivr.store.revisions import Live, Revisions

_TEXTS = {
    "en": {
        "live": "Revision {revision} is live again. It was published by {author}: {message}",
        "ask": "Restore the files to it too? Edits that were not published are lost. [y/N]",
        "restored": "The files are revision {revision} again.",
        "left": "The files were left as they are. Restore them with: python -m ivr discard",
    },
    "pl": {
        "live": "Znów obowiązuje wersja {revision}. Opublikował(a): {author}: {message}",
        "ask": "Przywrócić do niej także pliki? Nieopublikowane zmiany przepadną. [t/N]",
        "restored": "Pliki są znów wersją {revision}.",
        "left": "Pliki zostały bez zmian. Można je przywrócić: python -m ivr discard",
    },
}


@click.command()
@click.argument("revision", default="")
@click.option("--restore", is_flag=True, help="Restore the files to it too, without a question.")
@click.option("--message", default="", help="Why.")
@click.option("--author", default=None, help="Who does it; the login name unless given.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object and nothing else.")
def rollback(revision: str, restore: bool, message: str, author: str | None, as_json: bool) -> None:
    """Make REVISION live again; without it, what callers heard before. No question, no check of the files."""
    settings, texts = from_environment(os.environ), _TEXTS[message_language(os.environ)]
    revisions, draft = revisions_of(settings), draft_of(settings)
    live = _go_back(revisions, revision, login_name(author), message)
    first = next((one for one in revisions.history() if one.sequence == live.back_to), live)
    if not as_json:
        print(texts["live"].format(revision=live.revision, author=first.author, message=first.message))
        if late := sharing.late_told(revisions, message_language(os.environ)):
            print(late)
    restored = same = _same(settings, draft)
    if not same:
        restored = restore or (has_terminal() and not as_json and confirmed(texts["ask"], yes=False))
    if restored and not same:
        draft.restore(revisions.sources(live.revision) or {}, live)
    if as_json:
        plain = {"live": activation_json(live), "restored": restored, "late": revisions.late}
        print(json.dumps(plain, ensure_ascii=False, indent=2))
    else:
        print(texts["restored" if restored else "left"].format(revision=live.revision))


def _go_back(revisions: Revisions, revision: str, author: str, message: str) -> Live:
    try:
        revisions.refresh()
        return go_back(revisions, revision, author, " ".join(message.split()), utc_now())
    except sharing.SharedError as error:
        raise IvrError(error.code, sharing.told(error, message_language(os.environ))) from error


def _same(settings: Settings, draft: Draft) -> bool:
    """Whether the files are what is live by now: then a new draft begins here."""
    try:
        return draft.look(read_sources(settings.config)).same
    except IvrError:
        return False
