"""announce: says something, then goes on. Before a menu it is spoken inside that menu's Gather."""

from __future__ import annotations

from ivr.core.events import Pressed
from ivr.core.flow import Announce
from ivr.core.turn import Turn


def enter(turn: Turn, node: Announce) -> str:
    chosen = isinstance(turn.event, Pressed)
    turn.log("entered", node=node.name, type="announce", chosen=chosen)
    turn.say(node.say)
    if chosen:  # star repeats what the caller asked for, not the greeting
        turn.via.append(node.name)
    return node.then


def resume(turn: Turn, node: Announce) -> str:
    """A call never rests here; a request that says so makes no sense."""
    turn.log("lost", why=f"nothing to wait for at {node.name}")
    return node.then
