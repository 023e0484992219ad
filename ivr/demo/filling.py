"""As many calls as are asked for, into an empty log. Most are copies of calls that the engine decided on a like day."""

from __future__ import annotations

import hmac
import math
import secrets
import zlib
from bisect import bisect
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial
from itertools import accumulate, islice
from multiprocessing import get_context
from random import Random
from zoneinfo import ZoneInfo

from sqlalchemy import Engine

from ivr.core.events import Call
from ivr.core.plan import Plan
from ivr.demo.copies import Copyable, Row, call_of, copyable, entries_of, legs_of
from ivr.demo.days import Day, busyness, day_of
from ivr.demo.visitors import Visitors
from ivr.store import schema
from ivr.store.bulk import bulk
from ivr.store.repeats import repeat_of
from ivr.store.sealing import Numbers, pseudonym_of
from ivr.store.tallies import kind_of_caller, local_quarter

_MADE = 12_000  # calls that the engine decides anew at most
_COPIES = 4  # and where few are wanted, one of so many
_MADE_OF_A_KIND = 40  # at least, of each kind of day
_BATCH = 10_000  # calls
_WITHHELD = 0.04
_CALLS_A_PERSON = 6.0

Told = Callable[[int], None]
"""Hears how many calls are written."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """So many `calls`, begun in the `days` before `until` (aware). The same seed and plan give the same calls, but for
    how their callers' numbers are sealed."""

    calls: int
    until: datetime
    days: int = 365
    seed: int = 1


def fill(engine: Engine, plan: Plan, numbers: Numbers, keeps_days: int, wanted: Wanted, told: Told) -> None:
    """`engine`: a writer's, on a log without calls. Numbers of callers are kept `keeps_days`, as everybody's are. One
    process makes rows while this one writes those before them."""
    begin = partial(_begin, plan, numbers, keeps_days, wanted)
    with ProcessPoolExecutor(1, get_context("fork"), begin) as maker, bulk(engine) as out:
        done, following = 0, maker.submit(_next)
        while (rows := following.result()) is not None:
            following = maker.submit(_next)
            for table, some in rows.items():
                out.write(schema.metadata.tables[table], some)
            out.keep()
            done += len(rows.get("calls", ()))
            told(done)


Rows = Mapping[str, Sequence[Row]]
"""Rows by table."""

_made: Iterator[Rows] = iter(())  # of the process that makes them


def _begin(plan: Plan, numbers: Numbers, keeps_days: int, wanted: Wanted) -> None:
    global _made
    _made = _Filling(plan, numbers, keeps_days, wanted).rows()


def _next() -> Rows | None:
    return next(_made, None)


@dataclass(frozen=True, slots=True)
class _Pick:
    """One call: its id, as a number, and who calls (-1: a number that is withheld)."""

    number: int
    person: int


