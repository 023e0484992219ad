"""`publish`: checks the files, shows what callers will hear differently, asks, and makes them live."""

from __future__ import annotations

import json
import os
import sys
import time
from dataclasses import asdict
from typing import Any

import click

from ivr.assembly import draft_of, revisions_of
from ivr.catalogue import revision_plan
from ivr.cli import sharing
from ivr.cli.asking import confirmed, login_name
from ivr.cli.calls_json import comparison_json
from ivr.cli.diff_words import Teller
from ivr.cli.progress import told
from ivr.cli.proofs import fault_json, faults_told
from ivr.cli.speech import message_language
from ivr.cli.standing import activation, activation_json, heard, problem_json, problems_told, scripts_told, zone_of
from ivr.clock import utc_now
from ivr.comparison import compare
from ivr.core.difference import differences
from ivr.core.plan import Plan
from ivr.draft import Standing
from ivr.errors import IvrError
from ivr.failsafe import failsafe_document
from ivr.flowfile.problems import Problem
from ivr.proving import Proved, proved
from ivr.publish import check_files, keep
from ivr.publish import publish as make_live
from ivr.scripts import played
from ivr.settings import Settings, from_environment
from ivr.store.proofs import ProofFile
from ivr.store.revisions import PublishedSinceError, Revisions

_TEXTS = {
    "en": {
        "errors": "The files have errors. Nothing was published.",
        "unproved": "Refused: callers would be stranded, as the call scripts above show. Nothing was published.",
        "first": "Nothing was published so far.",
        "same": "Revision {revision} is live already: the files are the same. Nothing to publish.",
        "since": "Published since you began to edit, newest first:",
        "published-since": "Refused, so that nobody's change is undone unseen. See: python -m ivr draft. When their "
        "changes are in your files too, publish with: --over {live}",
        "script": "Refused: a call script with must: true hears something else.",
        "failsafe": "The fallback document at the provider has to be renewed: python -m ivr failsafe",
        "dry": "Only shown; nothing was published.",
        "ask": "Make this live? [y/N]",
        "no": "Nothing was published.",
        "live": "Revision {revision} is live.",
    },
    "pl": {
        "errors": "W plikach są błędy. Niczego nie opublikowano.",
        "unproved": "Odmowa: dzwoniący utknęliby, jak pokazują skrypty powyżej. Niczego nie opublikowano.",
        "first": "Dotąd niczego nie opublikowano.",
        "same": "Wersja {revision} już obowiązuje: pliki są takie same. Nie ma czego publikować.",
        "since": "Opublikowano od początku edycji, najnowsze najpierw:",
        "published-since": "Odmowa, aby niczyja zmiana nie przepadła niezauważona. Proszę zobaczyć: python -m ivr "
        "draft. Gdy te zmiany są już także w plikach, proszę opublikować z opcją: --over {live}",
        "script": "Odmowa: skrypt połączenia z must: true słyszy co innego.",
        "failsafe": "Trzeba odnowić dokument awaryjny u operatora: python -m ivr failsafe",
        "dry": "To tylko podgląd; niczego nie opublikowano.",
        "ask": "Opublikować? [t/N]",
        "no": "Niczego nie opublikowano.",
        "live": "Obowiązuje wersja {revision}.",
    },
}


@click.command()
@click.option("--message", default="", help="What changes, in one sentence. Needed, except with --dry-run.")
@click.option("--author", default=None, help="Who publishes; the login name unless given.")
@click.option("--yes", is_flag=True, help="Do not ask.")
@click.option("--dry-run", is_flag=True, help="Only show what would happen.")
@click.option("--over", default="", help="Publish although this revision went live since you began to edit.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object and nothing else.")
def publish(message: str, author: str | None, yes: bool, dry_run: bool, over: str, as_json: bool) -> None:
    """Check config.yaml and flows/, show what callers will hear differently, ask, and make it live within 2 s.

    Exit codes: 0 done, 1 refused, 2 usage.
    """
    message = " ".join(message.split())
    if not message and not dry_run:
        raise click.UsageError('Say what changes, in one sentence: --message "…"')
    settings, who = from_environment(os.environ), "" if dry_run else login_name(author)
    settings.data.mkdir(parents=True, exist_ok=True, mode=0o700)
    proposal = _Proposal(settings, as_json)
    try:
        proposal.show(over, only=dry_run)
        if not proposal.refused and not proposal.standing.same:
            if dry_run:
                proposal.tell("dry")
            elif confirmed(proposal.texts["ask"], yes):
                proposal.publish(who, message)
            else:
                proposal.refuse("no")
    finally:
        if as_json:
            print(json.dumps(proposal.data, ensure_ascii=False, indent=2))
    sys.exit(1 if proposal.refused else 0)


