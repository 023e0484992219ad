"""A shipped office that is live already: published once in a process, by what a first start does, and then copied.
Publishing proves every call there can be; who tests something else need not wait for that each time."""

from __future__ import annotations

import atexit
import shutil
import tempfile
from datetime import datetime
from functools import cache
from pathlib import Path

from ivr.publish import first_publish
from ivr.store.bases import Bases
from ivr.store.proofs import ProofFile
from ivr.store.revisions import Revisions
from tests.support.offices import OFFICES


def put_live(data: Path, config: Path, at: datetime) -> None:
    """As if the service had begun in this data folder before. Files that are no shipped office's, and folders where
    something is live already, are left to the service."""
    if config in OFFICES.values() and not (data / "revisions").exists():
        shutil.copytree(_live(config, at), data, dirs_exist_ok=True)
        Bases(data / "bases").note(config, Revisions(data / "revisions").live())


@cache
def _live(config: Path, at: datetime) -> Path:
    folder = Path(tempfile.mkdtemp(prefix="ivr-live-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    first_publish(config, Revisions(folder / "revisions"), at, ProofFile(folder))
    return folder
