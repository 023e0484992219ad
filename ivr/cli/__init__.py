"""Commands for staff and admins, one file a command. The only place that turns errors into exit codes.

0 fine, 1 problems found, 2 usage, 3 bug.
"""

from __future__ import annotations

import logging
import os
import sys
import traceback
from importlib import import_module

import click

from ivr import logs
from ivr.cli.complaints import worded
from ivr.cli.speech import message_language
from ivr.errors import IvrError
from ivr.numberless import without_numbers

BUG = 3
ERROR = {"en": "error", "pl": "błąd"}

COMMANDS = {
    "announce": "ivr.cli.announce:announce",
    "audit": "ivr.cli.audit:audit",
    "backup": "ivr.cli.backup:backup",
    "call": "ivr.cli.call:call",
    "check": "ivr.cli.check:check",
    "demo": "ivr.cli.demo:demo",
    "diff": "ivr.cli.diff:diff",
    "discard": "ivr.cli.discard:discard",
    "doctor": "ivr.cli.doctor:doctor",
    "draft": "ivr.cli.draft:draft",
    "draw": "ivr.cli.draw:draw",
    "explain": "ivr.cli.explain:command",
    "failsafe": "ivr.cli.failsafe:failsafe",
    "hours": "ivr.cli.hours:hours",
    "keys": "ivr.cli.keys:keys",
    "log": "ivr.cli.log:log",
    "override": "ivr.cli.override:override",
    "person": "ivr.cli.person:person",
    "prove": "ivr.cli.prove:prove",
    "publish": "ivr.cli.publish:publish",
    "purge": "ivr.cli.purge:purge",
    "rebuild": "ivr.cli.rebuild:rebuild",
    "replay": "ivr.cli.replay:replay",
    "restore": "ivr.cli.restore:restore",
    "revisions": "ivr.cli.revisions:revisions",
    "rollback": "ivr.cli.rollback:rollback",
    "schema": "ivr.cli.schema:schema",
    "ship": "ivr.cli.ship:ship",
    "test": "ivr.cli.scripts:scripts",
    "upgrade": "ivr.cli.upgrade:upgrade",
    "user": "ivr.cli.user:user",
}


class Commands(click.Group):
    """Imports a command when it is asked for: who checks a file need not wait for the database."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module, _, name = COMMANDS[cmd_name].partition(":")
        command: click.Command = getattr(import_module(module), name)
        return command


@click.command(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
def cli() -> None:
    """The infoline: check and publish the menu, try a call, read the log, back it up."""


def main() -> None:
    """Run one command; expected errors are a sentence, a bug is a traceback and exit code 3."""
    logs.configure(logging.WARNING)
    try:
        cli(prog_name="python -m ivr")
    except IvrError as error:
        language = message_language(os.environ)
        print(f"{ERROR[language]}: {worded(error, language)}", file=sys.stderr)
        sys.exit(error.exit_code)
    except (KeyboardInterrupt, BrokenPipeError):
        sys.exit(130)
    except Exception:
        print(without_numbers(traceback.format_exc()), file=sys.stderr)
        print("This is a bug in the infoline. Please report the lines above.", file=sys.stderr)
        sys.exit(BUG)
