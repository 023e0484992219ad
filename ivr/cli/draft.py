"""`draft`: the files against what is live: where they began, who published since, what callers would notice."""

from __future__ import annotations

import json
import os
from dataclasses import asdict

import click

from ivr.assembly import draft_of
from ivr.catalogue import revision_plan
from ivr.cli.calls_json import comparison_json
from ivr.cli.diff_words import Teller
from ivr.cli.speech import message_language
from ivr.cli.standing import activation, activation_json, heard, problem_json, problems_told, zone_of
from ivr.clock import utc_now
from ivr.comparison import Comparison, compare
from ivr.core.difference import Difference, differences
from ivr.core.plan import Plan
from ivr.draft import Standing
from ivr.errors import IvrError
from ivr.flowfile.check import Checked
from ivr.flowfile.sources import Sources
from ivr.publish import check_files
from ivr.settings import Settings, from_environment
from ivr.store.revisions import Revisions

_TEXTS = {
    "en": {
        "nothing": "Nothing was published so far.",
        "live": "Live: {live}",
        "same": "The files are what callers hear.",
        "base": "The files began from: {base}",
        "unknown": "Nobody can say what the files began from.",
        "since": "Published since, newest first:",
        "errors": "The files have errors; they cannot be published.",
        "lost": "{why} Back to what is live: python -m ivr discard",
    },
    "pl": {
        "nothing": "Dotąd niczego nie opublikowano.",
        "live": "Obowiązuje: {live}",
        "same": "Pliki są tym, co słyszą dzwoniący.",
        "base": "Pliki powstały z: {base}",
        "unknown": "Nie wiadomo, z czego powstały te pliki.",
        "since": "Opublikowano od tego czasu, najnowsze najpierw:",
        "errors": "W plikach są błędy; nie można ich opublikować.",
        "lost": "{why} Powrót do tego, co obowiązuje: python -m ivr discard",
    },
}


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object and nothing else.")
def draft(as_json: bool) -> None:
    """Show how the files differ from what is live, who published since they began, and what is wrong with them."""
    settings = from_environment(os.environ)
    language = message_language(os.environ)
    sources, checked, why = _files(settings)
    standing = draft_of(settings).look(sources)
    live = _live(settings, standing)
    plan = checked.plan if checked and not standing.same else None
    found = differences(live, plan, language) if live and plan else None
    calls = compare(live, plan, utc_now()) if live and plan else None
    if as_json:
        problems = [problem_json(one, language) for one in checked.problems] if checked else None
        data = {
            "live": activation_json(standing.live),
            "same": standing.same,
            "base": activation_json(standing.base),
            "since": [activation_json(one) for one in standing.since],
            "unreadable": why,
            "problems": problems,
            "differences": None if found is None else [asdict(one) for one in found],
            "calls": comparison_json(calls, live, plan, language) if live and plan and calls else None,
        }
        print(json.dumps(data, ensure_ascii=False, indent=2))
        return
    for line in _lines(standing, live or (checked.plan if checked else None), _TEXTS[language]):
        print(line)
    if live and plan and calls:
        _print_calls(found or (), calls, live, plan)
    _print_files(checked, why)


def _files(settings: Settings) -> tuple[Sources | None, Checked | None, str]:
    """The files and their check; or None, and why they cannot be read."""
    try:
        sources, checked = check_files(settings.config, utc_now().date())
    except IvrError as error:
        return None, None, str(error)
    return sources, checked, ""


def _live(settings: Settings, standing: Standing) -> Plan | None:
    try:
        revisions = Revisions(settings.data / "revisions")
        return revision_plan(revisions, standing.live.revision) if standing.live else None
    except IvrError:  # damaged: nothing to compare with
        return None


def _lines(standing: Standing, plan: Plan | None, texts: dict[str, str]) -> list[str]:
    if standing.live is None:
        return [texts["nothing"]]
    zone = zone_of(plan)
    lines = [texts["live"].format(live=activation(standing.live, zone))]
    if standing.same:
        return [*lines, texts["same"]]
    lines.append(texts["base"].format(base=activation(standing.base, zone)) if standing.base else texts["unknown"])
    if standing.since:
        lines += [texts["since"], *(f"    {activation(one, zone)}" for one in standing.since)]
    return lines


def _print_calls(found: tuple[Difference, ...], calls: Comparison, live: Plan, plan: Plan) -> None:
    language = message_language(os.environ)
    print(heard(found, language))
    if found or not calls.empty:
        print("", *Teller(calls, live, plan, language).lines(), sep="\n")


def _print_files(checked: Checked | None, why: str) -> None:
    language = message_language(os.environ)
    if checked is None:
        print(_TEXTS[language]["lost"].format(why=why))
        return
    if checked.problems:
        print(problems_told(checked.problems, language))
    if checked.plan is None:
        print(_TEXTS[language]["errors"])
