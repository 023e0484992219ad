"""The menu: every page that stands in it, in reading order. A visitor sees those his roles open."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from flask import current_app, request, url_for
from flask_babel import gettext as _

from ivr.console.access import may
from ivr.console.visitor import visitor


def N_(text: str) -> str:  # noqa: N802  gettext's own name for "translate it later"
    return text


@dataclass(frozen=True, slots=True)
class Entry:
    """`family`: the beginning of the endpoints at which this entry is the present one."""

    endpoint: str
    label: str
    family: str


ENTRIES = (
    Entry("console.today", N_("Today"), "console.today"),
    Entry("console.waiting", N_("Waiting"), "console.waiting"),
    Entry("console.calls", N_("Calls"), "console.call"),
    Entry("console.charts", N_("Charts"), "console.charts"),
    Entry("console.lines", N_("Telephones"), "console.lines"),
    Entry("console.hours", N_("Hours"), "console.hours"),
    Entry("console.people", N_("People and privacy"), "console.people"),
    Entry("console.accounts", N_("Accounts"), "console.account"),
    Entry("console.access_log", N_("Access log"), "console.access_log"),
)


@dataclass(frozen=True, slots=True)
class Link:
    url: str
    label: str
    current: bool


def navigation() -> Iterator[Link]:
    roles, endpoint = visitor().roles, request.endpoint or ""
    for entry in ENTRIES:
        if entry.endpoint in current_app.view_functions and may(entry.endpoint, roles):
            yield Link(url_for(entry.endpoint), _(entry.label), endpoint.startswith(entry.family))


def first_page() -> str:
    """Where somebody begins who asked for no page: the first of the menu, else the own account."""
    return next((link.url for link in navigation()), url_for("console.own"))
