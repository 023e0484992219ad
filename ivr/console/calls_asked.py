"""What the address of the list of calls asks for, both ways: the same view is the same address.

A caller stands in it by pseudonym only. What makes no sense is left out, so that a link never carries it on.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from werkzeug.datastructures import MultiDict

from ivr.console.call_words import GATES, PERIODS
from ivr.console.calls_columns import COLUMNS, USUAL
from ivr.store.call_days import Days
from ivr.store.call_list import MISSED_ALL, Wanted
from ivr.store.projection import OUTCOMES

DAYS = 30
FIELDS = ("service", "line", "language", "called")  # any word
_LETTERS = 100
_PSEUDONYM = re.compile(r"[a-z2-7]{16}")

Parameters = dict[str, Any]
"""Texts, and lists of texts."""


@dataclass(frozen=True, slots=True)
class Asked:
    """`first` and `last` are days of the office; with one of them `days` does not count. "" is anything."""

    days: int = DAYS
    first: date | None = None
    last: date | None = None
    service: str = ""
    line: str = ""
    language: str = ""
    outcome: str = ""
    gate: str = ""
    called: str = ""
    callers: tuple[str, ...] = ()
    tests: bool = False
    columns: tuple[str, ...] = USUAL

    def parameters(self, callers: bool = True) -> Parameters:
        """Of the address, without what is as usual."""
        found: Parameters = {}
        if self.first or self.last:
            found |= {name: day.isoformat() for name, day in (("from", self.first), ("to", self.last)) if day}
        elif self.days != DAYS:
            found["days"] = str(self.days)
        found |= {name: value for name in (*FIELDS, "outcome", "gate") if (value := getattr(self, name))}
        if self.callers and callers:
            found["caller"] = ".".join(self.callers)
        if self.tests:
            found["tests"] = "1"
        if self.columns != USUAL:
            found["column"] = list(self.columns)
        return found

    @property
    def filtered(self) -> bool:
        return bool({*self.parameters()} - {"column"})

    def wanted(self, now: datetime, timezone: str, restricted: frozenset[str]) -> Wanted:
        """`restricted`: pseudonyms by which nobody is found."""
        today = now.astimezone(ZoneInfo(timezone)).date()
        last = self.last or today
        first = self.first or (last - timedelta(days=(DAYS if self.last else self.days) - 1))
        days = Days(min(first, last), max(first, last), timezone)
        callers = tuple(one for one in self.callers if one not in restricted) if self.callers else None
        return Wanted(
            *days.span, self.service, self.line, self.language, self.outcome, self.gate, self.called, callers,
            self.tests, days,
        )  # fmt: skip


def asked(args: MultiDict[str, str]) -> Asked:
    """Of an address, or of a query that was kept."""
    texts: Mapping[str, str] = {name: _text(args.get(name, "")) for name in FIELDS}
    days, outcome, gate = args.get("days", ""), args.get("outcome", ""), args.get("gate", "")
    chosen = {*args.getlist("column")}
    callers = tuple(one for one in args.get("caller", "").split(".") if _PSEUDONYM.fullmatch(one))
    first, last = _day(args.get("from", "")), _day(args.get("to", ""))
    return Asked(
        days=int(days) if days in map(str, PERIODS) and not (first or last) else DAYS,
        first=first,
        last=last,
        outcome=outcome if outcome in (*OUTCOMES, MISSED_ALL) else "",
        gate=gate if gate in GATES else "",
        callers=callers[:24],
        tests=args.get("tests") == "1",
        columns=tuple(name for name in COLUMNS if name in chosen) or USUAL,
        **texts,
    )


def _text(text: str) -> str:
    return text.strip() if len(text) <= _LETTERS else ""


def _day(text: str) -> date | None:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if 1980 < day.year < 9000 else None
