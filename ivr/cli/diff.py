"""`diff`: what callers hear and reach before and after, way by way and in which hours and days."""

from __future__ import annotations

import json
import os
from dataclasses import asdict

import click

from ivr.catalogue import revision_plan
from ivr.cli.calls_json import comparison_json
from ivr.cli.diff_words import Teller
from ivr.cli.plans import draft_plan
from ivr.cli.speech import message_language
from ivr.cli.standing import heard
from ivr.clock import utc_now
from ivr.comparison import compare
from ivr.core.difference import differences
from ivr.core.plan import Plan
from ivr.errors import UsageError
from ivr.publish import find_revision
from ivr.settings import Settings, from_environment
from ivr.store.revisions import Revisions

LIVE, DRAFT = "live", "draft"


@click.command()
@click.argument("old", default=LIVE)
@click.argument("new", default=DRAFT)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object and nothing else.")
def diff(old: str, new: str, as_json: bool) -> None:
    """What callers notice when NEW takes the place of OLD: each a revision (or the beginning of its name), `live`, or
    `draft`, the files as they are now. Unless given: live and draft."""
    settings, language = from_environment(os.environ), message_language(os.environ)
    before, after = (plan_called(name, settings) for name in (old, new))
    found, calls = differences(before, after, language), compare(before, after, utc_now())
    if as_json:
        data = {
            "old": before.revision,
            "new": after.revision,
            "empty": not found and calls.empty,
            "differences": [asdict(one) for one in found],
            "calls": comparison_json(calls, before, after, language),
        }
        print(json.dumps(data, ensure_ascii=False, indent=2))
        return
    print(heard(found, language))
    if found or not calls.empty:
        print("", *Teller(calls, before, after, language).lines(), sep="\n")


def plan_called(name: str, settings: Settings) -> Plan:
    """`live`, `draft`, or a revision. Raises UsageError where there is none such, ProblemsFoundError for bad files."""
    if name == DRAFT:
        return draft_plan(settings)
    revisions = Revisions(settings.data / "revisions")
    if name != LIVE:
        return revision_plan(revisions, find_revision(revisions, name))
    live = revisions.live()
    if live is None:
        hint = "Compare two revisions, or publish first."
        raise UsageError("nothing-live", "Nothing was published so far: there is nothing to compare with.", hint)
    return revision_plan(revisions, live.revision)
