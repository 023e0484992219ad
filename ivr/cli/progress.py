"""What a long command is doing, for the person who waits at a terminal. On stderr, gone when it is done; in a pipe or
a log there is nothing of it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic
from typing import Literal

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeElapsedColumn

from ivr.core.proof import Phase, Tell, untold

QUIET_SECONDS = 0.5  # what is done sooner needs no bar

_TEXTS: dict[str, dict[Phase, str]] = {
    "en": {
        "moments": "Proof: cutting two years at every opening and closing",
        "states": "Proof: everything callers and desks can do",
        "calls": "Proof: whether every call ends well",
    },
    "pl": {
        "moments": "Dowód: podział dwóch lat na otwarcia i zamknięcia",
        "states": "Dowód: wszystko, co mogą zrobić dzwoniący i pracownicy",
        "calls": "Dowód: czy każde połączenie dobrze się kończy",
    },
}


@contextmanager
def told(
    language: Literal["en", "pl"], console: Console | None = None, quiet_seconds: float = QUIET_SECONDS
) -> Iterator[Tell]:
    """Something to hand to the proof. Shows nothing unless stderr is a terminal and it takes a while."""
    console = console or Console(stderr=True)
    if not console.is_terminal:
        yield untold
        return
    columns = TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeElapsedColumn()
    begun, bar = monotonic(), Progress(*columns, console=console, transient=True, auto_refresh=False)
    task = bar.add_task("")

    def tell(phase: Phase, done: int, known: int) -> None:
        if monotonic() - begun >= quiet_seconds:
            bar.start()
            bar.update(task, description=_TEXTS[language][phase], completed=done, total=known or None)
            bar.refresh()

    try:
        yield tell
    finally:
        bar.stop()
