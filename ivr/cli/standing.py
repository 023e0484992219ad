"""How `publish`, `draft` and `revisions` put the same things: activations, differences, problems, call scripts.

Words and JSON only.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from typing import Any, Literal
from zoneinfo import ZoneInfo

from ivr.core.difference import Difference
from ivr.core.difference_words import told
from ivr.core.plan import Plan
from ivr.flowfile.problems import Problem
from ivr.scripts import Played
from ivr.store.revisions import Live

Language = Literal["en", "pl"]


def zone_of(*plans: Plan | None) -> ZoneInfo:
    """Times on the command line are the office's; UTC where none is known."""
    return ZoneInfo(next((plan.office.timezone for plan in plans if plan), "UTC"))


def activation(live: Live, zone: ZoneInfo) -> str:
    """One activation on one line: revision, when, who, why."""
    return f"{live.revision}  {live.at.astimezone(zone):%Y-%m-%d %H:%M:%S}  {live.author}: {live.message}"


def heard(found: tuple[Difference, ...], language: Language) -> str:
    """What callers hear differently, or that they notice nothing."""
    if not found:
        return "Dzwoniący niczego nie zauważą." if language == "pl" else "Callers notice nothing."
    title = "Co dla dzwoniących się zmieni" if language == "pl" else "What changes for callers"
    return "\n".join([f"{title} ({len(found)}):", *(told(one, language) for one in found)])


def scripts_told(different: Iterable[Played], language: Language) -> str:
    """Call scripts that hear something else than they say, "" for none."""
    must = {"en": " (must: true, so it refuses)", "pl": " (must: true, więc nie pozwala opublikować)"}[language]
    lines = [f"    {one.name}{must if one.must else ''}\n        {one.difference}" for one in different]
    title = "Skrypty połączeń, które słyszą co innego" if language == "pl" else "Call scripts that hear something else"
    return "\n".join([f"{title} ({len(lines)}):", *lines]) if lines else ""


def problems_told(problems: Iterable[Problem], language: Language) -> str:
    """A line each, with the code at its end: what `# ok CODE: …` and docs/rules.md call it."""
    return "\n".join(f"{problem.line_of_text(language)} [{problem.code}]" for problem in problems)


def activation_json(live: Live | None) -> dict[str, Any] | None:
    return asdict(live) | {"at": live.at.isoformat()} if live else None


def problem_json(problem: Problem, language: Language) -> Mapping[str, Any]:
    message, hint = (problem.message_pl, problem.hint_pl) if language == "pl" else (problem.message, problem.hint)
    place = {"file": problem.file, "line": problem.line, "column": problem.column}
    return place | {"code": problem.code, "severity": problem.severity, "message": message, "hint": hint}
