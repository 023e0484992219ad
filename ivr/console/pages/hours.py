"""Hours: the effective calendar; close, open or announce now: first what callers will hear, then the deed, then undo.

Two clicks: the first one changes nothing. What is switched is a use case (`ivr.switching`), the same as the commands'.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Protocol, cast
from zoneinfo import ZoneInfo

from flask import flash, make_response, redirect, request, url_for
from flask_babel import format_datetime
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from ivr.accounts.deeds import Deed
from ivr.console.console import Console, page
from ivr.console.hours_asked import ENDS, OWN_WORDS, Asked, asked, choices, named, problem_words, wish_of
from ivr.console.hours_shown import calendar_rows, in_force, lines_now
from ivr.console.office_words import OfficeWords
from ivr.console.visitor import ConsoleServices, signed_in
from ivr.core.overrides import applied
from ivr.errors import IvrError, UsageError
from ivr.switching.effects import effects
from ivr.switching.hours import closing_today, next_opening
from ivr.switching.switchboard import Switchboard
from ivr.switching.wishes import LONGEST_NOTICE, LONGEST_REASON, Done, Kind, Wish
from ivr.switching.wishes import with_digits as digits_in

DAYS = 14
_FARTHEST = timedelta(days=730)
_DEEDS: dict[str, Deed] = {"close": "hours_closed", "open": "hours_opened", "announce": "hours_announced"}


class HoursServices(ConsoleServices, Protocol):
    def switchboard(self) -> Switchboard: ...


def register(console: Console) -> None:
    pages, post = _Pages(console), ["POST"]
    console.route("/hours", "hours", pages.show)
    console.route("/hours/preview", "hours_preview", pages.preview, post)
    console.route("/hours/switch", "hours_switch", pages.switch, post)
    console.route("/hours/end", "hours_end", pages.end, post)
    console.route("/hours/undo/<key>", "hours_undo", pages.undo, post)


@dataclass(frozen=True)
class _Pages:
    console: Console

    def show(self) -> Response:
        return self._list(asked(request.args))

    def _list(self, one: Asked, problem: str = "", status: int = 200) -> Response:
        board = self._board()
        held = board.file.read()
        plan, today = applied(board.plan, held), board.now.astimezone(ZoneInfo(board.timezone)).date()
        first, words = _first(request.args.get("from", ""), today), OfficeWords(plan, board.now)
        names, rows = calendar_rows(plan, words, board, held, first, first + timedelta(days=DAYS - 1))
        shown = page(
            "hours.html", columns=names, rows=rows, today=today, first=first, days=timedelta(days=DAYS),
            problem=problem, held=in_force(board, held, words), lines=lines_now(plan, words, board.now),
            names=self._names(), earlier=first > today, **self._form(board, one, words),
        )  # fmt: skip
        return make_response(shown, status)

    def preview(self) -> Response:
        """The first click: what will be, and nothing changed."""
        one, board = asked(request.form), self._board()
        try:
            wish = wish_of(one, board)
        except UsageError as error:
            return self._list(one, problem_words(error), 400)
        return self._preview(one, board, wish)

    def _preview(self, one: Asked, board: Switchboard, wish: Wish, late: bool = False) -> Response:
        words = OfficeWords(board.plan, board.now)
        office = board.plan.office
        digits = [office.languages[language].name for language in digits_in(wish.texts)]
        missing = [office.languages[language].name for language in board.missing(wish.texts)] if wish.texts else []
        return make_response(
            page(
                "hours_preview.html", wish=wish, effects=effects(board, wish), late=late, digits=digits,
                missing=missing, seen=board.file.read().sequence, what=named(one["target"], board.plan, words),
                languages_of=office.languages, total=len(office.lines), typed=one.typed(board.plan),
                **self._form(board, one, words),
            ),
            409 if late else 200,
        )  # fmt: skip

    def switch(self) -> Response:
        """The second click. Where somebody switched meanwhile, what will be is shown anew first."""
        one, board = asked(request.form), self._board()
        try:
            wish = wish_of(one, board)
        except UsageError as error:
            return self._list(one, problem_words(error), 400)
        if str(board.file.read().sequence) != one["seen"]:
            return self._preview(one, board, wish, late=True)
        words = OfficeWords(board.plan, board.now)
        what = "" if wish.what == "announce" else named(one["target"], board.plan, words)
        done = board.do(wish, signed_in().name)
        self._note(_DEEDS[wish.what], what or " ".join(done.ids), words.text(wish.texts) if wish.texts else "")
        until = self._until(board, wish)
        said = {
            "close": _("Closed: %(what)s, until %(until)s.", what=what, until=until),
            "open": _("Open: %(what)s, until %(until)s.", what=what, until=until),
            "announce": _("The notice is set, until %(until)s.", until=until),
        }[wish.what]
        return self._back(board, done, said)

    def end(self) -> Response:
        kind: Kind = "announcements" if request.form.get("kind") == "announcements" else "switches"
        ids, board = request.form.getlist("id"), self._board()
        try:
            if not ids:
                raise UsageError("nothing", "nothing")
            done = board.end(kind, ids, signed_in().name)
        except IvrError as error:
            return self._over(error, _("It had ended already."))
        self._note("hours_ended", " ".join(done.ids))
        ended = _("The notice is ended.") if kind == "announcements" else _("Ended. The hours of the calendar hold.")
        return self._back(board, done, ended)

    def undo(self, key: str) -> Response:
        board = self._board()
        try:
            done = board.undo(key, signed_in().name)
        except IvrError as error:
            return self._over(error, _("There is nothing left to undo: it has ended, or was changed since."))
        self._note("hours_undone", " ".join(done.ids))
        return self._back(board, done, _("Undone. It is as it was before."))

    def _over(self, error: IvrError, words: str) -> Response:
        if error.code not in ("id-unknown", "nothing-to-end", "undo-late", "nothing"):
            raise error
        flash(words)
        return redirect(url_for("console.hours"))

    def _back(self, board: Switchboard, done: Done, said: str) -> Response:
        if not board.file.spread:
            said = f"{said} " + _(
                "Only this machine has it so far: the database that all share cannot be used now. The others follow "
                "when it is back."
            )
        flash(said, url_for("console.hours_undo", key=done.key))
        return redirect(url_for("console.hours"))

    def _until(self, board: Switchboard, wish: Wish) -> str:
        if wish.until_at is None:
            return str(_("somebody ends it, at the latest the end of today"))
        return str(format_datetime(wish.until_at, "EEEE, d MMMM, HH:mm"))

    def _form(self, board: Switchboard, one: Asked, words: OfficeWords) -> dict[str, Any]:
        """What the form needs, filled with what was sent."""
        office, calls = board.plan.office, board.call_schedule()
        closing = closing_today(calls, board.now, board.timezone) if calls else None
        opening = next_opening(calls, board.now, board.timezone)
        until = one["until"] if one["until"] in ENDS else "closing" if closing else "opening" if opening else "moment"
        return {
            "asked": one, "until": until, "closing": closing, "opening": opening, "choices": choices(board.plan, words),
            "reasons": [(name, words.text(texts)) for name, texts in office.reasons.items()], "own_words": OWN_WORDS,
            "office_languages": office.languages, "default_language": office.default_language, "now": board.now,
            "zone": ZoneInfo(board.timezone), "words": words, "longest_reason": LONGEST_REASON,
            "longest_notice": LONGEST_NOTICE,
        }  # fmt: skip

    def _board(self) -> Switchboard:
        return cast(HoursServices, self.console.services).switchboard()

    def _note(self, did: Deed, what: str, reason: str = "") -> None:
        self.console.note(did, what, reason)

    def _names(self) -> dict[str, str]:
        """Account -> the person."""
        return {one.name: one.full_name or one.name for one in self.console.store.accounts.all()}


def _first(written: str, today: date) -> date:
    """The first day shown: one that was asked for, from today on."""
    try:
        return min(max(date.fromisoformat(written), today), today + _FARTHEST)
    except ValueError:
        return today
