"""What each type of node does: `enter` when the call comes to it, `resume` with what happened there.

Both return the next target, or None when the turn has its instructions. One type, one file.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from ivr.core.flow import Announce, Callback, Dial, End, Menu, Wait
from ivr.core.nodes import announce, callback, dial, end, menu, wait
from ivr.core.turn import Turn

Enter = Callable[[Turn, Any], str | None]


@dataclass(frozen=True, slots=True)
class Handler:
    """`type` is the word in the YAML."""

    type: str
    enter: Enter
    resume: Enter


HANDLERS: dict[type, Handler] = {
    Announce: Handler("announce", announce.enter, announce.resume),
    Menu: Handler("menu", menu.enter, menu.resume),
    Dial: Handler("dial", dial.enter, dial.resume),
    Wait: Handler("wait", wait.enter, wait.resume),
    Callback: Handler("callback", callback.enter, callback.resume),
    End: Handler("end", end.enter, end.resume),
}
