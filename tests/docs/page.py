"""A page of the guide, read as the steps that a clerk takes: edits, new files, commands with what they print.

The convention, as docs/*/README.md tells it to readers:

    ```diff FILE       lines with - are replaced by those with +, the others show the place; … begins another one
    ```yaml FILE       a new file with this content
    ```console         "$ command", and what is seen below; … is what is left out, ⏎ is Enter after what is typed
    ```console exit=1  the last command of the block ends like this
    ```text            a picture; nothing is done

Comments that readers do not see: `<!-- now: 2026-11-24 10:00 -->`, `<!-- office: examples/small -->`,
`<!-- person: Jan -->`, `<!-- when: diff -->` or `<!-- when: check --json -->` (the next block waits for that command or
option to be there), `<!-- called: 2026-11-23 10:00; 2026-11-23 12:10 1 -->` (calls that are in the log: when,
the keys; a desk answers).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

_COMMENT = re.compile(r"<!-- (now|office|person|called|when): (.+?) -->")
_FENCE = re.compile(r"```(\w+)(?: (\S+))?")
_TYPED = re.compile(r"(?:.*(?:: |\] ))?(.*?) ?⏎")


@dataclass(frozen=True)
class Block:
    """A fenced block: what kind, its argument ("" for none), its lines, and the line of the page it begins in."""

    kind: str
    argument: str
    lines: tuple[str, ...]
    line: int


@dataclass(frozen=True)
class Comment:
    """An instruction to the runner."""

    name: str
    value: str
    line: int


@dataclass
class Shown:
    """A command and what the page shows below it."""

    command: str
    line: int
    lines: list[str] = field(default_factory=list)

    @property
    def typed(self) -> list[str]:
        """What is typed after the questions of the command."""
        return [found[1] for line in self.lines if (found := _TYPED.fullmatch(line))]

    @property
    def expected(self) -> re.Pattern[str]:
        """Matches what the command prints, lines without their trailing spaces."""
        parts = []
        for line in self.lines:
            if line == "…":
                parts.append(r"(?:.*\n)*?")
            else:
                parts.append(".*?".join(re.escape(part) for part in line.removesuffix("⏎").rstrip().split("…")) + r"\n")
        return re.compile("".join(parts))


def steps(page: Path) -> Iterator[Block | Comment]:
    """Everything on the page that the runner does, in order. ValueError for what it would not understand."""
    lines = page.read_text(encoding="utf-8").splitlines()
    number = 0
    while number < len(lines):
        line, number = lines[number], number + 1
        if line.startswith("<!--"):
            found = _COMMENT.fullmatch(line)
            if not found:
                raise ValueError(f"{page.name}:{number}: no such comment: {line}")
            yield Comment(found[1], found[2], number)
        elif line.lstrip().startswith("```"):
            fence = _FENCE.fullmatch(line)
            if not fence or "```" not in lines[number:]:
                raise ValueError(f"{page.name}:{number}: the block says neither what it is nor where it ends: {line}")
            end = lines.index("```", number)
            yield Block(fence[1], fence[2] or "", tuple(lines[number:end]), number)
            number = end + 1


def commands(block: Block) -> list[Shown]:
    """The commands of a console block."""
    found: list[Shown] = []
    for number, line in enumerate(block.lines, block.line + 1):
        if line.startswith("$ "):
            found.append(Shown(line[2:], number))
        elif found:
            found[-1].lines.append(line)
        else:
            raise ValueError(f"line {number}: a console block begins with a command: $ …")
    return found


def edited(text: str, block: Block) -> str:
    """The text after the edits of a diff block. ValueError where the place is not there exactly once."""
    for place in "\n".join(block.lines).split("\n…\n"):
        lines = place.split("\n")
        if bad := [line for line in lines if line and line[0] not in " +-"]:
            raise ValueError(f"line {block.line}: a line of an edit begins with a space, + or -: {bad[0]!r}")
        before = "".join(f"{line[1:]}\n" for line in lines if line[:1] != "+")
        after = "".join(f"{line[1:]}\n" for line in lines if line[:1] != "-")
        if before == after:
            raise ValueError(f"line {block.line}: nothing is changed")
        if f"\n{text}".count(f"\n{before}") != 1:
            raise ValueError(
                f"line {block.line}: this stands {text.count(before)} times in {block.argument}:\n{before}"
            )
        text = f"\n{text}".replace(f"\n{before}", f"\n{after}")[1:]
    return text
