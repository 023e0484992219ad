"""The proof: at every minute of two years, for everything a caller, a desk or the carrier can do, the call ends well.

Exact, not sampled: `signatures` cuts the two years where anything changes and keeps the distinct moments; `graph` asks
the real engine for every state and every happening at each of them; `rules`, `endings` and `sentences` look for what
must not be. Two things are let through: a caller who never stops pressing keys, and a call that a desk's own telephone
has forwarded here, which that telephone cannot take.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from ivr.core.engine import step
from ivr.core.plan import Plan
from ivr.core.proof.asked import Engine
from ivr.core.proof.endings import endless_calls, long_calls
from ivr.core.proof.explorer import Phase, Tell, explore, untold
from ivr.core.proof.faults import CODES, Fault, fault
from ivr.core.proof.graph import Graph
from ivr.core.proof.paths import Reach, Walk, every_way
from ivr.core.proof.rules import Finding, unreached_lines, unrung_calls, unrung_ways, wrong_ways
from ivr.core.proof.scripts import script_of
from ivr.core.proof.sentences import gaps
from ivr.core.proof.signatures import signatures, without_overrides
from ivr.core.proof.switched import switched_calls
from ivr.core.walltime import instant

__all__ = ["CODES", "MONTHS", "Fault", "Phase", "Proof", "Tell", "prove", "prove_plan", "untold"]

MONTHS = 24
SOON_DAYS = 30  # a fault that begins within these is an error, one further off a warning
FAULTS_AT_MOST = 30  # more than anyone reads


@dataclass(frozen=True, slots=True)
class Proof:
    """What was looked at, and what was found, errors first."""

    faults: tuple[Fault, ...]
    signatures: int
    states: int

    @property
    def errors(self) -> tuple[Fault, ...]:
        return tuple(one for one in self.faults if one.severity == "error")

    @property
    def is_far_off(self) -> bool:
        """Whether there is a warning of something that begins later."""
        return any(one.later for one in self.faults)

    def against(self, live: Proof) -> Proof:
        """The proof of a draft of what `live` is the proof of: what it adds is an error however far off it is."""
        known = {(one.code, one.message) for one in live.faults}
        faults = tuple(
            replace(one, severity="error") if one.later and (one.code, one.message) not in known else one
            for one in self.faults
        )
        return replace(self, faults=faults)


def prove_plan(plan: Plan, now: datetime) -> tuple[Fault, ...]:
    """The faults of `plan` in the 24 months from `now` (aware)."""
    return prove(plan, now).faults


def prove(plan: Plan, now: datetime, tell: Tell = untold, engine: Engine = step) -> Proof:
    """The proof, with its figures. Overrides in force are left out: being forced open or closed is proved anyway.
    `tell` hears how far it is; `engine` is another one only in tests, which prove that the proof sees its faults."""
    plan = replace(plan, office=without_overrides(plan.office))
    now, until = _whole_minute(now, plan), _horizon(now, plan)
    tell("moments", 0, 0)
    known = signatures(plan, now, until)
    graph = explore(plan, known, tell, engine)
    tell("calls", len(graph.states), len(graph.states))
    found = [_as_of(one, now) for one in (*_sentences(plan, now, until), *_calls(plan, graph, engine))]
    found.sort(key=lambda one: (one.severity, one.at, one.code, one.message))
    return Proof(tuple(found[:FAULTS_AT_MOST]), known.count, len(graph.states))


def _calls(plan: Plan, graph: Graph, engine: Engine) -> Iterator[Fault]:
    reach = Reach(graph, every_way)
    for finding in _findings(graph, reach):
        walk = replace(finding.walk, at=_local(finding.walk.at, plan))
        script = script_of(plan, walk, finding.loop, engine)
        found = fault(finding.code, walk.at, script, _override(walk), **finding.fields)
        yield found if walk.real and not _unavoidable(finding) else replace(found, severity="warning")


def _unavoidable(finding: Finding) -> bool:
    """Where an operator has closed one line there may be nobody else to ring: told, and left to the office."""
    return finding.walk.single is not None and finding.code in ("P-nobody", "P-not-told")


def _override(walk: Walk) -> str:
    """The command that it takes to come to this."""
    if not walk.real:
        return "override …"
    if walk.single:
        return walk.single.command
    return {"": "", "open": "override open", "closed": "override close"}[walk.forced]


def _findings(graph: Graph, reach: Reach) -> Iterator[Finding]:
    unrung_reach = Reach(graph, unrung_ways)
    found = [*endless_calls(graph, reach), *wrong_ways(graph, reach), *unrung_calls(graph, unrung_reach)]
    yield from found
    yield from unreached_lines(graph, reach)
    yield from long_calls(graph, reach)
    yield from switched_calls(graph, reach, unrung_reach, found)


def _sentences(plan: Plan, now: datetime, until: datetime) -> Iterator[Fault]:
    for gap in dict.fromkeys(gaps(plan, now, until)):
        at = _local(gap.at, plan)
        if gap.languages:
            yield fault("P-language", at, (), where=gap.where, languages=", ".join(gap.languages))
        else:
            yield fault("P-gap", at, (), where=gap.where, placeholder=gap.placeholder)


def _as_of(one: Fault, now: datetime) -> Fault:
    later = one.at > now + timedelta(days=SOON_DAYS)
    return replace(one, severity="warning", later=True) if later else one


def _local(at: datetime, plan: Plan) -> datetime:
    return at.astimezone(ZoneInfo(plan.office.timezone))


def _whole_minute(now: datetime, plan: Plan) -> datetime:
    return _local(now, plan).replace(second=0, microsecond=0)


def _horizon(now: datetime, plan: Plan) -> datetime:
    """The same day two years on, at its end."""
    day = _local(now, plan).date()
    later = day.replace(year=day.year + MONTHS // 12, day=min(day.day, 28)) + timedelta(days=max(0, day.day - 28) + 1)
    return instant(later, datetime.min.time(), plan.office.timezone)
