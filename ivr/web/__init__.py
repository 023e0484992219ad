"""The Flask app: voice webhooks, health, the browser phone, the menu in writing, the console."""

from __future__ import annotations

from flask import Flask

from ivr.settings import PARTS
from ivr.web.health import health_blueprint
from ivr.wiring import Services

MAX_BODY_BYTES = 1_000_000  # a webhook has a few kilobytes; more is not the provider


def create_app(services: Services, parts: tuple[str, ...] = PARTS) -> Flask:
    """The app with the named parts, so that a site can expose only the voice routes to the internet. What a part needs
    is loaded with it: calls alone are answered by half of the code."""
    app = Flask("ivr.web", static_folder="static", template_folder="templates")
    app.config.update(MAX_CONTENT_LENGTH=MAX_BODY_BYTES, MAX_FORM_MEMORY_SIZE=MAX_BODY_BYTES)
    app.register_blueprint(health_blueprint(services))
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
    return app
