"""`/healthz`: the process lives. `/readyz`: flows are loaded and the journal is writable."""

from __future__ import annotations

from flask import Blueprint, Response, jsonify

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
        return jsonify(body), 200 if journal else 503

    return blueprint
