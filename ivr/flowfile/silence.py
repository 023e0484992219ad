"""A problem silenced at its place, with a reason: `# ok W-text-capitals: it is said as a word`.

Such a comment at the end of a line is for what stands in that line; one that has lines to itself is for the next
line that says something. The trees know no comments, so this looks through the text. Errors of reading and building
cannot be silenced, those of a rule can.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass

from ivr.flowfile.messages import MESSAGES
from ivr.flowfile.problems import Problem, Report
from ivr.flowfile.reading import SIZE_AT_MOST
from ivr.flowfile.sources import Sources
from ivr.flowfile.tree import Place
from ivr.flowfile.wording import Suggest, Term

_COMMENT = re.compile(r"(?:^|(?<=\s))#\s*ok\s+([A-Z]-[\w-]+)[ \t]*:?[ \t]*(.*)$")


@dataclass(frozen=True, slots=True)
class Silence:
    """`code` is not told of `line`; `at` is where the comment stands."""

    code: str
    line: int
    reason: str
    at: Place


class Silences:
    """All silences of all files. `rules`: codes of errors that may be silenced too."""

    def __init__(self, sources: Sources, rules: Container[str]) -> None:
        self._rules = rules
        self._found = tuple(one for file, text in _readable(sources) for one in _silences(file, text))
        self._given = {(one.at.file, one.line, one.code) for one in self._found if one.reason}

    def cover(self, problem: Problem) -> bool:
        """True if staff said at its place why this is right."""
        return self._may(problem.code) and (problem.file, problem.line, problem.code) in self._given

    def review(self, report: Report) -> None:
        """Report silences without a reason, and those of codes that nobody knows or that cannot be silenced."""
        for one in self._found:
            if report.is_full:
                return
            if not self._may(one.code):
                report.add("W-ok-code", one.at, silenced=one.code, write=self._instead(one.code))
            elif not one.reason:
                report.add("W-ok-reason", one.at, silenced=one.code)

    def _instead(self, code: str) -> Term | Suggest:
        if code in MESSAGES:
            return Term("Correct what it tells of.", "Proszę poprawić to, o czym mówi.")
        return Suggest(code, tuple(known for known in MESSAGES if self._may(known)))

    def _may(self, code: str) -> bool:
        return code in MESSAGES and (MESSAGES[code].severity != "error" or code in self._rules)


def _readable(sources: Sources) -> Iterator[tuple[str, str]]:
    """Without those that are refused for their size."""
    return ((file, text) for file, text in sources.files.items() if len(text) <= SIZE_AT_MOST)


def _silences(file: str, text: str) -> Iterator[Silence]:
    lines = re.split(r"\r\n|\r|\n", text.removeprefix("\ufeff"))
    says = [number for number, line in enumerate(lines, 1) if line.strip() and not line.lstrip().startswith("#")]
    for number, line in enumerate(lines, 1):
        if match := _COMMENT.search(line):
            meant = number if line[: match.start()].strip() else _next_of(says, number)
            yield Silence(match[1], meant, match[2].strip(), Place(file, number, match.start() + 1))


def _next_of(says: Sequence[int], after: int) -> int:
    """The number of the first line below that is neither empty nor a comment."""
    place = bisect_right(says, after)
    return says[place] if place < len(says) else after
