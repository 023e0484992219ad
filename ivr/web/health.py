"""`/healthz`: the process lives. `/readyz`: flows are loaded and the journal is writable, and how it stands with the
files and with the proof of what callers hear."""

from __future__ import annotations

from flask import Blueprint, Response, jsonify

from ivr.store.proofs import ProofFile
from ivr.wiring import Services


def health_blueprint(services: Services) -> Blueprint:
    blueprint = Blueprint("health", __name__)

    @blueprint.get("/healthz")
    def healthz() -> Response:
        return jsonify(alive=True)

    @blueprint.get("/readyz")
    def readyz() -> tuple[Response, int]:
        journal = services.journal.writable()
        body = {"ready": journal, "revision": services.plan().revision, "journal": journal, "files": services.draft()}
        return jsonify({**body, "proof": _proof(services.proofs)}), 200 if journal else 503

    return blueprint


def _proof(proofs: ProofFile) -> dict[str, object] | None:
    """What the last proof of a live revision found; None where there was none yet. Never a reason not to be ready:
    calls are better answered with a fault than not at all."""
    kept = proofs.read()
    if kept is None:
        return None
    counts = {"errors": kept.count("error"), "warnings": kept.count("warning")}
    return {"revision": kept.revision, "at": kept.at.isoformat(), **counts, "first": kept.first}
