"""The door of the console: what every request passes before its page, and every answer on its way out.

Safe transport, who it is (`visitor`), the CSRF token, the rule of `access`; then the headers. Nothing else may let
somebody in.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Blueprint, Request, Response, abort, g, redirect, request, url_for
from flask import session as cookie
from flask_wtf.csrf import CSRFProtect
from werkzeug.wrappers import Response as AnyResponse

from ivr.console.access import RULES, Rule
from ivr.console.visitor import ConsoleServices, Visitor, address_of, visitor
from ivr.store.console.sessions import Session

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; font-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "X-Robots-Tag": "noindex, nofollow",
}
BY_ITSELF = "X-Refresh"  # a request that a page's script makes, and no person: it does not keep a session awake
CSRF_FIELD = "csrf_token"
_YEAR = 365 * 24 * 3600


class Door:
    """`is_local` says whether a request is from a person at this machine."""

    def __init__(self, services: ConsoleServices, is_local: Callable[[Request], bool], csrf: CSRFProtect) -> None:
        self._services = services
        self._is_local = is_local
        self._csrf = csrf
        self.tls = (services.settings.public_url or "").startswith("https://")
        self.cookie_name = "__Host-ivr-session" if self.tls else "ivr-session"

    def guard(self, blueprint: Blueprint) -> None:
        blueprint.before_request(self._enter)
        blueprint.after_request(self._leave)

    def _enter(self) -> AnyResponse | None:
        endpoint = request.endpoint or ""
        if endpoint == "console.static":
            return None
        if not self.tls and not self._is_local(request):
            g.unsafe = True
            abort(403)
        settings = self._services.settings
        g.visitor = Visitor(self._session(), address_of(request, settings.proxies, settings.public_url is not None))
        self._check_csrf()
        return self._ruled(RULES.get(endpoint))

    def _session(self) -> Session | None:
        token = request.cookies.get(self.cookie_name, "")
        if not token:
            return None
        by_a_person = BY_ITSELF not in request.headers
        return self._services.console.sessions.of(token, self._services.clock(), touch=by_a_person)

    def _check_csrf(self) -> None:
        """The token belongs to the session on the server, so that a planted cookie is of no use; before signing in,
        to the signed cookie."""
        session = visitor().session
        if session and cookie.get(CSRF_FIELD) != session.csrf:
            cookie[CSRF_FIELD] = session.csrf
        self._csrf.protect()

    def _ruled(self, rule: Rule | None) -> AnyResponse | None:
        one = visitor()
        if rule is not None and rule.who == "anybody":
            return None
        if rule is not None and rule.who == "half" and one.session and not one.session.complete:
            return None
        if one.account is None:
            half = one.session is not None
            target = "console.second_factor" if half else "console.sign_in"
            return redirect(url_for(target, **(_way_back() if rule and rule.who == "roles" else {})))
        if rule is not None and rule.who == "half":
            return redirect(url_for("console.home"))
        if rule is None or not rule.roles.intersection(one.roles):
            abort(403)
        return None

    def _leave(self, answer: Response) -> Response:
        for header, value in HEADERS.items():
            answer.headers.setdefault(header, value)  # a picture may have a policy of its own
        if self.tls:
            answer.headers["Strict-Transport-Security"] = f"max-age={_YEAR}"
        if request.endpoint != "console.static":
            answer.headers["Cache-Control"] = "no-store"
        return answer

    def let_in(self, answer: AnyResponse, token: str) -> AnyResponse:
        """Give the browser its session. Everything it brought before is forgotten."""
        kept = cookie.get("language")
        cookie.clear()
        if kept:
            cookie["language"] = kept
        answer.set_cookie(self.cookie_name, token, secure=self.tls, httponly=True, samesite="Lax", path="/")
        return answer

    def let_out(self, answer: AnyResponse) -> AnyResponse:
        cookie.pop(CSRF_FIELD, None)
        answer.delete_cookie(self.cookie_name, secure=self.tls, httponly=True, samesite="Lax", path="/")
        return answer


def _way_back() -> dict[str, Any]:
    """Where a person wanted to go; a page, not a button that was pressed."""
    if request.method != "GET" or request.endpoint == "console.home":
        return {}
    return {"next": request.full_path.rstrip("?")}


def safe_next(asked: str, home: str) -> str:
    """`asked` if it leads into the console of this very service, else `home`."""
    inside = asked.startswith("/console/") and not any(letter in asked for letter in "\\\r\n\t") and "//" not in asked
    return asked if inside else home
