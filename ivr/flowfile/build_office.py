"""Builds the `Office` from config.yaml: languages, lines, hunt groups, hours, facts and the failsafe."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Literal
from zoneinfo import ZoneInfo

from ivr.core.office import Edges, Fact, Failsafe, HuntGroup, Line, Number, Office, Privacy, Ring
from ivr.core.texts import Texts, Voice
from ivr.core.words import WORDS
from ivr.flowfile.build_alarms import alarm_to
from ivr.flowfile.build_budgets import budgets
from ivr.flowfile.build_call_back import call_back
from ivr.flowfile.build_hours import dated_exceptions, reason, schedules
from ivr.flowfile.build_prompts import prompts
from ivr.flowfile.context import Context
from ivr.flowfile.numbers import phone_number
from ivr.flowfile.shapes import SHAPES, kinds
from ivr.flowfile.shapes.forms import LOCALE
from ivr.flowfile.shapes.kinds import Spoken
from ivr.flowfile.shapes.office import TOGETHER_AT_MOST
from ivr.flowfile.texts import apart, spoken, texts, written
from ivr.flowfile.tree import Scalar, Sequence, Tree
from ivr.flowfile.values import (
    Record,
    chosen,
    days_from_until,
    items_of,
    mapping_of,
    named,
    number,
    record,
    refer,
    refer_each,
    scalar_of,
    text,
    yes_no,
)
from ivr.flowfile.wording import Suggest

SPOKEN_LANGUAGES = tuple(WORDS)
_RINGS: tuple[Ring, ...] = ("together", "in_order", "in_turn")


def office(context: Context, config: Tree | None) -> Office:
    """The office of config.yaml; with gaps where it has problems."""
    found = record(context, config, "config")
    about = record(context, found.get("office"), "office")
    timezone = _timezone(context, about.get("timezone"))
    never_dial = named(context, found, "never_dial", lambda _, tree: phone_number(context, tree))
    answers_on = tuple(phone_number(context, item) for item in items_of(context, found.get("answers_on")))
    return Office(
        name=text(context, about.get("name")),
        timezone=timezone,
        languages=_languages(context, found.get("languages")),
        lines=_lines(context, found, answers_on, tuple(never_dial.values())),
        groups=named(context, found, "hunt_groups", lambda *pair: _group(context, *pair)),
        schedules=schedules(context, found, timezone, dated_exceptions(context, found.get("exceptions"))),
        answers_on=answers_on,
        never_dial=never_dial,
        caller_id="caller" if chosen(context, found, "caller_id") == "caller" else "own_number",
        failsafe=_failsafe(context, found.get("failsafe")),
        facts=named(context, found, "facts", lambda _, tree: _facts(context, tree)),
        edges=_edges(context, found.get("edges")),
        call_back=call_back(context, found.get("call_back")),
        budgets=budgets(context, found.get("budgets")),
        journal_sync=_journal(context, found.get("journal")),
        whisper=_desk_text(context, found, "whisper"),
        confirm=_desk_text(context, found, "confirm"),
        reasons=named(context, found, "reasons", lambda _, tree: reason(context, tree)),
        alarms=alarm_to(context, found.get("alarms")),
        privacy=_privacy(context, found.get("privacy")),
        shared_numbers=tuple(phone_number(context, item) for item in items_of(context, found.get("shared_numbers"))),
    )


def _timezone(context: Context, node: Tree | None) -> str:
    scalar = scalar_of(context, node)
    if scalar is None:
        return "UTC"
    try:
        return ZoneInfo(scalar.text).key
    except (KeyError, ValueError, OSError):  # unknown; not a name; a folder of the timezone database
        context.problem("E-timezone", scalar.at, value=scalar.text)
        return "UTC"


def _languages(context: Context, node: Tree | None) -> Mapping[str, Voice]:
    mapping = mapping_of(context, node, "languages")
    for key, _ in mapping or ():
        if key.text not in SPOKEN_LANGUAGES:
            write = Suggest(key.text, SPOKEN_LANGUAGES)
            context.problem("E-language-unsupported", key.at, value=key.text, write=write)
    return {key.text: _voice(context, key.text, value) for key, value in mapping or ()}


def _voice(context: Context, language: str, node: Tree) -> Voice:
    found = record(context, node, "language")
    locale = scalar_of(context, found.get("locale"))
    if locale and not LOCALE.fits(locale.text):
        context.problem("E-locale", locale.at, value=locale.text)
    name = text(context, found.get("name"))
    return Voice(
        language=language,
        name=name,
        locale=locale.text if locale else "",
        voice=text(context, found.get("voice")),
        desk_name=text(context, found.get("desk_name")) or name,
        first_option=_option_text(context, found, "first_option"),
        option=_option_text(context, found, "option"),
    )


def _option_text(context: Context, found: Record, key: str) -> str:
    return spoken(context, found.get(key), needed=found.kind(key, Spoken).needed)


def _lines(
    context: Context, found: Record, answers_on: tuple[Number, ...], never_dial: tuple[Number, ...]
) -> Mapping[str, Line]:
    def build(name: str, tree: Tree) -> Line:
        line = record(context, tree, "line")
        number = phone_number(context, line.get("number"))
        for code, others in (("E-line-own-number", answers_on), ("E-line-never-dial", never_dial)):
            if number.e164 and number.e164 in [other.e164 for other in others]:
                context.problem(code, line["number"].at, value=number.written)
        if (confirm := yes_no(context, line.get("confirm"))) and "confirm" not in found:
            context.problem("E-confirm-text", line["confirm"].at)
        first, until = days_from_until(context, line)
        return Line(
            name=name,
            number=number.e164,
            written=number.written,
            label=texts(context, line.get("label")),
            hours=refer(context, line, "hours"),
            whisper=yes_no(context, line.get("whisper")),
            confirm=confirm,
            from_date=first,
            until_date=until,
        )

    return named(context, found, "lines", build)


def _group(context: Context, name: str, node: Tree) -> HuntGroup:
    found = record(context, node, "group")
    ring = chosen(context, found, "ring")
    lines = refer_each(context, found, "lines")
    written = found.get("lines")
    items = written.items if isinstance(written, Sequence) else ()
    _report_twice(context, items)
    if ring == "together" and len(items) > TOGETHER_AT_MOST:
        context.problem("E-group-many", found["lines"].at, count=len(items), limit=TOGETHER_AT_MOST)
    return HuntGroup(
        name=name,
        label=texts(context, found.get("label")),
        lines=lines,
        ring=next(known for known in _RINGS if known == ring),
        ring_seconds=number(context, found, "ring_seconds"),
    )


def _report_twice(context: Context, items: tuple[Tree, ...]) -> None:
    names = Counter(item.text for item in items if isinstance(item, Scalar))
    for item in items:
        if isinstance(item, Scalar) and names.pop(item.text, 1) > 1:
            context.problem("E-group-line-twice", item.at, name=item.text)


def _journal(context: Context, node: Tree | None) -> Literal["group", "wait"]:
    found = record(context, node, "journal")
    return "wait" if chosen(context, found, "sync") == "wait" else "group"


def _failsafe(context: Context, node: Tree | None) -> Failsafe:
    found = record(context, node, "failsafe")
    return Failsafe(
        line=refer(context, found, "line"),
        say=prompts(context, found.get("say")),
        otherwise=prompts(context, found.get("otherwise")),
    )


def _facts(context: Context, node: Tree) -> tuple[Fact, ...]:
    """One text, or a list of dated ones. Its words are not looked through for placeholders again."""
    items = items_of(context, node) if isinstance(node, Sequence) else (node,)
    return tuple(_fact(context, item) for item in items)


def _fact(context: Context, node: Tree) -> Fact:
    mapping = mapping_of(context, node, "text")
    if mapping is None:
        return Fact({})
    first, until = days_from_until(context, {key.text: value for key, value in mapping})
    words, twin = apart(mapping, *SHAPES["fact"].known)
    return Fact(texts(context, words), first, until, written(context, twin))


def _edges(context: Context, node: Tree | None) -> Edges:
    found = record(context, node, "edges")
    return Edges(
        late_seconds=number(context, found, "late_seconds"),
        soon_seconds=number(context, found, "soon_seconds"),
    )


def _privacy(context: Context, node: Tree | None) -> Privacy:
    found = record(context, node, "privacy")
    days = {name: number(context, found, name) for name in Privacy().days()}
    return Privacy(**days, notice=prompts(context, found.get("notice")))


def _desk_text(context: Context, config: Record, key: str) -> Texts:
    """What the desk hears; only the default language is ever said."""
    allowed = config.kind(key, kinds.Texts).placeholders
    return texts(context, config.get(key), allowed, needed=(context.names.of("language") or ())[:1])
