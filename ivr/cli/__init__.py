"""Commands for staff and admins, one file a command. The only place that turns errors into exit codes.

0 fine, 1 problems found, 2 usage, 3 bug.
"""

from __future__ import annotations

import logging
import sys
import traceback

import click

from ivr import logs
from ivr.cli.call import call
from ivr.cli.check import check
from ivr.cli.log import log
from ivr.cli.publish import publish
from ivr.cli.scripts import scripts
from ivr.cli.ship import ship
from ivr.errors import IvrError

BUG = 3


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def cli() -> None:
    """The infoline: check and publish the menu, try a call, read the log."""


for command in (call, check, log, publish, scripts, ship):
    cli.add_command(command)


def main() -> None:
    """Run one command; expected errors are a sentence, a bug is a traceback and exit code 3."""
    logs.configure(logging.WARNING)
    try:
        cli(prog_name="python -m ivr")
    except IvrError as error:
        print(f"error: {error}", file=sys.stderr)
        sys.exit(error.exit_code)
    except (KeyboardInterrupt, BrokenPipeError):
        sys.exit(130)
    except Exception:
        traceback.print_exc()
        print("This is a bug in the infoline. Please report the lines above.", file=sys.stderr)
        sys.exit(BUG)
