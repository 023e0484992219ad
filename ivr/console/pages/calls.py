"""Calls: the log, filtered by its address; views saved by name; callers found by a number that never stands in it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from urllib.parse import parse_qsl, urlencode

from flask import Response as FlaskResponse
from flask import abort, flash, make_response, redirect, request, stream_with_context, url_for
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from ivr.accounts.signing_in import QUARTER
from ivr.callers import e164_of
from ivr.console.call_words import GATES, PERIODS
from ivr.console.calls_asked import DAYS, Asked, asked
from ivr.console.calls_cells import export_rows, heads, page_rows
from ivr.console.calls_columns import COLUMNS, NEEDS_LEGS, Seen, line_word, outcome_words, service_word
from ivr.console.console import Console, page
from ivr.console.languages import language_name
from ivr.console.logged import Logged
from ivr.console.spreadsheets import Cell, csv_chunks, xlsx_chunks
from ivr.console.visitor import signed_in
from ivr.errors import UsageError
from ivr.store import call_list
from ivr.store.call_list import MISSED_ALL, NONE, Found, Place, Wanted, place_of
from ivr.store.console.limits import Limit
from ivr.store.console.views import SavedView, ViewRows
from ivr.store.projection import OUTCOMES, CallRow

ROWS = 50
_SEARCHES = 60  # for a number, of one account in a quarter of an hour
_NAME_LETTERS = 60
_FORMS = {
    "csv": (csv_chunks, "text/csv; charset=utf-8"),
    "xlsx": (xlsx_chunks, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
}


def register(console: Console) -> None:
    pages, post = _Pages(Logged(console), ViewRows(console.store.database)), ["POST"]
    console.route("/calls", "calls", pages.list)
    console.route("/calls/caller", "calls_caller", pages.caller, post)
    console.route("/calls/views", "calls_views", pages.save, post)
    console.route("/calls/views/<int:view>/remove", "calls_view_remove", pages.remove, post)
    console.route("/calls/export/<form>", "calls_export", pages.export)


@dataclass(frozen=True)
class _Pages:
    log: Logged
    views: ViewRows

    def list(self, problem: str = "", status: int = 200) -> Response:
        wish = asked(request.args)
        if request.args.get("caller") and not wish.callers:
            return redirect(url_for("console.calls", **wish.parameters()))  # a number does not stay in an address
        wanted = self._wanted(wish)
        before, after = place_of(request.args.get("before", "")), place_of(request.args.get("after", ""))
        rows, newer, older = self._page(wanted, before, after)
        whole = not (before or after or older)  # the first page is all there is
        names, link = wish.columns if "when" in wish.columns else ("when", *wish.columns), _Links(wish)
        shown = page(
            "calls.html", wish=wish, heads=heads(names), rows=page_rows(names, self._seen(wish, rows), link),
            all_columns=heads(COLUMNS), found=Found(len(rows)) if whole else call_list.count(self.log.engine, wanted),
            newer=newer and link({"after": str(newer)}),
            older=older and link({"before": str(older)}), here=wish.parameters(), everybody=link({"caller": ""}),
            periods=PERIODS, usual_days=DAYS, choices=self._choices(wish), views=self._views(wish), problem=problem,
        )  # fmt: skip
        return make_response(shown, status)

    def caller(self) -> Response:
        """Find a caller: from the number typed to a pseudonym. That somebody looked is noted, the number is not."""
        wish, account = asked(request.args), signed_in()
        limit = (Limit(f"caller search {account.id}", _SEARCHES, QUARTER),)
        if self.log.console.store.limits.take(limit, self.log.services.clock()):
            abort(429)
        try:
            number = e164_of(request.form.get("number", ""))
        except UsageError:
            return self.list(_("This is no telephone number. Write it so: 601 234 567, or +380 44 123 45 67."), 400)
        today = self.log.services.clock().date()
        names = self.log.services.callers.numbers.pseudonyms(number, today)
        callers = call_list.seen_in(self.log.engine, names) or names[:1]
        self.log.console.note("caller_searched", ".".join(callers))
        return redirect(url_for("console.calls", **replace(wish, callers=callers).parameters()))

    def save(self) -> Response:
        wish, name = asked(request.args), " ".join(request.form.get("name", "").split())[:_NAME_LETTERS]
        if not name:
            return self.list(_("Give the view a name."), 400)
        query = urlencode(wish.parameters(callers=False), doseq=True)
        shared, now = request.form.get("shared") == "1", self.log.services.clock()
        if not self.views.save(signed_in().id, name, query, shared, now):
            return self.list(_("You have fifty views already. Remove one first."), 400)
        flash(_("The view “%(name)s” is saved.", name=name))
        return redirect(url_for("console.calls", **wish.parameters()))

    def remove(self, view: int) -> Response:
        self.views.remove(signed_in().id, view)
        flash(_("The view is removed."))
        return redirect(url_for("console.calls", **asked(request.args).parameters()))

    def export(self, form: str) -> Response:
        """All that fit, with the columns chosen. Noted before the first byte goes out."""
        if form not in _FORMS:
            abort(404)
        wish, (chunks, mimetype) = asked(request.args), _FORMS[form]
        self.log.console.note("calls_exported", f"{form} {urlencode(wish.parameters(), doseq=True)}".strip())
        labels = [_("Seconds") if head.name == "seconds" else head.label for head in heads(wish.columns)]
        answer = FlaskResponse(stream_with_context(chunks(labels, self._cells(wish))), mimetype=mimetype)
        day = self.log.services.clock().date()
        answer.headers["Content-Disposition"] = f'attachment; filename="calls-{day}.{form}"'
        return answer

    def _cells(self, wish: Asked) -> Iterator[Sequence[Cell]]:
        pages = call_list.every(self.log.engine, self._wanted(wish))
        return export_rows(wish.columns, (seen for rows in pages for seen in self._seen(wish, rows)))

    def _wanted(self, wish: Asked) -> Wanted:
        return wish.wanted(self.log.services.clock(), self.log.office.timezone, self.log.restricted())

    def _page(
        self, wanted: Wanted, before: Place | None, after: Place | None
    ) -> tuple[Sequence[CallRow], Place | None, Place | None]:
        """One page, and the places its links lead on from: to newer ones, to older ones."""
        rows = call_list.page(self.log.engine, wanted, ROWS + 1, before, after)
        more = len(rows) > ROWS
        if more:
            rows = rows[1:] if after else rows[:ROWS]
        newer = rows[0] if rows and (before or (after and more)) else None
        older = rows[-1] if rows and (after or more) else None
        return rows, _place(newer), _place(older)

    def _seen(self, wish: Asked, rows: Sequence[CallRow]) -> Sequence[Seen]:
        legs = call_list.legs_of(self.log.engine, [row.call_id for row in rows]) if NEEDS_LEGS & {*wish.columns} else {}
        restricted = self.log.restricted()
        return [self.log.seen(row, legs.get(row.call_id, ()), restricted) for row in rows]

    def _views(self, wish: Asked) -> Sequence[tuple[SavedView, str, bool, bool]]:
        """Each with its address, whether it is the present one, and whether it is the visitor's own."""
        present, own = wish.parameters(callers=False), signed_in().name
        kept = [(view, asked(MultiDict(parse_qsl(view.query))).parameters()) for view in self.views.of(signed_in().id)]
        return [(view, url_for("console.calls", **of), of == present, view.owner == own) for view, of in kept]

    def _choices(self, wish: Asked) -> dict[str, Sequence[tuple[str, str]]]:
        """What the filters offer: what is live now, and what the address asks for."""
        office, everything = self.log.office, ("", _("all"))
        words = {
            "services": [(name, service_word(office, name)) for name in office.groups],
            "lines": [(name, line_word(office, name)) for name in office.lines],
            "languages": [(code, language_name(code)) for code in office.languages],
            "numbers": [(one.e164, one.written) for one in office.answers_on],
        }
        chosen = {"services": wish.service, "lines": wish.line, "languages": wish.language, "numbers": wish.called}
        for name, value in chosen.items():
            if value and value != NONE and value not in dict(words[name]):
                words[name].append((value, value))
        words["services"].append((NONE, _("none asked for")))
        words["outcomes"] = [
            (MISSED_ALL, _("missed, all together")),
            *((one, outcome_words(one)[0]) for one in OUTCOMES),
        ]
        words["gates"] = [(gate, _(text)) for gate, text in GATES.items()]
        return {name: [everything, *each] for name, each in words.items()}


class _Links:
    """Addresses of a view with something changed; "" takes it out."""

    def __init__(self, wish: Asked) -> None:
        self._path, self._present = url_for("console.calls"), wish.parameters()

    def __call__(self, changes: Mapping[str, str]) -> str:
        merged = {**self._present, **changes}
        query = urlencode({name: value for name, value in merged.items() if value}, doseq=True)
        return f"{self._path}?{query}" if query else self._path


def _place(row: CallRow | None) -> Place | None:
    return Place(row.started_at, row.call_id) if row else None
