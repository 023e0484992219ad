"""The engine: one event in, one step out. `step` never raises for content: it finds a safe destination and logs why."""

from __future__ import annotations

from datetime import datetime

from ivr.core.events import Call, Event, Left, LegEnded, Lost, Started
from ivr.core.flow import BACK, MAIN, REPEAT, Announce, Node
from ivr.core.hunting import may_ring, ring
from ivr.core.nodes import HANDLERS, announce
from ivr.core.nodes.dial import note_leg
from ivr.core.plan import Plan
from ivr.core.session import Session
from ivr.core.turn import Step, Turn

MAX_STEPS = 250  # a ten-minute wait takes about 60; past this somebody leans on a key
MAX_HOPS = 40  # nodes passed in one step; more is a loop that never waits


def step(plan: Plan, call: Call, session: Session, event: Event, now: datetime, silent: bool = False) -> Step:
    """What to do about `event` at `now` (aware). Pure: the same arguments give the same step. `silent` leaves out all
    words and nothing else: the proof asks where calls go, a hundred thousand times."""
    turn = Turn(plan, call, session, event, now, silent=silent)
    if session.language not in plan.office.languages:
        turn.carry(language=plan.office.default_language)
    if session.step >= MAX_STEPS:
        _limit(turn)
        return turn.step()
    target = _first(turn)
    for _ in range(MAX_HOPS):
        if target is None:
            return turn.step()
        node = _node(turn, target)
        if node is None:
            break
        target = HANDLERS[type(node)].enter(turn, node)
    else:
        if target is None:
            return turn.step()
        turn.log("lost", why=f"no way out of a loop at {target}")
    _ring_failsafe(turn)
    return turn.step()


def _first(turn: Turn) -> str | None:
    """Where the event leads: its node decides, unless the office has opened meanwhile or nothing fits."""
    flow, session, event = turn.plan.flow, turn.session, turn.event
    if isinstance(event, Started):
        return _begin(turn)
    if isinstance(event, Left):
        _left(turn, event)
        return None
    if isinstance(event, Lost):
        turn.log("lost", why=event.why)
        return MAIN
    if _ended(turn):
        return None
    if _opened_meanwhile(turn):
        return session.closed_from
    node = flow.nodes.get(session.node)
    if node is None:
        turn.log("lost", why=f"there is no node {session.node}")
        return MAIN
    return HANDLERS[type(node)].resume(turn, node)


def _begin(turn: Turn) -> str:
    """The call came in. An operator's notices come first, after the greeting if there is one."""
    call, flow = turn.call, turn.plan.flow
    turn.log(
        "started",
        called=call.called,
        caller=call.caller,
        forwarded_from=call.forwarded_from,
        language=turn.session.language,
        revision=turn.plan.revision,
    )
    greeting = flow.nodes.get(flow.start)
    target = announce.enter(turn, greeting) if isinstance(greeting, Announce) else flow.start
    turn.announce()
    return target


def _left(turn: Turn, event: Left) -> None:
    """Nobody is there any more: nothing is rung or said, the end is logged."""
    if event.leg is not None:
        note_leg(turn, turn.session.node, event.leg)
    turn.log("ended", how="left", node=turn.session.node)
    turn.hang_up()


def _ended(turn: Turn) -> bool:
    """A desk answered the last resort, or nobody did: nothing is left but to end the call."""
    if turn.session.node or not isinstance(turn.event, LegEnded):
        return False
    how = "hung_up_by_desk" if turn.event.outcome == "answered" else "limit"
    turn.log("leg", node="", group="", lines=[], outcome=turn.event.outcome, seconds=turn.event.seconds)
    if how == "limit":
        turn.say(turn.office.failsafe.otherwise)
    turn.log("ended", how=how, node="")
    turn.hang_up()
    return True


def _opened_meanwhile(turn: Turn) -> bool:
    """Who was told "closed" is asked again at every step, but for one that ends a leg: a conversation ends the call."""
    if isinstance(turn.event, LegEnded):
        return False
    menu = turn.plan.flow.nodes.get(turn.session.closed_from)
    schedule = turn.office.schedules.get(getattr(menu, "hours", ""))
    return schedule is not None and schedule.status(turn.now).open


def _node(turn: Turn, target: str) -> Node | None:
    """The node of a target, built-in targets resolved; the main menu if there is none of that name."""
    name, flow = target, turn.plan.flow
    if target == BACK:
        turn.returning = True
        name = turn.session.menu or flow.main
    elif target in (MAIN, REPEAT):
        name = flow.main if target == MAIN else turn.session.menu or flow.main
    if name not in flow.nodes:
        turn.log("lost", why=f"there is no node {name}")
        name = flow.main
    return flow.nodes.get(name)


def _limit(turn: Turn) -> None:
    if _ended(turn):
        return
    turn.log("lost", why=f"more than {MAX_STEPS} steps")
    if turn.session.step == MAX_STEPS:
        _ring_failsafe(turn)
        return
    turn.log("ended", how="limit", node=turn.session.node)
    turn.hang_up()


def _ring_failsafe(turn: Turn) -> None:
    """The last resort inside the engine: ring the failsafe's line; where it may not be rung, say so and end."""
    line = turn.office.lines.get(turn.office.failsafe.line)
    turn.spoken.clear()
    if line is None or not may_ring(turn.office, turn.call, turn.session, line, turn.now):
        turn.say(turn.office.failsafe.otherwise)
        turn.log("ended", how="limit", node=turn.session.node)
        turn.hang_up()
        return
    turn.say(turn.office.failsafe.say)
    turn.carry(node="", phase="ringing", ringing=(line.name,), group="", closed_from="")
    turn.log("ringing", node="", group="", label="", lines=[line.name], numbers=[line.number], ring_seconds=30)
    turn.ring(ring(turn.plan, turn.call, turn.session, [line], 30))
