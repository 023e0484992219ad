"""Which process of a parallel run takes which test."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from xdist.scheduler import LoadScopeScheduling


class Together(LoadScopeScheduling):
    """The tests of a file that makes something once for all of them (services, machines, a browser's pages) go to one
    process, so that it is made once; every other test goes to whoever is idle.

    The library's own groups are not used: a mark of it is not seen with this pytest.
    """

    def _split_scope(self, nodeid: str) -> str:
        file, _, _ = nodeid.partition("::")
        return file if _makes_something_for_all(str(self.config.rootpath / file)) else nodeid


@cache
def _makes_something_for_all(file: str) -> bool:
    return 'scope="module"' in Path(file).read_text()
