"""Proving a plan, and keeping what was found. Use case over the proof, the check and the store.

Makes nothing live (see `publish`), and does not decide when it is time again (see `nightly`).
"""

from __future__ import annotations

import gc
import time
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from ivr.catalogue import revision_plan
from ivr.core.plan import Plan
from ivr.core.proof import Fault, Proof, Tell, prove, untold
from ivr.errors import IvrError
from ivr.flowfile.check import check
from ivr.flowfile.problems import Problem
from ivr.flowfile.sources import Sources
from ivr.store.proofs import Found, Kept
from ivr.store.revisions import Revisions

_WORST_FIRST = ("error", "warning", "note")
KEPT_AT_MOST = 100


def proved(plan: Plan, now: datetime, live: Plan | None = None, tell: Tell = untold) -> Proof:
    """The proof of `plan` as a draft of `live`; `tell` hears how far it is. Nothing it makes is garbage before it ends,
    and looking for garbage meanwhile would take a quarter of its time."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        proof = prove(plan, now, tell)
        return proof.against(prove(live, now, tell)) if live and proof.is_far_off else proof
    finally:
        if enabled:
            gc.enable()


@dataclass(frozen=True)
class Proved:
    """One look at a whole revision: the proof, and what the rules say of its files on the day. `seconds`: of processor
    time."""

    plan: Plan
    at: datetime
    proof: Proof
    problems: tuple[Problem, ...]
    seconds: float

    def kept(self) -> Kept:
        """What is worth keeping, faults of the proof before problems of the files, the worst first."""
        found = [*map(_fault, self.proof.faults), *map(_problem, self.problems)]
        found.sort(key=lambda one: _WORST_FIRST.index(one.severity))
        figures = self.proof.signatures, self.proof.states, round(self.seconds, 2)
        return Kept(self.plan.revision, self.at, *figures, tuple(found[:KEPT_AT_MOST]))


def prove_live(revisions: Revisions, now: datetime, tell: Tell = untold) -> Proved:
    """The live revision as it is, without what an operator has switched. Raises IvrError where nothing is live."""
    live = revisions.live()
    if live is None:
        raise IvrError("nothing-live", "No revision is live.", "Run: python -m ivr publish")
    plan = revision_plan(revisions, live.revision)
    begun = time.process_time()
    proof = proved(plan, now, tell=tell)
    today = now.astimezone(ZoneInfo(plan.office.timezone)).date()
    problems = check(Sources(revisions.sources(live.revision) or {}), today).problems
    return Proved(plan, now, proof, problems, time.process_time() - begun)


def errors_of(found: Iterable[Fault | Problem]) -> int:
    return sum(one.severity == "error" for one in found)


def _fault(fault: Fault) -> Found:
    return Found(fault.code, fault.severity, fault.line_of_text("en"))


def _problem(problem: Problem) -> Found:
    return Found(problem.code, problem.severity, problem.line_of_text("en"))
