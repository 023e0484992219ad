"""Work at the database for a command, within a time limit, and an honest word on how it ended.

A server that is frozen keeps its connections: no setting of a driver ends that wait, so the work is done in a thread.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Generic, TypeVar

from sqlalchemy.exc import SQLAlchemyError

from ivr.store.away import AuthorityAwayError, AuthorityUnsureError

R = TypeVar("R")


class Attempt(Generic[R]):
    """Who works calls `last_word` before the commit: from then on nobody can say that nothing was changed."""

    def __init__(self, work: Callable[[Attempt[R]], R]) -> None:
        self._work = work
        self._lock = threading.Lock()
        self._state = "working"
        self._result: list[R] = []
        self._error: BaseException | None = None

    def last_word(self) -> None:
        """Raises if nobody waits any more: then it must not happen."""
        with self._lock:
            if self._state == "abandoned":
                raise AuthorityAwayError("it did not answer in time")
            self._state = "committing"

    def run(self, seconds: float) -> R:
        """The result. Raises AuthorityAwayError, AuthorityUnsureError, or whatever else the work raises."""
        thread = threading.Thread(target=self._do, name="authority", daemon=True)
        thread.start()
        thread.join(seconds)
        with self._lock:
            if thread.is_alive() and not self._result and self._error is None:
                unsure, self._state = self._state == "committing", "abandoned"
                raise AuthorityUnsureError() if unsure else AuthorityAwayError("it did not answer in time")
        if isinstance(self._error, SQLAlchemyError):
            if self._state == "committing":
                raise AuthorityUnsureError() from self._error
            raise AuthorityAwayError(_first_line(self._error)) from self._error
        if self._error is not None:
            raise self._error
        return self._result[0]

    def _do(self) -> None:
        try:
            self._result.append(self._work(self))
        except BaseException as error:
            self._error = error


def limited(seconds: float, work: Callable[[Attempt[R]], R]) -> R:
    """`work`, for at most so long. See `Attempt.run`."""
    return Attempt(work).run(seconds)


def _first_line(error: SQLAlchemyError) -> str:
    said = str(getattr(error, "orig", None) or error).strip().partition("\n")[0]
    return said.removeprefix("connection is bad: ").rstrip(".")
