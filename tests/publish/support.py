"""A clerk with a folder of files and a data folder: edits, runs commands in this process, looks at what is live."""

from __future__ import annotations

import json
import os
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from click.testing import CliRunner

from ivr.cli import cli
from ivr.cli.complaints import worded
from ivr.errors import IvrError
from ivr.store.bases import Bases
from ivr.store.revisions import Revisions

ROOT = Path(__file__).parents[2]
GREETING = "Dzień dobry, tu MOPS Wrocław."
MAIN = "flows/main.yaml"
SCRIPT = """name: {name}
at: 2026-11-24 10:00
{must}steps:
  - hears: "{words}"
  - hangs_up: yes
"""


@dataclass
class Run:
    """How a command ended; `out` is stdout, `said` is everything said on stderr and as an expected error."""

    code: int
    out: str
    said: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


@dataclass
class Clerk:
    """`files` holds config.yaml and flows/."""

    files: Path
    data: Path

    @property
    def revisions(self) -> Revisions:
        return Revisions(self.data / "revisions")

    @property
    def environment(self) -> dict[str, str]:
        return {"IVR_CONFIG": str(self.files / "config.yaml"), "IVR_DATA": str(self.data)}

    def ivr(self, *arguments: str, **environment: str) -> Run:
        """Without a terminal. Expected errors become the exit code they have on the command line."""
        result = CliRunner().invoke(cli, arguments, env=self.environment | environment)
        if isinstance(result.exception, IvrError):
            language = "pl" if environment.get("LANG", "").startswith("pl") else "en"
            said = worded(result.exception, language)
            return Run(result.exception.exit_code, result.stdout, f"{result.stderr}{said}")
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception
        return Run(result.exit_code, result.stdout, result.stderr)

    def publishes(self, message: str = "m", *more: str) -> Run:
        return self.ivr("publish", "--yes", "--author", "Anna", "--message", message, *more)

    def edits(self, old: str = GREETING, new: str = "Halo.", file: str = MAIN) -> None:
        text = (self.files / file).read_text()
        assert old in text
        (self.files / file).write_text(text.replace(old, new, 1))

    def greets(self, words: str) -> None:
        """The greeting becomes these words, whatever it was."""
        lines = (self.files / MAIN).read_text().split("\n")
        here = next(index for index, line in enumerate(lines) if line == "  greeting:")
        pl = next(index for index in range(here, len(lines)) if lines[index].strip().startswith("pl:"))
        lines[pl] = f'      pl: "{words}"'
        (self.files / MAIN).write_text("\n".join(lines))

    def live(self) -> str:
        live = self.revisions.live()
        return live.revision if live else ""

    def texts(self) -> dict[str, str]:
        """The files as they are, without flows/tests/."""
        paths = [path for path in self.files.rglob("*.y*ml") if "tests" not in path.parts[len(self.files.parts) :]]
        return {path.relative_to(self.files).as_posix(): path.read_text() for path in paths}


def clerk(folder: Path, data: Path) -> Clerk:
    """A working folder with the shipped files, without their call scripts."""
    folder.mkdir()
    shutil.copy(ROOT / "config.yaml", folder)
    shutil.copytree(ROOT / "flows", folder / "flows", ignore=shutil.ignore_patterns("tests"))
    return Clerk(folder, data)


def copied(one: Clerk, folder: Path) -> Clerk:
    """A clerk whose files, and what is live, are the same, in a folder of her own."""
    shutil.copytree(one.files, folder / "files")
    shutil.copytree(one.data, folder / "data", ignore=shutil.ignore_patterns("bases"))
    other = Clerk(folder / "files", folder / "data")
    Bases(other.data / "bases").note(other.files / "config.yaml", other.revisions.live())
    return other


def process_environment(one: Clerk) -> dict[str, str]:
    """For a process of its own."""
    return {**os.environ, **one.environment, "PYTHONPATH": str(ROOT)}
