"""`/metrics`, in the text form of Prometheus: for this machine itself, or whoever has METRICS_TOKEN.

Asks no database and no network: what takes time is looked at in the background.
"""

from __future__ import annotations

import hmac
import os

from flask import Blueprint, Response, request

from ivr.store.unlogged import Unlogged
from ivr.watching.exposition import Now, text
from ivr.watching.snapshot import Watch
from ivr.web.loopback import is_loopback
from ivr.wiring import Services

_FORM = "text/plain; version=0.0.4; charset=utf-8"
_BEARER = "Bearer "


def metrics_blueprint(services: Services) -> Blueprint:
    blueprint = Blueprint("metrics", __name__)
    settings = services.settings

    @blueprint.get("/metrics")
    def metrics() -> Response:
        """From this machine directly, whatever the public address is; through a proxy with the token alone."""
        if not (is_loopback(request, None) or _has_token(settings.metrics_token)):
            return Response(status=403)
        return Response(text(_now(services)), content_type=_FORM)

    return blueprint


def _has_token(token: str) -> bool:
    given = request.headers.get("Authorization", "")
    if not token or not given.startswith(_BEARER):
        return False
    return hmac.compare_digest(given.removeprefix(_BEARER).encode(), token.encode())


def _now(services: Services) -> Now:
    data = services.settings.data
    return Now(
        at=services.clock(),
        counts=services.counts.all(),
        processes=services.counts.processes() or [os.getpid()],
        lost=Unlogged(data / "journal").read(),
        seen=Watch(data).read(),
        plan=services.plan(),
        data=data,
    )
