"""What came back for one request, looked at closely: is it a document that leads a caller on?

By a reader of its own, cheap enough for a load of 500 requests a second: most documents are the same for many calls,
and each is read once. Shares no code with the service.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from xml.etree import ElementTree

VERBS = {"Say", "Play", "Pause", "Gather", "Redirect", "Dial", "Number", "Hangup", "Reject"}
MAX_BYTES = 64_000


class BadAnswerError(Exception):
    """The provider could do nothing with it: the caller hears an application error, or the fallback URL's document."""


@dataclass(frozen=True, slots=True)
class Document:
    """Where a document leads; empty where it does not. `failsafe`: it rings somebody and comes back to nobody, as the
    documents do that stand in for the service."""

    gather: str = ""
    redirect: str = ""
    dial: str = ""
    leg: str = ""  # the status callback of the first telephone rung
    failsafe: bool = False


@lru_cache(maxsize=20_000)
def read(body: bytes) -> Document:
    """Raises BadAnswerError for what is not well-formed, knows other verbs or says nothing at all."""
    if len(body) > MAX_BYTES:
        raise BadAnswerError("too large")
    try:
        root = ElementTree.fromstring(body)
    except ElementTree.ParseError as error:
        raise BadAnswerError(f"not XML: {error}") from error
    if root.tag != "Response" or not len(root):
        raise BadAnswerError("no document for a caller")
    if odd := {element.tag for element in root.iter()} - VERBS - {"Response"}:
        raise BadAnswerError(f"unknown verbs: {sorted(odd)}")
    return _led(root)


def _led(root: ElementTree.Element) -> Document:
    dial, gather, redirect = root.find("Dial"), root.find("Gather"), root.find("Redirect")
    number = dial.find("Number") if dial is not None else None
    action = dial.get("action", "") if dial is not None else ""
    return Document(
        gather=gather.get("action", "") if gather is not None else "",
        redirect=(redirect.text or "") if redirect is not None else "",
        dial=action,
        leg=number.get("statusCallback", "") if number is not None else "",
        failsafe=dial is not None and not action,
    )


def document_of(status: int, content_type: str, body: bytes) -> Document:
    """Raises BadAnswerError."""
    if status != 200:
        raise BadAnswerError(f"status {status}")
    if not content_type.startswith("text/xml"):
        raise BadAnswerError(f"content type {content_type!r}")
    return read(body)
