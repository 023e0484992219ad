"""The console: pages for operators and staff, under /console. `register` is all the rest of the service knows of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import structlog
from flask import Blueprint, Flask, Request
from flask_wtf.csrf import CSRFProtect

from ivr.accounts.directory import Directory
from ivr.accounts.signing_in import SigningIn
from ivr.console.console import Console
from ivr.console.door import Door
from ivr.console.errors import explain_errors
from ivr.console.languages import speak
from ivr.console.pages import PAGES
from ivr.console.shown import show_in
from ivr.console.visitor import ConsoleServices
from ivr.errors import IvrError
from ivr.telephony.urls import prefix_of

PATH = "/console"
log = structlog.get_logger()


def register(app: Flask, services: ConsoleServices, is_local: Callable[[Request], bool]) -> None:
    """Add the console to `app`. Without its keys there is none, and the calls go on.

    `is_local`: the request is from a person at this machine.
    """
    try:
        app.secret_key = services.console.keys.key("console_forms").hex()
    except IvrError as error:
        log.error("no console", why=str(error))
        return
    if services.settings.public_url and not services.settings.proxies:
        log.warning("IVR_PROXIES is not set: attempts to sign in are counted by name alone, not by network address")
    csrf = CSRFProtect()
    door = Door(services, is_local, csrf)
    app.config.update(
        SESSION_COOKIE_NAME="__Host-ivr-form" if door.tls else "ivr-form", SESSION_COOKIE_SECURE=door.tls,
        SESSION_COOKIE_HTTPONLY=True, SESSION_COOKIE_SAMESITE="Lax", SESSION_COOKIE_PATH="/",
        WTF_CSRF_CHECK_DEFAULT=False, WTF_CSRF_TIME_LIMIT=None,
    )  # fmt: skip
    csrf.init_app(app)
    speak(app, services)
    app.register_blueprint(_blueprint(app, services, door))
    app.wsgi_app = _Mounted(app.wsgi_app, prefix_of(services.settings.public_url))  # type: ignore[method-assign]


def _blueprint(app: Flask, services: ConsoleServices, door: Door) -> Blueprint:
    blueprint = Blueprint(
        "console", __name__, url_prefix=PATH, template_folder="templates", static_folder="static",
        static_url_path="/static",
    )  # fmt: skip
    directory = Directory(services.console, services.clock)
    console = Console(blueprint, services, door, directory, SigningIn(services.console, services.clock))
    door.guard(blueprint)
    explain_errors(blueprint)
    show_in(app, services)
    for register_page in PAGES:
        register_page(console)
    return blueprint


class _Mounted:
    """Tells the pages the path that the public URL has in front, so that their links lead through the proxy."""

    def __init__(self, inner: Callable[..., Iterable[bytes]], prefix: str) -> None:
        self._inner = inner
        self._prefix = prefix

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        if self._prefix and str(environ.get("PATH_INFO", "")).startswith(PATH):
            environ["SCRIPT_NAME"] = self._prefix
        return self._inner(environ, start_response)
