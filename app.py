"""The service, for `gunicorn app:app`. Settings come from the environment (README).

It is loaded once, before workers are forked (`gunicorn.conf.py`), and each of them starts its threads then: a worker
that takes the place of a killed one answers at once, and all share the memory of what was loaded.
"""
# ruff: noqa: E402

import gc

gc.disable()  # nearly all that is loaded stays: to search it for garbage again and again is a twentieth of the start

import os

from ivr import logs
from ivr.settings import from_environment
from ivr.web import create_app
from ivr.wiring import build

settings = from_environment(os.environ)
sink = logs.for_service(settings.log_form)
services = build(settings)
sink.on_drop = services.counts.lines_lost
app = create_app(services, services.settings.parts)
# What is loaded now stays: a search through all of it for garbage would stop every call of this process for 0.1 s.
gc.collect()
gc.freeze()
gc.enable()
