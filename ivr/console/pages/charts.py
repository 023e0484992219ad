"""Charts: the figures of a period on five pages, each with its table and its file; the flow's picture; a month on one
sheet. Counts only: nothing here leads to a call or a caller."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any
from zoneinfo import ZoneInfo

from flask import Response, abort, request, url_for
from flask_babel import gettext as _

from ivr.console.charts import words
from ivr.console.charts.asked import PERIODS, Asked, asked_of, month_of
from ivr.console.charts.build_calls import summary
from ivr.console.charts.figure import FEW, GUARD, Figure, text
from ivr.console.charts.picture import picture
from ivr.console.charts.sections import FIGURES, SECTIONS
from ivr.console.charts.spreadsheet import file_of
from ivr.console.console import Console, page
from ivr.console.languages import current_language
from ivr.console.log_away import told
from ivr.store.database import open_reader

MONTH_FIGURES = ("days", "services", "lines", "missed-quarters", "staffing")
MONTH_WORST = 5  # quarter-hours on the sheet


def register(console: Console) -> None:
    charts = _Charts(console)
    console.route("/charts", "charts", told(charts.first))
    console.route("/charts/<name>", "charts_of", told(charts.show))
    console.route("/charts/file/<name>", "charts_file", told(charts.file))
    console.route("/charts/flow.svg", "charts_flow", told(charts.flow))
    console.route("/charts/month", "charts_month", told(charts.month))


@dataclass(frozen=True)
class _Charts:
    console: Console

    def first(self) -> str:
        return self.show("calls")

    def show(self, name: str) -> str:
        if name not in SECTIONS:
            abort(404)
        asked = self._asked()
        shown = [FIGURES[one](asked) for one in SECTIONS[name][1]]
        return page("charts.html", section=name, sections=SECTIONS, periods=PERIODS, numbers=self._numbers(name, asked),
                    figures=shown, **_values(asked, shown))  # fmt: skip

    def file(self, name: str) -> Response:
        if name not in FIGURES:
            abort(404)
        asked = replace(self._asked(), for_file=True)
        figure = FIGURES[name](asked)
        period = f"{asked.period.first}..{asked.period.last}"
        self.console.note("figures_exported", f"{name} {period}{' publication' if asked.publication else ''}")
        notes = [f"{figure.title}: {asked.heading}", *(hidden_notes() if figure.hides else ())]
        answer = Response(file_of(figure, notes), content_type="text/csv; charset=utf-8")
        filename = f"{name}_{asked.period.first}_{asked.period.last}{'_publication' if asked.publication else ''}.csv"
        answer.headers["Content-Disposition"] = f'attachment; filename="{filename}"'
        return answer

    def flow(self) -> Response:
        """A picture for an <img>: nothing in it can act."""
        asked = self._asked()
        drawn = picture(asked, self.console.services.clock())
        answer = Response(drawn, content_type="image/svg+xml")
        answer.headers["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
        return answer

    def month(self) -> str:
        asked = self._asked()
        asked = replace(asked, chosen="days", period=month_of(request.args.get("month", ""), asked.today))
        shown = [FIGURES[one](asked) for one in MONTH_FIGURES]
        shown[-1] = replace(shown[-1], rows=shown[-1].rows[:MONTH_WORST])
        title = words.month(asked.period.first)
        return page("charts_month.html", month_title=title, month=f"{asked.period.first:%Y-%m}",
                    numbers=summary(asked), figures={one.name: one for one in shown},
                    made=self.console.services.clock(), **_values(asked, shown))  # fmt: skip

    def _numbers(self, name: str, asked: Asked) -> list[tuple[str, str, str]]:
        return summary(asked) if name == "calls" else []

    def _asked(self) -> Asked:
        services = self.console.services
        plan = services.plan()
        today = services.clock().astimezone(ZoneInfo(plan.office.timezone)).date()
        engine = open_reader(services.settings.database)
        return asked_of(request.args, engine, plan, current_language(), today)


def hidden_notes() -> list[str]:
    return [
        _("%(few)s: fewer than five.", few=FEW),
        _("%(guard)s: hidden too, so that a number under five cannot be computed.", guard=GUARD),
    ]


def _values(asked: Asked, shown: list[Figure]) -> dict[str, Any]:
    """`link`: another page of the charts with the same period."""

    def link(endpoint: str, **values: str) -> str:
        kept: dict[str, Any] = {
            name: request.args[name] for name in ("period", "from", "to", "publication") if request.args.get(name)
        }
        return url_for(f"console.{endpoint}", **{**kept, **values})

    hides = hidden_notes() if any(figure.hides for figure in shown) else []
    months = month_of(request.args.get("month", ""), asked.today)
    return {
        "asked": asked, "link": link, "cell_text": text, "hidden_notes": hides,
        "month_value": f"{months.first:%Y-%m}",
    }  # fmt: skip
