"""`check`: reads config.yaml and flows/, prints every problem and every fault of the proof, and says how it stands."""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Literal

import click

from ivr.cli.plans import live_plan
from ivr.cli.progress import told
from ivr.cli.proofs import fault_json, faults_told, figures_json, figures_told
from ivr.cli.seconds import table
from ivr.cli.speech import message_language
from ivr.cli.standing import problem_json, problems_told
from ivr.clock import utc_now
from ivr.core.plan import Plan
from ivr.core.proof import Proof
from ivr.flowfile.problems import Problem
from ivr.proving import proved
from ivr.publish import check_files
from ivr.seconds import Seconds, budget_problems, measure
from ivr.settings import Settings, from_environment

Language = Literal["en", "pl"]


@click.command()
@click.option("--seconds", is_flag=True, help="Show how long callers listen until a desk rings, per service.")
@click.option("--quiet", is_flag=True, help="Print no call scripts of what the proof found.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object and nothing else, the seconds included.")
def check(seconds: bool, quiet: bool, as_json: bool) -> None:
    """Read config.yaml and flows/ and print every problem: where, what is wrong, what to write instead. Then prove that
    no caller is stranded in the next 24 months, and print a call script for every fault."""
    language = message_language(os.environ)
    findings = _look(from_environment(os.environ), language)
    if as_json:
        print(json.dumps(_plain(findings, language), ensure_ascii=False, indent=1))
    else:
        print(*_lines(findings, language, quiet), sep="\n")
        if seconds and findings.plan:
            shown = table(findings.measured, findings.before, findings.plan.office.budgets, language)
            print("", *shown, sep="\n")
    sys.exit(1 if findings.errors else 0)


@dataclass(frozen=True)
class _Findings:
    """What the check found. Without a plan (the files have errors) nothing is proved or measured; `before` are the
    seconds of what is live."""

    problems: tuple[Problem, ...]
    plan: Plan | None
    measured: Sequence[Seconds] = ()
    before: Sequence[Seconds] = ()
    proof: Proof | None = None
    proof_seconds: float = 0.0

    @property
    def severities(self) -> Sequence[str]:
        faults = self.proof.faults if self.proof else ()
        return [*(one.severity for one in self.problems), *(one.severity for one in faults)]

    @property
    def errors(self) -> int:
        return self.severities.count("error")

    @property
    def others(self) -> int:
        return len(self.severities) - self.errors


def _look(settings: Settings, language: Language) -> _Findings:
    now = utc_now()
    sources, checked = check_files(settings.config, now.date())
    plan = checked.plan
    if plan is None:
        return _Findings(checked.problems, None)
    measured, live = measure(plan, now), live_plan(settings)
    begun = time.process_time()
    with told(language) as tell:
        proof = proved(plan, now, live, tell)
    took = time.process_time() - begun
    problems = checked.problems + budget_problems(plan, measured, sources)
    return _Findings(problems, plan, measured, measure(live, now) if live else (), proof, took)


def _lines(findings: _Findings, language: Language, quiet: bool) -> Iterator[str]:
    if findings.problems:
        yield problems_told(findings.problems, language)
    proof = findings.proof
    if proof:
        yield from faults_told(proof, language, quiet)
    yield _summary(findings, language)
    if proof:
        yield figures_told(proof, findings.proof_seconds, language)


def _summary(findings: _Findings, language: Language) -> str:
    if language == "pl":
        return f"Błędy: {findings.errors}. Ostrzeżenia i uwagi: {findings.others}."
    return f"Errors: {findings.errors}. Warnings and notes: {findings.others}."


def _plain(findings: _Findings, language: Language) -> dict[str, Any]:
    """`figures` and `seconds` are null where the files have errors: then nothing is proved or measured."""
    proof, plan = findings.proof, findings.plan
    seconds = {
        "services": [asdict(row) for row in findings.measured],
        "live": [asdict(row) for row in findings.before],
        "budgets": asdict(plan.office.budgets) if plan else None,
    }
    return {
        "errors": findings.errors,
        "warnings_and_notes": findings.others,
        "proved": bool(proof and not proof.errors),
        "problems": [problem_json(one, language) for one in findings.problems],
        "faults": [fault_json(one, language) for one in proof.faults] if proof else [],
        "figures": figures_json(proof, findings.proof_seconds) if proof else None,
        "seconds": seconds if plan else None,
    }