class _Filling:
    def __init__(self, plan: Plan, numbers: Numbers, keeps_days: int, wanted: Wanted) -> None:
        self._plan, self._numbers, self._wanted = plan, numbers, wanted
        self._chance = Random(wanted.seed)
        self._zone = ZoneInfo(plan.office.timezone)
        last = wanted.until.astimezone(self._zone).date()
        self._days = [day_of(plan.office, last - timedelta(days=ago)) for ago in range(wanted.days - 1, -1, -1)]
        self._kinds = _numbered(day.kind for day in self._days)
        self._midnights = [int(day.begins.timestamp()) for day in self._days]
        self._weights = list(accumulate(busyness(self._days)))
        self._kept_from = wanted.until.date() - timedelta(days=max(keeps_days - 1, 0))
        self._visitors = Visitors(plan, self._chance)
        self._rounds = _rounds(plan)
        self._pools: defaultdict[tuple[int, int], list[Copyable]] = defaultdict(list)
        self._sizes = self._pool_sizes()
        self._figures = _Figures(self._days, self._zone)
        self._lost_key = secrets.token_bytes(32)

    def rows(self) -> Iterator[Rows]:
        """Those of some thousand calls at a time, then the figures."""
        picks = self._picks()
        while batch := list(islice(picks, _BATCH)):
            entries: list[Row] = []
            calls: list[Row] = []
            legs: list[Row] = []
            for pick in batch:
                self._write_one(pick, entries, calls, legs)
            yield {"entries": entries, "calls": calls, "legs": legs}
        yield from ({name: sorted(rows)} for name, rows in self._figures.rows(self._pseudonym))

    def _write_one(self, pick: _Pick, entries: list[Row], calls: list[Row], legs: list[Row]) -> None:
        day, one, moved, at = self._over_by_now(pick)
        begins, kept = self._midnights[day], self._sealed(pick, at)
        entries.extend(entries_of(one, pick.number, begins, moved, kept[0]))
        calls.append(call_of(one, pick.number, begins, moved, kept))
        legs.extend(legs_of(one, pick.number, begins, moved))
        self._figures.add(one, day, at, pick.person)

    def _over_by_now(self, pick: _Pick) -> tuple[int, Copyable, int, datetime]:
        """(its day, the call, how far it is moved, when it begins); of today only what is over."""
        while True:
            day = self._a_day()
            begins = self._days[day].begins
            one, fresh = self._like(pick, day)
            moved = 0 if fresh else one.moved(self._chance.random())
            by = timedelta(seconds=moved)
            if begins + one.over + by < self._wanted.until:
                return day, one, moved, begins + one.begins + by

    def _a_day(self) -> int:
        return min(bisect(self._weights, self._chance.random() * self._weights[-1]), len(self._days) - 1)

    def _picks(self) -> Iterator[_Pick]:
        """In the order of ids, which says nothing of their time."""
        chance, count, whole = self._chance, self._wanted.calls, 1 << 128
        people = max(1, int(count / _CALLS_A_PERSON))
        step = whole // count
        for place in range(count):
            person = -1 if chance.random() < _WITHHELD else int(people * chance.random() ** 2)
            yield _Pick(place * step + chance.randrange(step), person)

    def _like(self, pick: _Pick, day: int) -> tuple[Copyable, bool]:
        """A call of a like day and round that was made already, or one made now; whether it is that one itself."""
        round_ = zlib.crc32(f"CA{pick.number:032x}".encode()) % self._rounds
        kind = self._kinds[day]
        pool = self._pools[kind, round_]
        if len(pool) * self._rounds < self._sizes[kind]:
            pool.append(self._made(pick, self._days[day]))
            return pool[-1], True
        return pool[int(self._chance.random() * len(pool))], False

    def _made(self, pick: _Pick, day: Day) -> Copyable:
        chance = self._chance
        (hour,) = chance.choices(range(24), day.hours)
        begun = day.begins + timedelta(hours=hour, seconds=round(chance.uniform(0, 3600), 3))
        number = self._plan.office.answers_on[0].e164 if self._plan.office.answers_on else ""
        entries = self._visitors.call(Call(f"CA{pick.number:032x}", number, ""), begun)
        return copyable(entries, day, self._zone)

    def _pool_sizes(self) -> dict[int, int]:
        """How many calls are made anew, of each kind of day."""
        before, share = 0.0, defaultdict[int, float](float)
        for kind, upto in zip(self._kinds, self._weights, strict=True):
            share[kind] += upto - before
            before = upto
        made = min(_MADE, self._wanted.calls // _COPIES)
        return {kind: max(_MADE_OF_A_KIND, int(made * one / before)) for kind, one in share.items()}

    def _sealed(self, pick: _Pick, begins: datetime) -> tuple[str, str]:
        """The caller as it is kept, and the pseudonym; both empty once a number would have been purged."""
        if pick.person < 0 or begins.date() < self._kept_from:
            return "", ""
        kept = self._numbers.seal(_number(pick.person), f"CA{pick.number:032x}", begins)
        return kept, pseudonym_of(kept)

    def _pseudonym(self, month: str, person: int) -> str:
        """What the caller was called in that month; made up where no key of it is left to anybody."""
        first = date.fromisoformat(f"{month}-01")
        if month >= f"{self._kept_from:%Y-%m}":
            return next(iter(self._numbers.pseudonyms(_number(person), first)), "")
        return hmac.new(self._lost_key, f"{month} {person}".encode(), "sha256").hexdigest()[:16]


class _Figures:
    """What all calls add to the figures, kept as numbers: a key of a day is its place and the place of the rest."""

    def __init__(self, days: list[Day], zone: ZoneInfo) -> None:
        self._days, self._zone = days, zone
        self._places: dict[tuple[str, tuple[str | int, ...]], int] = {}
        self._of: dict[int, tuple[int, ...]] = {}
        self._counts: list[Counter[int]] = [Counter() for _ in days]
        self._callers: defaultdict[str, Counter[tuple[int, str]]] = defaultdict(Counter)

    def add(self, one: Copyable, day: int, begins: datetime, person: int) -> None:
        places = self._of.get(id(one))
        if places is None:
            places = self._of[id(one)] = tuple(self._place(name, key) for name, key in one.adds)
        counts, quarter = self._counts[day], local_quarter(begins, self._zone)
        counts[self._place("quarter_counts", (quarter, one.row.service, one.row.outcome))] += 1
        for place in places:
            counts[place] += 1
        if person >= 0:
            self._callers[f"{self._days[day].date:%Y-%m}"][person, kind_of_caller(one.row.outcome)] += 1

    def _place(self, name: str, key: tuple[str | int, ...]) -> int:
        return self._places.setdefault((name, key), len(self._places))

    def rows(self, pseudonym: Callable[[str, int], str]) -> Iterator[tuple[str, Iterable[Row]]]:
        """(table, its rows)."""
        keys = list(self._places)
        found: defaultdict[str, list[Row]] = defaultdict(list)
        for day, counts in zip(self._days, self._counts, strict=True):
            for place, n in counts.items():
                name, rest = keys[place]
                found[name].append((day.date.isoformat(), *rest, n))
        yield from found.items()
        yield "repeat_counts", self._repeats()
        yield (
            "caller_counts",
            (
                (month, pseudonym(month, person), kind, n)
                for month, counts in self._callers.items()
                for (person, kind), n in counts.items()
            ),
        )

    def _repeats(self) -> Iterator[Row]:
        for month, counts in self._callers.items():
            kinds: defaultdict[int, dict[str, int]] = defaultdict(dict)
            for (person, kind), n in counts.items():
                kinds[person][kind] = n
            times = Counter(found for one in kinds.values() if (found := repeat_of(one)))
            yield from ((month, *key, n) for key, n in times.items())


def _rounds(plan: Plan) -> int:
    """Calls whose ids leave the same rest when divided by it ring the same telephones first."""
    return math.lcm(*(len(group.lines) for group in plan.office.groups.values() if group.ring == "in_turn"))


def _numbered(kinds: Iterable[Hashable]) -> list[int]:
    """Equal kinds by one number: comparing them takes as long as half a call."""
    known: dict[Hashable, int] = {}
    return [known.setdefault(kind, len(known)) for kind in kinds]


def _number(person: int) -> str:
    """Of an area that does not exist: nobody's."""
    return f"+4899{person:07d}"
