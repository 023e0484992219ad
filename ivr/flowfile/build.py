"""Builds a `Plan` from the trees of all files: the one place, for the check and for the compiled form alike."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from ivr.core.flow import Flow, Menu, Node
from ivr.core.plan import Plan
from ivr.core.texts import Prompt
from ivr.flowfile.build_nodes import nodes
from ivr.flowfile.build_office import office
from ivr.flowfile.build_prompts import sentences
from ivr.flowfile.context import Context
from ivr.flowfile.names import collect_names
from ivr.flowfile.problems import Report
from ivr.flowfile.tree import Place, Scalar, Tree, Trees
from ivr.flowfile.values import Record, record, scalar_of


def build(trees: Trees, config: str, revision: str, report: Report, today: date | None = None) -> tuple[Plan, Context]:
    """The plan, with gaps wherever something is reported, and the context that says what was used.

    `config` is the path of the office's file among `trees`; all others are flow files.
    """
    flows = {file: tree for file, tree in trees.items() if file != config}
    context = Context(report, collect_names(trees.get(config), list(flows.values()), report), today=today)
    records = [record(context, tree, "flow") for tree in flows.values()]
    said: dict[str, Prompt] = {}
    for found in records:
        said |= sentences(context, found)
    context = replace(context, sentences=said)
    flow = _flow(context, records, at=Place(_main_file(flows, config)))
    return Plan(revision, flow, office(context, trees.get(config))), context


def _flow(context: Context, records: list[Record], at: Place) -> Flow:
    built: dict[str, Node] = {}
    for found in records:
        built |= nodes(context, found)
    start = _only(context, records, "start", at)
    main = _only(context, records, "main", at)
    if main and main.text in built and not isinstance(built[main.text], Menu):
        context.problem("E-main-no-menu", main.at, name=main.text)
    return Flow(start.text if start else "", main.text if main else "", built, context.sentences)


def _only(context: Context, records: list[Record], key: str, at: Place) -> Scalar | None:
    """The node named by `key`, which stands in one file only."""
    written: list[Tree] = [found[key] for found in records if key in found]
    for other in written[1:]:
        context.problem(f"E-{key}-twice", other.at, file=written[0].at.file, line=written[0].at.line)
    if not written and context.names.of("node") is not None:
        context.problem(f"E-{key}-missing", at)
    scalar = scalar_of(context, written[0]) if written else None
    return scalar if scalar and context.refer("node", scalar.text, scalar.at) else None


def _main_file(flows: Trees, config: str) -> str:
    """The file in which a key that no file has would be looked for."""
    return next((file for file in flows if file.endswith("/main.yaml")), next(iter(flows), config))
