"""Typed, strict access to one element's attributes. Must not know any verb."""

from __future__ import annotations

import re
from collections.abc import Collection
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element

from ivr.simulator.problems import CarrierError

SCHEMA = "12200"  # the provider's schema warning, for what has no number of its own
_URL = re.compile(r"[!-~]+")  # printable ASCII without spaces
_E164 = re.compile(r"\+[1-9]\d{7,14}")


class Attributes:
    """The attributes of `element`, of which only `known` are allowed; every failure names the element."""

    def __init__(self, element: Element, known: Collection[str] = ()) -> None:
        self._element = element
        unknown = sorted(set(element.attrib) - set(known))
        if unknown:
            raise self.problem(SCHEMA, f"has no attribute “{unknown[0]}” known here")

    def problem(self, code: str, what: str) -> CarrierError:
        return CarrierError(code, f"<{self._element.tag}> {what}.")

    def text(self, name: str, default: str = "") -> str:
        return self._element.get(name, default)

    def choice(self, name: str, default: str, allowed: Collection[str], code: str = SCHEMA) -> str:
        value = self.text(name, default)
        if value not in allowed:
            raise self.problem(code, f"{name} is “{value}”, allowed: {', '.join(sorted(allowed))}")
        return value

    def flag(self, name: str) -> bool:
        return self.choice(name, "false", ("true", "false")) == "true"

    def integer(self, name: str, default: int, lowest: int, highest: int, code: str) -> int:
        value = self.text(name, str(default))
        if not re.fullmatch(r"[0-9]{1,6}", value) or not lowest <= int(value) <= highest:
            raise self.problem(code, f"{name} is “{value}”, must be a whole number from {lowest} to {highest}")
        return int(value)

    def method(self, name: str = "method", code: str = SCHEMA) -> str:
        """POST. The stand-in makes no GET requests: the service has none, and a GET could be cached."""
        return self.choice(name, "POST", ("POST",), code)

    def url(self, name: str) -> str:
        value = self.text(name)
        return self.checked_url(value, name) if name in self._element.attrib else ""

    def checked_url(self, value: str, name: str) -> str:
        """A usable address, its parameters in alphabetical order.

        The provider may sort them before it asks, but signs the unsorted form.
        """
        parts = urlsplit(value)
        if not _URL.fullmatch(value) or parts.scheme not in ("", "http", "https"):
            raise self.problem("11100", f"{name} is “{value}”, not an address")
        names = [pair.partition("=")[0] for pair in parts.query.split("&")]
        if names != sorted(names):
            raise self.problem("query_order", f"{name} has parameters out of alphabetical order: {value}")
        return value

    def e164(self, value: str, code: str) -> str:
        if not _E164.fullmatch(value):
            raise self.problem(code, f"holds “{value}”, which is not an E.164 number")
        return value
