"""What can be said of a shared database that does not answer. Errors only, so that a command need not load a driver."""

from __future__ import annotations

from ivr.errors import IvrError


class AuthorityAwayError(IvrError):
    """The shared database did not do it: nothing was changed."""

    def __init__(self, why: str) -> None:
        hint = "Nothing was changed. What is urgent, override and announce do on this machine without it."
        super().__init__("authority-away", f"The database that all machines share cannot be used: {why}.", hint)
        self.why = why


class AuthorityUnsureError(IvrError):
    """The answer to the last word was lost: it went live, or it did not."""

    def __init__(self) -> None:
        message = "The database that all machines share did not confirm. The change is live on all of them, or on none."
        super().__init__("authority-unsure", message, "When it is back, see: python -m ivr revisions")
