"""The door: forged requests, unsafe connections, proxies, headers, and what is said when something is wrong."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from flask import Flask

from ivr.console.door import safe_next
from tests.support.console import PASSWORD, ConsoleServices, Person, add_account, app_of

PUBLIC = "https://infolinia.example.pl"
PROXIED = {"HTTP_HOST": "infolinia.example.pl", "HTTP_X_FORWARDED_PROTO": "https"}


@pytest.fixture
def person(services: ConsoleServices, app: Flask) -> Person:
    add_account(services, "nowak", "admin")
    one = Person(app)
    one.sign_in("nowak")
    one.get("/own")
    return one


@pytest.mark.parametrize("path", ["/sign-out", "/own/sessions", "/accounts/add", "/language", "/sign-in"])
def test_a_form_from_elsewhere_does_nothing(person: Person, services: ConsoleServices, path: str) -> None:
    right, rows = person.token, [*services.console.access_log.all_rows()]
    forged = right[:-5] + ("a" if right[-5] != "a" else "b") + right[-4:]  # the last letter of a signature says little
    for token in ("", "x", forged):
        person.token = token
        assert person.post(path, {"language": "pl"}).status_code == 400
    person.token = right

    assert [*services.console.access_log.all_rows()] == rows
    assert person.get("/own").status_code == 200


def test_a_token_of_another_session_is_refused(services: ConsoleServices, app: Flask, person: Person) -> None:
    """Also with the cookie that belongs to it: the attacker planted both."""
    attacker = Person(app)
    attacker.get("/sign-in")
    person.client.set_cookie("ivr-form", attacker.cookie("ivr-form"), domain="127.0.0.1")
    person.token = attacker.token

    assert person.post("/own/sessions").status_code == 400


def test_the_token_before_signing_in_is_worth_nothing_after(app: Flask, services: ConsoleServices) -> None:
    add_account(services, "nowak", "operator")
    person = Person(app)
    person.get("/sign-in")
    before = person.token
    person.post("/sign-in", {"name": "nowak", "password": PASSWORD})
    person.token = before

    assert person.post("/own/sessions").status_code == 400


@pytest.mark.parametrize("path", ["/sign-in", "/own", "/nowhere", "/accounts"])
def test_headers(person: Person, path: str) -> None:
    headers = person.get(path).headers

    assert headers["Content-Security-Policy"].startswith("default-src 'none'; script-src 'self'; style-src 'self'")
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cache-Control"] == "no-store"


def test_pages_have_nothing_inline_and_nothing_from_elsewhere(person: Person) -> None:
    for path in ("/own", "/accounts", "/accounts/of/nowak", "/own/second-factor", "/nowhere"):
        text = person.get(path).text
        assert not re.search(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son[a-z]+=", text), path
        assert not re.search(r'(?:src|href|action)="(?!/console/|#|\?|")', text), path


@pytest.mark.parametrize(
    ("environ", "let_in"),
    [
        ({}, True),
        ({"REMOTE_ADDR": "192.0.2.7"}, False),
        ({"HTTP_HOST": "evil.example"}, False),
        ({"HTTP_X_FORWARDED_FOR": "192.0.2.7"}, False),
    ],
    ids=["this machine", "another machine", "another name", "through a proxy"],
)
def test_without_https_only_this_machine(services: ConsoleServices, environ: dict[str, str], let_in: bool) -> None:
    answer = Person(app_of(services), **environ, HTTP_ACCEPT_LANGUAGE="en").get("/sign-in")

    assert answer.status_code == (200 if let_in else 403)
    assert ("This connection is not safe" in answer.text) is not let_in


def test_a_public_address_without_https_is_not_enough(tmp_path: Path) -> None:
    services = ConsoleServices(tmp_path, public_url="http://infolinia.example.pl")

    assert Person(app_of(services), HTTP_HOST="infolinia.example.pl").get("/sign-in").status_code == 403


def test_cookies_behind_https(tmp_path: Path) -> None:
    services = ConsoleServices(tmp_path, public_url=PUBLIC)
    add_account(services, "nowak", "operator")
    client = app_of(services).test_client()
    page = client.get("/console/sign-in", environ_overrides=PROXIED)
    form = page.headers["Set-Cookie"]
    token = re.search(r'name="csrf_token" value="([^"]+)"', page.text)
    assert token
    fields = {"csrf_token": token[1], "name": "nowak", "password": PASSWORD}
    cookie = {"Cookie": form.partition(";")[0]}
    answer = client.post("/console/sign-in", data=fields, headers=cookie, environ_overrides=PROXIED)

    session = next(each for each in answer.headers.getlist("Set-Cookie") if each.startswith("__Host-ivr-session="))
    assert form.startswith("__Host-ivr-form=")
    for each in (form, session):
        assert {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"} <= set(each.split("; "))
        assert "Domain" not in each
    assert answer.headers["Strict-Transport-Security"] == "max-age=31536000"


@pytest.mark.parametrize(
    ("proxies", "forwarded", "address"),
    [
        (0, "198.51.100.9", ""),
        (1, "198.51.100.9", "198.51.100.9"),
        (1, "10.9.9.9, 198.51.100.9", "198.51.100.9"),
        (2, "10.9.9.9, 198.51.100.9, 192.0.2.1", "198.51.100.9"),
        (2, "198.51.100.9", ""),
        (1, "", ""),
    ],
)
def test_a_forwarded_address_counts_only_as_far_as_proxies_of_ours(
    tmp_path: Path, proxies: int, forwarded: str, address: str
) -> None:
    services = ConsoleServices(tmp_path, public_url=PUBLIC, proxies=proxies)
    client = app_of(services).test_client()
    environ = {**PROXIED, **({"HTTP_X_FORWARDED_FOR": forwarded} if forwarded else {})}
    page = client.get("/console/sign-in", environ_overrides=environ)
    token = re.search(r'name="csrf_token" value="([^"]+)"', page.text)
    assert token
    cookie = {"Cookie": page.headers["Set-Cookie"].partition(";")[0]}
    fields = {"csrf_token": token[1], "name": "ktos", "password": "nie to hasło"}
    assert client.post("/console/sign-in", data=fields, headers=cookie, environ_overrides=environ).status_code == 401

    assert [row.address for row in services.console.access_log.all_rows()] == [address]


def test_links_lead_through_a_path_in_front(tmp_path: Path) -> None:
    services = ConsoleServices(tmp_path, public_url=f"{PUBLIC}/ivr")
    page = app_of(services).test_client().get("/console/own", environ_overrides=PROXIED)

    assert page.location == "/ivr/console/sign-in?next=/console/own"


@pytest.mark.parametrize(
    ("asked", "target"),
    [
        ("/console/access-log?who=nowak", "/console/access-log?who=nowak"),
        ("/console/own", "/console/own"),
        ("//evil.example/console/", "/home"),
        ("https://evil.example/console/", "/home"),
        ("/console/..//evil.example", "/home"),
        ("/console/\\evil.example", "/home"),
        ("/console/\r\nSet-Cookie: x", "/home"),
        ("/voice", "/home"),
        ("", "/home"),
    ],
)
def test_after_signing_in_only_into_the_console(asked: str, target: str) -> None:
    assert safe_next(asked, "/home") == target


def test_the_page_that_was_wanted_is_shown_after_signing_in(services: ConsoleServices, app: Flask) -> None:
    add_account(services, "nowak", "auditor")
    person = Person(app)
    asked = person.get("/access-log?who=nowak").location
    assert asked == "/console/sign-in?next=/console/access-log?who%3Dnowak"

    assert person.sign_in("nowak", path=asked.removeprefix("/console")).status_code == 302


def test_what_is_not_there(person: Person) -> None:
    person.environ["HTTP_ACCEPT_LANGUAGE"] = "en"
    assert person.get("/nowhere").status_code == 404
    assert "There is no such page" in person.get("/accounts/of/nobody").text


def test_a_database_that_is_away_is_said_in_words(tmp_path: Path) -> None:
    services = ConsoleServices(tmp_path / "data")
    app = app_of(services)
    (tmp_path / "data" / "console.sqlite3").mkdir()  # nothing one could open
    person = Person(app, HTTP_ACCEPT_LANGUAGE="en")
    person.client.set_cookie("ivr-session", "x", domain="127.0.0.1")

    answer = person.get("/own")

    assert answer.status_code == 503
    assert "Calls go on as usual." in answer.text


def test_without_keys_there_is_no_console_and_the_rest_goes_on(tmp_path: Path) -> None:
    (tmp_path / "keys").write_text("in the way")

    app = app_of(ConsoleServices(tmp_path))

    assert app.test_client().get("/console/").status_code == 404
