"""A page of the call log where there is no log yet, or it cannot be read: says so, and that calls go on."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from ivr.console.console import page
from ivr.errors import IvrError


def told(view: Callable[..., Any]) -> Callable[..., Any]:
    """`view`, or the word that the log cannot be read."""

    @wraps(view)
    def shown(**values: Any) -> Any:
        try:
            return view(**values)
        except IvrError as error:
            if error.code != "log-unreadable":
                raise
            return page("log_away.html")

    return shown
