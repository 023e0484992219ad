"""Telephones: each line of the live plan, how often it is answered, when it last was, whether it seems dead."""

from __future__ import annotations

from collections.abc import Mapping

from flask_babel import gettext as _

from ivr.console.charts.figure import share_of, text
from ivr.console.console import Console, page
from ivr.console.languages import current_language
from ivr.console.log_away import told
from ivr.console.navigation import N_
from ivr.core.plan import Plan
from ivr.core.schedule import OpenStatus
from ivr.core.words import WRITTEN
from ivr.figures import Count
from ivr.store.database import open_reader
from ivr.telephones import DEAD_AFTER, SHARE_DAYS, Telephone, telephones

RUNG = ("answered", "no_answer", "busy", "failed")
BECAUSE: Mapping[str, str] = {
    "override": N_("switched by hand"),
    "exception": N_("an exception"),
    "holiday": N_("a public holiday"),
    "weekly": N_("usual hours"),
    "closed": N_("outside the hours"),
}


def register(console: Console) -> None:
    services = console.services

    def lines() -> str:
        plan = services.plan()
        found = telephones(open_reader(services.settings.database), plan, services.clock())
        rows = [(one, _groups(one, plan), _share(one), _why(one.status, plan)) for one in found]
        alarms = [one for one in found if one.alarm and one.state != "no_more"]
        return page("lines.html", rows=rows, alarms=alarms, dead_after=DEAD_AFTER, share_days=SHARE_DAYS)

    console.route("/lines", "lines", told(lines))


def _groups(one: Telephone, plan: Plan) -> list[str]:
    language = current_language()
    labels = [plan.office.groups[name].label for name in one.groups]
    return [label.get(language) or next(iter(label.values()), "") for label in labels]


def _share(one: Telephone) -> tuple[str, str]:
    """ "92.0%", "of 50 attempts"."""
    rung = sum(one.outcomes[name] for name in RUNG)
    share = text(share_of(Count(one.outcomes["answered"]), Count(rung)))
    return share, _(
        "%(answered)s of %(rung)s", answered=text(one.outcomes["answered"]), rung=text(rung)
    ) if rung else ""


def _why(status: OpenStatus | None, plan: Plan) -> str:
    """What decides now: the staff's words of a switch or an exception, a holiday's name, else the rule."""
    if status is None:
        return str(_("always"))
    because = status.because
    if because.holiday:
        return WRITTEN[current_language()].holiday(because.holiday)
    said = because.reason.get(current_language()) or because.reason.get(plan.office.default_language, "")
    return f"{_(BECAUSE[because.kind])}: {said}" if said else str(_(BECAUSE[because.kind]))
