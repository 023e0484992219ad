"""People and privacy: what is kept how long, what a person asks for by their number, and who keeps what else.

A number comes in a form and goes nowhere: into no address, no note, no receipt. Every look needs a reason, which is
noted before anything is shown.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol, cast

from flask import Response as FlaskResponse
from flask import abort, make_response, request
from flask_babel import gettext as _
from sqlalchemy import Engine
from werkzeug.wrappers import Response

from ivr.accounts.deeds import Deed
from ivr.accounts.signing_in import QUARTER
from ivr.callers import e164_of
from ivr.console.console import Console, page
from ivr.console.languages import current_language
from ivr.console.log_away import told
from ivr.console.visitor import ConsoleServices, signed_in
from ivr.core.office import Privacy
from ivr.errors import IvrError, UsageError
from ivr.persons import Persons
from ivr.store.console.access_log import require_reason
from ivr.store.console.limits import Limit
from ivr.store.forgetting import PastPurge, past_purges
from ivr.store.log import reading
from ivr.store.masking import mask

PURGES = 7  # shown
ROWS = 100  # of a person's calls
_ASKED = 60  # of one account in a quarter of an hour
_NOT_A_DIGIT = re.compile(r"\D")


class PeopleServices(ConsoleServices, Protocol):
    @property
    def log(self) -> Engine: ...

    def persons(self) -> Persons: ...


def register(console: Console) -> None:
    pages, post = _Pages(console), ["POST"]
    console.route("/people", "people", pages.show)
    console.route("/people/find", "people_find", told(pages.find), post)
    console.route("/people/export", "people_export", told(pages.export), post)
    console.route("/people/restrict", "people_restrict", told(pages.restrict), post)
    console.route("/people/object", "people_object", told(pages.object), post)
    console.route("/people/erase", "people_erase", told(pages.erase), post)


@dataclass(frozen=True, slots=True)
class Kept:
    """One row of what is kept, for how many days, and what happens then."""

    what: str
    days: int
    then: str


@dataclass(frozen=True)
class _RefusedError(Exception):
    """What is wrong with what was sent."""

    words: str


@dataclass(frozen=True)
class _Pages:
    console: Console

    @property
    def services(self) -> PeopleServices:
        return cast(PeopleServices, self.console.services)

    def show(self, problem: str = "", status: int = 200) -> Response:
        privacy = self.services.plan().office.privacy
        shown = page(
            "people.html", problem=problem, kept=_kept(privacy), purges=self._purges(), keepers=self._keepers(),
            typed_reason=request.form.get("reason", ""), away_rows=self._access_rows_gone(),
        )  # fmt: skip
        return make_response(shown, status)

    def find(self) -> Response:
        return self._with_number("person_searched", self._person)

    def export(self) -> Response:
        return self._with_number("person_exported", self._file)

    def restrict(self) -> Response:
        on = request.form.get("on") == "1"
        words = (
            _("Restricted: from now on this number is shown to nobody.") if on else _("The restriction is taken back.")
        )

        def done(number: str, reason: str) -> Response:
            self.services.persons().restrict(number, on)
            return self._person(number, reason, said=words)

        return self._with_number("person_restricted" if on else "person_unrestricted", done)

    def object(self) -> Response:
        on = request.form.get("on") == "1"
        words = (
            _("Noted: from now on calls of this number are logged without it. What was kept before stays until it is "
              "erased.")
            if on else _("The objection is taken back.")
        )  # fmt: skip

        def done(number: str, reason: str) -> Response:
            self.services.persons().object(number, on)
            return self._person(number, reason, said=words)

        return self._with_number("person_objected" if on else "person_objection_lifted", done)

    def erase(self) -> Response:
        return self._with_number("person_erased", self._receipt)

    def _with_number(self, did: Deed, then: Callable[[str, str], Response]) -> Response:
        """Note the deed, then do it. Nothing is done without a number, a reason and a free attempt."""
        account = signed_in()
        limit = (Limit(f"person {account.id}", _ASKED, QUARTER),)
        if self.console.store.limits.take(limit, self.services.clock()):
            abort(429)
        try:
            number, reason = _number_and_reason()
        except _RefusedError as error:
            return self.show(error.words, 400)
        self.console.note(did, mask(number), reason)
        return then(number, reason)

    def _person(self, number: str, reason: str, said: str = "") -> Response:
        persons = self.services.persons()
        calls = list(reversed(persons.calls(number)))
        shown = page(
            "people_person.html", number=number, masked=mask(number), reason=reason, said=said, count=len(calls),
            calls=calls[:ROWS], standing=persons.standing(number), privacy=self.services.plan().office.privacy,
            provider=bool(persons.provider),
        )  # fmt: skip
        return make_response(shown)

    def _file(self, number: str, reason: str) -> Response:
        """The same as the command prints, for the person."""
        found = self.services.persons().export(number, current_language())
        answer = FlaskResponse(json.dumps(found, ensure_ascii=False, indent=1), content_type="application/json")
        made = f"{self.services.clock():%Y-%m-%d}"
        answer.headers["Content-Disposition"] = f'attachment; filename="person_{made}.json"'
        return answer

    def _receipt(self, number: str, reason: str) -> Response:
        persons = self.services.persons()
        receipt = persons.erase(number)
        shown = page(
            "people_receipt.html", receipt=receipt, privacy=self.services.plan().office.privacy,
            by=signed_in().full_name or signed_in().name, standing=persons.standing(number),
        )  # fmt: skip
        return make_response(shown)

    def _purges(self) -> tuple[PastPurge, ...] | None:
        """None where the log cannot be read."""
        try:
            with reading(self.services.log) as connection:
                return past_purges(connection, PURGES)
        except IvrError:
            return None

    def _access_rows_gone(self) -> int:
        """Rows of the access log that were purged, in all: it is numbered from its first row on."""
        return self.console.store.access_log.beginning()[0].seq

    def _keepers(self) -> dict[str, list[str]]:
        """Role -> whom to ask."""
        accounts = [one for one in self.console.store.accounts.all() if one.enabled]
        roles = ("admin", "auditor")
        return {role: [one.full_name or one.name for one in accounts if role in one.roles] for role in roles}


def _number_and_reason() -> tuple[str, str]:
    try:
        number = e164_of(request.form.get("number", ""))
    except UsageError:
        words = _("This is no telephone number. Write it so: 601 234 567, or +380 44 123 45 67.")
        raise _RefusedError(words) from None
    try:
        reason = require_reason(request.form.get("reason", ""))
    except IvrError:
        raise _RefusedError(_("Say why, in a few words: it stands in the access log.")) from None
    if number[-7:] in _NOT_A_DIGIT.sub("", reason):
        words = _("Leave the number out of the reason: the access log is kept much longer than numbers are.")
        raise _RefusedError(words)
    return number, reason


def _kept(privacy: Privacy) -> list[Kept]:
    return [
        Kept(_("Callers’ numbers"), privacy.number_days, _("the key of the day is destroyed, the numbers are cleared")),
        Kept(_("The course of calls"), privacy.event_days, _("calls are deleted; counts of days stay")),
        Kept(_("The access log"), privacy.access_log_days, _("rows are deleted; the rest can still be verified")),
    ]
