"""dial: rings a hunt group; whatever its outcome, the caller goes on to somebody."""

from __future__ import annotations

from ivr.core.events import LegEnded
from ivr.core.flow import Dial
from ivr.core.hunting import attempts, group_lines, is_open, label_of, ring
from ivr.core.office import HuntGroup, Line
from ivr.core.prompts import Moment
from ivr.core.turn import Turn, because_text


def enter(turn: Turn, node: Dial) -> str | None:
    group = turn.office.groups.get(node.to)
    if group is None:
        turn.log("lost", why=f"the hunt group {node.to} is not in the live configuration")
        return node.otherwise
    if not isinstance(turn.event, LegEnded) and not turn.chose:
        turn.carry(chosen=node.to, tried=0)
        turn.chose = True
    else:
        turn.carry(tried=0)
    attempt = next(attempts(turn.plan, turn.call, turn.session, group, turn.now), None)
    if attempt is None:
        return _nobody(turn, node, group)
    turn.log("entered", node=node.name, type="dial", open=True)
    turn.say(node.say)
    turn.carry(let_in=turn.session.let_in or any(line.hours for line in attempt[1]))
    ring_lines(turn, node.name, group, *attempt)
    return None


def _nobody(turn: Turn, node: Dial, group: HuntGroup) -> str:
    closed = not any(is_open(turn.office, line.hours, turn.session, turn.now) for line in group_lines(turn.plan, group))
    go = node.closed if closed else node.otherwise
    because = {"because": _because(turn, group)} if closed else {}
    if closed:
        _note_closed_office(turn)
    turn.log("entered", node=node.name, type="dial", open=False, group=group.name, closed=closed, go=go, **because)
    return go


def _note_closed_office(turn: Turn) -> None:
    """Where the whole office is closed, and not this desk alone, the caller gets its menu when it opens."""
    flow = turn.plan.flow
    hours = getattr(flow.nodes.get(flow.main), "hours", "")
    if hours and not is_open(turn.office, hours, turn.session, turn.now):
        turn.carry(closed_from=flow.main)


def _because(turn: Turn, group: HuntGroup) -> str:
    """Why the group is closed: the rule of its first line."""
    schedules = [turn.office.schedules.get(line.hours) for line in group_lines(turn.plan, group)]
    rules = [schedule.status(turn.now).because for schedule in schedules if schedule]
    return because_text(rules[0], turn.office.default_language) if rules else ""


def ring_lines(
    turn: Turn, node: str, group: HuntGroup, position: int, lines: list[Line], ring_seconds: int | None = None
) -> None:
    """Ring `lines` with one Dial, remember what was rung, and log it."""
    seconds = ring_seconds or group.ring_seconds
    names = tuple(line.name for line in lines)
    turn.carry(node=node, phase="ringing", group=group.name, ringing=names, tried=position)
    turn.log(
        "ringing",
        node=node,
        group=group.name,
        label=label_of(turn.plan, group.name, _default_words(turn)),
        lines=list(names),
        numbers=[line.number for line in lines],
        ring_seconds=seconds,
    )
    turn.ring(ring(turn.plan, turn.call, turn.session, lines, seconds, turn.silent))


def _default_words(turn: Turn) -> Moment:
    return turn.moment.spoken_in(turn.office.default_language)


def resume(turn: Turn, node: Dial) -> str | None:
    if not isinstance(turn.event, LegEnded):
        turn.log("lost", why=f"{type(turn.event).__name__} while {node.to} was ringing")
        return node.otherwise
    if log_leg(turn, node.name, turn.event):
        return None
    group = turn.office.groups.get(turn.session.group)
    if group is None:
        return node.otherwise
    turn.carry(tried=turn.session.tried + 1)
    attempt = next(attempts(turn.plan, turn.call, turn.session, group, turn.now), None)
    if attempt is None:
        return node.otherwise
    ring_lines(turn, node.name, group, *attempt)
    return None


def log_leg(turn: Turn, node: str, event: LegEnded) -> bool:
    """Log how the leg ended. True if a desk answered: then the call is over, its desk hung up."""
    note_leg(turn, node, event)
    if event.outcome != "answered":
        return False
    turn.log("ended", how="hung_up_by_desk", node=node)
    turn.hang_up()
    return True


def note_leg(turn: Turn, node: str, event: LegEnded) -> None:
    """Log how the leg ended, and that nothing rings any more."""
    session = turn.session
    turn.log(
        "leg",
        node=node,
        group=session.group,
        lines=list(session.ringing),
        outcome=event.outcome,
        seconds=event.seconds,
    )
    turn.carry(ringing=(), phase="")
