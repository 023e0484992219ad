"""Accounts, for whoever keeps them: the list, a new one, one account and what can be done to it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from flask import abort, flash, make_response, redirect, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from ivr.accounts.problems import AccountProblem
from ivr.accounts.roles import ROLES, Role
from ivr.console.console import Console, page
from ivr.console.shown import problem_words
from ivr.console.visitor import by_visitor, signed_in
from ivr.store.console.accounts import Account

_SORTS: dict[str, Callable[[Account], object]] = {
    "name": lambda account: account.name,
    "full_name": lambda account: (account.full_name or account.name).lower(),
    "signed_in": lambda account: account.signed_in_at.timestamp() if account.signed_in_at else 0,
}


def register(console: Console) -> None:
    pages, post = _Pages(console), ["POST"]
    console.route("/accounts", "accounts", pages.list)
    console.route("/accounts/add", "account_add", pages.add, ["GET", "POST"])
    one = "/accounts/of/<name>"
    console.route(one, "account", pages.one)
    console.route(f"{one}/roles", "account_roles", pages.roles, post)
    console.route(f"{one}/disable", "account_disable", pages.disable, post)
    console.route(f"{one}/enable", "account_enable", pages.enable, post)
    console.route(f"{one}/reset", "account_reset", pages.reset, post)
    console.route(f"{one}/second-factor", "account_second_factor", pages.second_factor, post)
    console.route(f"{one}/sessions", "account_sessions", pages.sessions, post)


@dataclass(frozen=True)
class _Pages:
    console: Console

    def list(self) -> Response:
        everybody = self.console.store.accounts.all()
        role, state, text = (request.args.get(name, "") for name in ("role", "state", "text"))
        found = [one for one in everybody if _fits(one, role, state, text)]
        sort = request.args.get("sort", "name")
        key = _SORTS.get(sort.removeprefix("-"), _SORTS["name"])
        found.sort(key=key, reverse=sort.startswith("-"))  # type: ignore[arg-type]
        shown = {"accounts": found, "sort": sort, "roles": ROLES, "role": role, "state": state, "text": text}
        return make_response(page("accounts.html", any=bool(everybody), **shown))

    def add(self) -> Response:
        name, full_name = (request.form.get(field, "") for field in ("name", "full_name"))
        chosen = request.form.getlist("roles")
        values = {"roles": ROLES, "name": name, "full_name": full_name, "chosen": chosen}
        if request.method == "GET":
            return make_response(page("account_add.html", **values))
        try:
            account = self.console.directory.add(name, full_name, chosen, by_visitor())
        except AccountProblem as problem:
            words = problem_words(problem.problem, problem.name)
            field = "roles" if problem.problem == "roles" else "name"
            return make_response(page("account_add.html", errors={field: words}, **values), 400)
        return self._link(account, self.console.directory.invite(account))

    def one(self, name: str, status: int = 200, error: str = "") -> Response:
        account = self._account(name)
        sessions = self.console.store.sessions.of_account(account.id, self.console.services.clock())
        own = account.id == signed_in().id
        return make_response(
            page("account.html", account=account, sessions=sessions, roles=ROLES, error=error, own=own), status
        )

    def roles(self, name: str) -> Response:
        chosen: Sequence[str] = request.form.getlist("roles")
        words = _("Roles are changed.")
        return self._done(name, lambda account: self.console.directory.set_roles(account, chosen, by_visitor()), words)

    def disable(self, name: str) -> Response:
        words = _("The account is disabled. Its sessions have ended.")
        return self._done(name, lambda account: self.console.directory.disable(account, by_visitor()), words)

    def enable(self, name: str) -> Response:
        words = _("The account is enabled.")
        return self._done(name, lambda account: self.console.directory.enable(account, by_visitor()), words)

    def reset(self, name: str) -> Response:
        account = self._account(name)
        return self._link(account, self.console.directory.reset(account, by_visitor()))

    def second_factor(self, name: str) -> Response:
        words = _("The second factor is removed. The password is enough until a new one is set up.")
        return self._done(
            name, lambda account: self.console.directory.remove_second_factor(account, by_visitor()), words
        )

    def sessions(self, name: str) -> Response:
        ended = self.console.directory.end_sessions(self._account(name), by_visitor())
        flash(ngettext("%(num)d session was ended.", "%(num)d sessions were ended.", ended))
        return redirect(url_for("console.account", name=name))

    def _done(self, name: str, change: Callable[[Account], object], words: str) -> Response:
        try:
            change(self._account(name))
        except AccountProblem as problem:
            return self.one(name, 400, problem_words(problem.problem, problem.name))
        flash(words)
        return redirect(url_for("console.account", name=name))

    def _link(self, account: Account, code: str) -> Response:
        """Shown once: the address that sets the password."""
        public = self.console.services.settings.public_url
        base = public or request.host_url.rstrip("/")
        path = url_for("console.set_password", code=code).removeprefix(request.script_root)
        return make_response(page("account_link.html", account=account, link=f"{base}{path}"))

    def _account(self, name: str) -> Account:
        account = self.console.store.accounts.named(name)
        if account is None:
            abort(404)
        return account


def _fits(account: Account, role: str, state: str, text: str) -> bool:
    states = {"enabled": account.enabled, "disabled": not account.enabled}
    named: Sequence[str | Role] = account.roles
    return (
        (not role or role in named)
        and states.get(state, True)
        and text.lower() in f"{account.name} {account.full_name}".lower()
    )
