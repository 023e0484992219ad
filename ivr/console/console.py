"""What a page of the console is given: routes, services, the access log. A new page is

1. `pages/NAME.py` with `register(console)`, which calls `console.route` for each of its addresses; a line in `PAGES`;
2. a line for each endpoint in `access.RULES`, and one in `navigation.ENTRIES` if it stands in the menu;
3. `templates/console/NAME.html`, made of `base.html` and the macros of `parts.html`;
4. `translations/pl/NAME.po`. What people do on it that must be noted is added to `ivr.accounts.deeds`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, render_template

from ivr.accounts.deeds import Deed
from ivr.accounts.directory import Directory
from ivr.accounts.signing_in import SigningIn
from ivr.console.door import Door
from ivr.console.visitor import ConsoleServices, by_visitor
from ivr.store.console.store import ConsoleStore

View = Callable[..., Any]


@dataclass(frozen=True)
class Console:
    blueprint: Blueprint
    services: ConsoleServices
    door: Door
    directory: Directory
    signing_in: SigningIn

    @property
    def store(self) -> ConsoleStore:
        return self.services.console

    def route(self, path: str, endpoint: str, view: View, methods: Sequence[str] = ("GET",)) -> None:
        """`path` below /console; who may ask for it stands in `access.RULES` under "console.ENDPOINT"."""
        self.blueprint.add_url_rule(path, endpoint, view, methods=list(methods))

    def note(self, did: Deed, what: str = "", reason: str = "") -> None:
        """Into the access log, in the visitor's name, before what he asked for is shown. Never a caller's number."""
        by = by_visitor()
        self.store.access_log.note(by.name, did, what, reason, by.address)


def page(template: str, **values: Any) -> str:
    """The page `templates/console/TEMPLATE`."""
    return render_template(f"console/{template}", **values)
