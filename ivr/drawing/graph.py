"""The flow as cards and ways: one card a node, one row a way out of it (key, silence, failure, closed). No drawing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import zip_longest
from typing import Literal

from ivr.core.entries import Entry
from ivr.core.flow import CHOSEN, MAIN, REPEAT, Announce, Callback, Dial, End, Menu, Node, Wait
from ivr.core.plan import Plan
from ivr.core.prompts import Moment, in_language, speak

Why = Literal[
    "key", "silent_key", "language", "no_input", "no_match", "closed", "otherwise", "then", "saved", "not_saved"
]


@dataclass(frozen=True, slots=True)
class Way:
    """A way out of a node. `key` only where one is pressed; `to` is a node, `repeat`, `back`, or "" (stays)."""

    why: Why
    to: str
    key: str = ""
    label: str = ""


@dataclass(frozen=True, slots=True)
class Rung:
    """Lines that ring: (name, number as the office writes it), and for how long. `ring` is `chosen` in a wait that
    tries the service the caller asked for; then there are no lines."""

    lines: tuple[tuple[str, str], ...]
    ring: str  # together, in_order, in_turn, chosen
    ring_seconds: int


@dataclass(frozen=True, slots=True)
class Card:
    """A node: what is said (shortly), who rings, the ways out."""

    name: str
    type: str
    said: str = ""
    rings: tuple[Rung, ...] = ()
    ways: tuple[Way, ...] = ()
    wait_seconds: int = 0


@dataclass(frozen=True, slots=True)
class Graph:
    """Cards in the order of the files; `taken`: the nodes and ways (card, position) of one call."""

    title: str
    start: str
    main: str
    cards: tuple[Card, ...]
    taken_cards: frozenset[str] = frozenset()
    taken_ways: frozenset[tuple[str, int]] = frozenset()


def graph_of(plan: Plan, language: str, at: datetime, entries: Iterable[Entry] = ()) -> Graph:
    """What is drawn of `plan` in `language`; `entries` of one call mark the way it took."""
    moment = Moment(plan, language, at)
    cards = tuple(_card(plan, node, moment) for node in plan.flow.nodes.values())
    nodes, ways = _taken({card.name: card for card in cards}, list(entries))
    return Graph(plan.office.name, plan.flow.start, plan.flow.main, cards, nodes, ways)


def _card(plan: Plan, node: Node, moment: Moment) -> Card:
    said = " ".join(part.text for part in speak(node.say, moment))
    match node:
        case Announce():
            return Card(node.name, "announce", said, ways=(Way("then", _target(plan, node.then)),))
        case Menu():
            return Card(node.name, "menu", said, ways=_menu_ways(plan, node, moment))
        case Dial():
            ways = [Way("otherwise", _target(plan, node.otherwise))]
            ways += [Way("closed", _target(plan, node.closed))] if node.closed else []
            return Card(node.name, "dial", said, (_rung(plan, node.to),), tuple(ways))
        case Wait():
            rings = tuple(_rung(plan, name) for name in node.again)
            ways = [Way("silent_key", _target(plan, node.keys[key]), key) for key in sorted(node.keys, key=_key_order)]
            ways.append(Way("otherwise", _target(plan, node.otherwise)))
            return Card(node.name, "wait", said, rings, tuple(ways), node.wait_seconds)
        case Callback():
            said = " ".join(part.text for part in speak(node.say + node.ask_number, moment))
            ways = [Way("saved", _target(plan, node.then)), Way("not_saved", _target(plan, node.otherwise))]
            return Card(node.name, "callback", said, ways=tuple(ways))
        case End():
            return Card(node.name, "end", said)


def _menu_ways(plan: Plan, menu: Menu, moment: Moment) -> tuple[Way, ...]:
    ways = []
    for option in menu.options:
        spoken = moment.spoken_in(option.language) if option.language else moment
        label, target = in_language(option.label, spoken), _target(plan, option.go)
        ways.append(Way("language" if option.language else "key", target, option.key, label))
    silent = {"star": REPEAT, "hash": MAIN, **menu.keys}
    ways += [Way("silent_key", _target(plan, silent[key]), key) for key in sorted(silent, key=_key_order)]
    ways.append(Way("no_input", _target(plan, menu.no_input.then)))
    ways.append(Way("no_match", _target(plan, menu.no_match.then)))
    return (*ways, *([Way("closed", _target(plan, menu.closed))] if menu.hours and menu.closed else []))


def _key_order(key: str) -> tuple[int, str]:
    return ("star", "hash").index(key) + 1 if key in ("star", "hash") else 0, key


def _target(plan: Plan, name: str) -> str:
    return plan.flow.main if name == MAIN else name


def _rung(plan: Plan, name: str) -> Rung:
    if name == CHOSEN:
        return Rung((), CHOSEN, 0)
    group = plan.office.groups[name]
    lines = tuple((line, plan.office.lines[line].written) for line in group.lines if line in plan.office.lines)
    return Rung(lines, group.ring if len(lines) > 1 else "together", group.ring_seconds)


# -- the way one call took --------------------------------------------------------------------------


def _taken(cards: dict[str, Card], entries: list[Entry]) -> tuple[frozenset[str], frozenset[tuple[str, int]]]:
    """Nodes entered, and the ways out of them that the entries tell."""
    nodes = frozenset(str(entry.data["node"]) for entry in entries if entry.kind == "entered")
    ways: set[tuple[str, int]] = set()
    for entry, following in zip_longest(entries, entries[1:]):
        name = str(entry.data.get("node", ""))
        if name in cards and (why := _why(entry, following)):
            key = str(entry.data.get("key", "")) if entry.kind == "pressed" else ""
            ways |= {
                (name, position)
                for position, way in enumerate(cards[name].ways)
                if way.why in why and (not key or way.key == key)
            }
    return nodes, frozenset(ways)


def _why(entry: Entry, following: Entry | None) -> tuple[Why, ...]:
    """Which ways out an entry tells: a menu's by key, silence or closing, the others' by what came of them."""
    data = entry.data
    match entry.kind, data.get("type"):
        case "pressed", _:
            return "key", "silent_key", "language"
        case "call_back", _:
            return ("saved",)
        case "no_input" | "no_match" | "not_taken", _ if data["go"] == data["node"]:
            return ()
        case "no_input", _:
            return "no_input", "not_saved"
        case "no_match", _:
            return "no_match", "not_saved"
        case "not_taken", _:
            return ("not_saved",)
        case "told", _:
            return ("closed",)
        case "entered", "announce":
            return ("then",)
        case "entered", "dial" if data.get("open") is False:
            return ("closed",) if data.get("closed") else ("otherwise",)
        case "leg", _ if following is not None and following.kind == "entered" and data["outcome"] != "answered":
            return ("otherwise",)
        case "waited", _:
            return ("otherwise",)
    return ()
