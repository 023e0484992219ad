"""A call as rows, ready to be written again on another day of the same kind, under another id, by somebody else."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from ivr.core.entries import Entry
from ivr.demo.days import Day, room
from ivr.store.legs import LegRow
from ivr.store.projection import CallRow, fold
from ivr.store.tallies import tally

_UNTIL, _CALLER, _LEG = "\x00until\x00", "\x00caller\x00", "\x00leg\x00"
_MOST_MOVED = 1200.0  # seconds: the shape of the day stays
_ODD = 0x9E3779B97F4A7C15F39CC0605CEDC835  # spreads the ids of legs


@dataclass(frozen=True, slots=True)
class _EntryRow:
    source: str  # "" before a leg's id
    step: int
    index: int
    after: timedelta  # midnight
    kind: str
    data: tuple[str, ...]  # JSON, cut where another call has other words
    fills: tuple[str, ...]  # what stands in between: one less
    until: timedelta | None
    leg: int = -1


@dataclass(frozen=True, slots=True)
class _LegRow:
    step: int
    idx: int
    after: timedelta
    rest: tuple[object, ...]  # hunt_group, line, number, outcome, seconds


@dataclass(frozen=True, slots=True)
class Copyable:
    """A call that was made, `row`. `adds`: what it adds to the figures, without day, quarter-hour and caller."""

    begins: timedelta  # after midnight
    ended: timedelta | None
    row: CallRow
    entries: tuple[_EntryRow, ...]
    legs: tuple[_LegRow, ...]
    adds: tuple[tuple[str, tuple[str | int, ...]], ...]
    earlier: float
    later: float
    over: timedelta  # after midnight: nothing more was logged

    def moved(self, chance: float) -> timedelta:
        """How far from its own instant another one is, in whole seconds, as the engine counts; `chance`: 0 to 1."""
        earlier, later = max(self.earlier, -_MOST_MOVED), min(self.later, _MOST_MOVED)
        return timedelta(seconds=int(earlier + (later - earlier) * chance))


def copyable(entries: Sequence[Entry], day: Day, zone: ZoneInfo) -> Copyable:
    """`entries`: all of one call that began on `day`, its caller's number left out."""
    row, legs = fold(entries)
    names = [str(entry.data["leg"]) for entry in entries if entry.kind == "line_leg"]
    rows = tuple(_entry_row(entry, day, names) for entry in entries)
    earlier, later = room(day, (row.started_at - day.begins).total_seconds(), max(_seconds(rows)))
    return Copyable(
        begins=row.started_at - day.begins,
        ended=row.ended_at - day.begins if row.ended_at else None,
        row=row,
        entries=rows,
        legs=tuple(
            _LegRow(leg.step, leg.idx, leg.at - day.begins, _rest(leg))
            for leg in legs
        ),
        adds=tuple(
            (name, key[1:]) for (name, key), n in tally(row, legs, entries, zone).items() for _ in range(n)
            if name not in ("quarter_counts", "caller_counts")
        ),
        earlier=earlier,
        later=later,
        over=max(row.after for row in rows),
    )  # fmt: skip


def _rest(leg: LegRow) -> tuple[object, ...]:
    return leg.hunt_group, leg.line, leg.number, leg.outcome, leg.seconds


def _entry_row(entry: Entry, day: Day, legs: Sequence[str]) -> _EntryRow:
    data, until = dict(entry.data), None
    if data.get("until"):
        until, data["until"] = datetime.fromisoformat(data["until"]) - day.begins, _UNTIL
    if "caller" in data:
        data["caller"] = _CALLER
    leg = legs.index(str(data["leg"])) if entry.kind == "line_leg" else -1
    if leg >= 0:
        data["leg"] = _LEG
    written = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    parts, fills = [written], []
    for mark in (_UNTIL, _CALLER, _LEG):
        quoted = json.dumps(mark)[1:-1]
        if quoted in parts[-1]:
            parts[-1:] = parts[-1].split(quoted)
            fills.append(mark)
    source = "" if leg >= 0 else entry.source
    return _EntryRow(
        source, entry.step, entry.index, entry.at - day.begins, entry.kind, tuple(parts), tuple(fills), until, leg
    )


def _seconds(rows: Sequence[_EntryRow]) -> Iterator[float]:
    return (row.after.total_seconds() for row in rows)


def leg_id(number: int, leg: int) -> str:
    return f"CA{(number * _ODD + leg + 1) % (1 << 128):032x}"


Row = tuple[object, ...]


class Writing:
    """Rows in the order of the tables' columns. `day`: its midnight in UTC, without saying so; as are instants."""

    def entries(self, one: Copyable, number: int, day: datetime, moved: timedelta, caller: str) -> Iterator[Row]:
        """call_id, source, step, idx, at, kind, test, data."""
        call_id, begins = f"CA{number:032x}", day + moved
        for row in one.entries:
            source, data = row.source, row.data[0]
            if row.fills:
                leg = leg_id(number, row.leg)
                source = source or f"leg:{leg}"
                until = f"{(day + row.until).isoformat()}+00:00" if row.until is not None else ""
                for fill, part in zip(row.fills, row.data[1:], strict=True):
                    data += (until if fill == _UNTIL else caller if fill == _CALLER else leg) + part
            yield call_id, source, row.step, row.index, self._at(begins + row.after), row.kind, False, data

    def call(self, one: Copyable, number: int, day: datetime, moved: timedelta, kept: tuple[str, str]) -> Row:
        """call_id, started_at, called, caller, forwarded_from, language, revision, open, because, outcome, service,
        ended_how, ended_at, seconds, test, steps, pseudonym, call_back_to, call_back_at, call_back_promise: nobody asks
        to be called back."""
        like, begins = one.row, day + moved
        ended = self._at(begins + one.ended) if one.ended is not None else None
        return (
            f"CA{number:032x}", self._at(begins + one.begins), like.called, kept[0], like.forwarded_from,
            like.language, like.revision, like.open, like.because, like.outcome, like.service, like.ended_how,
            ended, like.seconds, False, like.steps, kept[1], None, None, "",
        )  # fmt: skip

    def legs(self, one: Copyable, number: int, day: datetime, moved: timedelta) -> Iterator[Row]:
        """call_id, step, idx, at, hunt_group, line, number, outcome, seconds."""
        begins = day + moved
        return ((f"CA{number:032x}", row.step, row.idx, self._at(begins + row.after), *row.rest) for row in one.legs)

    def _at(self, instant: datetime) -> str:
        return instant.isoformat(" ", "microseconds")
