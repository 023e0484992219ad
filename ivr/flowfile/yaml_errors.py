"""What a YAML error means for a clerk: the library's wording and mark -> a code, a place and fields.

Bound to the wording of PyYAML's pure Python scanner and parser (pinned); an unknown one becomes `E-yaml`.
"""

from __future__ import annotations

import yaml

from ivr.flowfile.problems import Report
from ivr.flowfile.tree import Place
from ivr.flowfile.wording import Field

# (part of the context, part of the problem) -> code; the first that fits counts
_MEANINGS: tuple[tuple[str, str, str], ...] = (
    ("alias", "", "E-star"),
    ("anchor", "", "E-first-character"),
    ("tag", "", "E-first-character"),
    ("", "undefined tag handle", "E-first-character"),
    ("quoted scalar", "unexpected end of stream", "E-quote-open"),
    ("quoted scalar", "document separator", "E-quote-open"),
    ("quoted scalar", "", "E-backslash"),
    ("simple key", "", "E-colon-missing"),
    ("block scalar", "", "E-first-character"),
    ("flow", "expected ',' or", "E-bracket"),
    ("flow", "", "E-bracket"),
    ("", "cannot start any token", "E-first-character"),
    ("", "mapping values are not allowed", "E-colon-second"),
    ("block", "found '<scalar>'", "E-after-quote"),
    ("block", "found '}'", "E-bracket-extra"),
    ("block", "found ']'", "E-bracket-extra"),
    ("block", "found ','", "E-first-character"),
    ("block", "expected <block end>", "E-indent"),
    ("", "sequence entries are not allowed", "E-first-character"),
    ("", "expected '<document start>'", "E-indent"),
)
_AT_CONTEXT = {
    "E-star",
    "E-colon-missing",
    "E-quote-open",
    "E-bracket",
    "E-first-character",
}  # told where it begins, not where it was noticed


def report_yaml_error(error: yaml.YAMLError, file: str, text: str, report: Report) -> None:
    """Add the one problem that `error` stands for. `text` is what was parsed."""
    if not isinstance(error, yaml.MarkedYAMLError):
        report.add("E-yaml", Place(file))
        return
    code = _code(error)
    mark = (error.context_mark if code in _AT_CONTEXT else None) or error.problem_mark or error.context_mark
    noticed = error.problem_mark or mark
    if mark is None or noticed is None:
        report.add(code if code == "E-yaml" else "E-yaml", Place(file))
        return
    lines = text.splitlines() or [""]
    line, column = min(mark.line, len(lines) - 1), mark.column
    if code == "E-colon-second" and not _colon_before(lines[line], column):
        code, column = "E-line-fit", len(lines[line]) - len(lines[line].lstrip())
    at = Place(file, line + 1, column + 1)
    fields: dict[str, Field] = {
        "line": min(noticed.line + 1, len(lines)),
        "character": lines[line][column : column + 1],
    }
    report.add(code, at, **fields)


def _code(error: yaml.MarkedYAMLError) -> str:
    context, problem = error.context or "", error.problem or ""
    return next((code for part, other, code in _MEANINGS if part in context and other in problem), "E-yaml")


def _colon_before(line: str, column: int) -> bool:
    return ": " in line[:column]
