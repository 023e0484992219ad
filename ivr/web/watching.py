"""Around the whole app: every answer is counted and timed, and leaves one line in the log. Whatever fails here, the
answer goes out.

No personal data and nothing that a stranger wrote: the route as the code has it, never the address that was asked for.
Who answers says which call it was, and which route where Flask was not asked, in `environ` ("ivr.call", "ivr.route").
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from time import perf_counter
from typing import Any
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from flask import request

from ivr import logs
from ivr.watching.counts import ROUTES, Counts

CALL, ROUTE = "ivr.call", "ivr.route"
UNKNOWN = "-"  # nothing of ours has that address
_METHODS = frozenset(("GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH"))
_WATCH = frozenset(("/healthz", "/readyz", "/metrics"))
_CALLS = frozenset(route for route in ROUTES if route.startswith("/"))


class Watching:
    """`revision`: what is live. `lines`: whether requests leave a line in the log."""

    def __init__(self, app: WSGIApplication, counts: Counts, revision: Callable[[], str], lines: bool = True) -> None:
        self._app, self._counts, self._revision, self._lines = app, counts, revision, lines
        self._line: Callable[[str, Mapping[str, object]], None] | None = None

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        begun, status = perf_counter(), "500"

        def start(line: str, *rest: Any) -> Callable[[bytes], object]:
            nonlocal status
            status = line[:3]
            return start_response(line, *rest)

        try:
            return self._app(environ, start)
        finally:
            try:
                self._note(environ, int(status), perf_counter() - begun)
            except Exception:  # a line and a figure are not worth an answer
                self._counts.one("log_lines_lost")

    def _note(self, environ: WSGIEnvironment, status: int, seconds: float) -> None:
        route = environ.get(ROUTE, UNKNOWN)
        self._counts.request(kind_of(route), status, seconds)
        if self._lines:
            self._line = self._line or logs.for_requests()  # once: it takes as long as the line
            method = environ.get("REQUEST_METHOD", "")
            values = {
                "method": method if method in _METHODS else UNKNOWN,
                "route": route,
                "status": status,
                "ms": round(seconds * 1000, 2),
                "call": environ.get(CALL),
                "revision": self._revision(),
            }
            if not values["call"]:
                del values["call"]
            self._line("request", values)


def kind_of(route: str) -> str:
    """One of `ROUTES`: the routes of calls by name, pages by what they are for."""
    if route in _CALLS:
        return route
    if route in _WATCH:
        return "watch"
    if route.startswith("/console"):
        return "console"
    return "other" if route == UNKNOWN else "pages"


def note_rule() -> None:
    """Before a request that Flask answers: the rule that it found."""
    if request.url_rule is not None:
        request.environ.setdefault(ROUTE, request.url_rule.rule)
