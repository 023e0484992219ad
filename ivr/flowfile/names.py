"""Every name the files define, collected before anything is built, so that references can go in any order.

A kind whose names cannot be known (its file or section is unreadable) is unsure: references to it are not
checked, because one cause gets one message.
"""

from __future__ import annotations

import typing
from dataclasses import dataclass
from typing import Literal

from ivr.core.words import WORDS
from ivr.flowfile.problems import Report
from ivr.flowfile.tree import Mapping, Place, Sequence, Tree

Kind = Literal["language", "line", "group", "hours", "fact", "fax", "own", "days", "sentence", "node"]

_CONFIG_SECTIONS: dict[Kind, str] = {
    "language": "languages",
    "line": "lines",
    "group": "hunt_groups",
    "hours": "hours",
    "fact": "facts",
    "fax": "never_dial",
}
_DAYS = ("number_days", "event_days", "access_log_days")  # of `privacy`: they have a value where none is written
_OPTIONAL: tuple[Kind, ...] = ("fact", "fax")
_FLOW_SECTIONS: dict[Kind, str] = {"sentence": "sentences", "node": "nodes"}


@dataclass(frozen=True, slots=True)
class Names:
    """Names by kind, in the order of the files, each with its first place. Of `unsure` kinds there may be more."""

    places: typing.Mapping[Kind, typing.Mapping[str, Place]]
    unsure: frozenset[Kind]

    def of(self, kind: Kind) -> tuple[str, ...] | None:
        """All names of a kind; None where there may be more."""
        return None if kind in self.unsure else tuple(self.places[kind])


def collect_names(config: Tree | None, flows: typing.Sequence[Tree | None], report: Report) -> Names:
    """All names; a node or sentence defined in two files is reported here."""
    places: dict[Kind, typing.Mapping[str, Place]] = {kind: {} for kind in typing.get_args(Kind)}
    unsure: set[Kind] = {kind for kind, section in _CONFIG_SECTIONS.items() if not _is_readable(config, kind, section)}
    if isinstance(config, Mapping):
        places.update({kind: _section(config, section) for kind, section in _CONFIG_SECTIONS.items()})
        places["own"] = _own_numbers(config)
    places["days"] = {name: Place("config.yaml") for name in _DAYS}
    if not places["own"]:
        unsure.add("own")
    if not places["language"].keys() <= WORDS.keys():  # reported once, not for every text
        unsure.add("language")
    readable = [tree for tree in flows if isinstance(tree, Mapping)]
    places.update({kind: _over_files(readable, kind, report) for kind in _FLOW_SECTIONS})
    if len(readable) < len(flows) or not flows:
        unsure.update(_FLOW_SECTIONS)
    return Names(places, frozenset(unsure))


def _is_readable(config: Tree | None, kind: Kind, section: str) -> bool:
    value = config.get(section) if isinstance(config, Mapping) else None
    return isinstance(value, Mapping) or (value is None and kind in _OPTIONAL and isinstance(config, Mapping))


def _own_numbers(config: Mapping) -> dict[str, Place]:
    own = config.get("answers_on")
    return {str(index): item.at for index, item in enumerate(own, 1)} if isinstance(own, Sequence) else {}


def _section(tree: Mapping, section: str) -> dict[str, Place]:
    value = tree.get(section)
    return {key.text: key.at for key, _ in value} if isinstance(value, Mapping) else {}


def _over_files(flows: list[Mapping], kind: Kind, report: Report) -> dict[str, Place]:
    places: dict[str, Place] = {}
    for tree in flows:
        for name, at in _section(tree, _FLOW_SECTIONS[kind]).items():
            if first := places.get(name):
                report.add(f"E-{kind}-twice", at, name=name, file=first.file, line=first.line)
            places.setdefault(name, at)
    return places
