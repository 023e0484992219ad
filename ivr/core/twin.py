"""The phone menu as text: the same options, sentences, numbers and hours, for the eye, from the live plan alone.

Every option of the main menu and of the menus behind it, and what only callers outside the call hours are offered.
No HTML, and no words but those of the plan and of `words`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from ivr.core.flow import BUILT_IN_TARGETS, Announce, Dial, Menu, Node, Option, Retry
from ivr.core.pieces import Paragraph, Piece, notice_paragraphs, paragraphs
from ivr.core.plan import Plan
from ivr.core.prompts import Moment
from ivr.core.texts import Language, Prompts
from ivr.core.twin_entries import Entry, Hours, Reader, hours, rung, services, walk
from ivr.core.twin_rest import Rest, rest


@dataclass(frozen=True, slots=True)
class Silent:
    """A key that is not said, or silence. `does`: a built-in target or ""; `rings`: the hunt group, by its label."""

    key: str  # "0", "*", "#"; "" for silence
    does: str
    rings: str


@dataclass(frozen=True, slots=True)
class Contact:
    """Where one can write instead of calling, as far as the text of the entry `place` tells it."""

    label: str
    place: str
    links: tuple[Piece, ...]


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
    writing: tuple[Contact, ...]  # mailboxes and websites, for people who cannot call
    rest: Rest  # what else may be heard


def twin(plan: Plan, now: datetime, language: Language) -> Twin:
    """The text twin of the menu at `now` (aware), in one of the office's languages."""
    moment, office = Moment(plan, language, now, written=True), plan.office
    main = _main(plan)
    closed_says, closed_options, closed_nodes = _closed(plan, main)
    reader = Reader(moment, dict.fromkeys((main.name, *closed_nodes), ""))
    night = replace(reader, prefix="closed-")
    aside, only_closed = _asides(services(main), closed_options, office.default_language)
    by_day = tuple(reader.entry((one.key,), one.label, one.go, aside.get(one.key, "")) for one in services(main))
    by_night = tuple(night.entry((one.key,), one.label, one.go) for one in only_closed)
    current = (one for one in office.announcements if one.from_at <= now < one.until_at)
    greeting, told = _shown((*_greeting(plan), *main.say), moment), _shown(closed_says, moment)
    entries = tuple(walk((*by_day, *by_night)))
    return Twin(
        language=language,
        office=office.name,
        numbers=tuple(Piece(one.written, language, f"tel:{one.e164}") for one in office.answers_on),
        greeting=greeting,
        announcements=tuple(text for one in current for text in notice_paragraphs(one.texts, moment)),
        calls=hours(main.hours, moment),
        closed_says=told,
        services=by_day,
        after_hours=by_night,
        languages=tuple((one.key, one.language, one.label[one.language]) for one in main.options if one.language),
        keys=tuple(_silent(key, target, moment) for key, target in (*main.keys.items(), ("", main.no_input.then))),
        writing=_writing(entries),
        rest=_rest(moment, (*greeting, *told), entries),
    )


def _writing(entries: tuple[Entry, ...]) -> tuple[Contact, ...]:
    """Each address where it is told first."""
    found: dict[str, tuple[Entry, Piece]] = {}
    for entry in entries:
        for piece in (piece for text in entry.tells for piece in text if piece.href.startswith(("mailto:", "https:"))):
            found.setdefault(piece.href, (entry, piece))
    places = dict.fromkeys(entry.place for entry, _ in found.values())
    return tuple(
        Contact(next(one.label for one in entries if one.place == place), place, links)
        for place in places
        if (links := tuple(piece for entry, piece in found.values() if entry.place == place))
    )


def _rest(moment: Moment, shown: tuple[Paragraph, ...], entries: tuple[Entry, ...]) -> Rest:
    """What stands nowhere else on the page."""
    texts = (*shown, *(text for entry in entries for text in entry.tells))
    numbers = {piece.text for text in texts for piece in text if piece.href.startswith("tel:")}
    numbers |= {one.number.text for entry in entries for one in entry.phones}
    numbers |= {one.written for one in moment.plan.office.answers_on}
    return rest(moment, texts, {entry.label for entry in entries}, numbers)


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
    """Options outside the call hours: those with key and label of an option by day, as that key -> target where it is
    another one, and the rest."""
    by_day = {(option.key, option.label.get(default, "")): option.go for option in options}
    named = [((one.key, one.label.get(default, "")), one) for one in closed]
    aside = {one.key: one.go for name, one in named if by_day.get(name, one.go) != one.go}
    return aside, tuple(one for name, one in named if name not in by_day)


def _silent(key: str, target: str, moment: Moment) -> Silent:
    does = target if target in BUILT_IN_TARGETS else ""
    return Silent(moment.words.key(key) if key else "", does, rung(target, moment))
