"""Imports every module of the service once, so that what Python compiles stands in the environment afterwards: who runs
the service later may not be allowed to write there, and starts sooner."""

import importlib
import pkgutil

import ivr

for module in pkgutil.walk_packages(ivr.__path__, "ivr."):
    if ".migrations." not in module.name and not module.name.endswith("__main__"):
        importlib.import_module(module.name)
for name in ("gunicorn.app.wsgiapp", "gunicorn.workers.gthread", "pysqlite3", "psycopg"):
    importlib.import_module(name)
