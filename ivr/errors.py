"""The one family of expected errors: a code, a sentence, a hint. Nothing else belongs here.

Exit codes of every command: 0 fine, 1 problems found, 2 usage, 3 bug.
"""

from __future__ import annotations


class IvrError(Exception):
    """Something expected went wrong. `code` is stable, `message` says what, `hint` says what to do; `fields`
    are the names in them, for whoever says it in another language."""

    exit_code = 1

    def __init__(self, code: str, message: str, hint: str = "", **fields: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.hint = hint
        self.fields = fields

    def __str__(self) -> str:
        return f"{self.message} {self.hint}".strip()


class UsageError(IvrError):
    """The command or setting was written wrongly."""

    exit_code = 2
