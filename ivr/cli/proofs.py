"""What `check` and `publish` tell of the proof: each fault on one line, the call that shows it below. Words only."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Literal

from ivr.core.proof import MONTHS, Fault, Proof

Language = Literal["en", "pl"]


def faults_told(proof: Proof, language: Language, quiet: bool = False) -> Iterator[str]:
    """The lines to print; with `quiet` no call scripts."""
    for fault in proof.faults:
        yield f"{fault.line_of_text(language)} [{fault.code}]"
        if not quiet:
            yield from (f"    {line}" for line in fault.script_text(language).splitlines())


def figures_told(proof: Proof, seconds: float, language: Language) -> str:
    """The closing line: what was proved, and how much of it there was."""
    states, shown = f"{proof.states:,}", f"{seconds:.1f}"
    if language == "pl":
        begins = "Błędy w dowodzie na" if proof.errors else "Udowodniono na"
        states, shown = states.replace(",", "\u00a0"), shown.replace(".", ",")
        return f"{begins} {MONTHS} miesiące: sygnatury: {proof.signatures}, stany: {states}, {shown} s."
    begins = "Not proved for" if proof.errors else "Proved for"
    return f"{begins} {MONTHS} months: {proof.signatures} signatures, {states.replace(',', ' ')} states, {shown} s."


def figures_json(proof: Proof, seconds: float) -> Mapping[str, Any]:
    """What was proved, and how much of it there was; seconds of processor time."""
    counts = {"signatures": proof.signatures, "states": proof.states}
    return {"months": MONTHS, **counts, "seconds": round(seconds, 2)}


def fault_json(fault: Fault, language: Language) -> Mapping[str, Any]:
    message = fault.message_pl if language == "pl" else fault.message
    steps = [{step.do: step.what} for step in fault.script]
    at = fault.at.isoformat()
    what = {"code": fault.code, "severity": fault.severity, "at": at, "message": message}
    return {**what, "override": fault.override, "script": steps}
