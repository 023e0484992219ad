"""Every sentence exists in every language at every moment: no text is missing, no placeholder is left without words.

Words change meaning only where a fact, a period of hours or the last opening ends; each such instant is tried with
the real `fill`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from ivr.core.flow import Callback, Menu
from ivr.core.plan import Plan
from ivr.core.prompts import Moment, fill
from ivr.core.texts import HoursSentence, Prompt, Sentence, Texts
from ivr.core.walltime import instant

_DATED = re.compile(r"\{((?:fact|hours):[a-z0-9_]+)\}")


@dataclass(frozen=True, slots=True)
class Gap:
    """`where`: a node, or `failsafe`. `languages`: those without a text; else `placeholder` has no words at `at`."""

    where: str
    at: datetime
    languages: tuple[str, ...] = ()
    placeholder: str = ""


def gaps(plan: Plan, now: datetime, until: datetime) -> Iterator[Gap]:
    """The first moment of every hole, from `now` to `until`."""
    empty: dict[str, datetime | None] = {}
    for where, texts in _said(plan):
        missing = tuple(language for language in plan.office.languages if not texts.get(language, "").strip())
        if missing:
            yield Gap(where, now, missing)
        for placeholder in dict.fromkeys(name for text in texts.values() for name in _DATED.findall(text)):
            if placeholder not in empty:
                empty[placeholder] = _first_empty(plan, placeholder, now, until)
            if at := empty[placeholder]:
                yield Gap(where, at, placeholder=placeholder)
    yield from _never_opens(plan, now, until)


def _said(plan: Plan) -> Iterator[tuple[str, Texts]]:
    """Where something is said, and the text in every language in which it is."""
    for where, prompt in _prompts(plan):
        yield from ((where, texts) for texts in _texts(prompt).values())
    for node in plan.flow.nodes.values():
        if isinstance(node, Menu):
            yield from ((node.name, option.label) for option in node.options if not option.language)


def _prompts(plan: Plan) -> Iterator[tuple[str, Prompt]]:
    for node in plan.flow.nodes.values():
        said = node.say
        if isinstance(node, Menu):
            said += node.say_after + node.soon + node.no_input.say + node.no_match.say
        elif isinstance(node, Callback):
            said = node.says
        yield from ((node.name, prompt) for prompt in said)
    yield from (("failsafe", prompt) for prompt in plan.office.failsafe.say + plan.office.failsafe.otherwise)


def _texts(prompt: Prompt) -> Mapping[str, Texts]:
    return {"": prompt.texts} if isinstance(prompt, Sentence) else prompt.variants


def _first_empty(plan: Plan, placeholder: str, now: datetime, until: datetime) -> datetime | None:
    kind, _, name = placeholder.partition(":")
    schedule = plan.office.schedules.get(name)
    dated = plan.office.facts.get(name, ()) if kind == "fact" else schedule.periods if schedule else ()
    days = [one.from_date for one in dated if one.from_date]
    days += [one.until_date + timedelta(days=1) for one in dated if one.until_date]
    edges = (instant(day, time.min, plan.office.timezone) for day in sorted(days))
    moments = [now, *(at for at in edges if now < at < until)]
    language = plan.office.default_language
    return next((at for at in moments if not fill(f"{{{placeholder}}}", Moment(plan, language, at))), None)


def _never_opens(plan: Plan, now: datetime, until: datetime) -> Iterator[Gap]:
    """`{when}` where hours close for good and there is no sentence for that."""
    closed_for_good: dict[str, datetime | None] = {}
    for where, prompt in _prompts(plan):
        if isinstance(prompt, HoursSentence) and "unknown" not in prompt.variants:
            says_when = any("{when}" in text for text in prompt.variants["closed"].values())
            if says_when and prompt.hours not in closed_for_good:
                closed_for_good[prompt.hours] = _end_of(plan, prompt.hours, now)
            at = closed_for_good.get(prompt.hours)
            if says_when and at and at < until:
                yield Gap(where, at, placeholder="when")


def _end_of(plan: Plan, hours: str, now: datetime) -> datetime | None:
    """When these hours are open for the last time, as far as a schedule looks ahead from there."""
    schedule = plan.office.schedules.get(hours)
    if schedule is None:
        return None
    *_, last = now, *schedule.changes(now)
    status = schedule.status(last)
    return last if not status.open and schedule.next_opening(last) is None else None
