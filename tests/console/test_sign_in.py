"""Signing in: who is let in, what is counted, and that nobody learns which names exist."""

from __future__ import annotations

import time
from typing import Any

import pyotp
import pytest
from flask import Flask

from ivr.accounts import passwords, second_factor
from ivr.accounts.directory import By, Directory
from ivr.accounts.signing_in import FOR_ONE_NAME, FROM_ONE_ADDRESS, FROM_ONE_PLACE, SECOND_FACTORS
from tests.support.console import HASHED, PASSWORD, ConsoleServices, Person, add_account, app_of

WRONG = "zupełnie inne hasło"


def noted(services: ConsoleServices) -> list[tuple[str, str]]:
    return [(row.who, row.did) for row in services.console.access_log.all_rows()]


def with_second_factor(services: ConsoleServices, name: str = "nowak") -> tuple[pyotp.TOTP, tuple[str, ...]]:
    account = add_account(services, name, "operator")
    totp = pyotp.TOTP(second_factor.new_secret())
    before = totp.at(services.now, counter_offset=-1)
    codes = Directory(services.console, services.clock).set_second_factor(account, totp.secret, before, By(name))
    return totp, codes


def test_with_the_right_password(services: ConsoleServices, app: Flask) -> None:
    add_account(services, "nowak", "auditor")
    person = Person(app)

    answer = person.sign_in(" Nowak ")

    assert (answer.status_code, answer.location) == (302, "/console/")
    assert person.get("/access-log").status_code == 200
    assert services.console.accounts.named("nowak").signed_in_at == services.now  # type: ignore[union-attr]
    assert noted(services)[-2:] == [("nowak", "signed_in"), ("nowak", "access_log_viewed")]


@pytest.mark.parametrize("why", ["wrong password", "unknown name", "disabled", "no password yet"])
def test_refused_in_the_same_words(services: ConsoleServices, app: Flask, why: str) -> None:
    account = add_account(services, "nowak", "operator", ready=why != "no password yet")
    add_account(services, "kowalska", "admin")
    if why == "disabled":
        Directory(services.console, services.clock).disable(account, By("kowalska"))
    name = "ktos" if why == "unknown name" else "nowak"

    answer = Person(app, HTTP_ACCEPT_LANGUAGE="en").sign_in(name, WRONG if why == "wrong password" else PASSWORD)

    assert answer.status_code == 401
    assert "The name or the password is not right." in answer.text
    assert noted(services)[-1] == ("–" if why == "unknown name" else "nowak", "sign_in_refused")


def test_what_was_typed_as_a_name_is_written_nowhere(services: ConsoleServices, app: Flask) -> None:
    Person(app).sign_in("to bylo moje haslo", WRONG)

    assert all("haslo" not in f"{row}" for row in services.console.access_log.all_rows())


def test_an_unknown_name_takes_as_long_as_a_wrong_password() -> None:
    def quickest(kept: str) -> float:
        times = []
        for _ in range(5):
            begun = time.thread_time()
            assert not passwords.fits(WRONG, kept)
            times.append(time.thread_time() - begun)
        return min(times)

    assert quickest("") == pytest.approx(quickest(HASHED), rel=0.5)


@pytest.mark.parametrize("name", ["nowak", "ktos"], ids=["known", "unknown"])
def test_locked_out_for_a_quarter_of_an_hour(services: ConsoleServices, app: Flask, name: str) -> None:
    add_account(services, "nowak", "operator")
    person = Person(app, HTTP_ACCEPT_LANGUAGE="pl")
    answers = [person.sign_in(name, WRONG) for _ in range(FROM_ONE_PLACE)]
    locked = person.sign_in(name)

    assert [answer.status_code for answer in answers] == [401] * (FROM_ONE_PLACE - 1) + [429]
    assert (locked.status_code, locked.headers["Retry-After"]) == (429, "900")
    assert "Proszę spróbować za 15 minut." in locked.text
    services.later(minutes=14, seconds=59)
    assert person.sign_in(name).status_code == 429
    services.later(seconds=1)
    assert person.sign_in(name).status_code == (302 if name == "nowak" else 401)


def test_two_workers_count_together(services: ConsoleServices) -> None:
    """Two apps of their own, on the same database."""
    add_account(services, "nowak", "operator")
    other = ConsoleServices(services.data)
    people = [Person(app_of(services)), Person(app_of(other))]
    answers = [people[turn % 2].sign_in("nowak", WRONG) for turn in range(FROM_ONE_PLACE)]

    assert [answer.status_code for answer in answers] == [401] * (FROM_ONE_PLACE - 1) + [429]
    assert [person.sign_in("nowak").status_code for person in people] == [429, 429]


