"""The console of an office with real calls in its log, and people at it."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import timedelta

from flask import Flask

from ivr.accounts.directory import By, Directory
from ivr.web import create_app
from tests.support.console import HASHED, Person
from tests.support.logged import LoggedOffice, live_at_random
from tests.support.offices import at

CALLERS = ("+48601234567", "+48500100200", "+380441234567", "")
MORNING = "2026-11-24 10:00"


@dataclass
class Staffed:
    """The console of an office, and whoever signs in to it."""

    office: LoggedOffice
    app: Flask

    def signed_in(self, name: str, language: str = "en", path: str = "/own") -> Person:
        """At the page `path`, whose form has the token that the next one is sent with."""
        one = Person(self.app, HTTP_ACCEPT_LANGUAGE=language)
        one.sign_in(name)
        one.get(path)
        return one


def app_with_people(office: LoggedOffice, *names: str) -> Flask:
    """Each account is called as its role."""
    directory = Directory(office.services.console, office.services.clock)
    for name in names:
        account = directory.add(name, "", (name,), By("terminal"))
        office.services.console.accounts.change(account.id, password=HASHED)
    return create_app(office.services, parts=("console",))


def signed_in(app: Flask, name: str) -> Person:
    person = Person(app, HTTP_ACCEPT_LANGUAGE="en")
    person.sign_in(name)
    return person


def random_calls(office: LoggedOffice, count: int, minutes: int = 7, seed: int = 3) -> None:
    """Callers and desks that do anything, in turn of the callers; then the clock stands an hour later."""
    chance = random.Random(seed)
    for number in range(count):
        moment = at(MORNING) + timedelta(minutes=number * minutes)
        live_at_random(office.call(moment, caller=CALLERS[number % len(CALLERS)]), chance)
    office.clock.now = at(MORNING) + timedelta(minutes=count * minutes + 60)
    office.shipped().dispose()
