"""Who is asking, during one request. Made by `ivr.console.door`, read by the pages and the templates."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol, cast

from flask import Request, g

from ivr.accounts.directory import By
from ivr.core.plan import Plan
from ivr.settings import Settings
from ivr.store.console.accounts import Account
from ivr.store.console.sessions import Session
from ivr.store.console.store import ConsoleStore


class ConsoleServices(Protocol):
    """What the console needs of `ivr.wiring.Services`; a page that needs more says so with a Protocol of its own."""

    @property
    def settings(self) -> Settings: ...

    @property
    def clock(self) -> Callable[[], datetime]: ...

    @property
    def console(self) -> ConsoleStore: ...

    def plan(self) -> Plan: ...


@dataclass(frozen=True, slots=True)
class Visitor:
    """`session` is None for somebody who is not signed in, and incomplete between password and second factor."""

    session: Session | None = None
    address: str = ""

    @property
    def account(self) -> Account | None:
        return self.session.account if self.session and self.session.complete else None

    @property
    def roles(self) -> tuple[str, ...]:
        return self.account.roles if self.account else ()


def visitor() -> Visitor:
    return cast(Visitor, g.get("visitor", Visitor()))


def signed_in() -> Account:
    """Whoever asks; only for pages that ask for a role."""
    account = visitor().account
    assert account is not None, "the page's rule in ivr.console.access asks for no role"
    return account


def session() -> Session:
    found = visitor().session
    assert found is not None, "the page's rule in ivr.console.access asks for no session"
    return found


def by_visitor() -> By:
    """For the access log."""
    return By(signed_in().name, visitor().address)


def address_of(request: Request, proxies: int, public: bool) -> str:
    """The person's network address; "" where only a proxy's is known. As the provider's signature, it never trusts
    what a request says of itself: X-Forwarded-For counts only as far as `proxies` of our own have written it."""
    if not proxies:
        return "" if public else (request.remote_addr or "")
    said = [part.strip() for part in ",".join(request.headers.getlist("X-Forwarded-For")).split(",") if part.strip()]
    return said[-proxies][:45] if len(said) >= proxies else ""
