"""`check`: reads config.yaml and flows/, prints every problem and every fault of the proof, and says how it stands."""

from __future__ import annotations

import os
import sys
import time

import click

from ivr.cli.plans import live_plan
from ivr.cli.proofs import faults_told, figures_told
from ivr.cli.seconds import table
from ivr.cli.speech import message_language
from ivr.publish import check_files, proved, utc_now
from ivr.seconds import budget_problems, measure
from ivr.settings import from_environment


@click.command()
@click.option("--seconds", is_flag=True, help="Show how long callers listen until a desk rings, per service.")
@click.option("--quiet", is_flag=True, help="Print no call scripts of what the proof found.")
def check(seconds: bool, quiet: bool) -> None:
    """Read config.yaml and flows/ and print every problem: where, what is wrong, what to write instead. Then prove that
    no caller is stranded in the next 24 months, and print a call script for every fault."""
    settings = from_environment(os.environ)
    now = utc_now()
    sources, checked = check_files(settings.config, now.date())
    language = message_language(os.environ)
    measured = measure(checked.plan, now) if checked.plan else ()
    problems = checked.problems
    if checked.plan:
        problems += budget_problems(checked.plan, measured, sources)
    for problem in problems:
        print(problem.line_of_text(language))
    found = [problem.severity for problem in problems]
    live = live_plan(settings) if checked.plan else None
    figures = ""
    if checked.plan:
        begun = time.process_time()
        proof = proved(checked.plan, now, live)
        figures = figures_told(proof, time.process_time() - begun, language)
        found += [fault.severity for fault in proof.faults]
        for line in faults_told(proof, language, quiet):
            print(line)
    errors = found.count("error")
    print(_summary(errors, len(found) - errors, language))
    if figures:
        print(figures)
    if seconds and checked.plan:
        before = measure(live, now) if live else ()
        print("", *table(measured, before, checked.plan.office.budgets, language), sep="\n")
    sys.exit(1 if errors else 0)


def _summary(errors: int, others: int, language: str) -> str:
    if language == "pl":
        return f"Błędy: {errors}. Ostrzeżenia i uwagi: {others}."
    return f"Errors: {errors}. Warnings and notes: {others}."
