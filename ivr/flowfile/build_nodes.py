"""Builds the nodes of the flows: one builder for each type, in a table."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from ivr.core.flow import MAIN, REPEAT, Announce, Dial, End, Menu, Node, Option, Retry, Wait
from ivr.flowfile.build_call_back import callback
from ivr.flowfile.build_prompts import prompts
from ivr.flowfile.context import Context
from ivr.flowfile.shapes.forms import KEYS
from ivr.flowfile.shapes.nodes import TARGET
from ivr.flowfile.terms import TERMS
from ivr.flowfile.texts import SAID, text_in_one, texts
from ivr.flowfile.tree import Mapping as TreeMapping
from ivr.flowfile.tree import Scalar, Tree
from ivr.flowfile.values import (
    Record,
    mapping_of,
    name_of,
    named,
    number,
    record,
    refer,
    refer_each,
    scalar_of,
)
from ivr.flowfile.wording import Suggest

USUAL_KEYS = {"star": REPEAT, "hash": MAIN}  # there even where they are not written

_KEYS_MEANT = {
    **dict.fromkeys(("*", "gwiazdka", "asterisk", "зірочка"), "star"),
    **dict.fromkeys(("#", "krzyżyk", "krzyzyk", "hasz", "hashtag", "pound", "решітка"), "hash"),
}


def nodes(context: Context, flow: Record) -> dict[str, Node]:
    """The section `nodes` of one flow file. A node of no known type is left out."""
    built = named(context, flow, "nodes", lambda *pair: _node(context, *pair))
    return {name: value for name, value in built.items() if value}


def target(context: Context, node: Tree | None) -> str:
    """The name of a node, or a built-in target."""
    return name_of(context, node, TARGET)


def _node(context: Context, name: str, node: Tree) -> Node | None:
    mapping = mapping_of(context, node, "node")
    if mapping is None:
        return None
    written = mapping.get("type")
    if written is None:
        context.problem("E-key-missing", mapping.at, key="type", what=TERMS["node"])
        return None
    kind = scalar_of(context, written)
    if kind and kind.text not in BUILDERS:
        context.problem("E-choice", kind.at, value=kind.text, write=Suggest(kind.text, tuple(BUILDERS)))
    return BUILDERS[kind.text](context, name, mapping) if kind and kind.text in BUILDERS else None


def _announce(context: Context, name: str, node: TreeMapping) -> Announce:
    found = record(context, node, "announce")
    return Announce(name, prompts(context, found.get("say")), target(context, found.get("then")))


def _dial(context: Context, name: str, node: TreeMapping) -> Dial:
    found = record(context, node, "dial")
    otherwise = target(context, found.get("otherwise"))
    return Dial(
        name=name,
        to=refer(context, found, "to"),
        say=prompts(context, found.get("say")),
        otherwise=otherwise,
        closed=target(context, found.get("closed")) or otherwise,
    )


def _wait(context: Context, name: str, node: TreeMapping) -> Wait:
    found = record(context, node, "wait")
    wait = Wait(
        name=name,
        say=prompts(context, found.get("say")),
        again=refer_each(context, found, "again"),
        otherwise=target(context, found.get("otherwise")),
        wait_seconds=number(context, found, "wait_seconds"),
        every_seconds=number(context, found, "every_seconds"),
        keys=_targets_by_key(context, found.get("keys")),
    )
    if wait.every_seconds > wait.wait_seconds:
        context.problem("E-wait-every", (found.get("every_seconds") or node).at)
    return wait


def _end(context: Context, name: str, node: TreeMapping) -> End:
    found = record(context, node, "end")
    return End(name, prompts(context, found.get("say")))


def _menu(context: Context, name: str, node: TreeMapping) -> Menu:
    found = record(context, node, "menu")
    options = _options(context, found.get("options"))
    _check_ways(context, node, found, options)
    return Menu(
        name=name,
        say=prompts(context, found.get("say")),
        options=options,
        keys=_keys(context, found, options),
        no_input=_retry(context, found.get("no_input")),
        no_match=_retry(context, found.get("no_match")),
        say_after=prompts(context, found.get("say_after")),
        hours=refer(context, found, "hours"),
        closed=target(context, found.get("closed")),
        soon=prompts(context, found.get("soon")),
        timeout_seconds=number(context, found, "timeout_seconds"),
    )


def _check_ways(context: Context, node: TreeMapping, found: Record, options: tuple[Option, ...]) -> None:
    if "hours" in found and "closed" not in found:
        context.problem("E-menu-closed", found["hours"].at)
    for key in ("closed", "soon"):
        if key in found and "hours" not in found:
            context.problem("E-menu-hours", found[key].at, key=key)
    keys = found.get("keys")
    written = isinstance(keys, TreeMapping) and keys.entries
    if not written and all(option.language for option in options):
        context.problem("E-menu-empty", node.at)


def _options(context: Context, node: Tree | None) -> tuple[Option, ...]:
    mapping = mapping_of(context, node, "options")
    options = []
    highest = -1
    for key, value in mapping or ():
        option = _option(context, _key(context, key), value)
        options.append(option)
        if option.language:  # said before the others, wherever it is written
            continue
        rank = KEYS.index(option.key) if option.key in KEYS else highest
        if rank < highest:
            context.problem("N-options-order", key.at, key=option.key)
        highest = max(highest, rank)
    return tuple(options)


def _option(context: Context, key: str, node: Tree) -> Option:
    found = record(context, node, "option")
    if found and ("go" in found) == ("language" in found):
        context.problem("E-option-way", node.at)
    language = refer(context, found, "language")
    if "language" not in found:
        return Option(key, texts(context, found.get("label"), SAID), go=target(context, found.get("go")))
    label = text_in_one(context, found.get("label"), language) if language else {}
    return Option(key, label, language=language)


def _keys(context: Context, found: Record, options: tuple[Option, ...]) -> Mapping[str, str]:
    """Silent keys, with the usual ones where nothing else is written for them."""
    mapping = mapping_of(context, found.get("keys"), "keys")
    spoken = _places_of_options(found.get("options"))
    keys = {key: way for key, way in USUAL_KEYS.items() if key not in spoken}
    for key, value in mapping or ():
        if key.text in spoken:
            context.problem("E-menu-key-twice", key.at, key=key.text, line=spoken[key.text])
        keys[_key(context, key)] = target(context, value)
    return keys


def _targets_by_key(context: Context, node: Tree | None) -> Mapping[str, str]:
    mapping = mapping_of(context, node, "keys")
    return {_key(context, key): target(context, value) for key, value in mapping or ()}


def _places_of_options(node: Tree | None) -> dict[str, int]:
    """Key -> the line in which it is an option."""
    return {key.text: key.at.line for key, _ in node} if isinstance(node, TreeMapping) else {}


def _key(context: Context, key: Scalar) -> str:
    if key.text not in KEYS:
        meant = _KEYS_MEANT.get(key.text.lower(), "")
        context.problem("E-menu-key", key.at, key=key.text, write=Suggest(meant, KEYS))
    return key.text


def _retry(context: Context, node: Tree | None) -> Retry:
    """A plain target is one attempt."""
    if not isinstance(node, TreeMapping):
        return Retry(1, target(context, node))
    found = record(context, node, "retry")
    return Retry(
        attempts=number(context, found, "attempts"),
        then=target(context, found.get("then")),
        say=prompts(context, found.get("say")),
    )


Builder = Callable[[Context, str, TreeMapping], Node]
BUILDERS: Mapping[str, Builder] = {
    "announce": _announce,
    "menu": _menu,
    "dial": _dial,
    "wait": _wait,
    "callback": callback,
    "end": _end,
}
