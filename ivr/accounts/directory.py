"""Keeping accounts: add, disable, enable, roles, a link to set a password, sessions; and what people do to their own.

Every change is in the access log with who did it. Nobody's password is ever known to anybody else: an account begins
with a link that works once.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from ivr.accounts import passwords, second_factor
from ivr.accounts.deeds import Deed
from ivr.accounts.names import is_name, tidy_name
from ivr.accounts.problems import AccountProblem
from ivr.accounts.roles import known
from ivr.store.console.accounts import Account
from ivr.store.console.sessions import hash_of
from ivr.store.console.store import ConsoleStore

LINK_LASTS = timedelta(days=2)
_FULL_NAME_LETTERS = 80


@dataclass(frozen=True, slots=True)
class By:
    """Who does it, and from which network address ("" for a command)."""

    name: str
    address: str = ""


class Directory:
    def __init__(self, store: ConsoleStore, clock: Callable[[], datetime]) -> None:
        self._store = store
        self._clock = clock

    def account(self, typed: str) -> Account:
        """Raises AccountProblem for a name that does not exist."""
        account = self._store.accounts.named(tidy_name(typed))
        if account is None:
            raise AccountProblem("unknown", name=typed)
        return account

    def add(self, typed: str, full_name: str, roles: Sequence[str], by: By, password: str | None = None) -> Account:
        """`password` only where the person types it at the machine's terminal; else `invite`. Raises AccountProblem."""
        name, full = tidy_name(typed), " ".join(full_name.split())[:_FULL_NAME_LETTERS]
        if not is_name(name):
            raise AccountProblem("name", name=typed)
        checked = self._checked(roles)
        if password is not None:
            _check_password(name, password)
        if not self._store.accounts.add(name, full, checked, self._clock(), by.name):
            raise AccountProblem("taken", name=name)
        self._note(by, "account_added", f"{name} ({', '.join(checked)})")
        if password is not None:
            self._set_password(self.account(name), password, by)
        return self.account(name)

    def set_roles(self, account: Account, roles: Sequence[str], by: By) -> None:
        checked = self._checked(roles)
        if "admin" not in checked:
            self._keep_an_admin(account)
        self._store.accounts.change(account.id, roles=" ".join(sorted(checked)))
        self._note(by, "account_roles", f"{account.name} ({', '.join(checked)})")

    def disable(self, account: Account, by: By) -> None:
        """At once: its sessions end, its links stop working."""
        self._keep_an_admin(account)
        self._store.accounts.change(account.id, disabled_at=self._clock())
        self._store.accounts.put_codes(account.id, "password", (), None)
        self._store.sessions.end_all(account.id)
        self._note(by, "account_disabled", account.name)

    def enable(self, account: Account, by: By) -> None:
        self._store.accounts.change(account.id, disabled_at=None)
        self._note(by, "account_enabled", account.name)

    def reset(self, account: Account, by: By) -> str:
        """The code of a link that sets a password once, within two days; the old password ends now."""
        self._store.accounts.set_password(account.id, "")
        self._note(by, "account_reset", account.name)
        return self.invite(account)

    def invite(self, account: Account) -> str:
        """As `reset`, for an account that is new."""
        code = secrets.token_urlsafe(24)
        self._store.accounts.put_codes(account.id, "password", (hash_of(code),), self._clock() + LINK_LASTS)
        return code

    def end_sessions(self, account: Account, by: By, but: str = "") -> int:
        ended = self._store.sessions.end_all(account.id, but)
        self._note(by, "sessions_ended", f"{account.name} ({ended})")
        return ended

    def invited(self, code: str) -> Account | None:
        """Whose link this is, if it still works."""
        account = self._store.accounts.code_owner(hash_of(code), "password", self._clock())
        return account if account and account.enabled else None

    def accept(self, code: str, password: str, by_address: str) -> Account:
        """Set the password by the link. Raises AccountProblem."""
        account = self.invited(code)
        if account is None:
            raise AccountProblem("link")
        _check_password(account.name, password)
        if not self._store.accounts.use_code(account.id, hash_of(code), "password", self._clock()):
            raise AccountProblem("link")
        self._set_password(account, password, By(account.name, by_address))
        return account

    def change_password(self, account: Account, password: str, by: By) -> None:
        """The present one was proved. Ends every session, the one it is done in too: begin a new one."""
        _check_password(account.name, password)
        self._set_password(account, password, by)

    def set_second_factor(self, account: Account, secret: str, code: str, by: By) -> tuple[str, ...]:
        """Take the secret into use if `code` shows that the app has it; returns the recovery codes, shown once."""
        step = second_factor.step_of(secret, code, self._clock())
        if step is None:
            raise AccountProblem("code")
        kept = second_factor.sealed(self._store.keys, secret)
        self._store.accounts.change(account.id, second_factor=kept, second_factor_step=step)
        self._note(by, "second_factor_set", account.name)
        return self.make_recovery_codes(account, by)

    def make_recovery_codes(self, account: Account, by: By) -> tuple[str, ...]:
        """New ones; the old stop working."""
        codes = second_factor.new_recovery_codes()
        hashes = [second_factor.recovery_hash(self._store.keys, code) for code in codes]
        self._store.accounts.put_codes(account.id, "recovery", hashes, None)
        self._note(by, "recovery_codes_made", account.name)
        return codes

    def remove_second_factor(self, account: Account, by: By) -> None:
        self._store.accounts.change(account.id, second_factor="")
        self._store.accounts.put_codes(account.id, "recovery", (), None)
        self._note(by, "second_factor_removed", account.name)

    def _set_password(self, account: Account, password: str, by: By) -> None:
        self._store.accounts.set_password(account.id, passwords.hashed(password))
        self._note(by, "password_set", account.name)

    def _checked(self, roles: Sequence[str]) -> tuple[str, ...]:
        checked = known(tuple(roles))
        if not checked or len(checked) != len(set(roles)):
            raise AccountProblem("roles")
        return checked

    def _keep_an_admin(self, account: Account) -> None:
        others = [one for one in self._store.accounts.all() if one.id != account.id and one.enabled]
        if "admin" in account.roles and account.enabled and not any("admin" in one.roles for one in others):
            raise AccountProblem("last_admin")

    def _note(self, by: By, did: Deed, what: str) -> None:
        self._store.access_log.note(by.name, did, what, address=by.address)


def _check_password(name: str, password: str) -> None:
    if weakness := passwords.weakness(password, name):
        raise AccountProblem(weakness)
