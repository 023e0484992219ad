"""What one check found."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

State = Literal["ok", "warn", "fail"]


@dataclass(frozen=True, slots=True)
class Finding:
    """`check`: what was looked at, one word. `do`: what to do about it, "" where it is fine."""

    check: str
    state: State
    says: str
    do: str = ""


def ok(check: str, says: str) -> Finding:
    return Finding(check, "ok", says)


def warn(check: str, says: str, do: str) -> Finding:
    return Finding(check, "warn", says, do)


def fail(check: str, says: str, do: str) -> Finding:
    return Finding(check, "fail", says, do)
