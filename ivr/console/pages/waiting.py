"""Waiting: whom the office missed and who still waits; one of them; take, give back, note, done, open again.

A caller's number is shown on request alone: for a reason, which is noted first, and on a page that is no address.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol, cast

import phonenumbers
from flask import abort, current_app, flash, make_response, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from ivr.console.call_words import OUTCOMES, WAITING_DEEDS
from ivr.console.console import Console, page
from ivr.console.door import BY_ITSELF
from ivr.console.office_words import OfficeWords
from ivr.console.visitor import ConsoleServices, signed_in
from ivr.errors import IvrError
from ivr.store.console.access_log import require_reason
from ivr.waiting import LONGEST_NOTE, Did, Waiting, WaitingRoom

ROWS = 50


class WaitingServices(ConsoleServices, Protocol):
    @property
    def waiting(self) -> WaitingRoom: ...


def register(console: Console) -> None:
    pages, post = _Pages(console), ["POST"]
    console.route("/waiting", "waiting", pages.list)
    one = "/waiting/of/<call_id>"
    console.route(one, "waiting_one", pages.one)
    console.route(f"{one}/take", "waiting_take", pages.take, post)
    console.route(f"{one}/give-back", "waiting_give_back", pages.give_back, post)
    console.route(f"{one}/note", "waiting_note", pages.note, post)
    console.route(f"{one}/done", "waiting_done", pages.done, post)
    console.route(f"{one}/reopen", "waiting_reopen", pages.reopen, post)
    console.route(f"{one}/reveal", "waiting_reveal", pages.reveal, post)


@dataclass(frozen=True)
class _Pages:
    console: Console

    @property
    def room(self) -> WaitingRoom:
        return cast(WaitingServices, self.console.services).waiting

    def list(self) -> Response:
        whose, asked, name = request.args.get("whose", ""), request.args.get("page", ""), signed_in().name
        everybody = self.room.all()
        waiting = [one for one in everybody if not one.done and _fits(one, whose, name)]
        last = max(1, -(-len(waiting) // ROWS))
        number = min(int(asked), last) if asked.isascii() and asked.isdigit() and 0 < len(asked) < 7 else 1
        number = max(number, 1)
        if BY_ITSELF not in request.headers:
            self.console.note("waiting_viewed")
        return self._page(
            "waiting.html", rows=waiting[(number - 1) * ROWS : number * ROWS], count=len(waiting), whose=whose,
            number=number, last=last, done=[one for one in everybody if one.done],
            any=any(not one.done for one in everybody),
        )  # fmt: skip

    def one(self, call_id: str, status: int = 200, error: str = "") -> Response:
        one = self._found(call_id)
        self.console.note("waiting_one_viewed", one.id)
        return self._page("waiting_one.html", status, one=one, error=error, longest=LONGEST_NOTE)

    def take(self, call_id: str) -> Response:
        return self._changed(call_id, "took", _("It is yours now."))

    def give_back(self, call_id: str) -> Response:
        return self._changed(call_id, "gave_back", _("It is nobody’s now."))

    def note(self, call_id: str) -> Response:
        if not request.form.get("note", "").strip():
            return self.one(call_id, 400, _("Write a few words first."))
        return self._changed(call_id, "noted", _("Noted."))

    def done(self, call_id: str) -> Response:
        return self._changed(call_id, "done", _("Done. It can be opened again below the list."))

    def reopen(self, call_id: str) -> Response:
        return self._changed(call_id, "reopened", _("It waits again."))

    def reveal(self, call_id: str) -> Response:
        """The number, once. Loading the page anew asks for it, and is noted, again."""
        one = self._found(call_id)
        try:
            reason = require_reason(request.form.get("reason", ""))
        except IvrError:
            return self.one(call_id, 400, _("Say why you need the number; a few words are enough."))
        number = self.room.number(one)
        if not number:
            return self.one(call_id, 400, _("There is no number that may be shown."))
        self.console.note("number_revealed", one.holder.call_id, reason)
        return self._page("waiting_number.html", one=one, number=_written(number), dialled=number)

    def _changed(self, call_id: str, did: Did, words: str) -> Response:
        form, by = request.form, signed_in().name
        seen = form.get("seen", "")
        number = int(seen) if seen.isascii() and seen.isdigit() and len(seen) < 10 else 0
        answer = self.room.change(call_id, did, by, form.get("note", ""), number, form.get("through", ""))
        if answer == "unknown":
            abort(404)
        flash(
            words if answer == "changed" else _("Somebody was quicker. This is how it stands now; nothing was changed.")
        )
        to_one = form.get("back") == "one" and did not in ("done", "reopened")
        return redirect(url_for("console.waiting_one", call_id=call_id) if to_one else url_for("console.waiting"))

    def _found(self, call_id: str) -> Waiting:
        one = self.room.of(call_id)
        if one is None:
            abort(404)
        return one

    def _page(self, template: str, status: int = 200, **values: object) -> Response:
        services = self.console.services
        shown = {
            "words": OfficeWords(services.plan(), services.clock()), "outcome_words": OUTCOMES,
            "deed_words": WAITING_DEEDS, "shown": self.room.shown, "me": signed_in().name, "names": self._names(),
            "has_call_page": "console.call" in current_app.view_functions, "now": services.clock(),
        }  # fmt: skip
        return make_response(page(template, **shown, **values), status)

    def _names(self) -> dict[str, str]:
        """Account -> the person."""
        return {one.name: one.full_name or one.name for one in self.console.store.accounts.all()}


def _fits(one: Waiting, whose: str, name: str) -> bool:
    return {"mine": one.assigned == name, "nobody": not one.assigned}.get(whose, True)


def _written(number: str) -> str:
    """As people write it; what is no telephone number stays as it came."""
    try:
        parsed = phonenumbers.parse(number)
    except phonenumbers.NumberParseException:
        return number
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.INTERNATIONAL)
