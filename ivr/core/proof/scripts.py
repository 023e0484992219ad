"""A call of the proof as a call script: what is pressed, what rings, what the caller hears last.

The call is played once more on the real engine, with its words and at its real instants.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from math import ceil

from ivr.core.callable import CALLABLE
from ivr.core.engine import step
from ivr.core.events import Call, Event, Left, LegEnded, Pressed, Silence
from ivr.core.instructions import Instruction, Listen, Say
from ivr.core.overrides import Switch, Switches, applied
from ivr.core.plan import Plan
from ivr.core.proof.asked import Engine
from ivr.core.proof.faults import ScriptStep
from ivr.core.proof.graph import Edge
from ivr.core.proof.paths import Walk
from ivr.core.schedule import Override
from ivr.core.session import Session
from ivr.core.turn import Step

_KEYS = {"*": "star", "#": "hash"}
_DOES = {"answered": "answers"}
_A_MOMENT = timedelta(seconds=2)


def script_of(plan: Plan, walk: Walk, loop: tuple[Edge, ...], engine: Engine = step) -> tuple[ScriptStep, ...]:
    """The steps of a call script. The rounds of a wait are left out; silence is what comes before `hears`."""
    usual, switched = plan, _switched(plan, walk)
    called = plan.office.answers_on[0].e164 if plan.office.answers_on else ""
    call, now, session = Call("proof", called, f"+48{CALLABLE}"), walk.at, Session(plan.revision)
    edges = [way.edge for way in walk.ways] + list(loop)
    times = [*walk.times, *[None for _ in loop]]
    found: list[ScriptStep] = []
    for index, (edge, earliest) in enumerate(zip(edges, times, strict=True)):
        now = now + _A_MOMENT if index else now
        if earliest and earliest > now:
            if isinstance(edge.event, Pressed):
                found.append(ScriptStep("waits", str(ceil((earliest - now).total_seconds()))))
            now = earliest
        if edge.waited and session.wait_since:
            now = max(now, datetime.fromtimestamp(session.wait_since + edge.waited, now.tzinfo))
        plan = switched if walk.forced or (walk.single and index >= walk.thrown) else usual
        decided = engine(plan, call, session, edge.event, now, False)
        found += _does(edge.event)
        found += _gets(decided, edge.event, last=index == len(edges) - 1)
        session = decided.session
    return tuple(found)


def _does(event: Event) -> Iterator[ScriptStep]:
    match event:
        case Pressed():
            if len(event.digits) > 1:
                yield ScriptStep("types", event.digits)
            else:
                yield ScriptStep("presses", _KEYS.get(event.digits, event.digits))
        case LegEnded():
            yield ScriptStep("desk", _DOES.get(event.outcome, event.outcome))
        case Left():
            yield ScriptStep("hangs_up", "yes")


def _gets(decided: Step, event: Event, last: bool) -> Iterator[ScriptStep]:
    said = _said(decided.instructions)
    rings = next((entry.data for entry in decided.entries if entry.kind == "ringing"), None)
    if said and (last or (isinstance(event, Silence) and not rings)):
        yield ScriptStep("hears", _sentence(said[-1 if last else 0], last))
    if rings:
        yield ScriptStep("rings", rings["group"] or rings["lines"][0])


def _said(instructions: tuple[Instruction, ...]) -> list[str]:
    parts = [one.spoken for one in instructions if isinstance(one, Say | Listen)]
    return [spoken.text for part in parts for spoken in part]


def _sentence(text: str, last: bool) -> str:
    """The first or the last sentence of a text, without its stop."""
    sentences = [sentence for sentence in text.rstrip(" .!?").split(". ") if sentence]
    return sentences[-1 if last else 0] if sentences else text


def _switched(plan: Plan, walk: Walk) -> Plan:
    """The plan while an operator's override is on: of everything, or of what its name says."""
    if not (walk.forced or walk.single):
        return plan
    is_open = walk.single.open if walk.single else walk.forced == "open"
    times = walk.at - timedelta(days=1), walk.at + timedelta(days=1)
    if walk.single:
        return applied(plan, Switches(switches=(Switch("", walk.single.name, is_open, *times, {}, "proof"),)))
    switch = Override(is_open, *times, {}, "proof")
    schedules = {name: replace(one, overrides=(switch,)) for name, one in plan.office.schedules.items()}
    return replace(plan, office=replace(plan.office, schedules=schedules))
