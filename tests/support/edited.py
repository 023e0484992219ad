"""A shipped office with some of its text changed, as a plan: as a clerk edits it, without a folder."""

from __future__ import annotations

from functools import cache

from ivr.core.plan import Plan
from ivr.flowfile.check import check
from ivr.flowfile.sources import Sources, read_sources
from tests.support.offices import OFFICES, TODAY

Edit = tuple[str, str, str]
"""File, what stands there once, what is written instead."""


@cache
def _sources(office: str) -> Sources:
    return read_sources(OFFICES[office])


def edited(*edits: Edit, office: str = "shipped") -> Plan:
    """The plan of the edited files. They must still pass the check."""
    files = dict(_sources(office).files)
    for file, find, write in edits:
        assert files[file].count(find) == 1, f"{find!r} must stand once in {file}"
        files[file] = files[file].replace(find, write)
    checked = check(Sources(files), TODAY)
    assert checked.plan is not None, "\n".join(problem.line_of_text("en") for problem in checked.problems)
    return checked.plan
