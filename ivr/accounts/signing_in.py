"""Signing in: name and password, then the second factor where there is one. What is tried is counted for all workers.

The same answer, in the same time, for a name that does not exist, a disabled account and a wrong password.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from ivr.accounts import passwords, second_factor
from ivr.accounts.names import tidy_name
from ivr.store.console.accounts import Account
from ivr.store.console.limits import Limit
from ivr.store.console.sessions import Session
from ivr.store.console.store import ConsoleStore

QUARTER = timedelta(minutes=15)
FROM_ONE_PLACE = 5  # for one name from one address
FOR_ONE_NAME = 25  # an hour, from everywhere: whoever spreads his guesses; a person's own tries rarely reach it
FROM_ONE_ADDRESS = 50
SECOND_FACTORS = 5
NOBODY = "–"  # what was typed as a name may be a password: it is never written down


@dataclass(frozen=True, slots=True)
class SignIn:
    """`token` of the new session; `complete` False: the second factor is asked for next. Neither: refused, and
    `until` says when another attempt may be made, where there were too many."""

    token: str = ""
    complete: bool = False
    until: datetime | None = None


class SigningIn:
    """`address` is the person's; "" where nobody knows it (then names alone are counted)."""

    def __init__(self, store: ConsoleStore, clock: Callable[[], datetime]) -> None:
        self._store = store
        self._clock = clock

    def with_password(self, typed: str, password: str, address: str, browser: str) -> SignIn:
        now, name = self._clock(), tidy_name(typed)
        limits, place = name_limits(name, address), address_limits(address)
        if until := self._store.limits.take((*limits, *place), now):
            return SignIn(until=until)
        account = self._store.accounts.named(name)
        right = passwords.fits(password, account.password if account else "")
        if account is None or not right or not account.enabled:
            return self._refused(account, (*limits, *place), address, now)
        self._store.limits.forget(limits)
        self._store.limits.give_back(place)
        if passwords.outdated(account.password):
            self._store.accounts.change(account.id, password=passwords.hashed(password))
        return self._begun(account, address, browser, complete=not account.second_factor)

    def with_second_factor(self, session: Session, code: str, address: str, browser: str) -> SignIn:
        """`session` is incomplete; it ends, and a new one begins."""
        now, account = self._clock(), session.account
        limit = second_factor_limit(account.id)
        if until := self._store.limits.take((limit,), now):
            return SignIn(until=until)
        if not self._right(account, code, now, address):
            self._store.access_log.note(account.name, "second_factor_refused", address=address)
            return SignIn(until=self._store.limits.full((limit,), now))
        self._store.limits.forget((limit,))
        self._store.sessions.end(session.hash)
        return self._begun(account, address, browser, complete=True)

    def _right(self, account: Account, code: str, now: datetime, address: str) -> bool:
        rows, keys = self._store.accounts, self._store.keys
        step = second_factor.step_of(second_factor.opened(keys, account.second_factor), code, now)
        if step is not None:
            return rows.use_second_factor_step(account.id, step)
        if not rows.use_code(account.id, second_factor.recovery_hash(keys, code), "recovery", now):
            return False
        left = rows.codes_left(account.id, "recovery")
        self._store.access_log.note(account.name, "recovery_code_used", f"{left}", address=address)
        return True

    def _begun(self, account: Account, address: str, browser: str, complete: bool) -> SignIn:
        now = self._clock()
        if complete:
            self._store.access_log.note(account.name, "signed_in", address=address)
            self._store.accounts.change(account.id, signed_in_at=now)
        return SignIn(self._store.sessions.begin(account.id, complete, now, address, browser), complete)

    def _refused(self, account: Account | None, limits: tuple[Limit, ...], address: str, now: datetime) -> SignIn:
        who = account.name if account else NOBODY
        until = self._store.limits.full(limits, now)
        self._store.access_log.note(who, "sign_in_blocked" if until else "sign_in_refused", address=address)
        return SignIn(until=until)


def name_limits(name: str, address: str) -> tuple[Limit, ...]:
    return (
        Limit(f"name {name} from {address}", FROM_ONE_PLACE, QUARTER),
        Limit(f"name {name}", FOR_ONE_NAME, timedelta(hours=1)),
    )


def address_limits(address: str) -> tuple[Limit, ...]:
    """A whole office may have one address; those who sign in do not count."""
    return (Limit(f"address {address}", FROM_ONE_ADDRESS, QUARTER),) if address else ()


def second_factor_limit(account_id: int) -> Limit:
    return Limit(f"second factor {account_id}", SECOND_FACTORS, QUARTER)
