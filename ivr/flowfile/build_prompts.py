"""Builds what is said: sentences, sentences that depend on hours, and lists of them."""

from __future__ import annotations

from ivr.core.texts import HoursSentence, Prompt, Prompts, Sentence, Texts
from ivr.flowfile.context import Context
from ivr.flowfile.shapes.sentences import VARIANTS
from ivr.flowfile.texts import SAID, apart, texts, written
from ivr.flowfile.tree import Mapping as TreeMapping
from ivr.flowfile.tree import Scalar, Sequence, Tree
from ivr.flowfile.values import Record, items_of, named, record, refer, reference


def sentences(context: Context, flow: Record) -> dict[str, Prompt]:
    """The section `sentences` of one flow file."""
    return named(context, flow, "sentences", lambda _, tree: sentence(context, tree))


def prompts(context: Context, node: Tree | None, allowed: tuple[str, ...] = ()) -> Prompts:
    """{pl, uk, en}, the name of a sentence, or a list of these. `allowed`: what has a meaning only in this place; a
    sentence that has a name is said elsewhere too, and cannot hold it."""
    if node is None:
        return ()
    if isinstance(node, Sequence):
        return tuple(prompt for item in items_of(context, node) for prompt in prompts(context, item, allowed))
    if not isinstance(node, Scalar):
        return (sentence(context, node, allowed),)
    name = reference(context, "sentence", node)
    return (context.sentences[name],) if name in context.sentences else ()


def sentence(context: Context, node: Tree, more: tuple[str, ...] = ()) -> Prompt:
    """One sentence; with `hours` it has variants."""
    if not isinstance(node, TreeMapping) or node.get("hours") is None:
        words, twin = apart(node)
        return Sentence(texts(context, words, (*SAID, *more)), written(context, twin, (*SAID, *more)))
    found = record(context, node, "hours_sentence")
    variants: dict[str, Texts] = {}
    twins: dict[str, Texts] = {}
    for name, allowed in VARIANTS.items():
        if name in found:
            words, twin = apart(found[name])
            variants[name] = texts(context, words, (*SAID, *allowed))
            twins |= {name: written(context, twin, (*SAID, *allowed))} if twin else {}
    return HoursSentence(refer(context, found, "hours"), variants, twins)
