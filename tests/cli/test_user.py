from __future__ import annotations

import json

import pytest

from tests.cli.conftest import Run

LINK = "http://127.0.0.1:9/console/set-password/"


def test_the_first_account(run: Run) -> None:
    assert "python -m ivr user add" in run("user", "list").out
    made = run("user", "add", "A.Kowalska", "--role", "admin", "--full-name", "Anna Kowalska", polish=True)
    listed = run("user", "list", polish=True)

    assert made.code == 0
    assert LINK in made.out
    assert "a.kowalska" in made.out
    assert "opiekun kont" in listed.out
    assert "czeka na hasło" in listed.out


def test_as_json(run: Run) -> None:
    made = json.loads(run("user", "add", "nowak", "--role", "operator", "--role", "editor", "--json").out)
    listed = json.loads(run("user", "list", "--json").out)

    assert made.pop("link").startswith(LINK)
    assert listed == [made]
    assert (made["roles"], made["state"], made["second_factor"]) == (["editor", "operator"], "waiting", False)


@pytest.mark.parametrize(
    ("arguments", "english", "polish"),
    [
        (("add", "jan nowak", "--role", "operator"), "cannot be a name", "nie może być nazwą"),
        (("add", "kowalska", "--role", "operator"), "already", "już jest"),
        (("add", "nowak", "--role", "root"), "Name roles that exist", "istniejące role"),
        (("disable", "nobody"), "There is no account nobody", "Nie ma konta nobody"),
        (("disable", "kowalska"), "the last account that keeps the accounts", "ostatnie konto"),
        (("roles", "kowalska", "--role", "auditor"), "the last account", "ostatnie konto"),
    ],
)
def test_refused(run: Run, arguments: tuple[str, ...], english: str, polish: str) -> None:
    run("user", "add", "kowalska", "--role", "admin")
    in_english, in_polish = run("user", *arguments), run("user", *arguments, polish=True)

    assert (in_english.code, in_polish.code) == (1, 1)
    assert english in in_english.error
    assert polish in in_polish.error
    assert len(json.loads(run("user", "list", "--json").out)) == 1


def test_through_a_life(run: Run) -> None:
    run("user", "add", "kowalska", "--role", "admin")
    run("user", "add", "nowak", "--role", "operator")
    assert json.loads(run("user", "roles", "nowak", "--role", "auditor", "--json").out)["roles"] == ["auditor"]
    assert json.loads(run("user", "disable", "nowak", "--json").out)["state"] == "disabled"
    assert "may sign in again" in run("user", "enable", "nowak").out
    assert LINK in run("user", "reset", "nowak", "--second-factor").out

    deeds = [row["did"] for row in json.loads(run("audit", "list", "--json").out)]
    assert deeds == [
        "account_reset", "second_factor_removed", "account_enabled", "account_disabled", "account_roles",
        "account_added", "account_added",
    ]  # fmt: skip
