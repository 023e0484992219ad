"""Every page of the console, one module each. `ivr.console.console` says what a new one needs."""

from __future__ import annotations

from collections.abc import Callable

from ivr.console.console import Console
from ivr.console.pages import (
    access_log,
    accounts,
    call,
    calls,
    charts,
    home,
    hours,
    lines,
    own,
    people,
    sign_in,
    today,
    waiting,
)  # fmt: skip

PAGES: tuple[Callable[[Console], None], ...] = (
    home.register,
    sign_in.register,
    own.register,
    today.register,
    waiting.register,
    calls.register,
    call.register,
    charts.register,
    lines.register,
    hours.register,
    people.register,
    accounts.register,
    access_log.register,
)
