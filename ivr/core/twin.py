"""The phone menu as text: the same options, sentences, numbers and hours, for the eye, from the live plan alone.

Every option of the main menu and of the menus behind it, and what only callers outside the call hours are offered.
No HTML, and no words but those of the plan and of `words`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from ivr.core.pieces import Paragraph, Piece, notice_paragraphs, paragraphs
from ivr.core.plan import BUILT_IN_TARGETS, Announce, Dial, Language, Menu, Node, Option, Plan, Prompts, Retry
from ivr.core.prompts import Moment
from ivr.core.twin_entries import Entry, Hours, Reader, hours, rung, services


@dataclass(frozen=True, slots=True)
class Silent:
    """A key that is not said, or silence. `does`: a built-in target or ""; `rings`: the hunt group, by its label."""

    key: str  # "0", "*", "#"; "" for silence
    does: str
    rings: str


@dataclass(frozen=True, slots=True)
class Twin:
    """Everything on the page but its own headings."""

    language: Language
    office: str
    numbers: tuple[Piece, ...]
    greeting: tuple[Paragraph, ...]
    announcements: tuple[Paragraph, ...]  # an operator's, now
    calls: Hours | None
    closed_says: tuple[Paragraph, ...]  # what callers outside the call hours hear first, as far as it holds now
    services: tuple[Entry, ...]
    after_hours: tuple[Entry, ...]  # offered only outside the call hours
    languages: tuple[tuple[str, Language, str], ...]  # key, language, its label
    keys: tuple[Silent, ...]


def twin(plan: Plan, now: datetime, language: Language) -> Twin:
    """The text twin of the menu at `now` (aware), in one of the office's languages."""
    moment, office = Moment(plan, language, now, written=True), plan.office
    main = _main(plan)
    closed_says, closed_options, closed_nodes = _closed(plan, main)
    reader = Reader(moment, {main.name, *closed_nodes})
    night = replace(reader, prefix="closed-")
    aside, rest = _asides(services(main), closed_options, office.default_language)
    current = (one for one in office.announcements if one.from_at <= now < one.until_at)
    return Twin(
        language=language,
        office=office.name,
        numbers=tuple(Piece(one.written, language, f"tel:{one.e164}") for one in office.answers_on),
        greeting=_shown((*_greeting(plan), *main.say), moment),
        announcements=tuple(text for one in current for text in notice_paragraphs(one.texts, moment)),
        calls=hours(main.hours, moment),
        closed_says=_shown(closed_says, moment),
        services=tuple(reader.entry((one.key,), one.label, one.go, aside.get(one.key, "")) for one in services(main)),
        after_hours=tuple(night.entry((one.key,), one.label, one.go) for one in rest),
        languages=tuple((one.key, one.language, one.label[one.language]) for one in main.options if one.language),
        keys=tuple(_silent(key, target, moment) for key, target in (*main.keys.items(), ("", main.no_input.then))),
    )


def privacy_notice(plan: Plan, now: datetime, language: Language) -> tuple[Paragraph, ...]:
    """The sentences that `privacy` in config.yaml names; none where it names none."""
    return _shown(plan.office.privacy.notice, Moment(plan, language, now, written=True))


def _main(plan: Plan) -> Menu:
    """The main menu. The check sees to it that there is one; without it the page is empty, and does not fail."""
    node = plan.flow.nodes.get(plan.flow.main)
    return node if isinstance(node, Menu) else Menu("", (), (), {}, Retry(1, ""), Retry(1, ""))


def _shown(prompts: Prompts, moment: Moment) -> tuple[Paragraph, ...]:
    return tuple(text for prompt in prompts for text in paragraphs(prompt, moment))


def _greeting(plan: Plan) -> Prompts:
    """What is said before the main menu."""
    return tuple(prompt for node in _chain(plan, plan.flow.start) if isinstance(node, Announce) for prompt in node.say)


def _closed(plan: Plan, main: Menu) -> tuple[Prompts, tuple[Option, ...], tuple[str, ...]]:
    """What callers hear first outside the call hours, the options they have then, and the nodes passed."""
    nodes = _chain(plan, main.closed)
    says = tuple(prompt for node in nodes if not isinstance(node, Dial) for prompt in node.say)
    options = tuple(option for node in nodes if isinstance(node, Menu) for option in services(node))
    return says, options, tuple(node.name for node in nodes)


def _chain(plan: Plan, target: str) -> list[Node]:
    """The node and, after announcements, what follows them."""
    nodes: dict[str, Node] = {}
    while target not in nodes and (node := plan.flow.nodes.get(target)):
        nodes[target] = node
        target = node.then if isinstance(node, Announce) else target
    return list(nodes.values())


def _asides(
    options: tuple[Option, ...], closed: tuple[Option, ...], default: Language
) -> tuple[Mapping[str, str], tuple[Option, ...]]:
    """Options outside the call hours: those with the label of an option by day, as key of that -> target, and the
    rest. One that leads where an option by day leads is neither: it is there already."""
    by_label = {option.label.get(default, ""): option for option in options}
    targets = {option.go for option in options}
    new = [one for one in closed if one.go not in targets]
    aside = {by_label[label].key: one.go for one in new if (label := one.label.get(default, "")) in by_label}
    return aside, tuple(one for one in new if one.label.get(default, "") not in by_label)


def _silent(key: str, target: str, moment: Moment) -> Silent:
    does = target if target in BUILT_IN_TARGETS else ""
    return Silent(moment.words.key(key) if key else "", does, rung(target, moment))
