"""What somebody may be. An account may have several roles; what a role opens stands in `ivr.console.access`."""

from __future__ import annotations

from typing import Literal, get_args

Role = Literal["operator", "supervisor", "editor", "auditor", "admin"]
ROLES: tuple[Role, ...] = get_args(Role)
"""operator: calls, numbers masked. supervisor: exports and people too. editor: hours, overrides, announcements; no
call data. auditor: the access log and nothing else. admin: accounts and nothing else, so that whoever keeps the
accounts need not see a single call."""


def known(roles: tuple[str, ...]) -> tuple[Role, ...]:
    """Those that are roles, in the order above."""
    return tuple(role for role in ROLES if role in roles)
