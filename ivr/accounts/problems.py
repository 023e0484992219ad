"""What can be wrong with what somebody wants of an account. The words are the pages' and the commands'."""

from __future__ import annotations

from typing import Literal

from ivr.accounts.passwords import Weakness
from ivr.errors import IvrError

Problem = Literal["unknown", "name", "taken", "roles", "last_admin", "link", "code"] | Weakness


class AccountProblem(IvrError):  # noqa: N818  a person's mistake, not the program's
    def __init__(self, problem: Problem, name: str = "") -> None:
        super().__init__(f"account-{problem.replace('_', '-')}", f"{problem}: {name}")
        self.problem = problem
        self.name = name
