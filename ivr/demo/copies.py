"""A call as rows, ready to be written again on another day of the same kind, under another id, by somebody else."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from ivr.core.entries import Entry
from ivr.demo.days import Day, room
from ivr.store.legs import LegRow
from ivr.store.projection import CallRow, fold
from ivr.store.tallies import tally

_UNTIL, _CALLER, _LEG = "\x00until\x00", "\x00caller\x00", "\x00leg\x00"
_SECOND, _DAY_SECONDS = timedelta(seconds=1), 86_400
_MOST_MOVED = 1200.0  # seconds: the shape of the day stays
_ODD = 0x9E3779B97F4A7C15F39CC0605CEDC835  # spreads the ids of legs

_Instant = tuple[int, str]
"""Whole seconds after midnight, and what follows the point: ".000000"."""


class _EntryRow(NamedTuple):
    source: str  # "" before a leg's id
    step: int
    idx: int
    at: _Instant
    kind: str
    data: tuple[str, ...]  # JSON, cut where another call has other words
    fills: tuple[str, ...]  # what stands in between: one less
    until: int  # seconds after midnight
    leg: int


class _LegRow(NamedTuple):
    step: int
    idx: int
    at: _Instant
    rest: tuple[object, ...]  # hunt_group, line, number, outcome, seconds


@dataclass(frozen=True, slots=True)
class Copyable:
    """A call that was made, `row`. `adds`: what it adds to the figures, without day, quarter-hour and caller."""

    begins: timedelta  # after midnight
    row: CallRow
    started: _Instant
    ended: _Instant | None
    entries: tuple[_EntryRow, ...]
    legs: tuple[_LegRow, ...]
    adds: tuple[tuple[str, tuple[str | int, ...]], ...]
    earlier: float
    later: float
    over: timedelta  # after midnight: nothing more was logged

    def moved(self, chance: float) -> int:
        """How many seconds from its own instant another one is, whole ones, as the engine counts; `chance`: 0 to 1."""
        earlier, later = max(self.earlier, -_MOST_MOVED), min(self.later, _MOST_MOVED)
        return int(earlier + (later - earlier) * chance)


def copyable(entries: Sequence[Entry], day: Day, zone: ZoneInfo) -> Copyable:
    """`entries`: all of one call that began on `day`, its caller's number left out."""
    row, legs = fold(entries)
    names = [str(entry.data["leg"]) for entry in entries if entry.kind == "line_leg"]
    rows = tuple(_entry_row(entry, day, names) for entry in entries)
    begins, over = row.started_at - day.begins, max(entry.at for entry in entries) - day.begins
    earlier, later = room(day, begins.total_seconds(), over.total_seconds())
    return Copyable(
        begins=begins,
        row=row,
        started=_instant(row.started_at, day),
        ended=_instant(row.ended_at, day) if row.ended_at else None,
        entries=rows,
        legs=tuple(_LegRow(leg.step, leg.idx, _instant(leg.at, day), _rest(leg)) for leg in legs),
        adds=tuple(
            (name, key[1:]) for (name, key), n in tally(row, legs, entries, zone).items() for _ in range(n)
            if name not in ("quarter_counts", "caller_counts")
        ),
        earlier=earlier,
        later=later,
        over=over,
    )  # fmt: skip


def _rest(leg: LegRow) -> tuple[object, ...]:
    return leg.hunt_group, leg.line, leg.number, leg.outcome, leg.seconds


def _instant(at: datetime, day: Day) -> _Instant:
    after = at - day.begins
    return after // _SECOND, f".{after.microseconds:06d}"


def _entry_row(entry: Entry, day: Day, legs: Sequence[str]) -> _EntryRow:
    data, until = dict(entry.data), 0
    if data.get("until"):  # a rule's edge: no part of a second
        until, data["until"] = (datetime.fromisoformat(data["until"]) - day.begins) // _SECOND, _UNTIL
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
    at = _instant(entry.at, day)
    return _EntryRow(source, entry.step, entry.index, at, entry.kind, tuple(parts), tuple(fills), until, leg)


def leg_id(number: int, leg: int) -> str:
    return f"CA{(number * _ODD + leg + 1) % (1 << 128):032x}"


class _Dates(dict[int, str]):
    """ "2026-11-24" by days since 1970."""

    def __missing__(self, days: int) -> str:
        text = self[days] = (_EPOCH + timedelta(days=days)).isoformat()
        return text


Row = tuple[object, ...]
_EPOCH = date(1970, 1, 1)
_DATES = _Dates()
_CLOCK = [f"{second // 3600:02d}:{second // 60 % 60:02d}:{second % 60:02d}" for second in range(_DAY_SECONDS)]
# Tens of millions of instants are written; looking their parts up takes half as long as `isoformat`.


def entries_of(one: Copyable, number: int, day: int, moved: int, caller: str) -> Iterator[Row]:
    """call_id, source, step, idx, at, kind, test, data. `day`: its midnight, seconds since 1970; `moved`: seconds."""
    call_id, begins = f"CA{number:032x}", day + moved
    for source, step, idx, at, kind, data, fills, until, leg in one.entries:
        written = data[0]
        if fills:
            if leg >= 0:
                source = f"leg:{leg_id(number, leg)}"
            for fill, part in zip(fills, data[1:], strict=True):
                written += (_until(day + until) if fill == _UNTIL else caller if fill == _CALLER else source[4:]) + part
        yield call_id, source, step, idx, _written(at, begins), kind, False, written


def call_of(one: Copyable, number: int, day: int, moved: int, kept: tuple[str, str]) -> Row:
    """call_id, started_at, called, caller, forwarded_from, language, revision, open, because, outcome, service,
    ended_how, ended_at, seconds, test, steps, pseudonym, call_back_to, call_back_at, call_back_promise: nobody asks
    to be called back."""
    like, begins = one.row, day + moved
    ended = _written(one.ended, begins) if one.ended else None
    return (
        f"CA{number:032x}", _written(one.started, begins), like.called, kept[0], like.forwarded_from,
        like.language, like.revision, like.open, like.because, like.outcome, like.service, like.ended_how,
        ended, like.seconds, False, like.steps, kept[1], None, None, "",
    )  # fmt: skip


def legs_of(one: Copyable, number: int, day: int, moved: int) -> Iterator[Row]:
    """call_id, step, idx, at, hunt_group, line, number, outcome, seconds."""
    begins = day + moved
    return ((f"CA{number:032x}", row.step, row.idx, _written(row.at, begins), *row.rest) for row in one.legs)


def _written(at: _Instant, begins: int) -> str:
    second = begins + at[0]
    return f"{_DATES[second // _DAY_SECONDS]} {_CLOCK[second % _DAY_SECONDS]}{at[1]}"


def _until(second: int) -> str:
    return f"{_DATES[second // _DAY_SECONDS]}T{_CLOCK[second % _DAY_SECONDS]}+00:00"
