"""Which figures there are, and on which page of the charts they stand."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from ivr.console.charts import build_calls, build_desks, build_menu, build_times
from ivr.console.charts.asked import Asked
from ivr.console.charts.figure import Figure
from ivr.console.navigation import N_

Build = Callable[[Asked], Figure]
FIGURES: Mapping[str, Build] = {
    "outcomes": build_calls.outcomes,
    "days": build_calls.days,
    "weekdays": build_calls.weekdays,
    "languages": build_calls.languages,
    "quarters": build_times.calls,
    "missed-quarters": build_times.missed,
    "staffing": build_times.staffing,
    "services": build_desks.services,
    "lines": build_desks.lines,
    "seconds": build_desks.seconds,
    "funnel": build_menu.funnel,
    "repeats": build_menu.repeats,
}
SECTIONS: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "calls": (N_("Calls"), ("days", "outcomes", "weekdays", "languages")),
    "times": (N_("Times and staff"), ("staffing", "missed-quarters", "quarters")),
    "desks": (N_("Services and telephones"), ("services", "lines", "seconds")),
    "menu": (N_("The menu"), ("funnel",)),
    "callers": (N_("Repeat callers"), ("repeats",)),
}
"""Name in the URL -> what it is called, its figures in reading order."""
