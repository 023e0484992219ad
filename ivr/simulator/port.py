"""What the phone needs of whoever answers the call: documents in, fields out. Must not know HTTP or the service.

`HttpCarrier` is one such port; another may drive the engine without HTTP.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from ivr.simulator.verbs import Document


@dataclass(frozen=True, slots=True)
class SimulatedCall:
    """One call, or one leg of it (then `parent` is the call's id), at the moment of a request.

    `now` is the virtual moment of the request, aware; None means: the real one, and addresses are left as they are.
    Numbers are sent as they are written, so that odd ones can be tried.
    """

    id: str
    caller: str
    called: str
    now: datetime | None = None
    forwarded_from: str = ""
    parent: str = ""


class Port(Protocol):
    """Answers one request each. Addresses are opaque: whatever stood in a document comes back as it was."""

    def begin(self, call: SimulatedCall) -> Document:
        """The call comes in."""

    def follow(self, url: str, fields: Mapping[str, str], call: SimulatedCall) -> Document:
        """Ask the address of an action with what happened (the provider's words, such as Digits)."""

    def finish(self, call: SimulatedCall, status: str, seconds: int, url: str = "") -> None:
        """Tell that the call is over; for a leg to `url`, the callback its document named. Nothing is answered."""
