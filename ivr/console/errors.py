"""Pages for what went wrong: what happened and what to do, in the visitor's language. No detail of the program."""

from __future__ import annotations

import structlog
from flask import Blueprint, g, make_response, request
from flask_babel import gettext as _
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response

from ivr.console.console import page
from ivr.errors import IvrError

log = structlog.get_logger()


def explain_errors(blueprint: Blueprint) -> None:
    blueprint.register_error_handler(HTTPException, _explained)
    blueprint.register_error_handler(SQLAlchemyError, _database_away)
    blueprint.register_error_handler(OSError, _database_away)
    blueprint.register_error_handler(IvrError, _database_away)  # the log or the keys cannot be read


def _explained(error: HTTPException) -> Response:
    code = error.code or 500
    if code < 400:
        return error.get_response()
    return problem(code, *_words(code))


def _database_away(error: Exception) -> Response:
    log.error("console database", path=request.path, exc_info=error)
    title = _("The console cannot reach its data right now")
    return problem(503, title, _("Calls go on as usual. Try again in a minute; if it stays so, tell your technician."))


def problem(code: int, title: str, advice: str) -> Response:
    return make_response(page("problem.html", code=code, title=title, advice=advice), code)


def _words(code: int) -> tuple[str, str]:
    if code == 403 and g.get("unsafe"):
        advice = _(
            "The console answers only over an encrypted connection, or to a person at this very computer. Your "
            "technician sets IVR_PUBLIC_URL to the https address of this service."
        )
        return _("This connection is not safe"), advice
    if code == 400:
        advice = _("The page was open for too long, or the form did not come from this console. Open it anew.")
        return _("Nothing was changed"), advice
    if code == 403:
        advice = _("Your account has no role for it. If you need it for your work, ask whoever keeps the accounts.")
        return _("This page is not open to you"), advice
    if code in (404, 405):
        return _("There is no such page"), _("Perhaps the address was mistyped, or what it showed is no longer kept.")
    if code == 413:
        return _("That was too much at once"), _("Send less.")
    if code == 429:
        return _("Too many attempts"), _("Wait a while, then try again.")
    advice = _("Calls go on as usual. Try again; if it happens again, report it.")
    return _("Something went wrong in the console"), advice