def test_a_success_begins_the_count_anew(services: ConsoleServices, app: Flask) -> None:
    add_account(services, "nowak", "operator")
    person = Person(app)
    for _ in range(3):
        for _ in range(FROM_ONE_PLACE - 1):
            assert person.sign_in("nowak", WRONG).status_code == 401
        assert person.sign_in("nowak").status_code == 302
        person.post("/sign-out")


def test_spread_guesses_for_one_name_are_counted_together(services: ConsoleServices) -> None:
    add_account(services, "nowak", "operator")
    app = app_of(services)
    answers = [Person(app, REMOTE_ADDR=f"127.0.0.{guess + 2}").sign_in("nowak", WRONG) for guess in range(FOR_ONE_NAME)]

    assert [answer.status_code for answer in answers] == [401] * (FOR_ONE_NAME - 1) + [429]
    assert Person(app).sign_in("nowak").status_code == 429
    services.later(hours=1)
    assert Person(app).sign_in("nowak").status_code == 302


@pytest.mark.parametrize("right", [False, True], ids=["wrong", "right"])
def test_one_address_tries_many_names(services: ConsoleServices, app: Flask, right: bool) -> None:
    """A whole office behind one address signs in; one machine that guesses does not."""
    names = [f"osoba{number}" for number in range(FROM_ONE_ADDRESS + 2)]
    for name in names if right else []:
        add_account(services, name, "operator")
    answers = [Person(app).sign_in(name, PASSWORD if right else WRONG).status_code for name in names]

    assert answers == ([302] * len(names) if right else [401] * (FROM_ONE_ADDRESS - 1) + [429] * 3)


def test_the_second_factor_is_asked_for(services: ConsoleServices, app: Flask) -> None:
    totp, _ = with_second_factor(services)
    person = Person(app)

    half = person.sign_in("nowak")
    first = person.cookie()
    refused = person.get("/own")
    person.get("/second-factor")
    done = person.post("/second-factor", {"code": f" {totp.at(services.now)[:3]} {totp.at(services.now)[3:]}"})

    assert half.location == "/console/second-factor"
    assert (refused.status_code, refused.location) == (302, "/console/second-factor?next=/console/own")
    assert (done.status_code, done.location) == (302, "/console/")
    assert person.get("/own").status_code == 200
    assert person.cookie() != first, "the id is rotated again"


def test_a_code_works_once_and_none_before_it(services: ConsoleServices, app: Flask) -> None:
    totp, _ = with_second_factor(services)
    code, before = totp.at(services.now), totp.at(services.now, counter_offset=-1)
    first, second = Person(app), Person(app_of(ConsoleServices(services.data)))

    for person in (first, second):
        person.sign_in("nowak")
        person.get("/second-factor")
    taken = first.post("/second-factor", {"code": code}).status_code
    again = second.post("/second-factor", {"code": code}).status_code
    earlier = second.post("/second-factor", {"code": before}).status_code
    services.later(seconds=30)

    assert (taken, again, earlier) == (302, 401, 401)


def test_wrong_codes_are_counted_for_the_account(services: ConsoleServices, app: Flask) -> None:
    totp, _ = with_second_factor(services)
    answers = []
    for _ in range(SECOND_FACTORS):
        person = Person(app)  # the password is right each time
        person.sign_in("nowak")
        person.get("/second-factor")
        answers.append(person.post("/second-factor", {"code": "000000"}).status_code)
    right = person.post("/second-factor", {"code": totp.at(services.now)})

    assert answers == [401] * (SECOND_FACTORS - 1) + [429]
    assert right.status_code == 429
    assert noted(services)[-1] == ("nowak", "second_factor_refused")


def test_five_minutes_for_the_second_factor(services: ConsoleServices, app: Flask) -> None:
    with_second_factor(services)
    person = Person(app)
    person.sign_in("nowak")
    services.later(minutes=5)

    assert person.get("/second-factor").location == "/console/sign-in"


def test_a_recovery_code_works_once(services: ConsoleServices, app: Flask) -> None:
    _, codes = with_second_factor(services)

    def use(code: str) -> int:
        person = Person(app)
        person.sign_in("nowak")
        person.get("/second-factor")
        return person.post("/second-factor", {"code": code}).status_code

    assert [use(codes[0].upper().replace("-", " ")), use(codes[0]), use(codes[1])] == [302, 401, 302]
    assert len(set(codes)) == 10
    account: Any = services.console.accounts.named("nowak")
    assert services.console.accounts.codes_left(account.id, "recovery") == 8


def test_secrets_cannot_be_read_in_the_database(services: ConsoleServices) -> None:
    totp, codes = with_second_factor(services)
    services.console.sessions.begin(1, True, services.now, "", "")

    content = b"".join(path.read_bytes() for path in services.data.glob("console.sqlite3*"))

    assert b"nowak" in content
    assert not any(each.encode() in content for each in (totp.secret, PASSWORD, *codes))
