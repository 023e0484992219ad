"""`prove`: proves what is live again, and keeps what it found for /readyz. The service does so every night itself."""

from __future__ import annotations

import json
import os
import resource
import sys
import threading
from collections.abc import Iterator
from typing import Any, Literal

import click

from ivr.cli.progress import told
from ivr.cli.proofs import fault_json, faults_told, figures_json, figures_told
from ivr.cli.speech import message_language
from ivr.cli.standing import problem_json, problems_told
from ivr.clock import utc_now
from ivr.proving import Proved, errors_of, prove_live
from ivr.settings import from_environment
from ivr.store.proofs import ProofFile
from ivr.store.revisions import Revisions

_PROCESSOR_SECONDS = 300  # many times what the largest office needs
_NICEST = 19
_TEXTS = {"en": "Revision {revision} is live.", "pl": "Obowiązuje wersja {revision}."}


@click.command()
@click.option("--quiet", is_flag=True, help="Print no call scripts of what the proof found.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object and nothing else.")
@click.option("--behind", is_flag=True, hidden=True, help="Beside a service: gives way to it, and ends with it.")
def prove(quiet: bool, as_json: bool, behind: bool) -> None:
    """Prove the live revision from today on, and look at its files once more: days go by, and what was right when it
    was published may be so no longer. /readyz shows what was found."""
    settings, language = from_environment(os.environ), message_language(os.environ)
    if behind:
        _give_way()
    with told(language) as tell:
        proved = prove_live(Revisions(settings.data / "revisions"), utc_now(), tell)
    ProofFile(settings.data).write(proved.kept())
    if as_json:
        print(json.dumps(_plain(proved, language), ensure_ascii=False, indent=1))
    else:
        print(*_lines(proved, language, quiet), sep="\n")
    sys.exit(1 if errors_of((*proved.proof.faults, *proved.problems)) else 0)


def _lines(proved: Proved, language: Literal["en", "pl"], quiet: bool) -> Iterator[str]:
    yield _TEXTS[language].format(revision=proved.plan.revision)
    if proved.problems:
        yield problems_told(proved.problems, language)
    yield from faults_told(proved.proof, language, quiet)
    yield figures_told(proved.proof, proved.seconds, language)


def _plain(proved: Proved, language: Literal["en", "pl"]) -> dict[str, Any]:
    return {
        "revision": proved.plan.revision,
        "at": proved.at.isoformat(),
        "proved": not proved.proof.errors,
        "problems": [problem_json(one, language) for one in proved.problems],
        "faults": [fault_json(one, language) for one in proved.proof.faults],
        "figures": figures_json(proved.proof, proved.seconds),
    }


def _give_way() -> None:
    """Calls come first; and nothing is left running once the service is gone: its end of our stdin closes then."""
    os.nice(_NICEST)
    resource.setrlimit(resource.RLIMIT_CPU, (_PROCESSOR_SECONDS, _PROCESSOR_SECONDS))
    threading.Thread(target=_end_with_the_service, daemon=True).start()


def _end_with_the_service() -> None:
    os.read(0, 1)  # not by sys.stdin: its lock, held by this thread, would abort the end of the program
    os._exit(1)
