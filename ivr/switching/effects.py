"""Before something is switched: which telephones it concerns, and what callers hear and whom they reach then.

Shown to whoever is about to switch. Every sentence and every ringing is the engine's own (`ivr.explain`); nothing is
worded here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from ivr.core.flow import Dial, Menu
from ivr.core.hunting import group_lines
from ivr.core.overrides import Switches, applied, call_hours, end_of
from ivr.core.plan import Plan
from ivr.core.texts import Language
from ivr.explain import Part, Presses, Rings, Says, explain
from ivr.switching.hours import open_lines
from ivr.switching.switchboard import Switchboard
from ivr.switching.wishes import Wish

MOST_SAID = 4  # sentences, where nothing rings


@dataclass(frozen=True, slots=True)
class Chosen:
    """What a caller meets who chooses the service `group`, in each language, up to the first ringing. `rings`: its own
    telephones that still do."""

    group: str
    rings: tuple[str, ...]
    parts: Mapping[Language, tuple[Part, ...]]


@dataclass(frozen=True, slots=True)
class Effects:
    """`at`: the instant from which it holds. `lines`: open or closed otherwise than without it, at any time.
    `nobody`: some telephone may ring without it, and none with it. `hears`: a call's first words in each language;
    none where they stay as they are. `chosen`: services that get another telephone, or none."""

    at: datetime
    lines: tuple[str, ...]
    nobody: bool
    hears: Mapping[Language, str]
    chosen: tuple[Chosen, ...]
    opens_again: datetime | None


def effects(board: Switchboard, wish: Wish) -> Effects:
    """Of a wish, before it is fulfilled."""
    after, at = board.after(wish), max(wish.from_at or board.now, board.now)
    before, then = applied(board.plan, board.file.read()), applied(board.plan, after)
    lines = () if wish.what == "announce" else tuple(board.lines_changed(after, _end(board, after, wish)))
    calls = {"", *call_hours(board.plan)}
    first = wish.what == "announce" or any(target in calls for target in wish.targets)
    languages = board.plan.office.languages
    return Effects(
        at=at,
        lines=lines,
        nobody=bool(open_lines(before, at)) and not open_lines(then, at),
        hears={language: board.heard_first(after, at, language) for language in languages} if first else {},
        chosen=() if first else tuple(_chosen(then, at, set(lines))),
        opens_again=board.opens_again(after, wish.targets[0]) if wish.what == "close" and wish.targets else None,
    )


def services(plan: Plan) -> dict[str, str]:
    """The hunt groups that a caller can choose in the main menu, in its order, and the key of each."""
    main, found = plan.flow.nodes.get(plan.flow.main), dict[str, str]()
    for option in main.options if isinstance(main, Menu) else ():
        node = plan.flow.nodes.get(option.go)
        if isinstance(node, Dial):
            found.setdefault(node.to, option.key)
    return found


def _end(board: Switchboard, after: Switches, wish: Wish) -> datetime:
    made = [one for one in after.switches if one.from_at >= board.now and one.target in wish.targets]
    return max((end_of(one, board.timezone) for one in made), default=board.now + timedelta(seconds=1))


def _chosen(plan: Plan, at: datetime, changed: set[str]) -> Iterator[Chosen]:
    main, still = plan.flow.nodes.get(plan.flow.main), open_lines(plan, at)
    keys = {one.language: one.key for one in main.options if one.language} if isinstance(main, Menu) else {}
    for group, key in services(plan).items():
        found = plan.office.groups.get(group)
        own = [line.name for line in group_lines(plan, found)] if found else []
        if changed.intersection(own):
            yield Chosen(
                group,
                tuple(name for name in own if name in still),
                {
                    language: _to_first_ring(explain(plan, at, [*_spoken(plan, language, keys), _dialled(key)]).parts)
                    for language in plan.office.languages
                    if language == plan.office.default_language or language in keys
                },
            )


def _spoken(plan: Plan, language: Language, keys: Mapping[Language, str]) -> list[str]:
    """The key to press first, to be spoken to in this language."""
    return [] if language == plan.office.default_language else [_dialled(keys[language])]


def _dialled(key: str) -> str:
    return {"star": "*", "hash": "#"}.get(key, key)


def _to_first_ring(parts: tuple[Part, ...]) -> tuple[Part, ...]:
    """What comes after the last key pressed."""
    last = max((place for place, part in enumerate(parts) if isinstance(part, Presses)), default=-1)
    rest = parts[last + 1 :]
    ring = next((place for place, part in enumerate(rest) if isinstance(part, Rings)), None)
    if ring is not None:
        return rest[: ring + 1]
    return tuple(part for part in rest if isinstance(part, Says))[:MOST_SAID]
