"""What a caller can notice of a node, one by one, as text: what it says, where it leads, how it waits.

Compares nothing (see `difference`); knows no revision and no clock. The office's part stands in `office_traits`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from ivr.core.flow import BUILT_IN_TARGETS, MAIN, REPEAT, Announce, Callback, Dial, Flow, Menu, Node, Wait
from ivr.core.texts import Language, Prompt, Prompts, Sentence, Texts  # fmt: skip

Kind = Literal["says", "option", "leads", "setting", "telephone", "group", "hours", "fact", "language", "office"]
Trait = tuple[Kind, str, Language]
"""Kind, which part of it ("no_input", "key 1", "number"), and the language it is so in ("" = all)."""

Traits = Mapping[Trait, str]

CALLBACK_SAYS = ("promised", "own_number", "ask_number", "read_back", "not_a_number", "refused", "saved")
DEFAULT_WAYS = {"key star": REPEAT, "key hash": MAIN}  # what a menu does where nobody wrote another thing


@dataclass(frozen=True, slots=True)
class Heard:
    """One thing said: a sentence (`when`: on which state of which hours) or an option (`when`: its key)."""

    kind: Kind
    when: str
    text: str


def ways(node: Node) -> dict[str, str]:
    """Where a node leads: "key 1", "no_input", "otherwise" … -> node or built-in target."""
    match node:
        case Announce():
            return {"then": node.then}
        case Menu():
            keys = {f"key {key}": target for key, target in node.keys.items()}
            options = {f"key {option.key}": option.go for option in node.options if not option.language}
            rest = {"no_input": node.no_input.then, "no_match": node.no_match.then}
            return DEFAULT_WAYS | keys | options | rest | ({"closed": node.closed} if node.hours else {})
        case Dial():
            return {"otherwise": node.otherwise, "closed": node.closed}
        case Wait():
            return {"otherwise": node.otherwise, **{f"key {key}": target for key, target in node.keys.items()}}
        case Callback():
            return {"then": node.then, "otherwise": node.otherwise}
        case _:
            return {}


def reachable(flow: Flow) -> tuple[str, ...]:
    """The names of the nodes that calls can come to, nearest first."""
    found, waiting = dict.fromkeys((flow.start, flow.main)), [flow.start, flow.main]
    for name in waiting:
        node = flow.nodes.get(name)
        for target in ways(node).values() if node else ():
            if target not in found and target not in BUILT_IN_TARGETS:
                found[target] = None
                waiting.append(target)
    return tuple(name for name in found if name in flow.nodes)


def says(node: Node, language: Language, default: Language) -> dict[str, tuple[Heard, ...]]:
    """What is said at a node in one language, in the order of hearing: "say", "soon", "no_input", "no_match"."""
    said = {"say": heard(node.say, language, default)}
    if isinstance(node, Menu):
        options = tuple(
            Heard("option", option.key, _text(option.label, option.language or language, default))
            for option in node.options
            if option.language != language
        )
        said["say"] += options + heard(node.say_after, language, default)
        said["soon"] = heard(node.soon, language, default)
        said["no_input"] = heard(node.no_input.say, language, default)
        said["no_match"] = heard(node.no_match.say, language, default)
    if isinstance(node, Callback):
        said |= {part: heard(getattr(node, part), language, default) for part in CALLBACK_SAYS}
    return said


def settings(node: Node) -> dict[Trait, str]:
    """What a node does besides speaking and leading on."""
    found: dict[str, object] = {"type": type(node).__name__.lower()}
    match node:
        case Menu():
            found |= {"hours": node.hours, "timeout_seconds": node.timeout_seconds}
            found |= {"no_input attempts": node.no_input.attempts, "no_match attempts": node.no_match.attempts}
            found |= {f"key {option.key} language": option.language for option in node.options if option.language}
        case Dial():
            found |= {"to": node.to}
        case Wait():
            found |= {"again": ", ".join(node.again), "wait_seconds": node.wait_seconds}
            found |= {"every_seconds": node.every_seconds}
        case Callback():
            found |= {"attempts": node.attempts}
    return {("setting", part, ""): str(value) for part, value in found.items()}


def heard(prompts: Prompts, language: Language, default: Language) -> tuple[Heard, ...]:
    """Every sentence of `prompts`, and every variant of one that depends on hours."""
    return tuple(
        Heard("says", when, _text(texts, language, default)) for prompt in prompts for when, texts in variants(prompt)
    )


def variants(prompt: Prompt) -> Iterator[tuple[str, Texts]]:
    """(on which state of which hours, the words); "" = always."""
    if isinstance(prompt, Sentence):
        yield "", prompt.texts
    else:
        yield from ((f"{prompt.hours} {variant}", texts) for variant, texts in prompt.variants.items())


def _text(texts: Texts, language: Language, default: Language) -> str:
    """As `prompts.in_language` chooses it."""
    return texts.get(language) or texts.get(default) or next(iter(texts.values()), "")
