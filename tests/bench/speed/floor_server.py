"""gunicorn's settings of the floors: the service's own, but nothing to start in a worker."""

from pathlib import Path
from typing import Any

exec(compile((Path(__file__).parents[3] / "gunicorn.conf.py").read_text(), "gunicorn.conf.py", "exec"))


def post_worker_init(worker: Any) -> None:
    """Nothing."""
