"""end: says something and ends the call."""

from __future__ import annotations

from ivr.core.flow import End
from ivr.core.turn import Turn


def enter(turn: Turn, node: End) -> None:
    turn.carry(node=node.name)
    turn.log("entered", node=node.name, type="end")
    turn.say(node.say)
    turn.log("ended", how="end", node=node.name)
    turn.hang_up()


def resume(turn: Turn, node: End) -> None:
    turn.log("ended", how="end", node=node.name)
    turn.hang_up()
