"""What stands in the rows of a card, in Polish and English. Knows no place and no width."""

from __future__ import annotations

from dataclasses import dataclass

from ivr.core.flow import BACK, REPEAT
from ivr.drawing.graph import Card, Rung, Way

_WORDS = {
    "en": {
        "announce": "says", "menu": "menu", "dial": "rings", "wait": "waits", "end": "ends the call",
        "callback": "asks for a call back", "saved": "request kept", "not_saved": "no number",
        "no_input": "silence", "no_match": "unknown key", "closed": "closed", "otherwise": "nobody answers",
        "then": "then", "repeat": "↺ again", "back": "↩ back", "stays": "this language",
        "together": "together, {seconds} s", "in_order": "in order, {seconds} s", "in_turn": "in turn, {seconds} s",
        "alone": "{seconds} s", "chosen": "☎ the service asked for", "over": "after {minutes} min",
    },
    "pl": {
        "announce": "mówi", "menu": "menu", "dial": "dzwoni", "wait": "czeka", "end": "kończy",
        "callback": "prośba o oddzwonienie", "saved": "prośba zapisana", "not_saved": "bez numeru",
        "no_input": "cisza", "no_match": "nieznany klawisz", "closed": "zamknięte", "otherwise": "nikt nie odbiera",
        "then": "potem", "repeat": "↺ powtarza", "back": "↩ wraca", "stays": "ten język",
        "together": "razem, {seconds} s", "in_order": "kolejno, {seconds} s", "in_turn": "na zmianę, {seconds} s",
        "alone": "{seconds} s", "chosen": "☎ wybrana sprawa", "over": "po {minutes} min",
    },
}  # fmt: skip
_KEYS = {"star": "*", "hash": "#"}


@dataclass(frozen=True, slots=True)
class Line:
    """One row: its words, what stands at its right end, and which way of the card it is (-1: none)."""

    left: str
    right: str = ""
    style: str = "plain"
    way: int = -1


def lines_of(card: Card, language: str) -> list[Line]:
    """The rows of a card, from its name to its last way."""
    words = _WORDS[language]
    lines = [Line(card.name, words[card.type], "name")]
    if card.said:
        lines.append(Line(f"„{card.said}”" if language == "pl" else f"“{card.said}”", style="said"))
    for rung in card.rings:
        lines += rung_lines(rung, language)
    if only_goes_back(card):
        return [Line(card.name, f"{words[card.type]}, {words['back']}", "name"), *lines[1:]]
    for position, way in enumerate(card.ways):
        lines.append(Line(way_text(card, way, language), target_text(way, language), way.why, position))
    return lines


def only_goes_back(card: Card) -> bool:
    return len(card.ways) == 1 and card.ways[0].to == BACK


def rung_lines(rung: Rung, language: str) -> list[Line]:
    """Each telephone with its number; how they ring stands at the first."""
    words = _WORDS[language]
    if not rung.lines:
        return [Line(words["chosen"], style="rings")]
    manner = words["alone" if len(rung.lines) == 1 else rung.ring].format(seconds=rung.ring_seconds)
    return [
        Line(f"☎ {number}  {name}", "" if position else manner, "rings")
        for position, (name, number) in enumerate(rung.lines)
    ]


def way_text(card: Card, way: Way, language: str) -> str:
    """ "1  Family benefits", "silence", "nobody answers"."""
    words = _WORDS[language]
    if way.key:
        return f"{_KEYS.get(way.key, way.key)}  {way.label}".rstrip()
    if card.wait_seconds:
        return f"{words['otherwise']}, {words['over'].format(minutes=round(card.wait_seconds / 60))}"
    return words[way.why]


def target_text(way: Way, language: str) -> str:
    """Where it leads: a node's name, or what it does."""
    if way.why == "language":
        return _WORDS[language]["stays"]
    return _WORDS[language][way.to] if way.to in (REPEAT, BACK) else f"→ {way.to}"
