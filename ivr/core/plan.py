"""What one step of a call is decided on: a `Flow` (sentences and nodes, those of the revision the call began with) and
an `Office` (lines, hunt groups, hours, always those of the live revision). Decides nothing itself.
"""

from __future__ import annotations

from dataclasses import dataclass

from ivr.core.flow import Flow
from ivr.core.office import Office


@dataclass(frozen=True)
class Plan:
    """What one step of one call is decided on."""

    revision: str  # of the flow
    flow: Flow
    office: Office
