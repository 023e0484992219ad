"""From an HTTP answer to a document, strictly. Must not share anything with the service's renderer.

Stricter than the provider where it only warns (12200, 13xxx) or guesses: every such case is a failure with its code.
"""

from __future__ import annotations

import re
from xml.etree import ElementTree

from ivr.simulator.elements import verbs_of
from ivr.simulator.problems import CarrierError
from ivr.simulator.verbs import Document

MAX_BYTES = 64_000  # "64 kB", read the strict way
_XML = re.compile(r'(text|application)/xml( *; *charset="?utf-8"?)?')
_DECLARED = re.compile(rb"<\?xml[^>]*encoding\s*=\s*[\"']([^\"']+)")


def read(body: bytes, content_type: str, *, digits_allowed: bool = False) -> Document:
    """The verbs of an answer. CarrierError names the first thing wrong, with the provider's code where there is one.

    `digits_allowed`: let the voice read digits as it likes; without it a digit in a <Say> is a failure.
    """
    _check_content_type(content_type)
    if not body:
        raise CarrierError("11770", "The answer is empty.")
    if len(body) > MAX_BYTES:
        raise CarrierError("11750", f"The document has {len(body)} bytes, more than {MAX_BYTES}.")
    root = _parse(body)
    if root.tag != "Response":
        raise CarrierError("12102", f"The document's root is <{root.tag}>, must be <Response>.")
    return verbs_of(root, digits_allowed)


def _check_content_type(content_type: str) -> None:
    if not _XML.fullmatch(content_type.strip().lower()):
        raise CarrierError("12300", f"The content type is “{content_type}”, must be text/xml in UTF-8.")


def _parse(body: bytes) -> ElementTree.Element:
    declared = _DECLARED.match(body)
    if declared and declared[1].upper() != b"UTF-8":
        raise CarrierError("12100", "The document is not declared as UTF-8.")
    if not body.startswith(b"<"):
        raise CarrierError("12100", "Something stands before the document: a space, a line or a byte order mark.")
    if b"<!DOCTYPE" in body or b"<!ENTITY" in body:  # the parser would expand entities without limit
        raise CarrierError("12100", "The document has a type definition or entities.")
    try:
        return ElementTree.fromstring(body)
    except ElementTree.ParseError as error:
        raise CarrierError("12100", f"The document is not well-formed XML: {error}.") from error
