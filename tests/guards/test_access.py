"""Every route of the whole service has an access rule, and every page of the console keeps to it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from werkzeug.routing import Rule as Route

from ivr.accounts.directory import By, Directory
from ivr.accounts.roles import ROLES
from ivr.console.access import RULES, Rule
from ivr.settings import PARTS, Settings
from ivr.web import create_app
from ivr.wiring import Services, build
from tests.support.console import HASHED, Person

ROOT = Path(__file__).parents[2]
NOBODY, HALF = "nobody", "half signed in"
VISITORS = (NOBODY, HALF, *ROLES)
VALUES = {"name": "target", "key": "0a", "path": "nowhere", "code": "no-such-code", "language": "pl",
          "filename": "console.css", "call_id": "CA0", "form": "csv", "view": "1"}  # fmt: skip


@pytest.fixture(scope="module")
def services(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Services]:
    made = build(Settings(ROOT / "config.yaml", tmp_path_factory.mktemp("data"), ("a-token-of-the-tests",)))
    directory = Directory(made.console, made.clock)
    for name, roles in (("target", ("operator",)), ("second", ("admin",)), *((role, (role,)) for role in ROLES)):
        account = directory.add(name, "", roles, By("guard"))
        made.console.accounts.change(account.id, password=HASHED)
    made.background.shipper.run_once()  # the log is there, as in a service that runs
    yield made
    made.stop()


@pytest.fixture(scope="module")
def app(services: Services) -> Flask:
    return create_app(services, PARTS)


def routes(app: Flask) -> list[tuple[Route, str]]:
    """Each route with each of its methods."""
    return [
        (route, method)
        for route in app.url_map.iter_rules()
        for method in sorted((route.methods or set()) - {"HEAD", "OPTIONS"})
    ]


def path_of(route: Route) -> str:
    path = route.rule
    for argument in route.arguments:
        before, _, rest = path.partition("<")
        inside, _, after = rest.partition(">")
        assert inside.rpartition(":")[2] == argument or len(route.arguments) > 1
        path = before + VALUES[inside.rpartition(":")[2]] + after
    return path


def test_every_route_has_a_rule_and_every_rule_a_route(app: Flask) -> None:
    assert {route.endpoint for route in app.url_map.iter_rules()} == set(RULES)


def test_every_console_page_is_behind_a_role_but_these() -> None:
    open_to_all = {name for name, rule in RULES.items() if name.startswith("console.") and rule.who == "anybody"}

    assert open_to_all == {
        f"console.{name}" for name in ("static", "elsewhere", "sign_in", "sign_out", "set_password", "language")
    }
    assert all(rule.roles for rule in RULES.values() if rule.who == "roles")


def test_the_other_parts_keep_to_theirs(app: Flask) -> None:
    elsewhere = {"REMOTE_ADDR": "192.0.2.7"}
    for route, method in routes(app):
        rule = RULES[route.endpoint]
        if not route.endpoint.startswith("console.") and route.endpoint not in ("static", "phone.static"):
            answer = app.test_client().open(path_of(route), method=method, environ_overrides=elsewhere)
            expected = {"anybody": {200}, "provider": {403}, "this_machine": {403, 404}, "watcher": {403}}[rule.who]
            assert answer.status_code in expected, (route.rule, method)


@pytest.mark.parametrize("visitor", VISITORS)
def test_every_console_page_is_tried_by(visitor: str, app: Flask, services: Services) -> None:
    person = Person(app)
    if visitor != NOBODY:
        account = services.console.accounts.named("operator" if visitor == HALF else visitor)
        assert account
        token = services.console.sessions.begin(account.id, visitor != HALF, services.clock(), "", "")
        person.client.set_cookie("ivr-session", token, domain="127.0.0.1")
    tried = 0
    for route, method in sorted(routes(app), key=lambda each: each[0].endpoint == "console.sign_out"):
        if route.endpoint.startswith("console.") and route.endpoint != "console.static":
            path = path_of(route).removeprefix("/console")
            person.get("/nowhere")  # for the token of a form
            answer = person.get(path) if method == "GET" else person.post(path)
            assert outcome(answer.status_code, answer.location or "") in expected(RULES[route.endpoint], visitor), (
                route.rule, method, answer.status_code, answer.location,
            )  # fmt: skip
            tried += 1
    assert tried > 20


def outcome(status: int, location: str) -> str:
    if status == 302 and location.startswith(("/console/sign-in", "/console/second-factor")):
        return location.partition("?")[0].removeprefix("/console/")
    return "forbidden" if status == 403 else "served" if status in (200, 302, 400, 404) else f"status {status}"


def expected(rule: Rule, visitor: str) -> set[str]:
    if rule.who == "anybody":
        return {"served", "sign-in"}  # signing out leads to signing in
    if visitor == NOBODY:
        return {"sign-in"}
    if visitor == HALF:
        return {"served"} if rule.who == "half" else {"second-factor"}
    return {"served"} if rule.who == "half" or visitor in rule.roles else {"forbidden"}
