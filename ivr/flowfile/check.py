"""The check: the staff's files in, a plan or problems out. Pure; `today` is an argument."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from ivr.core.holidays import self_check
from ivr.core.plan import Plan
from ivr.flowfile.build import build
from ivr.flowfile.build_hours import dated_exceptions
from ivr.flowfile.context import Context
from ivr.flowfile.problems import Problem, Report
from ivr.flowfile.reading import read_trees
from ivr.flowfile.review import review_loops, review_whole
from ivr.flowfile.rules import RULES, Checkable, apply_rules
from ivr.flowfile.rules.rule import find
from ivr.flowfile.silence import Silences
from ivr.flowfile.sources import Sources, revision_of
from ivr.flowfile.tree import Place, Trees


@dataclass(frozen=True, slots=True)
class Checked:
    """`plan` is None when there is any error. `problems` are sorted by file, line and column."""

    plan: Plan | None
    problems: tuple[Problem, ...]


def check(sources: Sources, today: date) -> Checked:
    """All problems of all files, and the plan if none of them is an error. Raises nothing for what staff wrote.

    Warnings about the whole (unreachable, unused, out of date) come only when there is no error: most would be
    the consequence of one.
    """
    silences = Silences(sources, RULES)
    report = Report(silences.cover)
    _report_missing_files(sources, report)
    trees = read_trees(sources, report)
    plan, context = build(trees, sources.config, revision_of(sources), report, today)
    review_loops(plan, context)
    if not report.has_errors:
        review_whole(plan, context, today)
        apply_rules(_checkable(plan, trees, sources.config, context, today))
    silences.review(report)
    return Checked(None if report.has_errors else plan, report.sorted())


def _checkable(plan: Plan, trees: Trees, config: str, context: Context, today: date) -> Checkable:
    """`context` has been through the build; the exceptions are read again for their places, and reported once."""
    exceptions = dated_exceptions(replace(context, report=Report()), find(trees[config], "exceptions"))
    return Checkable(plan, trees, config, context, exceptions, today, self_check())


def _report_missing_files(sources: Sources, report: Report) -> None:
    if sources.config not in sources.files:
        report.add("E-config-missing", Place(sources.config))
    if not sources.flows:
        report.add("E-flows-missing", Place("flows/main.yaml"))
