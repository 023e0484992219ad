"""Rule: who calls when the office is closed hears the emergency number, in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ivr.core.flow import Dial, Menu, Node, Wait
from ivr.core.texts import HoursSentence, Prompt, Prompts, Texts
from ivr.flowfile.rules.rule import Checkable, Finding
from ivr.flowfile.rules.ways import after_hours
from ivr.flowfile.wording import listed

NUMBERS: Mapping[str, str] = {"pl": "sto dwanaście", "uk": "сто дванадцять", "en": "one one two"}


def emergency(look: Checkable) -> Iterator[Finding]:
    """Every menu or end that a call reaches over `closed` alone; the announcements on the way count."""
    for node, announced in after_hours(look.plan):
        if isinstance(node, Dial | Wait):  # somebody is rung; where that is closed too is looked at there
            continue
        said = announced + _own_words(node)
        missing = [name for name in look.plan.office.languages if not _is_told(said, name)]
        if missing:
            example = f"{missing[0]}: “… {NUMBERS[missing[0]]}”" if missing[0] in NUMBERS else ""
            yield Finding(
                look.place("node", node.name), {"name": node.name, "languages": listed(missing), "write": example}
            )


def _own_words(node: Node) -> Prompts:
    return (*node.say, *node.say_after) if isinstance(node, Menu) else getattr(node, "say", ())


def _is_told(said: Prompts, language: str) -> bool:
    number = NUMBERS.get(language)
    return number is None or any(_holds(prompt, number, language) for prompt in said)


def _holds(prompt: Prompt, number: str, language: str) -> bool:
    """In a sentence with hours, whatever the reason why it is closed."""
    texts: tuple[Texts, ...] = (prompt.texts,) if not isinstance(prompt, HoursSentence) else ()
    if isinstance(prompt, HoursSentence):
        texts = tuple(variant for name, variant in prompt.variants.items() if name != "open")
    return bool(texts) and all(number in text.get(language, "").lower() for text in texts)
