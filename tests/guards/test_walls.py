"""The walls of docs/architecture.md: imports run downwards only, siblings never meet, no cycles, budgets kept."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FILES = sorted([*(ROOT / "ivr").rglob("*.py"), ROOT / "app.py"])
MAX_FILE_LINES = 400
MAX_FUNCTION_LINES = 60

USE_CASES = {
    *("ivr.background", "ivr.calls", "ivr.catalogue", "ivr.draft", "ivr.publish", "ivr.rehearsal"),
    *("ivr.scripts", "ivr.explain", "ivr.failsafe", "ivr.schemas", "ivr.seconds", "ivr.drawing"),
    *("ivr.proving", "ivr.nightly", "ivr.comparison", "ivr.replay", "ivr.trial", "ivr.accounts"),
    *("ivr.callers", "ivr.figures", "ivr.persons", "ivr.purge", "ivr.telephones", "ivr.waiting", "ivr.alarms"),
    *("ivr.switching", "ivr.demo", "ivr.settling", "ivr.limits", "ivr.watching", "ivr.doctor", "ivr.backup"),
}
SIBLINGS = {"ivr.flowfile", "ivr.telephony", "ivr.store", "ivr.simulator"}
LEVELS: list[set[str]] = [
    {"ivr.errors", "ivr.numberless", "ivr.sink", "ivr.worker"},
    {"ivr.core"},
    SIBLINGS,
    USE_CASES | {"ivr.settings", "ivr.logs", "ivr.clock"},
    {"ivr.assembly"},
    {"ivr.wiring"},
    {"ivr.console"},
    {"ivr.web"},
    {"ivr.cli"},
    {"ivr.__main__", "app"},
]
CORE_MAY_IMPORT = {"holidays", "num2words", "phonenumbers", "zoneinfo"}
CORE_STANDARD_LIBRARY = {
    *("__future__", "abc", "bisect", "collections", "dataclasses", "datetime", "enum", "functools", "heapq"),
    *("importlib", "itertools", "math", "re", "typing", "zlib"),
}


def module_of(file: Path) -> str:
    parts = file.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imports_of(file: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{file}: imports are absolute here"
            names = [f"{node.module}.{alias.name}" for alias in node.names]
            yield from names
            if not all(name in MODULES for name in names):  # something that stands in the package itself
                yield node.module or ""


MODULES = {module_of(file) for file in FILES}


def room_of(module: str) -> tuple[int, str] | None:
    """(level, room) of one of our modules; None for the package itself and for anybody else's."""
    for level, rooms in enumerate(LEVELS):
        for room in rooms:
            if module == room or module.startswith(room + "."):
                return level, room
    return None


@pytest.mark.parametrize("file", FILES, ids=module_of)
def test_imports_run_downwards_only(file: Path) -> None:
    own = room_of(module_of(file))
    if own is None:
        assert module_of(file) == "ivr"
        return
    for imported in imports_of(file):
        other = room_of(imported)
        if other is None or other[1] == own[1]:
            continue
        same_level_allowed = own[1] in USE_CASES
        assert other[0] < own[0] or (same_level_allowed and other[0] == own[0]), f"{own[1]} must not import {imported}"


@pytest.mark.parametrize("file", [f for f in FILES if "simulator" in f.parts], ids=module_of)
def test_simulator_shares_nothing(file: Path) -> None:
    ours = {name for name in imports_of(file) if name.startswith("ivr.")}

    assert {name for name in ours if not name.startswith(("ivr.simulator", "ivr.errors"))} == set()


@pytest.mark.parametrize("file", [f for f in FILES if "core" in f.parts], ids=module_of)
def test_core_is_pure(file: Path) -> None:
    outside = {name.split(".")[0] for name in imports_of(file)} - {"ivr"}

    assert outside - CORE_MAY_IMPORT - CORE_STANDARD_LIBRARY == set()
    assert ".now(" not in file.read_text(), "core is told the time, it never asks"


def test_no_import_cycles() -> None:
    modules = {module_of(file): file for file in FILES}
    graph = {name: {i for i in imports_of(file) if i in modules and i != name} for name, file in modules.items()}
    done: set[str] = set()

    def visit(name: str, path: tuple[str, ...]) -> None:
        assert name not in path, " -> ".join((*path, name))
        if name not in done:
            for other in sorted(graph[name]):
                visit(other, (*path, name))
            done.add(name)

    for name in graph:
        visit(name, ())


@pytest.mark.parametrize("file", FILES, ids=module_of)
def test_file_has_a_docstring_and_keeps_its_budget(file: Path) -> None:
    text = file.read_text()

    assert ast.get_docstring(ast.parse(text)), "say what the module is for"
    assert len(text.splitlines()) <= MAX_FILE_LINES


@pytest.mark.parametrize("file", FILES, ids=module_of)
def test_functions_keep_their_budget(file: Path) -> None:
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.FunctionDef):
            lines = (node.end_lineno or 0) - node.lineno + 1
            assert lines <= MAX_FUNCTION_LINES, f"{node.name} has {lines} lines"
