"""How values look on a page: instants in the office's time, numbers masked, roles and deeds in words, links that keep
the other parameters. Filters and globals for the templates."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from flask import Flask, request, url_for
from flask_babel import format_datetime, gettext
from markupsafe import Markup

from ivr.console.access import may
from ivr.console.calls_columns import outcome_words
from ivr.console.languages import LANGUAGES, current_language
from ivr.console.navigation import navigation
from ivr.console.visitor import ConsoleServices, visitor
from ivr.console.words import DEEDS, PROBLEMS, ROLE_OPENS, ROLES
from ivr.store.masking import mask

PAGE_PARAMETERS = ("before", "after")


def show_in(app: Flask, services: ConsoleServices) -> None:
    """Only names that begin with a word of the console's: the other parts' templates share the environment."""
    app.jinja_env.filters.update(
        moment=moment,
        minute=minute,
        second=second,
        call_outcome=outcome_words,
        masked_number=mask,
        role=_role,
        role_opens=_role_opens,
        deed=_deed,
    )

    @app.context_processor
    def console_values() -> dict[str, Any]:
        if not (request.endpoint or "").startswith("console."):
            return {}
        return {
            "visitor": visitor(), "navigation": navigation, "languages": LANGUAGES, "language": current_language(),
            "office": services.plan().office.name, "url_with": url_with, "sort_link": sort_link,
            "may": lambda endpoint: may(endpoint, visitor().roles),
        }  # fmt: skip


def moment(at: datetime | None) -> Markup:
    """To the second, as <time>; a dash for none."""
    return _time(at, "d MMM y, HH:mm:ss")


def minute(at: datetime | None) -> Markup:
    return _time(at, "d MMM y, HH:mm")


def second(at: datetime) -> str:
    """The time of day on the office's clock."""
    return str(format_datetime(at, "HH:mm:ss"))


def _time(at: datetime | None, form: str) -> Markup:
    if at is None:
        return Markup("–")
    machine = at.astimezone(UTC).isoformat(timespec="seconds")
    return Markup('<time datetime="{}">{}</time>').format(machine, format_datetime(at, form))


def url_with(**changes: Any) -> str:
    """This page's URL with some parameters changed (None: removed). The place in the list is forgotten with them."""
    kept = {name: values for name, values in request.args.to_dict(flat=False).items() if name not in PAGE_PARAMETERS}
    merged: dict[str, Any] = {**kept, **(request.view_args or {}), **changes}
    return url_for(request.endpoint or "", **{name: value for name, value in merged.items() if value not in (None, "")})


def sort_link(key: str, present: str) -> str:
    """Sort by `key`; if it is sorted so already, the other way round ("-key")."""
    return url_with(sort=f"-{key}" if present == key else key)


def _role(role: str) -> str:
    return str(gettext(ROLES[role]))


def _role_opens(role: str) -> str:
    return str(gettext(ROLE_OPENS[role]))


def _deed(deed: str) -> str:
    """What it is called; a word of an older or newer service as it stands."""
    return str(gettext(DEEDS[deed])) if deed in DEEDS else deed


def problem_words(problem: str, name: str = "") -> str:
    return str(gettext(PROBLEMS[problem], name=name))
