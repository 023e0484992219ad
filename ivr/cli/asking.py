"""Asking the person at the terminal, and who that is. The question goes to stderr: stdout is the command's own."""

from __future__ import annotations

import getpass
import os
import sys

from ivr.cli.complaints import usage
from ivr.cli.speech import message_language

_YES = ("y", "yes", "t", "tak")


def has_terminal() -> bool:
    return sys.stdin.isatty()


def confirmed(question: str, yes: bool) -> bool:
    """Whether to go on. `yes` answers beforehand; with neither it nor a terminal: UsageError."""
    if yes:
        return True
    if not has_terminal():
        raise usage("no-terminal", message_language(os.environ))
    print(f"{question} ", end="", file=sys.stderr, flush=True)
    return sys.stdin.readline().strip().lower() in _YES


def login_name(author: str | None) -> str:
    """Who does this: as given, else the login name, on one line."""
    try:
        name = " ".join((author if author is not None else getpass.getuser()).split())
    except (KeyError, OSError):  # a container's user without a name
        name = ""
    if not name:
        raise usage("author-missing", message_language(os.environ))
    return name
