"""Builds what belongs to "call me back": the node, and the section `call_back` of config.yaml."""

from __future__ import annotations

from ivr.core.flow import Callback
from ivr.core.office import CallBack
from ivr.core.texts import Prompts, Sentence
from ivr.flowfile.build_prompts import prompts
from ivr.flowfile.context import Context
from ivr.flowfile.shapes import kinds
from ivr.flowfile.texts import texts
from ivr.flowfile.tree import Mapping as TreeMapping
from ivr.flowfile.tree import Tree
from ivr.flowfile.values import Record, name_of, number, record, text, yes_no


def callback(context: Context, name: str, node: TreeMapping) -> Callback:
    found = record(context, node, "callback")
    read_back = _said(context, found, "read_back")
    if read_back and not all("{number}" in text for text in _texts(read_back, context)):
        context.problem("E-callback-number", found["read_back"].at)
    return Callback(
        name=name,
        own_number=_said(context, found, "own_number"),
        ask_number=_said(context, found, "ask_number"),
        read_back=read_back,
        not_a_number=_said(context, found, "not_a_number"),
        refused=_said(context, found, "refused"),
        saved=_said(context, found, "saved"),
        then=_target(context, found, "then"),
        otherwise=_target(context, found, "otherwise"),
        say=_said(context, found, "say"),
        promised=_said(context, found, "promised"),
        attempts=number(context, found, "attempts"),
    )


def call_back(context: Context, node: Tree | None) -> CallBack:
    found = record(context, node, "call_back")
    if "assigned" in found and "promise" not in found:
        context.problem("E-call-back-promise", found["assigned"].at)
    return CallBack(
        assigned=text(context, found.get("assigned")),
        promise=texts(context, found.get("promise")) if "promise" in found else {},
        ukrainian_numbers=yes_no(context, found.get("ukrainian_numbers")),
    )


def _said(context: Context, found: Record, key: str) -> Prompts:
    return prompts(context, found.get(key), found.kind(key, kinds.Prompts).placeholders)


def _target(context: Context, found: Record, key: str) -> str:
    return name_of(context, found.get(key), found.kind(key, kinds.Reference))


def _texts(said: Prompts, context: Context) -> list[str]:
    """All that is said, joined, for each language."""
    sentences = [one for one in said if isinstance(one, Sentence)]
    return [
        " ".join(one.texts.get(name, "{number}") for one in sentences) for name in context.names.of("language") or ()
    ]
