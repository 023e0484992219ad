"""What every answer to a signed webhook must be: TwiML of known verbs, small, ringing nobody but the office's desks.

Judged by expat and by tables of this file, not by the code that writes answers.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from xml.parsers import expat

from ivr.core.office import Office

BYTES_BELOW = 16_000
VERBS = frozenset({"Response", "Say", "Gather", "Pause", "Redirect", "Dial", "Number", "Hangup"})
_INSIDE = {"Say": {"Response", "Gather"}, "Pause": {"Response", "Gather"}, "Number": {"Dial"}, "Response": {""}}
_ADDRESSES = ("action", "url", "statusCallback")


def dialled_by(office: Office) -> frozenset[str]:
    """The numbers that a Dial may carry: the office's lines, without those that it answers on itself or never rings."""
    own = {one.e164 for one in (*office.answers_on, *office.never_dial.values())}
    return frozenset(line.number for line in office.lines.values()) - own


@dataclass
class Judge:
    """Judges each different document once: most answers are the same as one before."""

    may_dial: frozenset[str]
    judged: dict[bytes, str] = field(default_factory=dict)
    largest: int = 0

    def wrong_with(self, status: int, content_type: str, document: bytes) -> str:
        """ "" or what is wrong."""
        if status == 204:
            return "a body without content" if document else ""
        if status != 200:
            return f"status {status}"
        if not content_type.startswith("text/xml"):
            return f"is {content_type}"
        if document not in self.judged:
            self.judged[document] = _wrong_with(document, self.may_dial)
            self.largest = max(self.largest, len(document))
        return self.judged[document]


def _wrong_with(document: bytes, may_dial: frozenset[str]) -> str:
    if len(document) >= BYTES_BELOW:
        return f"{len(document)} bytes"
    reader = _Reader(may_dial)
    try:
        reader.read(document)
    except expat.ExpatError as error:
        return f"not well-formed: {error}"
    return "; ".join(reader.wrong)


class _Reader:
    def __init__(self, may_dial: frozenset[str]) -> None:
        self._may_dial, self._path, self._text = may_dial, [""], ""
        self.wrong: list[str] = []

    def read(self, document: bytes) -> None:
        parser = expat.ParserCreate()
        parser.StartElementHandler, parser.EndElementHandler = self._begins, self._ends
        parser.CharacterDataHandler = self._says
        parser.StartDoctypeDeclHandler = lambda *_: self.wrong.append("a document type")
        parser.Parse(document, True)

    def _begins(self, name: str, attributes: dict[str, str]) -> None:
        if name not in VERBS:
            self.wrong.append(f"the verb {name}")
        if self._path[-1] not in _INSIDE.get(name, {"Response"}):
            self.wrong.append(f"{name} in {self._path[-1]}")
        for one in _ADDRESSES:
            self._leads(attributes.get(one))
        self._path.append(name)
        self._text = ""

    def _says(self, text: str) -> None:
        self._text += text

    def _ends(self, name: str) -> None:
        self._path.pop()
        if name == "Redirect":
            self._leads(self._text)
        if (name == "Number" or (name == "Dial" and self._text.strip())) and self._text not in self._may_dial:
            self.wrong.append(f"rings {self._text!r}")

    def _leads(self, address: str | None) -> None:
        if address is not None and not (address.startswith("/voice") and address.isascii() and " " not in address):
            self.wrong.append(f"leads to {address[:80]!r}")
