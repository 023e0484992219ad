"""Signing in (name and password, then the second factor), signing out, and setting a password by a link."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from math import ceil
from typing import Any

from flask import flash, make_response, redirect, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from ivr.accounts.problems import AccountProblem
from ivr.accounts.signing_in import SignIn
from ivr.console.console import Console, page
from ivr.console.door import safe_next
from ivr.console.forms import CodeForm, NewPasswordForm, SignInForm
from ivr.console.shown import problem_words
from ivr.console.visitor import session, visitor


def register(console: Console) -> None:
    pages = _Pages(console)
    both = ("GET", "POST")
    console.route("/sign-in", "sign_in", pages.sign_in, both)
    console.route("/second-factor", "second_factor", pages.second_factor, both)
    console.route("/sign-out", "sign_out", pages.sign_out, ["POST"])
    console.route("/set-password/<code>", "set_password", pages.set_password, both)


@dataclass(frozen=True)
class _Pages:
    console: Console

    def sign_in(self) -> Response:
        form = SignInForm()
        if request.method == "GET" and visitor().account:
            return redirect(url_for("console.home"))
        if not form.validate_on_submit():
            return make_response(page("sign_in.html", form=form))
        tried = self.console.signing_in.with_password(
            form.name.data or "", form.password.data or "", visitor().address, _browser()
        )
        if not tried.token:
            form.password.errors = [_("The name or the password is not right.")]
            return self._refused("sign_in.html", form, tried)
        if old := visitor().session:
            self.console.store.sessions.end(old.hash)
        target = _next_url() if tried.complete else url_for("console.second_factor", **_kept_next())
        return self.console.door.let_in(redirect(target), tried.token)

    def second_factor(self) -> Response:
        form = CodeForm()
        if not form.validate_on_submit():
            return make_response(page("second_factor.html", form=form))
        tried = self.console.signing_in.with_second_factor(
            session(), form.code.data or "", visitor().address, _browser()
        )
        if not tried.token:
            form.code.errors = [_("This code is not right, or was used already. Wait for the next one.")]
            return self._refused("second_factor.html", form, tried)
        return self.console.door.let_in(redirect(_next_url()), tried.token)

    def _refused(self, template: str, form: SignInForm | CodeForm, tried: SignIn) -> Response:
        if tried.until is None:
            return make_response(page(template, form=form), 401)
        wait = _minutes_until(tried.until, self.console.services.clock())
        words = ngettext(
            "Too many attempts. Try again in %(num)d minute.", "Too many attempts. Try again in %(num)d minutes.", wait
        )
        answer = make_response(page(template, form=form, blocked=words), 429)
        answer.headers["Retry-After"] = str(wait * 60)
        return answer

    def sign_out(self) -> Response:
        one = visitor()
        if one.session:
            self.console.store.sessions.end(one.session.hash)
        if one.account:
            self.console.note("signed_out")
        flash(_("You are signed out."))
        return self.console.door.let_out(redirect(url_for("console.sign_in")))

    def set_password(self, code: str) -> Response:
        account, form = self.console.directory.invited(code), NewPasswordForm()
        if account is None:
            return make_response(page("link_over.html"), 404)
        if not form.validate_on_submit():
            return make_response(page("set_password.html", form=form, account=account))
        try:
            self.console.directory.accept(code, form.new.data or "", visitor().address)
        except AccountProblem as problem:
            form.new.errors = [problem_words(problem.problem)]
            return make_response(page("set_password.html", form=form, account=account), 400)
        flash(_("Your password is set. Sign in with it."))
        return self.console.door.let_out(redirect(url_for("console.sign_in")))


def _minutes_until(until: datetime, now: datetime) -> int:
    return max(1, ceil((until - now).total_seconds() / 60))


def _browser() -> str:
    return request.headers.get("User-Agent", "")


def _kept_next() -> dict[str, Any]:
    asked = request.args.get("next", "")
    return {"next": asked} if asked else {}


def _next_url() -> str:
    return safe_next(request.args.get("next", ""), url_for("console.home"))
