"""The Flask app: voice webhooks, health, the browser phone, the menu in writing, the console."""

from __future__ import annotations

from flask import Flask

from ivr.settings import PARTS
from ivr.web.health import health_blueprint
from ivr.web.metrics import metrics_blueprint
from ivr.web.watching import Watching, note_rule
from ivr.wiring import Services

MAX_BODY_BYTES = 1_000_000  # a webhook has a few kilobytes; more is not the provider


def create_app(services: Services, parts: tuple[str, ...] = PARTS) -> Flask:
    """The app with the named parts, so that a site can expose only the voice routes to the internet. What a part needs
    is loaded with it: calls alone are answered by half of the code."""
    app = Flask("ivr.web", static_folder="static", template_folder="templates")
    app.config.update(MAX_CONTENT_LENGTH=MAX_BODY_BYTES, MAX_FORM_MEMORY_SIZE=MAX_BODY_BYTES)
    app.register_blueprint(health_blueprint(services))
    app.register_blueprint(metrics_blueprint(services))
    if "voice" in parts:
        from ivr.web.voice import VoiceFirst, voice_blueprint
        from ivr.web.webhooks import Webhooks

        webhooks = Webhooks(services)
        app.register_blueprint(voice_blueprint(webhooks))
        app.wsgi_app = VoiceFirst(app.wsgi_app, webhooks)  # type: ignore[method-assign]
    if "phone" in parts:
        from ivr.web.phone import phone_blueprint

        app.register_blueprint(phone_blueprint(services))
    if "twin" in parts:
        from ivr.web.twin import twin_blueprint

        app.register_blueprint(twin_blueprint(services, phone="phone" in parts))
    if "console" in parts:
        from ivr import console
        from ivr.web.loopback import is_loopback

        console.register(app, services, lambda request: is_loopback(request, services.settings.public_url))
    app.before_request_funcs.setdefault(None, []).insert(0, note_rule)  # before any that may answer itself
    lines = services.settings.log_form != "off"
    watching = Watching(app.wsgi_app, services.counts, lambda: services.catalogue.live.plan.revision, lines)
    app.wsgi_app = watching  # type: ignore[method-assign]  # the outermost: it sees every answer
    return app
