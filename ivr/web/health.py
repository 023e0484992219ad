"""`/healthz`: the process lives. `/readyz`: whether calls can be answered, and what is wrong while they are.

Three states. `ok`; `degraded` (200): calls are answered, and somebody should look, `reasons` say at what; `down` (503):
calls cannot be answered by this process. A journal that cannot be written is no reason to be down: a call that is
answered and not noted is better than one that is not answered. Asks no database and no network.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import structlog
from flask import Blueprint, Response, jsonify

from ivr.core.engine import step
from ivr.core.events import Call, Started
from ivr.core.session import Session
from ivr.store.proofs import ProofFile
from ivr.store.reserve import Reserve
from ivr.telephony import twiml
from ivr.watching.snapshot import Watch
from ivr.wiring import Services

State = Literal["ok", "degraded", "down"]
REASONS = ("no_answer", "journal_unwritable", "disk_full", "nobody_watches")
"""Those that are not alarms; the others are the codes of `ivr.alarms`."""
ALSO = ("certificate_short", "notices_failed")
"""Alarms that are a reason though they are not of the bad ones: the machine needs somebody who looks at it."""
_log = structlog.get_logger()
_TRIED = Call("CA" + "0" * 32, "", "", test=True)


@dataclass(frozen=True)
class Health:
    services: Services

    def reasons(self) -> list[str]:
        """The worst first; empty where all is well."""
        found = [] if self._answers() else ["no_answer"]
        if not self.services.journal.writable():
            found.append("journal_unwritable")
        if Reserve(self.services.settings.data / "journal").is_short:
            found.append("disk_full")
        return list(dict.fromkeys([*found, *self._seen()]))

    def _answers(self) -> bool:
        """A call is begun in memory, as one would be, and what it would hear is written."""
        try:
            live = self.services.catalogue.live
            session = Session(live.plan.revision)
            first = step(live.plan, _TRIED, session, Started(), self.services.clock())
            return bool(twiml.render(first.instructions, first.session, live.plan.office.languages, ""))
        except Exception as error:
            _log.error("no call can be answered", exc_info=error)
            return False

    def _seen(self) -> list[str]:
        """What was seen in the background a moment ago. Where nobody ever looked the service has just begun."""
        seen = Watch(self.services.settings.data).read()
        if seen is None:
            return []
        if seen.is_stale(self.services.clock()):
            return ["nobody_watches"]
        return [code for code, worse in seen.alarms if worse or code in ALSO]


def state_of(reasons: list[str]) -> State:
    return "ok" if not reasons else "down" if "no_answer" in reasons else "degraded"


def health_blueprint(services: Services) -> Blueprint:
    blueprint = Blueprint("health", __name__)
    health = Health(services)

    @blueprint.get("/healthz")
    def healthz() -> Response:
        return jsonify(alive=True)

    @blueprint.get("/readyz")
    def readyz() -> tuple[Response, int]:
        reasons = health.reasons()
        state = state_of(reasons)
        body = {
            "ready": state != "down", "state": state, "reasons": reasons, "revision": services.plan().revision,
            "journal": "journal_unwritable" not in reasons, "files": services.draft(),
            "proof": _proof(services.proofs),
        }  # fmt: skip
        return jsonify(body), 503 if state == "down" else 200

    return blueprint


def _proof(proofs: ProofFile) -> dict[str, object] | None:
    """What the last proof of a live revision found; None where there was none yet. Never a reason not to be ready:
    calls are better answered with a fault than not at all."""
    kept = proofs.read()
    if kept is None:
        return None
    counts = {"errors": kept.count("error"), "warnings": kept.count("warning")}
    return {"revision": kept.revision, "at": kept.at.isoformat(), **counts, "first": kept.first}
