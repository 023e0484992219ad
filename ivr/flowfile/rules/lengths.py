"""Rules of how long callers have to listen: menus and announcements. Also the measure that other rules use."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, time
from types import MappingProxyType
from zoneinfo import ZoneInfo

from ivr.core.flow import Announce, Callback, Dial, Menu, Node, Option, Wait
from ivr.core.instructions import Spoken
from ivr.core.nodes.menu import words
from ivr.core.prompts import Moment, fill, in_language, speak
from ivr.core.texts import HoursSentence, Prompts
from ivr.core.traits import CALLBACK_SAYS
from ivr.flowfile.rules.rule import Checkable, Finding
from ivr.flowfile.wording import Field

VOWELS_PER_SECOND = 4.8  # of the voices in use; vowel letters serve Polish, Ukrainian and English alike
MENU_SECONDS = 45
ANNOUNCEMENT_SECONDS = 60
PROMPT_SECONDS = 8  # on the way to something else: the shipped offices need 5.4

_VOWELS = frozenset("aeiouyąęó" + "аеєиіїоуюя")
_TIMES = (time(12), time(3))  # a sentence has other words while something is closed


def seconds(text: str) -> float:
    """How long a voice takes for a text."""
    return sum(letter in _VOWELS for letter in text.lower()) / VOWELS_PER_SECOND


def option_seconds(option: Option, look: Checkable) -> float:
    """How long an option takes that is not the first, in the language that takes longest."""
    return max(
        seconds(moment.words.key(option.key) + voice.option + fill(in_language(option.label, moment), moment))
        for moment in _moments(look)
        for voice in (look.plan.office.languages[moment.language],)
    )


def menu_long(look: Checkable) -> Iterator[Finding]:
    """The whole sentence of a menu, as somebody hears it who waits to the end."""
    for menu in look.menus:
        moments = _moments(look, (*menu.say, *menu.say_after))
        yield from _longer(look, menu.name, MENU_SECONDS, ((words(menu, moment), moment) for moment in moments))


def announcement_long(look: Checkable) -> Iterator[Finding]:
    for node in look.plan.flow.nodes.values():
        if isinstance(node, Announce):
            moments = _moments(look, node.say)
            heard = ((speak(node.say, moment), moment) for moment in moments)
            yield from _longer(look, node.name, ANNOUNCEMENT_SECONDS, heard)


def prompt_long(look: Checkable) -> Iterator[Finding]:
    """What stands before something the caller is waiting for: the greeting, a dial, a wait, "we open in a moment", and
    what is said after silence or a wrong key."""
    for node in look.plan.flow.nodes.values():
        for what, said in _on_the_way(node, look.plan.flow.start):
            heard = ((speak(said, moment), moment) for moment in _moments(look, said))
            yield from _longer(look, node.name, PROMPT_SECONDS, heard, {"what": what})


def _on_the_way(node: Node, start: str) -> Iterator[tuple[str, Prompts]]:
    if isinstance(node, Menu):
        yield from (("soon", node.soon), ("no_input", node.no_input.say), ("no_match", node.no_match.say))
    elif isinstance(node, Callback):
        yield from ((part, getattr(node, part)) for part in CALLBACK_SAYS)
    elif isinstance(node, Dial | Wait) or node.name == start:
        yield "say", node.say


def _longer(
    look: Checkable,
    name: str,
    limit: int,
    heard: Iterable[tuple[tuple[Spoken, ...], Moment]],
    more: Mapping[str, Field] = MappingProxyType({}),
) -> Iterator[Finding]:
    """A finding if the longest of what is heard takes longer than `limit` seconds."""
    longest, language = max((sum(seconds(part.text) for part in spoken), moment.language) for spoken, moment in heard)
    if longest > limit:
        told = max(round(longest), limit + 1)  # "about 8 s, more than 8 s" would puzzle
        fields: dict[str, Field] = {"name": name, "seconds": told, "limit": limit, "language": language}
        yield Finding(look.place("node", name), {**fields, **more})


def _moments(look: Checkable, prompts: Prompts = ()) -> Iterator[Moment]:
    """Today at noon in every language, and at night where `prompts` have other words then."""
    zone = ZoneInfo(look.plan.office.timezone)
    for at in _TIMES if any(isinstance(prompt, HoursSentence) for prompt in prompts) else _TIMES[:1]:
        for language in look.plan.office.languages:
            yield Moment(look.plan, language, datetime.combine(look.today, at, zone))
