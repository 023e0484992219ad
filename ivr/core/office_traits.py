"""What a caller can notice of the office, one by one, as text: who rings, when it is open, words kept in config.yaml.

Only what calls can come to. Compares nothing (see `difference`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ivr.core.flow import CHOSEN, Callback, Dial, Menu, Node, Wait
from ivr.core.office import HuntGroup, Line, Office
from ivr.core.plan import Plan
from ivr.core.schedule import Schedule, ScheduleException, Span
from ivr.core.texts import Prompts, Sentence
from ivr.core.traits import Trait, heard, reachable, variants
from ivr.core.words import WORDS, WRITTEN, Words

MENTION = re.compile(r"\{([a-z]+):([a-z0-9_]+)\}")


def office_traits(plan: Plan, reader: str = "") -> dict[tuple[str, Trait], str]:
    """(Name of the line, group, schedule or fact, "" = the office; trait) -> text in the office's own language; hours
    in the `reader`'s, where one is named."""
    office, used = plan.office, Used.of(plan)
    words = WRITTEN[reader] if reader else WORDS[office.default_language]
    found: dict[tuple[str, Trait], str] = {("", trait): text for trait, text in _general(office)}
    for name in used.lines:
        if line := office.lines.get(name):
            found |= {(name, trait): text for trait, text in _line(line, office)}
    for name in used.groups:
        if group := office.groups.get(name):
            found |= {(name, trait): text for trait, text in _group(group, office)}
    for name in used.hours:
        if schedule := office.schedules.get(name):
            found |= {(name, trait): text for trait, text in _hours(schedule, words)}
    for name in used.facts:
        for fact in office.facts.get(name, ()):
            dates = _dates(fact.from_date, fact.until_date)
            found |= {(name, ("fact", dates, language)): text for language, text in fact.texts.items()}
    return found


def _general(office: Office) -> Iterator[tuple[Trait, str]]:
    values = {
        "timezone": office.timezone,
        "default_language": office.default_language,
        "answers_on": ", ".join(f"{number.written} ({number.e164})" for number in office.answers_on),
        "never_dial": ", ".join(f"{number.written} ({number.e164})" for number in office.never_dial.values()),
        "caller_id": office.caller_id,
        "late_seconds": str(office.edges.late_seconds),
        "soon_seconds": str(office.edges.soon_seconds),
        "whisper": office.whisper.get(office.default_language, ""),
        "confirm": office.confirm.get(office.default_language, ""),
        **{name: str(days) for name, days in office.privacy.days().items()},
    }
    yield from ((("office", part, ""), text) for part, text in values.items())
    yield ("office", "failsafe line", ""), office.failsafe.line
    yield ("office", "call_back assigned", ""), office.call_back.assigned
    yield ("office", "call_back ukrainian_numbers", ""), _yes(office.call_back.ukrainian_numbers)
    yield from (
        (("office", "call_back promise", language), text) for language, text in office.call_back.promise.items()
    )
    for name, texts in office.reasons.items():
        yield from ((("office", f"reason {name}", language), text) for language, text in texts.items())
    for language, voice in office.languages.items():
        yield ("language", "name", language), voice.name
        yield ("language", "voice", language), f"{voice.voice} ({voice.locale})"
        yield ("language", "options", language), f"{voice.first_option} {voice.option}"
        yield ("language", "desk_name", language), voice.desk_name
        for part, prompts in (("failsafe say", office.failsafe.say), ("failsafe otherwise", office.failsafe.otherwise)):
            said = (one.text for one in heard(prompts, language, office.default_language))
            yield ("says", part, language), " ".join(said)


def _line(line: Line, office: Office) -> Iterator[tuple[Trait, str]]:
    yield ("telephone", "number", ""), f"{line.written} ({line.number})"
    yield ("telephone", "hours", ""), line.hours
    yield ("telephone", "whisper", ""), _yes(line.whisper)
    yield ("telephone", "confirm", ""), _yes(line.confirm)
    yield ("telephone", "dates", ""), _dates(line.from_date, line.until_date)


def _group(group: HuntGroup, office: Office) -> Iterator[tuple[Trait, str]]:
    yield ("group", "label", ""), group.label.get(office.default_language, "")
    yield ("group", "lines", ""), ", ".join(group.lines)
    yield ("group", "ring", ""), group.ring if len(group.lines) > 1 else ""
    yield ("group", "ring_seconds", ""), str(group.ring_seconds)


def _hours(schedule: Schedule, words: Words) -> Iterator[tuple[Trait, str]]:
    for period in schedule.periods:
        text = words.hours(period.weekly, period.last_day, period.last_day_rule)
        yield ("hours", _dates(period.from_date, period.until_date), ""), text
    yield ("hours", "holidays_close", ""), _yes(schedule.holidays_close)
    for exception in schedule.exceptions:
        days = _days(exception)
        yield ("hours", days, ""), _spans(exception.spans, words)
        yield from ((("hours", f"{days} reason", language), text) for language, text in exception.reason.items())


def _spans(spans: tuple[Span, ...], words: Words) -> str:
    return words.list_and([words.span(span.opens, span.closes) for span in spans]) or words.hours({}, None, "")


def _days(exception: ScheduleException) -> str:
    first, last = exception.first, exception.last
    return str(first) if first == last else f"{first} – {last}"


def _dates(first: object, last: object) -> str:
    return f"{first or ''} – {last or ''}" if first or last else ""


def _yes(value: bool) -> str:
    return "yes" if value else "no"


# -- what calls can touch of the office ------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Used:
    """Names in the order in which calls come to them. Others are written in config.yaml, and nobody notices them."""

    groups: tuple[str, ...]
    lines: tuple[str, ...]
    hours: tuple[str, ...]
    facts: tuple[str, ...]

    @classmethod
    def of(cls, plan: Plan) -> Used:
        office = plan.office
        nodes = [plan.flow.nodes[name] for name in reachable(plan.flow)]
        prompts = [*(prompt for node in nodes for prompt in prompts_of(node))]
        prompts += [*office.failsafe.say, *office.failsafe.otherwise]
        labels = [option.label for node in nodes if isinstance(node, Menu) for option in node.options]
        texts = [texts for prompt in prompts for _, texts in variants(prompt)] + labels
        mentioned = [match for each in texts for text in each.values() for match in MENTION.findall(text)]
        groups = tuple(dict.fromkeys(name for node in nodes for name in groups_of(node)))
        lines = [line for name in groups if name in office.groups for line in office.groups[name].lines]
        lines += [office.failsafe.line, *(name for kind, name in mentioned if kind == "phone")]
        hours = [node.hours for node in nodes if isinstance(node, Menu)]
        hours += [office.lines[line].hours for line in lines if line in office.lines]
        hours += [prompt.hours for prompt in prompts if not isinstance(prompt, Sentence)]
        hours += [name for kind, name in mentioned if kind == "hours"]
        facts = [name for kind, name in mentioned if kind == "fact"]
        return cls(groups, _once(lines), _once(hours), _once(facts))


def prompts_of(node: Node) -> Prompts:
    if isinstance(node, Callback):
        return node.says
    if not isinstance(node, Menu):
        return node.say
    return node.say + node.say_after + node.soon + node.no_input.say + node.no_match.say


def groups_of(node: Node) -> tuple[str, ...]:
    if isinstance(node, Wait):
        return tuple(name for name in node.again if name != CHOSEN)
    return (node.to,) if isinstance(node, Dial) else ()


def _once(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for name in names if name))
