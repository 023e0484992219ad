"""The plans of calls: the live one, and those of calls under way. Every process learns here of a new revision, and of
what an operator has switched.

Processes look at what is live from a thread, never on the way of a request.
"""

from __future__ import annotations

import math
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol

import structlog

from ivr.core.instructions import Spoken
from ivr.core.office import Office
from ivr.core.overrides import Switches, applied
from ivr.core.plan import Plan
from ivr.errors import IvrError
from ivr.failsafe import failsafe_words
from ivr.flowfile.compiled import load_compiled
from ivr.store.revisions import Revisions
from ivr.store.switches import SwitchFile
from ivr.telephony import twiml

log = structlog.get_logger()

LOOK_SECONDS = 0.4  # design: at most every 0.5 s
KEPT_PLANS = 20  # revisions that calls under way may still be on
UNKNOWN_SECONDS = 3.0  # so long an unknown revision is not looked for again


@dataclass(frozen=True)
class Loaded:
    """One revision ready for calls. The words of its failsafe are made beforehand: language -> (apology, otherwise)."""

    plan: Plan
    failsafe_words: dict[str, tuple[tuple[Spoken, ...], tuple[Spoken, ...]]]

    def failsafe(self, language: str, caller_id: str) -> str:
        """The document for when the service itself fails: an apology, one line rung, what to do if nobody answers."""
        office = self.plan.office
        apology, otherwise = self.failsafe_words.get(language) or self.failsafe_words[office.default_language]
        number = office.lines[office.failsafe.line].number
        return twiml.failsafe(apology, number, otherwise, office.languages, caller_id)


class Plans(Protocol):
    """What answering a call needs of whoever knows the plans."""

    @property
    def live(self) -> Loaded: ...

    def plan(self, revision: str) -> Plan: ...


def revision_plan(revisions: Revisions, revision: str) -> Plan:
    """The plan of a kept revision, as it was published. Raises IvrError where there is none, or it is damaged."""
    compiled = revisions.compiled(revision)
    if compiled is None:
        raise IvrError("revision-unknown", f"There is no revision {revision}.", name=revision)
    return load_compiled(compiled, revision)


class Catalogue:
    """The plans of calls under way, by revision, and the live one. Safe for threads: values are swapped whole.

    Without `switches` the plans are as the files have them, whatever an operator has switched. `fetch` is asked for a
    revision that is not here, and returns within 200 ms: another machine may have it.
    """

    def __init__(
        self,
        revisions: Revisions,
        clock: Callable[[], datetime],
        switches: SwitchFile | None = None,
        fetch: Callable[[str], None] | None = None,
    ) -> None:
        self._revisions = revisions
        self._clock = clock
        self._switches = switches
        self._fetch = fetch
        self._held = Switches()
        self._complaint = ""  # about the file of switches
        self._written: Plan | None = None  # the live revision as the files have it
        # With the office it was made for; None for one that is not known. And the second until which that is so.
        self._plans: OrderedDict[str, tuple[Office, Plan | None, float]] = OrderedDict()
        self._published: OrderedDict[str, Plan] = OrderedDict()
        self._lock = threading.Lock()
        self._stop = threading.Event()
        self._live: Loaded | None = None
        self.look()

    @property
    def live(self) -> Loaded:
        if self._live is None:
            raise IvrError("nothing-live", "No revision is live.", "Run: python -m ivr publish")
        return self._live

    def look(self) -> None:
        """Take over the live revision and the switches where they changed. What cannot be read leaves the old ones."""
        live, held = self._revisions.live(), self._look_at_switches()
        same = live is None or (self._written is not None and self._written.revision == live.revision)
        if live is None or (same and held == self._held):
            return
        try:
            written = self._written if same and self._written else self._load(live.revision)
            self._live = loaded(applied(written, held), self._clock())
        except Exception:  # whatever is wrong with it, calls go on as before
            log.exception("revision cannot be loaded", revision=live.revision)
            return
        if not same:
            log.info("live", revision=live.revision, author=live.author, message=live.message)
        if held != self._held:
            log.info("switched", sequence=held.sequence)
        self._written, self._held = written, held

    def _look_at_switches(self) -> Switches:
        """What holds; the last that could be read where the file is damaged."""
        try:
            held = self._switches.read() if self._switches else Switches()
            self._complaint = ""
        except (IvrError, OSError) as error:
            if str(error) != self._complaint:  # once, not at every look
                log.error("switches cannot be read", error=str(error))
            self._complaint, held = str(error), self._held
        return held

    def plan(self, revision: str) -> Plan:
        """Sentences of `revision`, lines and hours of the live one; the live one where it is not known any more."""
        live = self.live.plan
        if revision == live.revision:
            return live
        office, plan, until = self._plans.get(revision, (None, None, 0.0))
        if office is live.office and time.monotonic() < until:
            return plan or live
        plan = self._of_call(revision, live.office)  # without the lock: it may take its 200 ms
        until = math.inf if plan or not self._fetch else time.monotonic() + UNKNOWN_SECONDS
        with self._lock:
            self._plans[revision] = live.office, plan, until
            self._plans.move_to_end(revision)
            while len(self._plans) > KEPT_PLANS:
                self._plans.popitem(last=False)
        return plan or live

    def as_published(self, revision: str) -> Plan | None:
        """The plan of a revision with its own office, as it was published; None where it is not known any more."""
        if self._written is not None and self._written.revision == revision:
            return self._written
        if revision not in self._published:
            try:
                found = self._load(revision)
            except Exception:
                return None
            with self._lock:
                self._published[revision] = found
                while len(self._published) > KEPT_PLANS:
                    self._published.popitem(last=False)
            return found
        return self._published.get(revision)

    def _of_call(self, revision: str, office: Office) -> Plan | None:
        try:
            if self._fetch and self._revisions.compiled(revision) is None:
                self._fetch(revision)
            old = self._load(revision)
        except Exception:
            log.warning("revision is not known any more", revision=revision)
            return None
        languages = {**office.languages}  # one that was taken away since is still spoken in its calls
        for code, voice in old.office.languages.items():
            languages.setdefault(code, voice)
        return replace(old, office=replace(office, languages=languages))

    def _load(self, revision: str) -> Plan:
        return revision_plan(self._revisions, revision)

    def start(self) -> None:
        """Look at once, since a process may be forked long after this was made, and then again and again."""
        self._look_and_go_on()
        threading.Thread(target=self._watch, name="live-revision", daemon=True).start()

    def stop(self) -> None:
        self._stop.set()

    def _watch(self) -> None:
        while not self._stop.wait(LOOK_SECONDS):
            self._look_and_go_on()

    def _look_and_go_on(self) -> None:
        try:
            self.look()
        except Exception:  # a lost folder, a dying disk: calls go on by what is held
            log.exception("looking at the live revision")


def loaded(plan: Plan, now: datetime) -> Loaded:
    """`plan` ready for calls."""
    return Loaded(plan, {language: failsafe_words(plan, language, now) for language in plan.office.languages})
