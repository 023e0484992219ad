"""How a revision goes live, and how every process learns of it. Use cases over flowfile and store.

Editing a file never changes what callers hear: a revision is checked, stored whole, and then made live by
the rename of one small file. Processes look at that file from a thread, never on the way of a request.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path

import structlog

from ivr.core.instructions import Spoken
from ivr.core.plan import Office, Plan
from ivr.core.prompts import Moment, speak
from ivr.errors import IvrError
from ivr.flowfile.check import Checked, check
from ivr.flowfile.compiled import compile_sources, load_compiled
from ivr.flowfile.sources import Sources, read_sources, revision_of
from ivr.store.revisions import Revisions
from ivr.telephony import twiml

log = structlog.get_logger()

LOOK_SECONDS = 0.4  # design: at most every 0.5 s
KEPT_PLANS = 20  # revisions that calls under way may still be on


class ProblemsFoundError(IvrError):
    """The files have errors: nothing was published."""

    def __init__(self, checked: Checked) -> None:
        errors = [problem for problem in checked.problems if problem.severity == "error"]
        lines = "\n".join(problem.line_of_text("en") for problem in errors)
        super().__init__("problems-found", f"The files have errors ({len(errors)}):\n{lines}\nNothing was published.")
        self.problems = checked.problems


def check_files(config: Path, today: date) -> tuple[Sources, Checked]:
    """The files as they are now, and what the check says of them."""
    sources = read_sources(config)
    return sources, check(sources, today)


def publish(config: Path, revisions: Revisions, author: str, message: str, at: datetime) -> str:
    """Check the files and make them live. Returns the revision; raises ProblemsFoundError with nothing changed."""
    sources, checked = check_files(config, at.date())
    if checked.plan is None:
        raise ProblemsFoundError(checked)
    revision = revision_of(sources)
    revisions.save(revision, sources.files, compile_sources(sources))
    revisions.activate(revision, author, message, at)
    return revision


def first_publish(config: Path, revisions: Revisions, at: datetime) -> str:
    """The live revision; where there never was one, the shipped files become it, if they pass."""
    live = revisions.live()
    if live is not None and revisions.compiled(live.revision) is not None:
        return live.revision
    return publish(config, revisions, "first start", "first start", at)


class Draft:
    """The working files against what is live, in one sentence. Checks a content once, however often it is asked."""

    def __init__(self, config: Path, revisions: Revisions) -> None:
        self._config, self._revisions = config, revisions
        self._passes: tuple[str, bool] = ("", True)  # (content hash, whether the check passes)

    def state(self, today: date) -> str:
        """What differs and what to do about it; "" when callers hear these very files."""
        live = self._revisions.live()
        try:
            sources = read_sources(self._config)
        except IvrError as error:
            return f"The files cannot be read ({error}); callers hear revision {live.revision if live else 'none'}."
        revision = revision_of(sources)
        if live is not None and revision == live.revision:
            return ""
        if self._passes[0] != revision:
            self._passes = (revision, check(sources, today).plan is not None)
        if self._passes[1]:
            return "The files differ from what callers hear. Run: python -m ivr publish"
        return "The files have errors, so callers hear the last good revision. Run: python -m ivr check"


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


class Catalogue:
    """The plans of calls under way, by revision, and the live one. Safe for threads: values are swapped whole."""

    def __init__(self, revisions: Revisions, clock: Callable[[], datetime]) -> None:
        self._revisions = revisions
        self._clock = clock
        self._plans: OrderedDict[str, Plan] = OrderedDict()
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
        """Take the live revision over if it changed. A revision that cannot be loaded leaves the old one live."""
        live = self._revisions.live()
        if live is None or (self._live and self._live.plan.revision == live.revision):
            return
        try:
            self._live = _load(self._load(live.revision), self._clock())
            log.info("live", revision=live.revision, author=live.author, message=live.message)
        except Exception:  # whatever is wrong with it, calls go on as before
            log.exception("revision cannot be loaded", revision=live.revision)

    def plan(self, revision: str) -> Plan:
        """Sentences of `revision`, lines and hours of the live one; the live one where it is not known any more."""
        live = self.live.plan
        if revision == live.revision:
            return live
        with self._lock:
            plan = self._plans.get(revision)
            if plan is None or plan.office is not live.office:
                plan = self._of_call(revision, live.office) or live
                self._plans[revision] = plan
            self._plans.move_to_end(revision)
            while len(self._plans) > KEPT_PLANS:
                self._plans.popitem(last=False)
        return plan

    def _of_call(self, revision: str, office: Office) -> Plan | None:
        try:
            old = self._load(revision)
        except Exception:
            log.warning("revision is not known any more", revision=revision)
            return None
        languages = {**office.languages}  # one that was taken away since is still spoken in its calls
        for code, voice in old.office.languages.items():
            languages.setdefault(code, voice)
        return replace(old, office=replace(office, languages=languages))

    def _load(self, revision: str) -> Plan:
        compiled = self._revisions.compiled(revision)
        if compiled is None:
            raise IvrError("revision-unknown", f"There is no revision {revision}.")
        return load_compiled(compiled, revision)

    def start(self) -> None:
        threading.Thread(target=self._watch, name="live-revision", daemon=True).start()

    def stop(self) -> None:
        self._stop.set()

    def _watch(self) -> None:
        while not self._stop.wait(LOOK_SECONDS):
            try:
                self.look()
            except Exception:
                log.exception("looking at the live revision")


def _load(plan: Plan, now: datetime) -> Loaded:
    failsafe, words = plan.office.failsafe, {}
    for language in plan.office.languages:
        moment = Moment(plan, language, now)
        words[language] = speak(failsafe.say, moment), speak(failsafe.otherwise, moment)
    return Loaded(plan, words)


def utc_now() -> datetime:
    return datetime.now(UTC)