class _Proposal:
    """The files on their way to be live. Tells as it goes, or collects `data` for --json."""

    def __init__(self, settings: Settings, quiet: bool) -> None:
        self._settings, self._quiet = settings, quiet
        self._language = message_language(os.environ)
        self.texts = _TEXTS[self._language]
        self._revisions = revisions_of(settings)
        self._draft = draft_of(settings)
        self.standing = Standing(None, False, None, ())
        self.refused = ""
        self._proved: Proved | None = None
        self.data: dict[str, Any] = {"published": False, "refused": ""}

    def show(self, over: str, only: bool) -> None:
        """Everything about the files: problems, who published since, call scripts, what callers will notice. `only`
        to be shown: then without asking other machines."""
        sources, checked = check_files(self._settings.config, utc_now().date())
        self._sources = sources
        self.data["problems"] = [problem_json(problem, self._language) for problem in checked.problems]
        self._say(problems_told(checked.problems, self._language))
        if checked.plan is None:
            self.refuse("errors")
            return
        try:
            if not only:
                self._revisions.refresh()
        except sharing.SharedError as error:
            self._refuse_shared(error)
            return
        self.standing = self._draft.look(sources)
        if self.standing.same:
            self.tell("same", revision=checked.plan.revision)
            return
        live = self.standing.live
        before = _plan(self._revisions, live.revision) if live else None
        self._show_faults(checked.plan, before, checked.problems)
        self._show_scripts(checked.plan)
        self._show_differences(before, checked.plan)
        self._show_since(before or checked.plan, over)

    def publish(self, author: str, message: str) -> None:
        live = self.standing.live
        try:
            after = live.sequence if live else 0
            now_live = make_live(self._sources, self._revisions, author, message, utc_now(), after)
        except PublishedSinceError as error:
            self._say(str(error))
            self.refuse("published-since", live=error.live.revision if error.live else "")
            return
        except sharing.SharedError as error:
            self._refuse_shared(error)
            return
        self._draft.taken_from(now_live)
        if self._proved:
            keep(ProofFile(self._settings.data), self._proved)
        self.data |= {"published": True, "live": activation_json(now_live), "late": self._revisions.late}
        self.tell("live", revision=now_live.revision)
        self._say(sharing.late_told(self._revisions, self._language))

    def tell(self, text: str, **values: str) -> None:
        self._say(self.texts[text].format(**values))

    def refuse(self, why: str, **values: str) -> None:
        self.refused = why
        self.data["refused"] = why
        self.tell(why, **values)

    def _refuse_shared(self, error: IvrError) -> None:
        self.refused = self.data["refused"] = error.code
        self._say(sharing.told(error, self._language))

    def _say(self, text: str) -> None:
        if text and not self._quiet:
            print(text)

    def _show_faults(self, plan: Plan, before: Plan | None, problems: tuple[Problem, ...]) -> None:
        now, begun = utc_now(), time.process_time()
        with told(self._language) as tell:
            proof = proved(plan, now, before, tell)
        self._proved = Proved(plan, now, proof, problems, time.process_time() - begun)
        self.data["faults"] = [fault_json(fault, self._language) for fault in proof.faults]
        for line in faults_told(proof, self._language):
            self._say(line)
        if proof.errors:
            self.refuse("unproved")

    def _show_scripts(self, plan: Plan) -> None:
        different = [one for one in played(self._settings.config, plan) if one.difference]
        self.data["scripts"] = [asdict(one) for one in different]
        self._say(scripts_told(different, self._language))
        if any(one.must for one in different):
            self.refuse("script")

    def _show_differences(self, before: Plan | None, plan: Plan) -> None:
        if before is None:
            self.tell("first")
            return
        found = differences(before, plan, self._language)
        self.data["differences"] = [asdict(one) for one in found]
        self._say(heard(found, self._language))
        self._show_calls(before, plan, bool(found))
        documents = [failsafe_document(each, each.office.default_language, utc_now()) for each in (before, plan)]
        self.data["failsafe_changed"] = documents[0] != documents[1]
        if self.data["failsafe_changed"]:
            self.tell("failsafe")

    def _show_calls(self, before: Plan, plan: Plan, differs: bool) -> None:
        calls = compare(before, plan, utc_now())
        self.data["calls"] = comparison_json(calls, before, plan, self._language)
        if differs or not calls.empty:
            self._say("\n".join(["", *Teller(calls, before, plan, self._language).lines(), ""]))

    def _show_since(self, plan: Plan, over: str) -> None:
        live, since = self.standing.live, self.standing.since
        self.data["since"] = [activation_json(one) for one in since]
        if live is None or not since:
            return
        self.tell("since")
        for one in since:
            self._say(f"    {activation(one, zone_of(plan))}")
        if over != live.revision:
            self.refuse("published-since", live=live.revision)


def _plan(revisions: Revisions, revision: str) -> Plan | None:
    """None where it is damaged: publishing is the way out of that."""
    try:
        return revision_plan(revisions, revision)
    except IvrError:
        return None
