"""The service, for `gunicorn app:app`. Settings come from the environment (README)."""

import os

from ivr import logs
from ivr.settings import from_environment
from ivr.web import create_app
from ivr.wiring import build

logs.configure()
services = build(from_environment(os.environ))
services.start()
app = create_app(services, services.settings.parts)
