"""A session: its id is new at sign-in, it lives on the server, and it ends when somebody or the clock says so."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask

from ivr.accounts.directory import By, Directory
from ivr.console.door import BY_ITSELF
from ivr.store.console.accounts import Account
from ivr.store.console.sessions import hash_of
from tests.support.console import PASSWORD, ConsoleServices, Person, add_account, app_of

End = Callable[[ConsoleServices, Account, Person], object]
BOSS = By("kowalska")


def directory(services: ConsoleServices) -> Directory:
    return Directory(services.console, services.clock)


ENDINGS: dict[str, End] = {
    "signed out": lambda services, account, person: person.post("/sign-out"),
    "ended by an admin": lambda services, account, person: directory(services).end_sessions(account, BOSS),
    "account disabled": lambda services, account, person: directory(services).disable(account, BOSS),
    "password reset": lambda services, account, person: directory(services).reset(account, BOSS),
    "an hour without anything": lambda services, account, person: services.later(minutes=60),
}


@pytest.fixture
def account(services: ConsoleServices) -> Account:
    add_account(services, "kowalska", "admin")
    return add_account(services, "nowak", "operator")


@pytest.fixture
def person(app: Flask, account: Account) -> Person:
    one = Person(app, HTTP_ACCEPT_LANGUAGE="en")
    assert one.sign_in("nowak").status_code == 302
    one.get("/own")
    return one


def is_in(person: Person) -> bool:
    return person.get("/own").status_code == 200


@pytest.mark.parametrize("name", ENDINGS)
def test_it_ends(services: ConsoleServices, account: Account, person: Person, name: str) -> None:
    """For the browser that had it, and for anybody who copied its cookie, on every worker."""
    copied = person.cookie()
    assert is_in(person)

    ENDINGS[name](services, account, person)

    thief = Person(app_of(ConsoleServices(services.data, now=services.now)))
    thief.client.set_cookie("ivr-session", copied, domain="127.0.0.1")
    assert not is_in(person)
    assert not is_in(thief)


def test_an_id_that_somebody_planted_is_never_used(app: Flask, account: Account) -> None:
    planted = "a" * 43
    person = Person(app)
    person.client.set_cookie("ivr-session", planted, domain="127.0.0.1")
    person.sign_in("nowak")

    attacker = Person(app)
    attacker.client.set_cookie("ivr-session", planted, domain="127.0.0.1")
    assert person.cookie() != planted
    assert is_in(person)
    assert not is_in(attacker)


def test_signing_in_again_ends_the_session_before(services: ConsoleServices, app: Flask, person: Person) -> None:
    before = person.cookie()
    person.client.get("/console/own", environ_overrides=person.environ)
    person.post("/sign-in", {"name": "kowalska", "password": PASSWORD})

    assert person.cookie() != before
    assert services.console.sessions.of(before, services.now) is None
    assert person.get("/accounts").status_code == 200


def test_use_keeps_it_awake_until_twelve_hours_are_over(services: ConsoleServices, person: Person) -> None:
    for _ in range(13):
        services.later(minutes=55)
        assert is_in(person)
    services.later(minutes=4, seconds=59)
    assert is_in(person)
    services.later(seconds=1)
    assert not is_in(person)


def test_a_page_that_refreshes_itself_does_not_keep_it_awake(services: ConsoleServices, person: Person) -> None:
    services.later(minutes=59)
    person.client.get("/console/own", headers={BY_ITSELF: "1"}, environ_overrides=person.environ)
    services.later(minutes=1)

    assert not is_in(person)


def test_the_database_has_only_a_hash(services: ConsoleServices, account: Account, person: Person) -> None:
    content = b"".join(path.read_bytes() for path in services.data.glob("console.sqlite3*"))

    assert hash_of(person.cookie()).encode() in content
    assert person.cookie().encode() not in content


def test_a_new_password_ends_the_others_and_goes_on_here(app: Flask, person: Person) -> None:
    other = Person(app)
    other.sign_in("nowak")
    before = person.cookie()
    person.get("/own")
    fields = {"present": PASSWORD, "new": "pięć zielonych żab", "again": "pięć zielonych żab"}

    assert person.post("/own/password", fields).status_code == 302
    assert (is_in(person), is_in(other)) == (True, False)
    assert person.cookie() != before
    assert Person(app).sign_in("nowak").status_code == 401
    assert Person(app).sign_in("nowak", "pięć zielonych żab").status_code == 302


def test_others_can_be_ended_from_the_own_page(app: Flask, person: Person) -> None:
    other = Person(app)
    other.sign_in("nowak")
    person.get("/own")

    person.post("/own/sessions")

    assert (is_in(person), is_in(other)) == (True, False)


@pytest.mark.parametrize(
    ("field", "value"),
    [("present", "to nie jest ono"), ("new", "krótkie"), ("new", "nowak ma trzy psy"), ("new", "aaaaaaaaaaaaaaaa")],
)
def test_a_bad_new_password_changes_nothing(app: Flask, person: Person, field: str, value: str) -> None:
    fields = {"present": PASSWORD, "new": "pięć zielonych żab", field: value}

    answer = person.post("/own/password", {**fields, "again": fields["new"]})

    assert answer.status_code == 400
    assert 'aria-invalid="true"' in answer.text
    assert Person(app).sign_in("nowak").status_code == 302


def test_the_present_password_cannot_be_guessed_at_an_open_screen(services: ConsoleServices, person: Person) -> None:
    guesses = {"present": "zgaduję dalej", "new": "pięć zielonych żab", "again": "pięć zielonych żab"}
    for _ in range(5):
        assert "This is not your present password." in person.post("/own/password", guesses).text

    locked = person.post("/own/password", {**guesses, "present": PASSWORD})

    assert locked.status_code == 400
    assert "Too many attempts" in locked.text
