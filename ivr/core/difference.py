"""What callers notice when one plan takes another's place: before and after, thing by thing. Pure.

Nodes are paired by name; one that was renamed is found by the ways that lead to it. What no call can reach, and
how the files are written, makes no difference. Does not follow whole calls through time.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from ivr.core.flow import Flow, Menu, Node
from ivr.core.office_traits import office_traits
from ivr.core.plan import Plan
from ivr.core.texts import Language
from ivr.core.traits import Heard, Kind, Trait, reachable, says, settings, ways


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that callers notice. `before` is "" for what is new, `after` for what is gone.

    `where`: titles of the nodes, or the name of the line, group, hours or fact; () = the whole office.
    `part`: "key 1", "no_input", "number", "2026-12-24" … `language`: the one it is so in, "" = all.
    """

    kind: Kind
    where: tuple[str, ...]
    part: str
    language: Language
    before: str
    after: str


def differences(old: Plan, new: Plan, reader: str = "") -> tuple[Difference, ...]:
    """What callers notice when `new` takes the place of `old`, in the order of a call. () = nothing. `reader`: in which
    language hours are worded, which nobody hears so; "" is the office's."""
    found = (*_of_nodes(old, new), *_of_office(old, new, reader))
    together: dict[Difference, list[str]] = {}
    for one in found:  # a sentence said in several places is one difference
        together.setdefault(replace(one, where=()), []).extend(one.where)
    return tuple(replace(one, where=tuple(dict.fromkeys(where))) for one, where in together.items())


def titles(plan: Plan) -> dict[str, str]:
    """Node name -> how people know it: the label that leads to it, and its name."""
    language, found = plan.office.default_language, {name: name for name in plan.flow.nodes}
    for name in reversed(reachable(plan.flow)):
        node = plan.flow.nodes[name]
        for option in node.options if isinstance(node, Menu) else ():
            if option.go in found:
                found[option.go] = f"{option.label.get(language, option.go)} ({option.go})"
    return found


# -- nodes -----------------------------------------------------------------------------------------


def _of_nodes(old: Plan, new: Plan) -> Iterator[Difference]:
    pairs, old_titles, new_titles = _pairs(old.flow, new.flow), titles(old), titles(new)
    for part in ("start", "main"):
        before, after = getattr(old.flow, part), getattr(new.flow, part)
        if pairs.get(before) != after:
            yield Difference("leads", (), part, "", old_titles.get(before, before), new_titles.get(after, after))
    former = {after: before for before, after in pairs.items()}
    for name in reachable(new.flow):
        before_name = former.get(name, "")
        before_node, node = old.flow.nodes.get(before_name), new.flow.nodes[name]
        where = (new_titles[name],)
        yield from _said(where, before_node, node, old, new)
        for part, was, now in _led(before_node, node, pairs):
            yield Difference("leads", where, part, "", old_titles.get(was, was), new_titles.get(now, now))
        yield from _changed(where, settings(before_node) if before_node else {}, settings(node))
    for name in reachable(old.flow):
        if name not in pairs:
            yield from _said((old_titles[name],), old.flow.nodes[name], None, old, new)


def _pairs(old: Flow, new: Flow) -> dict[str, str]:
    """Old name -> new name of the nodes that are the same place in the call."""
    after = reachable(new)
    pairs = {name: name for name in reachable(old) if name in after}
    waiting = [(old.start, new.start), (old.main, new.main), *pairs.items()]
    for was, now in waiting:
        if was not in pairs and was not in new.nodes and now not in old.nodes and now not in pairs.values():
            pairs[was] = now  # renamed
            waiting.append((was, now))
        if pairs.get(was) == now and was in old.nodes and now in new.nodes:
            there = ways(new.nodes[now])
            waiting += [
                (target, there[part])
                for part, target in ways(old.nodes[was]).items()
                if target in old.nodes and target not in pairs and there.get(part) in new.nodes
            ]
    return pairs


def _led(old: Node | None, new: Node, pairs: Mapping[str, str]) -> Iterator[tuple[str, str, str]]:
    """(part, target before, target after) of every way that is another one now."""
    before, after = ways(old) if old else {}, ways(new)
    for part in (*before, *(part for part in after if part not in before)):
        was, now = before.get(part, ""), after.get(part, "")
        if pairs.get(was, was) != now:
            yield part, was, now


def _said(
    where: tuple[str, ...], old: Node | None, new: Node | None, before: Plan, after: Plan
) -> Iterator[Difference]:
    """What is said otherwise, in the languages of both; a language that comes or goes is one difference of its own."""
    for language in before.office.languages:
        if language not in after.office.languages:
            continue
        was = says(old, language, before.office.default_language) if old else {}
        now = says(new, language, after.office.default_language) if new else {}
        for part in dict.fromkeys((*was, *now)):
            for kind, when, gone, come in _exchanged(was.get(part, ()), now.get(part, ())):
                name = f"key {when}" if kind == "option" else when or ("" if part == "say" else part)
                yield Difference(kind, where, name, language, gone, come)


def _exchanged(old: Sequence[Heard], new: Sequence[Heard]) -> Iterator[tuple[Kind, str, str, str]]:
    """(kind, when, before, after) of what stands in `old` but not in `new` and the other way round."""
    start = 0
    while start < min(len(old), len(new)) and old[start] == new[start]:
        start += 1
    end = 0
    while end < min(len(old), len(new)) - start and old[-1 - end] == new[-1 - end]:
        end += 1
    gone, come = old[start : len(old) - end], new[start : len(new) - end]
    for kind in dict.fromkeys(one.kind for one in (*gone, *come)):
        was, now = [one for one in gone if one.kind == kind], [one for one in come if one.kind == kind]
        for when in dict.fromkeys(one.when for one in (*was, *now)):
            texts = [" ".join(one.text for one in side if one.when == when) for side in (was, now)]
            if texts[0] != texts[1]:
                yield kind, when, texts[0], texts[1]
    order = [[one for one in _order(side) if one in _order(other)] for side, other in ((gone, come), (come, gone))]
    if order[0] != order[1]:
        yield "says", "order", _listed(gone), _listed(come)


def _order(said: Sequence[Heard]) -> list[tuple[Kind, str]]:
    return list(dict.fromkeys((one.kind, one.when) for one in said))


def _listed(said: Sequence[Heard]) -> str:
    return ", ".join(f"{one.when} {one.text}".strip() for one in said)


# -- the office ------------------------------------------------------------------------------------


def _of_office(old: Plan, new: Plan, reader: str) -> Iterator[Difference]:
    before, after = office_traits(old, reader), office_traits(new, reader)
    for name, trait in (*before, *(key for key in after if key not in before)):
        was, now = before.get((name, trait), ""), after.get((name, trait), "")
        if was != now:
            yield Difference(trait[0], (name,) if name else (), trait[1], trait[2], was, now)


def _changed(where: tuple[str, ...], old: Mapping[Trait, str], new: Mapping[Trait, str]) -> Iterator[Difference]:
    for trait in (*old, *(trait for trait in new if trait not in old)):
        was, now = old.get(trait, ""), new.get(trait, "")
        if was != now:
            yield Difference(trait[0], where, trait[1], trait[2], was, now)
