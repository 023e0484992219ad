"""`demo`: a log to try the console on, filled with calls that nobody made. Only ever into an empty one."""

from __future__ import annotations

import json
import os
import sys
import time

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from ivr.cli.speech import message_language
from ivr.demo.filling import Wanted, fill
from ivr.errors import IvrError
from ivr.settings import from_environment
from ivr.store.bulk import is_empty
from ivr.store.database import open_writer
from ivr.wiring import build

_TEXTS = {
    "en": {
        "working": "Calls",
        "done": "{calls} calls of {days} days are in the log, after {seconds:.0f} s. Nobody made them. See them: "
        "python -m ivr log, or the console.",
    },
    "pl": {
        "working": "Połączenia",
        "done": "Połączenia w dzienniku: {calls}, z dni: {days}; trwało to {seconds:.0f} s. Nikt tak nie dzwonił. "
        "Podgląd: python -m ivr log albo konsola.",
    },
}


@click.command()
@click.option("--calls", default=5_000, show_default=True, type=click.IntRange(1, 50_000_000), help="So many.")
@click.option(
    "--days", default=365, show_default=True, type=click.IntRange(1, 3_650), help="Up to now, from so long ago."
)
@click.option("--seed", default=1, show_default=True, help="Another one gives other calls.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object and nothing else.")
def demo(calls: int, days: int, seed: int, as_json: bool) -> None:
    """Fill an empty log with calls as they could have been, to try the console and to see how fast it is.

    Each goes through the engine, on what is live: at believable times, with peaks and holidays, and with desks that
    answer or do not. Never use it where an office's own log is: IVR_DATA=var/demo python -m ivr demo.
    """
    settings, language, begun = from_environment(os.environ), message_language(os.environ), time.monotonic()
    services = build(settings)
    try:
        shipper = services.background.shipper
        shipper.run_once()  # makes the tables
        if not shipper.holds:
            raise IvrError("demo-running", "A service runs on this data.", "Stop it first, or name another IVR_DATA.")
        if not is_empty(services.log):
            hint = "Name an IVR_DATA of its own: IVR_DATA=var/demo python -m ivr demo."
            raise IvrError("demo-not-empty", "There are calls in this log already; a demo would mix with them.", hint)
        plan, wanted = services.plan(), Wanted(calls, services.clock(), days, seed)
        with _progress(as_json) as progress:
            task = progress.add_task(_TEXTS[language]["working"], total=calls)
            writer, numbers = open_writer(settings.database), services.callers.numbers
            fill(
                writer,
                plan,
                numbers,
                plan.office.privacy.number_days,
                wanted,
                lambda n: progress.update(task, completed=n),
            )
    finally:
        services.stop()
    seconds = time.monotonic() - begun
    if as_json:
        print(json.dumps({"calls": calls, "days": days, "seconds": round(seconds, 1)}))
        return
    print(_TEXTS[language]["done"].format(calls=calls, days=days, seconds=seconds))


def _progress(quiet: bool) -> Progress:
    console = Console(file=sys.stderr)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    return Progress(*columns, console=console, disable=quiet or not console.is_terminal)
