"""`user`: who may sign in to the console, from the machine's terminal. There is no default account and no default
password: the first account is made here, and its password is typed here or set once through a link."""

from __future__ import annotations

import getpass
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

import click
from rich.console import Console
from rich.table import Table

from ivr.accounts.directory import By, Directory
from ivr.accounts.problems import AccountProblem
from ivr.accounts.roles import ROLES
from ivr.assembly import console_of
from ivr.cli.asking import has_terminal, login_name
from ivr.cli.log import office_zone
from ivr.cli.speech import message_language
from ivr.cli.user_words import PROBLEMS, ROLE_NAMES, TEXTS
from ivr.clock import utc_now
from ivr.errors import IvrError
from ivr.settings import Settings, from_environment
from ivr.store.console.accounts import Account
from ivr.store.console.store import ConsoleStore

_JSON = click.option("--json", "as_json", is_flag=True, help="Print one JSON document and nothing else.")
_ROLE = click.option(
    "--role", "roles", multiple=True, required=True, help=f"One of {', '.join(ROLES)}; may be repeated."
)


@click.group()
def user() -> None:
    """Accounts of the console: add, list, roles, disable, enable, reset."""


@user.command()
@click.argument("name")
@_ROLE
@click.option("--full-name", default="", help="Of the person, as others know it.")
@click.option("--link", is_flag=True, help="Print a link that sets the password once, instead of asking for one here.")
@_JSON
def add(name: str, roles: tuple[str, ...], full_name: str, link: bool, as_json: bool) -> None:
    """Add the account NAME. Asks for its password; with --link, or without a terminal, prints a link that sets it."""
    asks = has_terminal() and not link and not as_json
    with _spoken() as language:
        desk = _Desk()
        password = _asked_password(language) if asks else None
        account = desk.directory.add(name, full_name, roles, desk.by, password)
        if password is not None:
            print(TEXTS[language]["added"].format(name=account.name))
        else:
            desk.tell_link(account, desk.directory.invite(account), as_json, language)


@user.command(name="list")
@_JSON
def list_(as_json: bool) -> None:
    """Every account: what it opens, whether it can be used, when it last was."""
    settings = _settings()
    language, everybody = message_language(os.environ), console_of(settings).accounts.all()
    if as_json:
        print(json.dumps([_as_json(one) for one in everybody], ensure_ascii=False, indent=2))
        return
    if not everybody:
        print(TEXTS[language]["nobody"])
        return
    zone, table = office_zone(settings), Table(box=None, pad_edge=False)
    for title in TEXTS[language]["titles"].split("|"):
        table.add_column(title, overflow="fold")
    for one in everybody:
        roles = ", ".join(ROLE_NAMES[language][role] for role in one.roles)
        last = f"{one.signed_in_at.astimezone(zone):%Y-%m-%d %H:%M}" if one.signed_in_at else "–"
        yes_no = TEXTS[language]["yes"] if one.second_factor else TEXTS[language]["no"]
        table.add_row(one.name, one.full_name, roles, TEXTS[language][_state(one)], yes_no, last)
    Console(width=None if os.isatty(1) else 160, markup=False, highlight=False).print(table)


@user.command()
@click.argument("name")
@_ROLE
@_JSON
def roles(name: str, roles: tuple[str, ...], as_json: bool) -> None:
    """Give NAME these roles and no others."""
    with _spoken() as language:
        desk = _Desk()
        desk.directory.set_roles(desk.directory.account(name), roles, desk.by)
        desk.tell(name, "changed", as_json, language)


@user.command()
@click.argument("name")
@_JSON
def disable(name: str, as_json: bool) -> None:
    """Nobody can sign in as NAME any more; its sessions end at once."""
    with _spoken() as language:
        desk = _Desk()
        desk.directory.disable(desk.directory.account(name), desk.by)
        desk.tell(name, "disabled_now", as_json, language)


@user.command()
@click.argument("name")
@_JSON
def enable(name: str, as_json: bool) -> None:
    """NAME may sign in again."""
    with _spoken() as language:
        desk = _Desk()
        desk.directory.enable(desk.directory.account(name), desk.by)
        desk.tell(name, "enabled_now", as_json, language)


@user.command()
@click.argument("name")
@click.option("--second-factor", is_flag=True, help="Remove the second factor too: the telephone is lost.")
@_JSON
def reset(name: str, second_factor: bool, as_json: bool) -> None:
    """End NAME's password and sessions, and print a link that sets a new one once."""
    with _spoken() as language:
        desk = _Desk()
        account = desk.directory.account(name)
        if second_factor:
            desk.directory.remove_second_factor(account, desk.by)
        desk.tell_link(account, desk.directory.reset(account, desk.by), as_json, language)


class _Desk:
    """The accounts of this machine, and who changes them: whoever sits at its terminal."""

    def __init__(self) -> None:
        self.settings = _settings()
        self.store: ConsoleStore = console_of(self.settings)
        self.directory = Directory(self.store, utc_now)
        self.by = By(f"{login_name(None)} (terminal)")

    def tell(self, name: str, text: str, as_json: bool, language: str) -> None:
        account = self.directory.account(name)
        if as_json:
            print(json.dumps(_as_json(account), ensure_ascii=False))
        else:
            print(TEXTS[language][text].format(name=account.name))

    def tell_link(self, account: Account, code: str, as_json: bool, language: str) -> None:
        base = self.settings.public_url or f"http://127.0.0.1:{self.settings.port}"
        link = f"{base}/console/set-password/{code}"
        if as_json:
            print(json.dumps({**_as_json(self.directory.account(account.name)), "link": link}, ensure_ascii=False))
        else:
            print(TEXTS[language]["link"].format(name=account.name, link=link))


def _settings() -> Settings:
    settings = from_environment(os.environ)
    settings.data.mkdir(mode=0o700, parents=True, exist_ok=True)
    return settings


def _asked_password(language: str) -> str:
    """Typed twice, not shown."""
    password = getpass.getpass(TEXTS[language]["password"])
    if getpass.getpass(TEXTS[language]["again"]) != password:
        raise IvrError("passwords-differ", TEXTS[language]["differ"])
    return password


@contextmanager
def _spoken() -> Iterator[str]:
    """The language of messages; a problem with an account is said in it."""
    language = message_language(os.environ)
    try:
        yield language
    except AccountProblem as problem:
        words = PROBLEMS[language][problem.problem].format(name=problem.name)
        raise IvrError(problem.code, words) from problem


def _state(account: Account) -> str:
    if not account.enabled:
        return "disabled"
    return "enabled" if account.password else "waiting"


def _as_json(account: Account) -> dict[str, Any]:
    def instant(at: datetime | None) -> str | None:
        return at.isoformat(timespec="seconds") if at else None

    return {
        "name": account.name, "full_name": account.full_name, "roles": list(account.roles), "state": _state(account),
        "second_factor": bool(account.second_factor), "signed_in_at": instant(account.signed_in_at),
        "created_at": instant(account.created_at), "created_by": account.created_by,
    }  # fmt: skip
