"""The access log, for auditors: who looked at what, newest first, filtered by the URL. Looking at it is noted too."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time

from flask import make_response, request
from werkzeug.wrappers import Response

from ivr.accounts.deeds import DEEDS
from ivr.console.console import Console, page
from ivr.console.days import day_of
from ivr.core.walltime import instant, midnight_after
from ivr.store.console.access_log import Filter

ROWS = 50


def register(console: Console) -> None:
    console.route("/access-log", "access_log", _Page(console).show)


@dataclass(frozen=True)
class _Page:
    console: Console

    def show(self) -> Response:
        log, args = self.console.store.access_log, request.args
        wanted = self._filter()
        before, after = _number(args.get("before", "")), _number(args.get("after", ""))
        rows = log.page(wanted, ROWS + 1, before, after)
        more = len(rows) > ROWS
        rows = (rows[1:] if after is not None else rows[:ROWS]) if more else rows
        older = rows[-1].seq if rows and (more or after is not None) else None
        newer = rows[0].seq if rows and ((after is not None and more) or before is not None) else None
        asked = {name: args.get(name, "") for name in ("who", "did", "text", "from", "to")}
        self.console.note("access_log_viewed", ", ".join(f"{name}: {value}" for name, value in asked.items() if value))
        shown = {"rows": rows, "older": older, "newer": newer, "asked": asked, "deeds": DEEDS, "names": log.names()}
        return make_response(page("access_log.html", filtered=any(asked.values()), **shown))

    def _filter(self) -> Filter:
        """A day that is no day is left out."""
        args, timezone = request.args, self.console.services.plan().office.timezone
        first, last = day_of(args.get("from", "")), day_of(args.get("to", ""))
        return Filter(
            who=args.get("who", ""), did=args.get("did", ""), text=args.get("text", "").strip(),
            since=instant(first, time.min, timezone) if first else None,
            until=midnight_after(last, timezone) if last else None,
        )  # fmt: skip


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None
