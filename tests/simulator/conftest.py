"""A tiny port in this process: documents by address, and a record of what was asked."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest

from ivr.simulator.port import SimulatedCall
from ivr.simulator.reader import read
from ivr.simulator.verbs import Document


class FakePort:
    """`documents`: what stands inside <Response>, by address. The call begins at "/voice"."""

    def __init__(self, documents: Mapping[str, str]) -> None:
        self.documents = documents
        self.asked: list[tuple[str, Mapping[str, str], SimulatedCall]] = []
        self.finished: list[tuple[str, int, str, SimulatedCall]] = []

    def begin(self, call: SimulatedCall) -> Document:
        return self.follow("/voice", {}, call)

    def follow(self, url: str, fields: Mapping[str, str], call: SimulatedCall) -> Document:
        self.asked.append((url, fields, call))
        return read(f"<Response>{self.documents[url]}</Response>".encode(), "text/xml")

    def finish(self, call: SimulatedCall, status: str, seconds: int, url: str = "") -> None:
        self.finished.append((status, seconds, url, call))

    def fields(self, url: str) -> Mapping[str, str]:
        """Those of the last request to `url`."""
        return [fields for address, fields, _ in self.asked if address == url][-1]


@pytest.fixture
def fake_port() -> Callable[[Mapping[str, str]], FakePort]:
    return FakePort
