"""`/console/`: the first page of whoever asks. Also the language switch, and addresses that lead nowhere."""

from __future__ import annotations

from flask import abort, redirect, request, url_for
from flask import session as cookie
from werkzeug.wrappers import Response

from ivr.console.console import Console
from ivr.console.door import safe_next
from ivr.console.languages import LANGUAGES
from ivr.console.navigation import first_page
from ivr.console.visitor import visitor


def register(console: Console) -> None:
    def home() -> Response:
        return redirect(first_page())

    def language() -> Response:
        chosen, account = request.form.get("language", ""), visitor().account
        if chosen not in LANGUAGES:
            abort(400)
        cookie["language"] = chosen
        if account:
            console.store.accounts.change(account.id, language=chosen)
        return redirect(safe_next(request.form.get("next", ""), url_for("console.home")))

    def elsewhere(path: str) -> Response:
        abort(404)

    console.route("/", "home", home)
    console.route("/language", "language", language, methods=["POST"])
    console.route("/<path:path>", "elsewhere", elsewhere)
