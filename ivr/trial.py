"""The working files as a call may hear them before they are published. Use case over the files, flowfile and store.

A call on a draft hears one content from beginning to end, whatever is saved meanwhile and whichever process takes the
next step: its compiled form is kept by content hash, in a folder of its own. Never among the revisions, so that no real
call can come upon it; makes nothing live, and writes nothing into the log.
"""

from __future__ import annotations

import re
import threading
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from ivr.calls import Calls
from ivr.catalogue import Loaded, loaded
from ivr.core.entries import Entry
from ivr.core.overrides import applied
from ivr.core.plan import Plan
from ivr.errors import IvrError
from ivr.flowfile.check import Checked, check
from ivr.flowfile.compiled import compile_sources, load_compiled
from ivr.flowfile.problems import Problem
from ivr.flowfile.sources import Sources, read_sources, revision_of
from ivr.store.files import write_atomically
from ivr.store.switches import SwitchFile

KEPT = 12  # contents that calls under way may still be on
_HASH = re.compile(r"[0-9a-f]{12}")


@dataclass(frozen=True, slots=True)
class Look:
    """The files as they are: their content hash, and the errors that keep a call from them."""

    revision: str
    errors: tuple[Problem, ...]


class NotKeptError(IvrError):
    """The content a call began on is not there any more."""

    def __init__(self) -> None:
        super().__init__("draft-gone", "The files that this call began on are not kept any more.", "Call again.")


class Trial:
    """Drafts of the files at `config`; `folder` is where they are kept. Safe for threads and for several processes."""

    def __init__(self, config: Path, folder: Path, switches: SwitchFile, clock: Callable[[], datetime]) -> None:
        self._config, self._folder, self._switches, self._clock = config, folder, switches, clock
        self._looked: tuple[str, Checked] | None = None
        self._plans: OrderedDict[str, Plan] = OrderedDict()
        self._lock = threading.Lock()

    def look(self) -> Look:
        """Checks a content once, however often it is asked. Raises IvrError for files that cannot be read."""
        return self._look(read_sources(self._config))

    def begin(self) -> Look:
        """As `look`; files without errors are kept for the call that begins. Raises IvrError."""
        sources = read_sources(self._config)
        look = self._look(sources)
        if not look.errors:
            self._keep(look.revision, sources)
        return look

    def plan(self, revision: str) -> Plan:
        """The content a call began on, with what an operator has switched by now. Raises NotKeptError, IvrError."""
        with self._lock:
            plan = self._plans.get(revision) or self._load(revision)
            self._plans[revision] = plan
            self._plans.move_to_end(revision)
            while len(self._plans) > KEPT:
                self._plans.popitem(last=False)
        return applied(plan, self._switches.read())

    def calls(self, plan: Plan) -> Calls:
        """Answers calls from `plan` alone, and journals nothing."""
        return Calls(_Only(loaded(plan, self._clock())), _Nowhere(), self._clock)

    def _look(self, sources: Sources) -> Look:
        revision, looked = revision_of(sources), self._looked
        if looked is None or looked[0] != revision:
            looked = self._looked = (revision, check(sources, self._clock().date()))
        errors = tuple(one for one in looked[1].problems if one.severity == "error")
        return Look(revision, errors)

    def _keep(self, revision: str, sources: Sources) -> None:
        try:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            write_atomically(self._file(revision), compile_sources(sources))  # written anew: it is the newest now
            for old in sorted(self._folder.glob("*.json"), key=_written)[:-KEPT]:
                old.unlink(missing_ok=True)
        except OSError as error:
            hint = "Make room, and call again."
            raise IvrError("draft-not-kept", f"The draft could not be kept: {error.strerror}.", hint) from error

    def _load(self, revision: str) -> Plan:
        if not _HASH.fullmatch(revision):
            raise NotKeptError
        try:
            return load_compiled(self._file(revision).read_bytes(), revision)
        except FileNotFoundError:
            raise NotKeptError from None

    def _file(self, revision: str) -> Path:
        return self._folder / f"{revision}.json"


@dataclass(frozen=True, slots=True)
class _Only:
    """Knows one plan, whichever is asked for."""

    live: Loaded

    def plan(self, revision: str) -> Plan:
        return self.live.plan


class _Nowhere:
    """A draft's calls are in no log."""

    def write(self, entries: Sequence[Entry]) -> None:
        pass


def _written(file: Path) -> float:
    try:
        return file.stat().st_mtime
    except FileNotFoundError:  # another process was faster
        return 0.0
