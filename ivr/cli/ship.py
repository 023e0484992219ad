"""`ship`: moves the journal into the database, as a process of its own or once."""

from __future__ import annotations

import os
import signal
import threading

import click

from ivr.publish import utc_now
from ivr.settings import from_environment
from ivr.wiring import live_office, shipper_of


@click.command()
@click.option("--once", is_flag=True, help="Ship what is there and end.")
def ship(once: bool) -> None:
    """Move journal entries into the log database; only one process of a machine does it at a time."""
    settings = from_environment(os.environ)
    shipper = shipper_of(settings, lambda: live_office(settings), utc_now)
    if once:
        print(f"Entries shipped: {shipper.run_once()}.")
        return
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    shipper.start()
    stop.wait()
    shipper.stop()
