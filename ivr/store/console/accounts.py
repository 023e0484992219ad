"""Accounts and their one-time codes as rows. Decides nothing: who may do what is not here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import delete, insert, or_, select, update
from sqlalchemy.exc import IntegrityError

from ivr.store.console.database import ConsoleDatabase
from ivr.store.console.schema import accounts, one_time_codes, sessions

Purpose = Literal["password", "recovery"]


@dataclass(frozen=True, slots=True)
class Account:
    """`password` and `second_factor` are "" where there is none. Instants are aware UTC."""

    id: int
    name: str
    full_name: str
    roles: tuple[str, ...]
    language: str
    password: str
    second_factor: str
    second_factor_step: int
    created_at: datetime
    created_by: str
    signed_in_at: datetime | None
    disabled_at: datetime | None

    @property
    def enabled(self) -> bool:
        return self.disabled_at is None


def account_of(row: Any) -> Account:
    """Of a row that has the columns of `accounts`."""
    values = {name: getattr(row, name) for name in Account.__dataclass_fields__}
    return Account(**{**values, "roles": tuple(row.roles.split())})


def joined(roles: Sequence[str]) -> str:
    return " ".join(sorted(set(roles)))


class AccountRows:
    def __init__(self, database: ConsoleDatabase) -> None:
        self._database = database

    def all(self) -> tuple[Account, ...]:
        with self._database.reading() as connection:
            return tuple(account_of(row) for row in connection.execute(select(accounts).order_by(accounts.c.name)))

    def named(self, name: str) -> Account | None:
        with self._database.reading() as connection:
            row = connection.execute(select(accounts).where(accounts.c.name == name)).one_or_none()
        return account_of(row) if row else None

    def add(self, name: str, full_name: str, roles: Sequence[str], at: datetime, by: str) -> bool:
        """False where the name is taken. The account has no password yet."""
        row = {
            "name": name, "full_name": full_name, "roles": joined(roles), "language": "", "password": "",
            "second_factor": "", "second_factor_step": 0, "created_at": at, "created_by": by,
        }  # fmt: skip
        try:
            with self._database.writing() as connection:
                connection.execute(insert(accounts).values(row))
        except IntegrityError:
            return False
        return True

    def change(self, account_id: int, **values: Any) -> None:
        """Set columns of `accounts`."""
        with self._database.writing() as connection:
            connection.execute(update(accounts).where(accounts.c.id == account_id).values(values))

    def use_second_factor_step(self, account_id: int, step: int) -> bool:
        """Whether this time step was still unused; from now on it, and every earlier one, is used."""
        unused = (accounts.c.id == account_id) & (accounts.c.second_factor_step < step)
        with self._database.writing() as connection:
            done = connection.execute(update(accounts).where(unused).values(second_factor_step=step))
            return done.rowcount == 1

    def put_codes(self, account_id: int, purpose: Purpose, hashes: Sequence[str], until: datetime | None) -> None:
        """These codes and no others of that purpose."""
        rows = [{"hash": each, "account_id": account_id, "purpose": purpose, "until_at": until} for each in hashes]
        with self._database.writing() as connection:
            connection.execute(delete(one_time_codes).where(_codes(account_id, purpose)))
            if rows:
                connection.execute(insert(one_time_codes), rows)

    def codes_left(self, account_id: int, purpose: Purpose) -> int:
        with self._database.reading() as connection:
            return len(connection.execute(select(one_time_codes.c.hash).where(_codes(account_id, purpose))).all())

    def code_owner(self, hashed: str, purpose: Purpose, now: datetime) -> Account | None:
        """Whose code this is, if it still counts. It is not used up."""
        fits = (one_time_codes.c.hash == hashed) & (one_time_codes.c.purpose == purpose) & _counts(now)
        query = select(accounts).join(one_time_codes, one_time_codes.c.account_id == accounts.c.id).where(fits)
        with self._database.reading() as connection:
            row = connection.execute(query).one_or_none()
        return account_of(row) if row else None

    def use_code(self, account_id: int, hashed: str, purpose: Purpose, now: datetime) -> bool:
        """Whether the code counted. Of two that use it at once, one is told so."""
        fits = _codes(account_id, purpose) & (one_time_codes.c.hash == hashed) & _counts(now)
        with self._database.writing() as connection:
            return connection.execute(delete(one_time_codes).where(fits)).rowcount == 1

    def set_password(self, account_id: int, password: str) -> None:
        """A new password ends every session and the links that would set another."""
        with self._database.writing() as connection:
            connection.execute(update(accounts).where(accounts.c.id == account_id).values(password=password))
            connection.execute(delete(one_time_codes).where(_codes(account_id, "password")))
            connection.execute(delete(sessions).where(sessions.c.account_id == account_id))


def _codes(account_id: int, purpose: Purpose) -> Any:
    return (one_time_codes.c.account_id == account_id) & (one_time_codes.c.purpose == purpose)


def _counts(now: datetime) -> Any:
    return or_(one_time_codes.c.until_at.is_(None), one_time_codes.c.until_at > now)
