"""What one call adds to the figures. Pure: from its rows and entries, in the office's own days and quarter-hours.

The figures are kept up as entries arrive: what a call added before is taken away and what it adds now is put in its
place, in the transaction that stores the entries. So they are exact, whatever the order of entries, and outlive the
calls themselves. Test calls add nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from itertools import pairwise
from zoneinfo import ZoneInfo

from ivr.core.entries import Entry
from ivr.store.fields import integer_of, text_of
from ivr.store.legs import LegRow
from ivr.store.projection import CallRow

Tally = Counter[tuple[str, tuple[str | int, ...]]]
"""(name of the table, its key) -> how often. The tables and their keys stand in `schema.TALLIES`."""

LONGEST_SECONDS = 3600  # until a desk rings; what is longer is counted there
MISSED = ("all_busy", "nobody_answered", "left_while_ringing", "failed")
"""Outcomes of calls that the office missed: a person was wanted and nobody was reached."""

REACHED = "connected"
QUARTERS = 96


def tally(call: CallRow, legs: Sequence[LegRow], entries: Sequence[Entry], zone: ZoneInfo) -> Tally:
    """Everything that the call adds, in the office's time at its beginning."""
    if call.test:
        return Counter()
    day, quarter = local_day(call.started_at, zone), local_quarter(call.started_at, zone)
    gate = {None: "", True: "open", False: "closed"}[call.open]
    added: Tally = Counter()
    added["day_counts", (day, call.service, call.language, call.outcome, gate)] += 1
    added["quarter_counts", (day, quarter, call.service, call.outcome)] += 1
    for leg in legs:
        added["leg_counts", (day, leg.line, leg.hunt_group, leg.outcome or "")] += 1
    seconds = seconds_to_desk(call, entries)
    if seconds is not None:
        added["desk_counts", (day, call.service, call.language, min(seconds, LONGEST_SECONDS))] += 1
    for node, way, target in moves(entries):
        added["move_counts", (day, node, way, target)] += 1
    if call.pseudonym:
        added["caller_counts", (day[:7], call.pseudonym, kind_of_caller(call.outcome))] += 1
    return added


def local_day(at: datetime, zone: ZoneInfo) -> str:
    return at.astimezone(zone).date().isoformat()


def local_quarter(at: datetime, zone: ZoneInfo) -> int:
    """0 to 95: the quarter-hour on the office's clock. The hour that comes twice in autumn counts twice."""
    local = at.astimezone(zone)
    return local.hour * 4 + local.minute // 15


def seconds_to_desk(call: CallRow, entries: Iterable[Entry]) -> int | None:
    """Until a telephone first rang; None where none did."""
    rung = [entry.at for entry in entries if entry.kind == "ringing"]
    return max(0, int((min(rung) - call.started_at).total_seconds())) if rung else None


def moves(entries: Iterable[Entry]) -> Iterator[tuple[str, str, str]]:
    """(node, way, next node) in the order of the call; the last one is (node, how it ended, "").

    The way: "key 1", "no_input", "no_match", the outcome of a leg, or "then" where the flow went on by itself.
    """
    steps = sorted((entry for entry in entries if entry.source == "step"), key=lambda entry: (entry.step, entry.index))
    places = [number for number, entry in enumerate(steps) if entry.kind == "entered" and text_of(entry, "node")]
    for first, second in pairwise(places):
        way = next((found for entry in steps[first:second] if (found := _way(entry))), "then")
        yield text_of(steps[first], "node"), way, text_of(steps[second], "node")
    if places:
        ended = [text_of(entry, "how") for entry in steps if entry.kind == "ended"]
        yield text_of(steps[places[-1]], "node"), ended[-1] if ended else "left", ""


def _way(entry: Entry) -> str:
    match entry.kind:
        case "pressed":
            return f"key {text_of(entry, 'key') or integer_of(entry, 'key')}"
        case "no_input" | "no_match":
            return entry.kind
        case "leg":
            return text_of(entry, "outcome")
        case _:
            return ""


def kind_of_caller(outcome: str) -> str:
    return "reached" if outcome == REACHED else "missed" if outcome in MISSED else "other"
