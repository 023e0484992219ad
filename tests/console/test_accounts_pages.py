"""Keeping accounts in the browser: from a new name to a signed-in person, and back to nothing."""

from __future__ import annotations

import re

import pyotp
import pytest
from flask import Flask
from werkzeug.test import TestResponse

from tests.support.console import PASSWORD, ConsoleServices, Person, add_account


@pytest.fixture
def keeper(services: ConsoleServices, app: Flask) -> Person:
    add_account(services, "kowalska", "admin", full_name="Anna Kowalska")
    one = Person(app, HTTP_ACCEPT_LANGUAGE="en")
    one.sign_in("kowalska")
    one.get("/own")
    return one


def link_in(answer: TestResponse) -> str:
    found = re.search(r"http://127\.0\.0\.1/console(/set-password/[\w-]+)", answer.text)
    assert found, answer.text
    return found[1]


def test_from_a_name_to_a_signed_in_person(services: ConsoleServices, app: Flask, keeper: Person) -> None:
    fields = {"name": "J.Nowak", "full_name": "Jan  Nowak", "roles": ["operator", "editor"]}
    link = link_in(keeper.post("/accounts/add", fields))
    person = Person(app)
    assert person.sign_in("j.nowak", "").status_code == 200, "no password yet: nobody comes in"

    person.get(link)
    done = person.post(link, {"new": PASSWORD, "again": PASSWORD})

    assert done.location == "/console/sign-in"
    assert person.sign_in("j.nowak").location == "/console/"
    account = services.console.accounts.named("j.nowak")
    assert account
    assert (account.full_name, account.roles) == ("Jan Nowak", ("editor", "operator"))
    assert Person(app).get(link).status_code == 404, "the link works once"
    whole = [(row.who, row.did, row.what) for row in services.console.access_log.all_rows()]
    assert ("kowalska", "account_added", "j.nowak (operator, editor)") in whole
    assert ("j.nowak", "password_set", "j.nowak") in whole


@pytest.mark.parametrize(
    ("name", "roles", "said"),
    [
        ("jan nowak", ["operator"], "A name has small Latin letters"),
        ("-nowak", ["operator"], "A name has small Latin letters"),
        ("<b>x</b>", ["operator"], "A name has small Latin letters"),
        ("kowalska", ["operator"], "There is an account “kowalska” already"),
        ("nowak", [], "Choose at least one role"),
        ("nowak", ["root"], "Choose at least one role"),
    ],
)
def test_a_bad_new_account(services: ConsoleServices, keeper: Person, name: str, roles: list[str], said: str) -> None:
    answer = keeper.post("/accounts/add", {"name": name, "roles": roles})

    assert answer.status_code == 400
    assert said in answer.text
    assert "<b>x" not in answer.text
    assert [one.name for one in services.console.accounts.all()] == ["kowalska"]


@pytest.mark.parametrize("later", [{"days": 2}, {"days": 1, "hours": 23}], ids=["too old", "in time"])
def test_a_link_lasts_two_days(services: ConsoleServices, app: Flask, keeper: Person, later: dict[str, float]) -> None:
    link = link_in(keeper.post("/accounts/add", {"name": "nowak", "roles": ["operator"]}))
    services.later(**later)

    assert Person(app).get(link).status_code == (404 if later == {"days": 2} else 200)


def test_a_newer_link_ends_the_older(app: Flask, keeper: Person) -> None:
    older = link_in(keeper.post("/accounts/add", {"name": "nowak", "roles": ["operator"]}))
    newer = link_in(keeper.post("/accounts/of/nowak/reset"))

    assert (Person(app).get(older).status_code, Person(app).get(newer).status_code) == (404, 200)


def test_a_reset_ends_the_password_at_once(services: ConsoleServices, app: Flask, keeper: Person) -> None:
    add_account(services, "nowak", "operator")
    keeper.post("/accounts/of/nowak/reset")

    assert Person(app).sign_in("nowak").status_code == 401


@pytest.mark.parametrize(
    "do", [lambda one: one.post("/accounts/of/kowalska/disable"), lambda one: one.post(
        "/accounts/of/kowalska/roles", {"roles": ["auditor"]}
    )], ids=["disable", "another role"],
)  # fmt: skip
def test_the_last_keeper_stays(services: ConsoleServices, keeper: Person, do) -> None:  # type: ignore[no-untyped-def]
    answer = do(keeper)

    assert answer.status_code == 400
    assert "the last account that keeps the accounts" in answer.text
    assert keeper.get("/accounts").status_code == 200


def test_roles_count_at_once(services: ConsoleServices, app: Flask, keeper: Person) -> None:
    add_account(services, "nowak", "operator")
    person = Person(app)
    person.sign_in("nowak")
    before = person.get("/access-log").status_code

    keeper.post("/accounts/of/nowak/roles", {"roles": ["auditor"]})

    assert (before, person.get("/access-log").status_code) == (403, 200)


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("", ["kowalska", "nowak", "zielinski"]),
        ("?sort=-name", ["zielinski", "nowak", "kowalska"]),
        ("?sort=nonsense", ["kowalska", "nowak", "zielinski"]),
        ("?role=operator", ["nowak", "zielinski"]),
        ("?state=disabled", ["zielinski"]),
        ("?text=NOW", ["nowak"]),
        ("?text=zzz", []),
    ],
)
def test_the_list(services: ConsoleServices, keeper: Person, query: str, names: list[str]) -> None:
    add_account(services, "nowak", "operator")
    account = add_account(services, "zielinski", "operator")
    services.console.accounts.change(account.id, disabled_at=services.now)

    text = keeper.get(f"/accounts{query}").text

    assert re.findall(r'href="/console/accounts/of/(\w+)"', text) == names
    assert ("No account fits this filter." in text) is (not names)


def test_the_second_factor_from_the_picture_to_its_removal(services: ConsoleServices, app: Flask) -> None:
    add_account(services, "nowak", "operator")
    person = Person(app, HTTP_ACCEPT_LANGUAGE="en")
    person.sign_in("nowak")
    shown = person.get("/own/second-factor").text
    secret = re.search(r"<code>([A-Z2-7 ]+)</code>", shown)
    assert secret
    assert "<svg" in shown
    totp = pyotp.TOTP(secret[1].replace(" ", ""))

    wrong = person.post("/own/second-factor", {"code": "12345"})
    done = person.post("/own/second-factor", {"code": totp.at(services.now)})
    codes = re.findall(r"<li><code>([\w-]+)</code>", done.text)
    refused = person.post("/own/second-factor/remove", {"present": "nie to"})
    person.post("/own/second-factor/remove", {"present": PASSWORD})

    assert wrong.status_code == 400
    assert secret[0] in wrong.text, "the same picture again"
    assert len(codes) == 10
    assert refused.status_code == 400
    assert services.console.accounts.named("nowak").second_factor == ""  # type: ignore[union-attr]


def test_the_language_switch_stays_with_the_account(services: ConsoleServices, app: Flask) -> None:
    add_account(services, "nowak", "operator")
    person = Person(app, HTTP_ACCEPT_LANGUAGE="en")
    assert "Sign in" in person.get("/sign-in").text
    person.post("/language", {"language": "pl", "next": "/console/sign-in"})
    assert "Zaloguj się" in person.get("/sign-in").text
    person.sign_in("nowak")
    person.get("/own")
    assert person.post("/language", {"language": "en", "next": "/console/own"}).location == "/console/own"

    other = Person(app, HTTP_ACCEPT_LANGUAGE="pl")
    other.sign_in("nowak")
    assert "Your account" in other.get("/own").text
    assert person.post("/language", {"language": "de"}).status_code == 400
