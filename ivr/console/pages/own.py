"""The own account: password, second factor, sessions, language. Everybody who may sign in has it."""

from __future__ import annotations

from dataclasses import dataclass

import segno
from flask import flash, make_response, redirect, request, url_for
from flask import session as cookie
from flask_babel import gettext as _
from flask_babel import ngettext
from markupsafe import Markup
from werkzeug.wrappers import Response

from ivr.accounts import passwords, second_factor
from ivr.accounts.problems import AccountProblem
from ivr.accounts.signing_in import QUARTER
from ivr.console.console import Console, page
from ivr.console.forms import ChangePasswordForm, CodeForm, PresentPasswordForm
from ivr.console.shown import problem_words
from ivr.console.visitor import by_visitor, session, signed_in, visitor
from ivr.store.console.limits import Limit

_TRIES = 5


def register(console: Console) -> None:
    pages, post = _Pages(console), ["POST"]
    console.route("/own", "own", pages.own)
    console.route("/own/password", "own_password", pages.password, post)
    console.route("/own/sessions", "own_sessions", pages.end_sessions, post)
    console.route("/own/second-factor", "own_second_factor", pages.set_second_factor, ["GET", "POST"])
    console.route("/own/second-factor/remove", "own_second_factor_remove", pages.remove_second_factor, post)
    console.route("/own/recovery-codes", "own_recovery_codes", pages.recovery_codes, post)


@dataclass(frozen=True)
class _Pages:
    console: Console

    def own(self, status: int = 200, **forms: object) -> Response:
        account, now = signed_in(), self.console.services.clock()
        values = {"change": ChangePasswordForm(None), "remove": PresentPasswordForm(None), **forms}
        shown = page(
            "own.html", account=account, sessions=self.console.store.sessions.of_account(account.id, now),
            present=session().hash, codes_left=self.console.store.accounts.codes_left(account.id, "recovery"), **values,
        )  # fmt: skip
        return make_response(shown, status)

    def password(self) -> Response:
        form, account = ChangePasswordForm(), signed_in()
        if not form.validate() or not self._proved(form):
            return self.own(400, change=form)
        try:
            self.console.directory.change_password(account, form.new.data or "", by_visitor())
        except AccountProblem as problem:
            form.new.errors = [problem_words(problem.problem)]
            return self.own(400, change=form)
        return self._anew(_("Your password is changed. Every other session of yours has ended."))

    def end_sessions(self) -> Response:
        ended = self.console.directory.end_sessions(signed_in(), by_visitor(), but=session().hash)
        words = ngettext("%(num)d other session was ended.", "%(num)d other sessions were ended.", ended)
        flash(words if ended else _("There was no other session."))
        return redirect(url_for("console.own"))

    def set_second_factor(self) -> Response:
        """The secret waits in the signed cookie of this browser until a code shows that the app has it."""
        form, account, keys = CodeForm(), signed_in(), self.console.store.keys
        if account.second_factor:
            return redirect(url_for("console.own"))
        secret = second_factor.opened(keys, cookie.get("second_factor", "")) or second_factor.new_secret()
        if form.validate_on_submit():
            try:
                codes = self.console.directory.set_second_factor(account, secret, form.code.data or "", by_visitor())
            except AccountProblem as problem:
                form.code.errors = [problem_words(problem.problem)]
            else:
                cookie.pop("second_factor", None)
                return make_response(page("recovery_codes.html", codes=codes))
        cookie["second_factor"] = second_factor.sealed(keys, secret)
        office = self.console.services.plan().office.name
        picture = _picture(second_factor.app_address(secret, account.name, office))
        spaced = " ".join(secret[at : at + 4] for at in range(0, len(secret), 4))
        shown = page("set_second_factor.html", form=form, picture=picture, secret=spaced)
        return make_response(shown, 400 if form.errors else 200)

    def remove_second_factor(self) -> Response:
        form = PresentPasswordForm()
        if not form.validate() or not self._proved(form):
            return self.own(400, remove=form)
        self.console.directory.remove_second_factor(signed_in(), by_visitor())
        flash(_("The second factor is removed. From now on the password is enough."))
        return redirect(url_for("console.own"))

    def recovery_codes(self) -> Response:
        account = signed_in()
        if not account.second_factor:
            return redirect(url_for("console.own"))
        codes = self.console.directory.make_recovery_codes(account, by_visitor())
        return make_response(page("recovery_codes.html", codes=codes))

    def _proved(self, form: ChangePasswordForm | PresentPasswordForm) -> bool:
        """Whether the present password is right; tried only so often, so that an open screen is no key to it."""
        account, now = signed_in(), self.console.services.clock()
        limit = (Limit(f"present password {account.id}", _TRIES, QUARTER),)
        if self.console.store.limits.take(limit, now):
            form.present.errors = [_("Too many attempts. Wait a quarter of an hour.")]
            return False
        if not passwords.fits(form.present.data or "", account.password):
            self.console.note("password_refused")
            form.present.errors = [_("This is not your present password.")]
            return False
        self.console.store.limits.forget(limit)
        return True

    def _anew(self, said: str) -> Response:
        """A new session in the place of those that ended with the old password."""
        one, browser = visitor(), request.headers.get("User-Agent", "")
        token = self.console.store.sessions.begin(
            signed_in().id, True, self.console.services.clock(), one.address, browser
        )
        answer = self.console.door.let_in(redirect(url_for("console.own")), token)
        flash(said)
        return answer


def _picture(address: str) -> Markup:
    """The QR code as SVG, dark on a light ground of its own whatever the page's colours are."""
    svg = segno.make(address, error="m", micro=False).svg_inline(
        scale=5, border=4, dark="#000", light="#fff", omitsize=True, svgclass="qr", lineclass=None
    )
    return Markup(svg)
