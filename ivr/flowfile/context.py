"""What every build function needs besides its piece of the tree: where to report, and which names exist."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from ivr.core.texts import Prompt
from ivr.flowfile.names import Kind, Names
from ivr.flowfile.problems import Report
from ivr.flowfile.tree import Place
from ivr.flowfile.wording import Field, Suggest


@dataclass(frozen=True, slots=True)
class Context:
    """`sentences` are the built ones; `used` collects every name referred to; without `today` nothing is old."""

    report: Report
    names: Names
    sentences: Mapping[str, Prompt] = field(default_factory=dict)
    used: set[tuple[Kind, str]] = field(default_factory=set)
    today: date | None = None

    def problem(self, code: str, at: Place, **fields: Field) -> None:
        self.report.add(code, at, **fields)

    def refer(self, kind: Kind, name: str, at: Place) -> bool:
        """Note that `name` is used; report it where nothing has that name. True if it may exist."""
        self.used.add((kind, name))
        known = self.names.of(kind)
        if known is None or name in known:
            return True
        self.problem(f"E-{kind}-unknown", at, name=name, write=Suggest(name, known))
        return False
