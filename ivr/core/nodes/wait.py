"""wait: the caller waits, by time and not by rounds; told every half minute, the lines tried again in between.

Where `keys` lead out of it, the sentence is said while a key can be heard, and what rings next waits that long.

Busy lines answer in two seconds: without the pauses here the wait would hammer them, and a count of
rounds would be over at once.
"""

from __future__ import annotations

from ivr.core.events import LegEnded, Pressed
from ivr.core.flow import CHOSEN, Wait
from ivr.core.hunting import attempts
from ivr.core.nodes.dial import log_leg, ring_lines
from ivr.core.nodes.menu import key_of
from ivr.core.office import HuntGroup, Line
from ivr.core.turn import Turn

_REST_SECONDS = 8  # between two attempts at lines that were busy
_SENTENCE_NEAR_SECONDS = 2  # so close to the next sentence it is said now
_KEY_SECONDS = 2  # after the sentence, for the key it offers
_SHORTEST_RING_SECONDS = 10  # less is no use: a telephone needs seconds to ring at all


def moments(node: Wait) -> tuple[tuple[int, int], ...]:
    """All that the clock can mean here, for the proof: (seconds waited, seconds since the sentence) long before the
    next sentence, just before it, and at the end of the wait."""
    near = node.every_seconds - 1
    return (1, 1), (near, near), (node.wait_seconds, 1)


def enter(turn: Turn, node: Wait) -> str | None:
    now = int(turn.now.timestamp())
    turn.log("entered", node=node.name, type="wait")
    turn.carry(node=node.name, wait_since=now, tried=0)
    return _say(turn, node)


def resume(turn: Turn, node: Wait) -> str | None:
    if isinstance(turn.event, LegEnded) and log_leg(turn, node.name, turn.event):
        return None
    if isinstance(turn.event, Pressed) and (key := key_of(turn.event.digits)) in node.keys:
        turn.log("pressed", node=node.name, key=key, label="", go=node.keys[key])
        turn.carry(phase="")
        return node.keys[key]
    elapsed = turn.now.timestamp() - turn.session.wait_since
    if elapsed >= node.wait_seconds or elapsed < 0:  # a clock set back must not make the wait endless
        return _over(turn, node)
    to_sentence = turn.session.wait_said + node.every_seconds - turn.now.timestamp()
    if turn.session.phase == "hearing" and not isinstance(turn.event, Pressed):
        return _ring(turn, node, int(to_sentence))
    if isinstance(turn.event, LegEnded):
        if to_sentence > _SENTENCE_NEAR_SECONDS:
            _pause(turn, node, to_sentence)
            return None
    elif to_sentence > _SENTENCE_NEAR_SECONDS and not isinstance(turn.event, Pressed):
        return _ring(turn, node, int(to_sentence))
    if isinstance(turn.event, Pressed):  # it ends the pause: without it the log could not say why
        turn.log("pressed", node=node.name, key=key_of(turn.event.digits), label="", go=node.name)
    return _say(turn, node)


def _pause(turn: Turn, node: Wait, to_sentence: float) -> None:
    """Rest before the next attempt; what is left until the sentence if another rest would not fit before it."""
    rest = int(to_sentence) if to_sentence <= 2 * _REST_SECONDS else _REST_SECONDS
    turn.carry(node=node.name, phase="pausing")
    turn.listen(timeout_seconds=1, pause_seconds=max(1, rest - 1))


def _say(turn: Turn, node: Wait) -> str | None:
    """The sentence; then lines ring, at once where no key is offered."""
    turn.carry(wait_said=int(turn.now.timestamp()))
    turn.say(node.say)
    if not node.keys:
        return _ring(turn, node, node.every_seconds)
    if not _round(turn, node):
        return _over(turn, node)
    turn.log("waiting", node=node.name)
    turn.carry(node=node.name, phase="hearing")
    turn.listen(_KEY_SECONDS)
    return None


def _ring(turn: Turn, node: Wait, seconds: int) -> str | None:
    round_ = _round(turn, node)
    if not round_:
        return _over(turn, node)
    group, lines = round_[turn.session.tried % len(round_)]
    ring_seconds = max(_SHORTEST_RING_SECONDS, min(group.ring_seconds, seconds))
    ring_lines(turn, node.name, group, turn.session.tried + 1, lines, ring_seconds)
    return None


def _round(turn: Turn, node: Wait) -> list[tuple[HuntGroup, list[Line]]]:
    """One Dial after the other of all groups that are tried again: those that may be rung now."""
    names = dict.fromkeys(turn.session.chosen if name == CHOSEN else name for name in node.again)
    fresh = turn.session.changed(tried=0)
    return [
        (group, lines)
        for name in names
        if (group := turn.office.groups.get(name))
        for _, lines in attempts(turn.plan, turn.call, fresh, group, turn.now)
    ]


def _over(turn: Turn, node: Wait) -> str:
    turn.log("waited", node=node.name, seconds=int(turn.now.timestamp() - turn.session.wait_since))
    return node.otherwise
