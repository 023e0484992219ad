"""Every setting is documented, and every command the README names exists."""

from __future__ import annotations

import re
from pathlib import Path

from click.testing import CliRunner

from ivr.cli import COMMANDS, cli

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text()


def test_every_setting_is_in_the_readme() -> None:
    code = (ROOT / "ivr" / "settings.py").read_text() + (ROOT / "gunicorn.conf.py").read_text()
    names = set(re.findall(r"environ(?:ment)?\.get\(\"([A-Z_]+)\"", code))

    assert len(names) >= 9
    assert {name for name in names if f"`{name}`" not in README} == set()


def test_every_command_in_the_readme_exists() -> None:
    named = set(re.findall(r"-m ivr ([a-z]+)", README))

    assert named >= {"check", "publish", "call", "log", "test"}
    assert named <= set(COMMANDS)
    for name in COMMANDS:
        assert CliRunner().invoke(cli, [name, "--help"]).exit_code == 0
