"""`ship`: moves the journal into the database, as a process of its own or once."""

from __future__ import annotations

import json
import logging
import os
import signal
import socket
import threading
from contextlib import suppress
from pathlib import Path

import click

from ivr import logs
from ivr.assembly import background, live_plans
from ivr.cli.speech import message_language
from ivr.errors import UsageError
from ivr.settings import from_environment

_SHIPPED = {"en": "Entries shipped: {}.", "pl": "Przeniesione wpisy: {}."}


@click.command()
@click.option("--once", is_flag=True, help="Ship what is there and end.")
@click.option("--json", "as_json", is_flag=True, help="With --once: print one JSON object and nothing else.")
def ship(once: bool, as_json: bool) -> None:
    """Move journal entries into the log database, and prove what is live again every night; only one process of a
    machine does it at a time."""
    if as_json and not once:
        raise UsageError("json-alone", "Without --once there is nothing to print as JSON.", "Add --once.")
    if not once:
        _come_last()
    settings = from_environment(os.environ)
    work = background(settings, live_plans(settings), comes_first=not once)
    if once:
        shipped = work.run_once()
        print(json.dumps({"shipped": shipped}) if as_json else _SHIPPED[message_language(os.environ)].format(shipped))
        return
    logs.for_service(settings.log_form, logging.WARNING)  # nothing is shipped late because nobody reads the log
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    work.start()
    _tell_ready(os.environ.get("NOTIFY_SOCKET", ""))
    stop.wait()
    work.stop()


def _come_last() -> None:
    """Run where nothing else wants the processor: decision 22. A policy counts among the processes of one session, and
    every session has an equal share (autogroup, sched(7)): one that is its own comes last among them too."""
    with suppress(OSError):
        os.sched_setscheduler(0, os.SCHED_IDLE, os.sched_param(0))
    if os.getsid(0) == os.getpid():
        with suppress(OSError):
            Path("/proc/self/autogroup").write_text("19")


def _tell_ready(address: str) -> None:
    """To systemd (`Type=notify`), which starts the workers then: whoever tries for the shipper's lock first has it.

    An address with @ in front is one of the abstract namespace. Source: sd_notify(3).
    """
    if not address:
        return
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as manager:
        manager.sendto(b"READY=1", f"\0{address[1:]}" if address[0] == "@" else address)
