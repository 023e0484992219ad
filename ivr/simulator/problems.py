"""The failures the stand-in carrier names. Nothing else belongs here."""

from __future__ import annotations

from ivr.errors import IvrError


class CarrierError(IvrError):
    """The real carrier would refuse this, warn about it, or read it otherwise than meant.

    `code` is the provider's number where it has one ("12100"), else a word of ours ("never_ends").
    """


class DifferenceError(CarrierError):
    """The call did not go as the test or the call script says."""

    def __init__(self, what: str, transcript: str) -> None:
        super().__init__("difference", f"{what}\nThe call so far:\n{transcript}")
        self.what = what
