"""Texts in every language, with their placeholders and their parts in another voice checked, not filled."""

from __future__ import annotations

import re
from collections.abc import Mapping

from ivr.core.texts import Texts
from ivr.flowfile.context import Context
from ivr.flowfile.names import Kind
from ivr.flowfile.shapes.sentences import VARIANTS
from ivr.flowfile.tree import Mapping as TreeMapping
from ivr.flowfile.tree import Place, Scalar, Sequence, Tree
from ivr.flowfile.values import items_of, mapping_of
from ivr.flowfile.wording import Suggest, Term, listed

NAMED: Mapping[str, Kind] = {
    "hours": "hours",
    "phone": "line",
    "fax": "fax",
    "own": "own",
    "fact": "fact",
    "days": "days",
}
"""Placeholders with a name, as in {phone:infoline} -> what the name must be one of."""

SAID = tuple(NAMED)
"""What every sentence may hold."""

_MOMENT = ("when", "until", "holiday", "reason")
_KNOWN = (*SAID, *_MOMENT, "service", "language", "label", "key", "number", "promise")
_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
_OTHER_VOICE = re.compile(r"\[([a-z]{2}): ([^\[\]]*)\]")  # one space, as core reads it


WRITTEN = "written"
"""Beside the languages of a text: how the page shows it."""

NOT_ON_THE_PAGE = "no"
LETTERS_AT_MOST = 2_000  # of one text said aloud: more than two minutes


def texts(
    context: Context,
    node: Tree | None,
    allowed: tuple[str, ...] = (),
    needed: tuple[str, ...] | None = None,
    aloud: bool = True,
) -> Texts:
    """One text in every language, or at least in the `needed` ones. `allowed`: placeholders it may hold."""
    mapping = mapping_of(context, node, "text")
    if mapping is None:
        return {}
    found = _in_languages(context, mapping, allowed, aloud)
    languages = (context.names.of("language") or ()) if needed is None else needed
    missing = [name for name in languages if mapping.get(name) is None]
    if missing and found.keys() == {key.text for key, _ in mapping}:  # else an unknown one was meant to be it
        write = listed(f'{name}: "…"' for name in missing)
        context.problem("E-text-language", mapping.at, languages=listed(missing), write=write)
    return found


def apart(node: Tree | None, *others: str) -> tuple[Tree | None, Tree | None]:
    """A text's languages, without the `others` among its keys, and what stands under `written`."""
    if not isinstance(node, TreeMapping):
        return node, None
    entries = tuple(pair for pair in node if pair[0].text not in (WRITTEN, *others))
    return TreeMapping(entries, node.at), node.get(WRITTEN)


def written(context: Context, node: Tree | None, allowed: tuple[str, ...] = ()) -> Texts:
    """How the page shows a text: one text for all languages (it is in the first one), one for each, or `no`.

    A text may be a list: each item a paragraph, joined by line breaks.
    """
    if isinstance(node, TreeMapping):
        return texts(context, node, allowed, aloud=False)
    languages = context.names.of("language")
    if node is None or not languages:
        return {}
    if isinstance(node, Scalar) and node.text == NOT_ON_THE_PAGE:
        return dict.fromkeys(languages, "")
    text = spoken(context, node, allowed, aloud=False)
    return {languages[0]: text} if text else {}


def text_in_one(context: Context, node: Tree | None, language: str) -> Texts:
    """A text that is said in `language` only: {uk: Українською}."""
    mapping = mapping_of(context, node, "text")
    if mapping is None:
        return {}
    found = _in_languages(context, mapping, (), aloud=True)
    if language not in found:
        if mapping.get(language) is None:
            context.problem("E-text-language", mapping.at, languages=language, write=f'{language}: "…"')
    elif len(mapping.entries) > 1:
        context.problem("E-text-one-language", mapping.at, language=language)
    return found


def spoken(
    context: Context,
    node: Tree | None,
    allowed: tuple[str, ...] = (),
    needed: tuple[str, ...] = (),
    aloud: bool = True,
) -> str:
    """One text in one language, said by a voice unless not `aloud`. `needed`: placeholders that must be there."""
    if node is None:
        return ""
    if isinstance(node, Sequence) and not aloud:
        return "\n".join(spoken(context, item, allowed, aloud=False) for item in items_of(context, node))
    if not isinstance(node, Scalar):
        context.problem("E-not-text", node.at)
        return ""
    if not node.text:
        context.problem("E-text-empty" if aloud else "E-value-missing", node.at)
        return ""
    if aloud and len(node.text) > LETTERS_AT_MOST:
        context.problem("E-text-long", node.at, limit=LETTERS_AT_MOST)
        return ""
    _check(context, node.text, node.at, (*allowed, *needed), aloud)
    for name in needed:
        if f"{{{name}}}" not in node.text:
            context.problem("E-placeholder-missing", node.at, name=name)
    return node.text


def _in_languages(context: Context, mapping: TreeMapping, allowed: tuple[str, ...], aloud: bool) -> dict[str, str]:
    languages = context.names.of("language")
    missing = tuple(name for name in languages or () if mapping.get(name) is None)
    found = {}
    for key, value in mapping:
        if languages is None or key.text in languages:
            found[key.text] = spoken(context, value, allowed, aloud=aloud)
        elif key.text == WRITTEN:
            context.problem("E-written-here", key.at)
        elif isinstance(value, Scalar) and not value.text:
            context.problem("E-text-comma", key.at, value=key.text)
        else:
            write = Suggest(key.text, missing or languages)
            context.problem("E-language-unknown", key.at, name=key.text, write=write)
    return found


def _check(context: Context, text: str, at: Place, allowed: tuple[str, ...], aloud: bool) -> None:
    for match in _PLACEHOLDER.finditer(text):
        _check_placeholder(context, match[1], at, allowed)
    rest = _PLACEHOLDER.sub(" ", text)
    if "{" in rest or "}" in rest:
        context.problem("E-brace", at)
    for match in _OTHER_VOICE.finditer(rest):
        context.refer("language", match[1], at)
    words = _OTHER_VOICE.sub(r"\2", rest)
    if "[" in words or "]" in words:
        context.problem("E-square-bracket", at)
    digits = re.search(r"\d+", words) if aloud else None
    if digits:
        context.problem("W-text-digits", at, value=digits[0])


def _check_placeholder(context: Context, written: str, at: Place, allowed: tuple[str, ...]) -> None:
    name, colon, argument = written.partition(":")
    if name not in _KNOWN or bool(colon) != (name in NAMED):
        known = tuple(f"{{{word}:…}}" if word in NAMED else f"{{{word}}}" for word in allowed)
        context.problem("E-placeholder-unknown", at, name=written, write=Suggest(f"{{{written}}}", known))
    elif name not in allowed:
        context.problem("E-placeholder-here", at, name=written, where=_where(name))
    elif name in NAMED:
        context.refer(NAMED[name], argument, at)


def _where(name: str) -> Term:
    """Where a placeholder that has no meaning here has one."""
    variants = ", ".join(variant for variant, allowed in VARIANTS.items() if name in allowed)
    if not variants:
        return Term("Delete it.", "Proszę go usunąć.")
    return Term(
        f"Delete it, or use it in a sentence with hours, under: {variants}.",
        f"Proszę go usunąć albo użyć w zdaniu z kluczem hours, w: {variants}.",
    )
