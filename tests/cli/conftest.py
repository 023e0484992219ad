"""One way to run a command inside the test: what it printed, and the exit code the shell would see."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from click.testing import CliRunner

from ivr.cli import BUG, cli
from ivr.cli.complaints import worded
from ivr.errors import IvrError
from tests.support.offices import OFFICES


@dataclass(frozen=True)
class Ran:
    """`error` is the sentence an expected error would print."""

    code: int
    out: str
    error: str


Run = Callable[..., Ran]


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """run("explain", "--draft", office="later", polish=True, typed="1\\n")."""

    def run_(*arguments: str, office: str | Path = "shipped", polish: bool = False, typed: str | None = None) -> Ran:
        config = office if isinstance(office, Path) else OFFICES[office]
        environment = {"IVR_CONFIG": str(config), "IVR_DATA": str(tmp_path / "data"), "PORT": "9"}
        environment |= {"LANG": "pl_PL.UTF-8" if polish else "C.UTF-8", "COLUMNS": "160"}
        result = CliRunner().invoke(cli, list(arguments), env=environment, input=typed)
        if isinstance(result.exception, IvrError):
            return Ran(result.exception.exit_code, result.stdout, worded(result.exception, "pl" if polish else "en"))
        bug = result.exception is not None and not isinstance(result.exception, SystemExit)
        return Ran(BUG if bug else result.exit_code, result.stdout, result.stderr)

    return run_
