"""Builds the `Office` from config.yaml: languages, lines, hunt groups, hours, facts and the failsafe."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from typing import Literal
from zoneinfo import ZoneInfo

from ivr.core.plan import CHOSEN, Edges, Fact, Failsafe, HuntGroup, Line, Number, Office, Privacy, Ring, Texts, Voice
from ivr.core.words import WORDS
from ivr.flowfile.build_budgets import budgets
from ivr.flowfile.build_hours import dated_exceptions, reason, schedules
from ivr.flowfile.build_prompts import prompts
from ivr.flowfile.context import Context
from ivr.flowfile.numbers import phone_number
from ivr.flowfile.texts import apart, spoken, texts, written
from ivr.flowfile.tree import Scalar, Sequence, Tree
from ivr.flowfile.values import (
    Record,
    choice,
    days_from_until,
    items_of,
    mapping_of,
    named,
    record,
    reference,
    scalar_of,
    text,
    whole_number,
    yes_no,
)
from ivr.flowfile.wording import Suggest

SPOKEN_LANGUAGES = tuple(WORDS)
TOGETHER_AT_MOST = 10  # numbers in one Dial (the provider's limit)
_RINGS: tuple[Ring, ...] = ("together", "in_order", "in_turn")
_REQUIRED = ("office", "languages", "answers_on", "failsafe", "lines", "hunt_groups", "hours")
_OPTIONAL = (
    "never_dial",
    "caller_id",
    "exceptions",
    "reasons",
    "facts",
    "edges",
    "budgets",
    "whisper",
    "confirm",
    "journal",
    "privacy",
)


def office(context: Context, config: Tree | None) -> Office:
    """The office of config.yaml; with gaps where it has problems."""
    found = record(context, config, "config", _REQUIRED, _OPTIONAL)
    about = record(context, found.get("office"), "office", ("name", "timezone"))
    timezone = _timezone(context, about.get("timezone"))
    never_dial = named(context, found.get("never_dial"), "never_dial", lambda _, tree: phone_number(context, tree))
    answers_on = tuple(phone_number(context, item) for item in items_of(context, found.get("answers_on")))
    return Office(
        name=text(context, about.get("name")),
        timezone=timezone,
        languages=_languages(context, found.get("languages")),
        lines=_lines(context, found, answers_on, tuple(never_dial.values())),
        groups=named(context, found.get("hunt_groups"), "groups", lambda *pair: _group(context, *pair), (CHOSEN,)),
        schedules=schedules(context, found.get("hours"), timezone, dated_exceptions(context, found.get("exceptions"))),
        answers_on=answers_on,
        never_dial=never_dial,
        caller_id=_caller_id(context, found.get("caller_id")),
        failsafe=_failsafe(context, found.get("failsafe")),
        facts=named(context, found.get("facts"), "facts", lambda _, tree: _facts(context, tree)),
        edges=_edges(context, found.get("edges")),
        budgets=budgets(context, found.get("budgets")),
        journal_sync=_journal(context, found.get("journal")),
        whisper=_desk_text(context, found.get("whisper"), ("service", "language")),
        confirm=_desk_text(context, found.get("confirm"), ()),
        reasons=named(context, found.get("reasons"), "reasons", lambda _, tree: reason(context, tree)),
        privacy=_privacy(context, found.get("privacy")),
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
    found = record(context, node, "language", ("name", "locale", "voice", "first_option", "option"), ("desk_name",))
    locale = scalar_of(context, found.get("locale"))
    if locale and not re.fullmatch(r"[a-z]{2,3}-[A-Z]{2}", locale.text):
        context.problem("E-locale", locale.at, value=locale.text)
    name = text(context, found.get("name"))
    return Voice(
        language=language,
        name=name,
        locale=locale.text if locale else "",
        voice=text(context, found.get("voice")),
        desk_name=text(context, found.get("desk_name")) or name,
        first_option=spoken(context, found.get("first_option"), needed=("label", "key")),
        option=spoken(context, found.get("option"), needed=("label", "key")),
    )


def _lines(
    context: Context, found: Record, answers_on: tuple[Number, ...], never_dial: tuple[Number, ...]
) -> Mapping[str, Line]:
    def build(name: str, tree: Tree) -> Line:
        line = record(context, tree, "line", ("number", "label"), ("hours", "whisper", "confirm", "from", "until"))
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
            hours=reference(context, "hours", line.get("hours")),
            whisper=yes_no(context, line.get("whisper")),
            confirm=confirm,
            from_date=first,
            until_date=until,
        )

    return named(context, found.get("lines"), "lines", build)


def _group(context: Context, name: str, node: Tree) -> HuntGroup:
    found = record(context, node, "group", ("label", "lines"), ("ring", "ring_seconds"))
    ring = choice(context, found.get("ring"), _RINGS)
    items = items_of(context, found.get("lines"))
    lines = [reference(context, "line", item) for item in items]
    _report_twice(context, items)
    if ring == "together" and len(items) > TOGETHER_AT_MOST:
        context.problem("E-group-many", found["lines"].at, count=len(items), limit=TOGETHER_AT_MOST)
    return HuntGroup(
        name=name,
        label=texts(context, found.get("label")),
        lines=tuple(lines),
        ring=next(known for known in _RINGS if known == ring),
        ring_seconds=whole_number(context, found.get("ring_seconds"), 20, 5, 60),
    )


def _report_twice(context: Context, items: tuple[Tree, ...]) -> None:
    names = Counter(item.text for item in items if isinstance(item, Scalar))
    for item in items:
        if isinstance(item, Scalar) and names.pop(item.text, 1) > 1:
            context.problem("E-group-line-twice", item.at, name=item.text)


def _caller_id(context: Context, node: Tree | None) -> Literal["own_number", "caller"]:
    return "caller" if choice(context, node, ("own_number", "caller")) == "caller" else "own_number"


def _journal(context: Context, node: Tree | None) -> Literal["group", "wait"]:
    found = record(context, node, "journal", ("sync",))
    return "wait" if choice(context, found.get("sync"), ("group", "wait")) == "wait" else "group"


def _failsafe(context: Context, node: Tree | None) -> Failsafe:
    found = record(context, node, "failsafe", ("line", "say", "otherwise"))
    return Failsafe(
        line=reference(context, "line", found.get("line")),
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
    words, twin = apart(mapping, "from", "until")
    return Fact(texts(context, words), first, until, written(context, twin))


def _edges(context: Context, node: Tree | None) -> Edges:
    found = record(context, node, "edges", (), ("late_seconds", "soon_seconds"))
    return Edges(
        late_seconds=whole_number(context, found.get("late_seconds"), Edges().late_seconds, 0, 3600),
        soon_seconds=whole_number(context, found.get("soon_seconds"), Edges().soon_seconds, 0, 3600),
    )


def _privacy(context: Context, node: Tree | None) -> Privacy:
    usual = Privacy().days()
    found = record(context, node, "privacy", (), (*usual, "notice"))
    days = {name: whole_number(context, found.get(name), default, 1, 3650) for name, default in usual.items()}
    return Privacy(**days, notice=prompts(context, found.get("notice")))


def _desk_text(context: Context, node: Tree | None, allowed: tuple[str, ...]) -> Texts:
    """What the desk hears; only the default language is ever said."""
    return texts(context, node, allowed, needed=(context.names.of("language") or ())[:1])
