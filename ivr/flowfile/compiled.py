"""The compiled form of a revision: its trees as JSON, so that a worker never parses YAML.

The plan is built from it by the same code as in the check.
"""

from __future__ import annotations

import json

from ivr.core.plan import Plan
from ivr.errors import IvrError
from ivr.flowfile.build import build
from ivr.flowfile.problems import Report
from ivr.flowfile.reading import read_trees
from ivr.flowfile.sources import Sources
from ivr.flowfile.tree import Place, Trees, from_plain, plain

FORMAT = 1  # counts up when the JSON changes its shape


def compile_sources(sources: Sources) -> bytes:
    """UTF-8 JSON: {"format": 1, "config": path, "trees": {path: tree}}. IvrError for files that cannot be read as YAML.

    Compiling says nothing about what the files mean: `check` them first.
    """
    report = Report()
    trees = {file: plain(tree) for file, tree in read_trees(sources, report).items() if tree is not None}
    _raise_first_error(report, "not-compiled")
    compiled = {"format": FORMAT, "config": sources.config, "trees": trees}
    return json.dumps(compiled, ensure_ascii=False, separators=(",", ":")).encode()


def load_compiled(data: bytes, revision: str) -> Plan:
    """The plan of a compiled revision. IvrError where the data is damaged, of another format, or has errors."""
    report = Report()
    config, trees = _trees(data)
    plan, _ = build(trees, config, revision, report)
    _raise_first_error(report, "compiled-errors")
    return plan


def _trees(data: bytes) -> tuple[str, Trees]:
    try:
        compiled = json.loads(data)
        if compiled["format"] != FORMAT:
            raise ValueError("another format")
        trees = {str(file): from_plain(tree, Place(file)) for file, tree in compiled["trees"].items()}
        return str(compiled["config"]), trees
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        hint = "Publish the files again."
        raise IvrError("compiled-damaged", "The compiled revision cannot be read.", hint) from error


def _raise_first_error(report: Report, code: str) -> None:
    errors = [problem for problem in report.sorted() if problem.severity == "error"]
    if errors:
        raise IvrError(code, errors[0].line_of_text(), "Run the check to see all problems.")
