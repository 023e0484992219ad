"""What a rule is, what it looks at and what it finds. Knows no rule."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from ivr.core.flow import Menu
from ivr.core.plan import Plan
from ivr.flowfile.build_hours import DatedException
from ivr.flowfile.context import Context
from ivr.flowfile.messages import MESSAGES
from ivr.flowfile.names import Kind
from ivr.flowfile.tree import Mapping as TreeMapping
from ivr.flowfile.tree import Place, Tree, Trees
from ivr.flowfile.wording import Field, Severity

Check = Callable[["Checkable"], Iterable["Finding"]]


@dataclass(frozen=True, slots=True)
class Finding:
    """A place where a rule is broken, and the fields of its message."""

    at: Place
    fields: Mapping[str, Field] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Rule:
    """A stable code and the function that finds where it is broken; its words are in the catalogue."""

    code: str
    check: Check

    @property
    def severity(self) -> Severity:
        return MESSAGES[self.code].severity

    @property
    def docs(self) -> str:
        """Where it is described, with a bad and a good example."""
        return f"docs/rules.md#{self.code.lower()}"


@dataclass(frozen=True, slots=True)
class Checkable:
    """Files without errors as a rule sees them. `config`: its path among `trees`; `package_problem`: what is wrong with
    the installed table of holidays, "" if nothing."""

    plan: Plan
    trees: Trees
    config: str
    context: Context
    exceptions: tuple[DatedException, ...]
    today: date
    package_problem: str = ""

    @property
    def menus(self) -> Iterator[Menu]:
        return (node for node in self.plan.flow.nodes.values() if isinstance(node, Menu))

    def place(self, kind: Kind, name: str) -> Place:
        return self.context.names.places[kind][name]

    def key_place(self, node: str, section: str, key: str) -> Place:
        """Where a key of a menu is written (`section`: options or keys); the node itself if it is not."""
        at = self.place("node", node)
        written = find(self.trees[at.file], "nodes", node, section)
        places = (name.at for name, _ in written if name.text == key) if isinstance(written, TreeMapping) else ()
        return next(iter(places), at)

    def config_place(self, *keys: str) -> Place:
        """Where a value of config.yaml stands; the file itself if it is not written."""
        found = find(self.trees[self.config], *keys)
        return found.at if found else Place(self.config)


def find(tree: Tree | None, *keys: str) -> Tree | None:
    """The value at the end of a path of keys."""
    for key in keys:
        tree = tree.get(key) if isinstance(tree, TreeMapping) else None
    return tree
