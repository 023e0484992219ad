"""How a revision goes live, forwards and back. Use cases over flowfile and store.

Editing a file never changes what callers hear: a revision is checked, stored whole, and then made live by
the rename of one small file. How processes learn of it stands in `catalogue`, the working files in `draft`.
"""

from __future__ import annotations

import time
from contextlib import suppress
from datetime import date, datetime
from pathlib import Path

from ivr.catalogue import revision_plan
from ivr.core.proof import Proof
from ivr.errors import IvrError, UsageError
from ivr.flowfile.check import Checked, check
from ivr.flowfile.compiled import compile_sources
from ivr.flowfile.sources import Sources, read_sources, revision_of
from ivr.proving import Proved, proved
from ivr.store.proofs import ProofFile
from ivr.store.revisions import Live, Revisions

NODES_PROVED_AT_START = 100


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


class UnprovedError(IvrError):
    """The proof found faults: nothing was published."""

    def __init__(self, proof: Proof) -> None:
        lines = "\n".join(fault.line_of_text("en") for fault in proof.errors)
        super().__init__("unproved", f"Callers would be stranded ({len(proof.errors)}):\n{lines}")


def publish(
    sources: Sources, revisions: Revisions, author: str, message: str, at: datetime, after: int | None = None
) -> Live:
    """Keep files that passed the check, whole, and make them live. `after`: the sequence of what was live when they
    were checked; if another one is live by now, PublishedSinceError. Any IvrError: what was live stays live."""
    revision = revision_of(sources)
    try:
        revisions.save(revision, sources.files, compile_sources(sources))
        return revisions.activate(revision, author, message, at, after)
    except OSError as error:
        raise _not_kept(error) from error


def first_publish(config: Path, revisions: Revisions, at: datetime, proofs: ProofFile | None = None) -> str:
    """The live revision; where there never was one, the shipped files become it, if they pass. What was proved is kept
    in `proofs`."""
    if loadable := revisions.loadable():
        return loadable.revision
    live = revisions.live()
    sources, checked = check_files(config, at.date())
    if checked.plan is None:
        raise ProblemsFoundError(checked)
    # A cold start must stay quick: the proof of so few nodes takes well under a second. Where there are more, the first
    # start trusts the check of the files; `check` and every later `publish` prove them.
    begun = time.process_time()
    proof = proved(checked.plan, at) if len(checked.plan.flow.nodes) <= NODES_PROVED_AT_START else None
    seconds = time.process_time() - begun
    if proof and proof.errors:
        raise UnprovedError(proof)
    after = live.sequence if live else 0
    now_live = publish(sources, revisions, "first start", "first start", at, after)
    if proof and proofs:
        keep(proofs, Proved(checked.plan, at, proof, checked.problems, seconds))
    return now_live.revision


def keep(proofs: ProofFile, proved: Proved) -> None:
    """Note what was just proved and made live, so that it is not proved again at once."""
    with suppress(OSError):  # it is live; the next look proves it again
        proofs.write(proved.kept())


def rollback(revisions: Revisions, revision: str, author: str, message: str, at: datetime) -> Live:
    """Make a revision live that was so before; "" is the one before what is live. No check: it passed one, and callers
    have heard it. Raises UsageError if there is none such, IvrError if it cannot be loaded; then nothing changes."""
    live, history = revisions.live(), revisions.history()
    if live is None:
        raise UsageError("nothing-live", "Nothing was ever published.")
    if revision:
        name = find_revision(revisions, revision)
        target = next((one for one in history if one.revision == name), None)
    else:
        target = _before(live, history)
        name = target.revision if target else ""
    if target is None or name == live.revision:
        raise UsageError("no-earlier", "There is no earlier revision to go back to, or it is live already.")
    revision_plan(revisions, name)
    try:
        back_to = target.back_to or target.sequence
        why = message or f"back to {name}"
        return revisions.activate(name, author, why, at, live.sequence, back_to)
    except OSError as error:
        raise _not_kept(error) from error


def find_revision(revisions: Revisions, name: str) -> str:
    """The one revision that is called so, or begins so. UsageError for none or several."""
    found = [one for one in revisions.list() if one.startswith(name)]
    if name in found:
        return name
    if len(found) != 1:
        code, what = (
            ("revision-several", "Several revisions begin") if found else ("revision-unknown", "No revision begins")
        )
        raise UsageError(code, f"{what} with “{name}”.", "See them: python -m ivr revisions", name=name)
    return found[0]


def _before(live: Live, history: tuple[Live, ...]) -> Live | None:
    """What callers heard before; of a rollback, what they heard before the one it went back to was published."""
    origin = live.back_to or live.sequence
    return next((one for one in history if one.sequence < origin and one.revision != live.revision), None)


def _not_kept(error: OSError) -> IvrError:
    hint = "What was live stays live. Make room, see what is live (python -m ivr revisions), and try again."
    return IvrError("not-kept", f"The revision could not be written: {error.strerror}.", hint)
