"""Two machines of one office: two services with files and journals of their own, and one PostgreSQL."""

from __future__ import annotations

import json
import shutil
import time
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from ivr.simulator.carrier import HttpCarrier
from ivr.simulator.port import SimulatedCall
from ivr.simulator.verbs import Document
from ivr.store.revisions import Live, Revisions
from tests.support.service import ROOT, TOKEN, Service, running

GREETING = "Dzień dobry, tu MOPS Wrocław."
IN_A_ROW = 6  # answers, so that each worker is asked


@dataclass
class Node:
    service: Service
    files: Path

    @property
    def live(self) -> Live | None:
        return Revisions(self.service.data / "revisions").live()

    def greets(self, words: str) -> None:
        """Its working files, not what callers hear."""
        original = (ROOT / "flows" / "main.yaml").read_text()
        assert GREETING in original
        (self.files / "flows" / "main.yaml").write_text(original.replace(GREETING, words, 1))

    def ivr(self, *arguments: str) -> tuple[int, str]:
        done = self.service.command(*arguments)
        return done.returncode, done.stdout + done.stderr

    def publishes(self, message: str = "m") -> str:
        code, said = self.ivr("publish", "--yes", "--message", message, "--author", "anna", "--json")
        assert code == 0, said
        return str(json.loads(said)["live"]["revision"])

    def revision(self) -> str:
        with urllib.request.urlopen(f"{self.service.base}/readyz", timeout=10) as answer:
            return str(json.load(answer)["revision"])


class ByTurns:
    """A `Port` that lets each request be answered by another node, as a load balancer may."""

    def __init__(self, *nodes: Node) -> None:
        self._bases = [node.service.base for node in nodes]
        self._carriers = [HttpCarrier(base, TOKEN) for base in self._bases]
        self._turn = 0

    def begin(self, call: SimulatedCall) -> Document:
        return self._next().begin(call)

    def follow(self, url: str, fields: Mapping[str, str], call: SimulatedCall) -> Document:
        carrier = self._next()
        return carrier.follow(self._moved(url), fields, call)

    def finish(self, call: SimulatedCall, status: str, seconds: int, url: str = "") -> None:
        carrier = self._next()
        carrier.finish(call, status, seconds, self._moved(url))

    def _next(self) -> HttpCarrier:
        self._turn += 1
        return self._carriers[self._turn % len(self._carriers)]

    def _moved(self, url: str) -> str:
        """The same address at the node whose turn it is."""
        for base in self._bases:
            if url.startswith(base):
                return self._bases[self._turn % len(self._bases)] + url[len(base) :]
        return url


@contextmanager
def two_nodes(folder: Path, url: str, workers: int = 2) -> Iterator[tuple[Node, Node]]:
    places = [folder / name for name in ("a", "b")]
    for place in places:
        place.mkdir()
        shutil.copy(ROOT / "config.yaml", place)
        shutil.copytree(ROOT / "flows", place / "flows", ignore=shutil.ignore_patterns("tests"))
    configs = [place / "config.yaml" for place in places]
    with (
        running(places[0] / "data", workers, configs[0], DATABASE_URL=url) as a,
        running(places[1] / "data", workers, configs[1], DATABASE_URL=url) as b,
    ):
        yield Node(a, places[0]), Node(b, places[1])


def seconds_until_live(node: Node, revision: str, limit: float = 20) -> float:
    """From now until every worker of the node begins calls on `revision`."""
    begun = time.monotonic()
    first, seen = begun, 0
    while seen < IN_A_ROW:
        asked = time.monotonic()
        assert asked < begun + limit, f"{revision} never came, {node.revision()} is live"
        if node.revision() == revision:
            first, seen = (asked if not seen else first), seen + 1
        else:
            seen = 0
    return first - begun
