"""`doctor`: is this machine fit to take calls? In English, like its log: it is for whoever looks after the machine."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from dataclasses import asdict

import click

from ivr.assembly import live_office
from ivr.clock import utc_now
from ivr.doctor.examine import examine
from ivr.doctor.finding import Finding
from ivr.settings import from_environment

_MARKS = {"ok": "ok  ", "warn": "warn", "fail": "FAIL"}


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object and nothing else.")
def doctor(as_json: bool) -> None:
    """Check this machine before it takes calls: settings, disk, rights, clock, libraries, database, mail, the public
    address and its signature, the certificate, the account at the provider. Changes nothing; ends with 1 if something
    fails. Run it as the user of the service, with its settings."""
    settings = from_environment(os.environ)
    found: list[Finding] = []
    for one in _each(examine(settings, live_office(settings), utc_now()), found):
        if not as_json:
            print(f"{_MARKS[one.state]} {one.check}: {one.says}." + (f" {one.do}" if one.do else ""), flush=True)
    worst = [state for state in ("fail", "warn", "ok") if any(one.state == state for one in found)][0]
    if as_json:
        print(json.dumps({"state": worst, "findings": [asdict(one) for one in found]}, ensure_ascii=False, indent=1))
    sys.exit(1 if worst == "fail" else 0)


def _each(findings: Iterator[Finding], kept: list[Finding]) -> Iterator[Finding]:
    for one in findings:
        kept.append(one)
        yield one
