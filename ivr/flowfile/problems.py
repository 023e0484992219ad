"""One finding of the check, and the report that collects them. Knows no rule and no wording of its own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from ivr.flowfile.messages import MESSAGES
from ivr.flowfile.tree import Place
from ivr.flowfile.wording import Field, Message, Severity, plain, render

PROBLEMS_AT_MOST = 200  # more than anyone reads; keeps the check of a hostile file short

_SEVERITY_WORDS: dict[str, dict[Severity, str]] = {
    "en": {"error": "error", "warning": "warning", "note": "note"},
    "pl": {"error": "błąd", "warning": "ostrzeżenie", "note": "uwaga"},
}


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """What is wrong, where, and what to write instead. Sorts by file, line and column."""

    file: str
    line: int
    column: int
    code: str
    severity: Severity
    message: str
    hint: str
    message_pl: str
    hint_pl: str

    def line_of_text(self, language: Literal["en", "pl"] = "en") -> str:
        """The problem as one unbroken line: `flows/main.yaml:12:5: error: … Write: …`."""
        message, hint = (self.message_pl, self.hint_pl) if language == "pl" else (self.message, self.hint)
        severity = _SEVERITY_WORDS[language][self.severity]
        return f"{plain(self.file)}:{self.line}:{self.column}: {severity}: {message} {hint}".rstrip()


class Report:
    """Collects problems; the same one twice counts once, one that `is_silenced` not at all."""

    def __init__(self, is_silenced: Callable[[Problem], bool] = lambda _: False) -> None:
        self._is_silenced = is_silenced
        self._found: dict[Problem, None] = {}
        self._errors = 0

    @property
    def has_errors(self) -> bool:
        return self._errors > 0

    @property
    def is_full(self) -> bool:
        return len(self._found) >= PROBLEMS_AT_MOST

    def add(self, code: str, at: Place, **fields: Field) -> None:
        """A problem of the catalogue at a place. KeyError for a code or field the catalogue does not know."""
        if self.is_full:
            self._errors += MESSAGES[code].severity == "error"
        else:
            self.keep(_problem(code, MESSAGES[code], at, fields))

    def keep(self, problem: Problem) -> None:
        """A problem that is already put into words."""
        if self._is_silenced(problem):
            return
        self._errors += problem.severity == "error"
        if not self.is_full:
            self._found[problem] = None

    def sorted(self) -> tuple[Problem, ...]:
        return tuple(sorted(self._found))


def _problem(code: str, message: Message, at: Place, fields: dict[str, Field]) -> Problem:
    en = [render(template, "en", fields) for template in message.en]
    pl = [render(template, "pl", fields) for template in message.pl]
    return Problem(at.file, at.line, at.column, code, message.severity, en[0], en[1], pl[0], pl[1])
