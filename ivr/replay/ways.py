"""The way a call went, and what became of it on another plan. Reads entries; puts nothing into words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest
from typing import Literal

from ivr.core.entries import Entry
from ivr.replay.held import HeldPlans
from ivr.replay.player import play
from ivr.replay.visit import Gap, visit_of
from ivr.store.fields import names_of, text_of
from ivr.store.legs import LegRow
from ivr.store.projection import CallRow, fold

Verdict = Literal["same", "other", "reaches", "lost", "unclear"]
VERDICTS: tuple[Verdict, ...] = ("lost", "reaches", "unclear", "other", "same")  # in the order in which they matter


@dataclass(frozen=True, slots=True)
class PressedKey:
    """`label`: of the option, "" for a key that is not spoken; `go`: "" where the key led nowhere, a language's code
    where it chose one."""

    key: str
    label: str
    go: str


@dataclass(frozen=True, slots=True)
class Service:
    """A hunt group that rang, or, with no group, the line of the last resort. `label` as it was logged."""

    name: str
    label: str


@dataclass(frozen=True, slots=True)
class Way:
    """`services` in the order in which they first rang; `answered_by` the name of one of them, or "". `informed`: the
    announcements that the caller asked for. `outcome` as in the log; `broken`: the service gave the call up."""

    keys: tuple[PressedKey, ...]
    services: tuple[Service, ...]
    answered_by: str
    informed: tuple[str, ...]
    language: str
    outcome: str
    broken: bool

    @property
    def rung(self) -> tuple[str, ...]:
        return tuple(service.name for service in self.services)


@dataclass(frozen=True, slots=True)
class Replayed:
    """One call. `now` is None where it could not be played: `gap` says why. `guessed`: lines that ring now and of which
    the log tells nothing. `moved`: the first key that leads elsewhere now, as it was and as it is."""

    row: CallRow
    verdict: Verdict
    then: Way
    now: Way | None
    guessed: tuple[str, ...] = ()
    gap: Gap = ""
    moved: tuple[PressedKey, PressedKey] | None = None

    @property
    def unsure(self) -> bool:
        """Nobody answers as far as the log tells, and somebody of whom it does not tell may."""
        return bool(self.guessed) and self.now is not None and self.now.outcome != "connected"


def replayed(row: CallRow, legs: Sequence[LegRow], entries: Sequence[Entry], plan_at: HeldPlans) -> Replayed:
    """A logged call, played on the plan of its moments and judged. `entries`: at least one."""
    visit, then = visit_of(entries, legs), way_of(row, legs, entries)
    if visit.gap:
        return Replayed(row, "unclear", then, None, gap=visit.gap)
    played = play(visit, plan_at)
    now = way_of(*fold(played.entries), played.entries)
    return Replayed(row, _verdict(then, now, bool(played.guessed)), then, now, played.guessed, moved=_moved(then, now))


def way_of(row: CallRow, legs: Sequence[LegRow], entries: Sequence[Entry]) -> Way:
    """`row` and `legs` as the log folds them from `entries`."""
    ordered = sorted(entries, key=lambda entry: (entry.source != "step", entry.step, entry.index))
    services: dict[str, str] = {}
    for entry in (entry for entry in ordered if entry.kind == "ringing"):
        services.setdefault(_service(entry), text_of(entry, "label"))
    answered = next((leg.hunt_group or leg.line for leg in reversed(legs) if leg.outcome == "answered"), "")
    talked = [entry for entry in ordered if entry.kind == "leg" and text_of(entry, "outcome") == "answered"]
    if talked:  # of several lines at once nobody may have told which one it was
        answered = text_of(talked[-1], "group") or answered
    return Way(
        keys=tuple(_keys(ordered)),
        services=tuple(Service(name, label) for name, label in services.items()),
        answered_by=answered,
        informed=_informed(ordered),
        language=row.language,
        outcome=row.outcome,
        broken=row.outcome == "failed" or row.ended_how == "limit",
    )


def _keys(ordered: Sequence[Entry]) -> Iterator[PressedKey]:
    for entry, after in zip_longest(ordered, ordered[1:]):
        if entry.kind == "no_match":
            yield PressedKey(text_of(entry, "key"), "", "")
        elif entry.kind == "pressed":
            chose = after is not None and after.kind == "language"
            go = text_of(after, "language") if chose else text_of(entry, "go")
            yield PressedKey(text_of(entry, "key"), text_of(entry, "label"), go)


def _service(ringing: Entry) -> str:
    return text_of(ringing, "group") or next(iter(names_of(ringing, "lines")), "")


def _informed(ordered: Sequence[Entry]) -> tuple[str, ...]:
    announced = (entry for entry in ordered if entry.kind == "entered" and text_of(entry, "type") == "announce")
    return tuple(dict.fromkeys(text_of(entry, "node") for entry in announced if entry.data.get("chosen") is True))


def _verdict(then: Way, now: Way, guessed: bool) -> Verdict:
    """The first that fits. A line of which the log tells nothing may have answered: such a call is never lost, and
    one that rings nobody else reaches a person only in so far as one rings."""
    answered, answers = then.outcome == "connected", now.outcome == "connected"
    if now.broken and not then.broken:
        return "lost"
    if then.services and not now.services:
        return "lost"
    if answers and not answered:
        return "reaches"
    if now.services and not then.services:
        return "reaches"
    if answers and _essence(then) == _essence(now):
        return "same"
    if guessed and not answers:
        return "unclear"
    if answered and not answers:
        return "lost"
    return "same" if _essence(then) == _essence(now) else "other"


def _essence(way: Way) -> Way:
    """What has to be equal for two ways to be the same: not the keys, and what was heard only if nobody rang."""
    services = tuple(replace(service, label="") for service in way.services)
    return replace(way, keys=(), services=services, informed=() if services else way.informed)


def _moved(then: Way, now: Way) -> tuple[PressedKey, PressedKey] | None:
    """The first key that goes elsewhere now, as long as the same keys were pressed."""
    for before, after in zip_longest(then.keys, now.keys):
        if before is None or after is None or before.key != after.key:
            return None
        if before.go != after.go:
            return before, after
    return None
