"""The terminal of the guide: runs one command in this process, in a folder, at a moment, in a language; keys are typed.

Questions, answers and both outputs come together in one text, as somebody at the terminal sees them.
"""

from __future__ import annotations

import io
import os
import shlex
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import chdir, contextmanager, redirect_stderr, redirect_stdout
from datetime import datetime
from pathlib import Path

from ivr.cli import ERROR, cli
from ivr.cli.complaints import worded
from ivr.cli.speech import message_language
from ivr.clock import CLOCK
from ivr.errors import IvrError


class Keyboard(io.StringIO):
    """Somebody types these answers, and sees them."""

    def __init__(self, answers: Sequence[str]) -> None:
        super().__init__("".join(f"{answer}\n" for answer in answers))
        self.asked_more = False

    def readline(self, size: int | None = -1, /) -> str:
        line = super().readline() if size is None else super().readline(size)
        self.asked_more |= not line
        sys.stdout.write(line)
        return line

    def isatty(self) -> bool:
        return True


def run(
    command: str, folder: Path, environment: Mapping[str, str], now: datetime, answers: Sequence[str] = ()
) -> tuple[int, str]:
    """Exit code, and what is seen. ValueError for a command that is neither `python -m ivr …` nor `rm FILE`."""
    words = shlex.split(command)
    if words[:1] == ["rm"] and len(words) == 2:
        (folder / words[1]).unlink()
        return 0, ""
    if words[:3] != ["python", "-m", "ivr"]:
        raise ValueError(f"the guide has no such command: {command}")
    screen, keyboard = io.StringIO(), Keyboard(answers)
    with chdir(folder), _environment(environment), _clock(now), redirect_stdout(screen), redirect_stderr(screen):
        before, sys.stdin = sys.stdin, keyboard
        try:
            code = _invoked(words[3:])
        finally:
            sys.stdin = before
    if keyboard.read() or keyboard.asked_more:
        raise ValueError(f"{command}: what is asked and what the page answers differ\n{screen.getvalue()}")
    return code, "".join(f"{line.rstrip()}\n" for line in screen.getvalue().splitlines())


def _invoked(arguments: list[str]) -> int:
    """As `ivr.cli.main`, without the end of the process."""
    try:
        cli(arguments, prog_name="python -m ivr")
    except IvrError as error:
        language = message_language(os.environ)
        sys.stderr.write(f"{ERROR[language]}: {worded(error, language)}\n")
        return error.exit_code
    except SystemExit as ended:
        return int(ended.code or 0)
    return 0


@contextmanager
def _environment(new: Mapping[str, str]) -> Iterator[None]:
    before = dict(os.environ)
    os.environ.update(new)
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)


@contextmanager
def _clock(now: datetime) -> Iterator[None]:
    token = CLOCK.set(lambda: now)
    try:
        yield
    finally:
        CLOCK.reset(token)
