"""One mail, through the mail server of SMTP_URL. Standard library; every wait has an end."""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Sequence
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import formatdate, make_msgid
from urllib.parse import unquote, urlsplit

from ivr.watching.letters import Letter

_TIMEOUT_SECONDS = 10.0
_PORTS = {"smtp": 587, "smtps": 465}
_LOOPBACK = ("127.0.0.1", "::1", "localhost")


class NotSentError(Exception):
    """Why, in words without password or address."""


@dataclass(frozen=True, slots=True)
class MailServer:
    """`url`: smtp://user:password@host:587 (STARTTLS, which only this machine itself may do without) or smtps://.
    `sender`: the address that mails come from."""

    url: str
    sender: str
    timeout_seconds: float = _TIMEOUT_SECONDS

    def send(self, letter: Letter, to: Sequence[str]) -> None:
        """Raises NotSentError, also where one of the addresses is refused."""
        if not self.url:
            raise NotSentError("SMTP_URL is not set")
        if not self.sender:
            raise NotSentError("SMTP_SENDER is not set")
        try:
            with self._connected() as server:
                refused = server.send_message(self._message(letter, to), self.sender, list(to))
        except (OSError, smtplib.SMTPException, ValueError) as error:
            raise NotSentError(_why(error)) from error
        if refused:
            raise NotSentError(f"{len(refused)} of {len(to)} addresses refused")

    def check(self) -> None:
        """As far as signing in, without a mail. Raises NotSentError."""
        if not self.url:
            raise NotSentError("SMTP_URL is not set")
        try:
            with self._connected() as server:
                server.noop()
        except (OSError, smtplib.SMTPException, ValueError) as error:
            raise NotSentError(_why(error)) from error

    def _connected(self) -> smtplib.SMTP:
        parts = urlsplit(self.url)
        host, context = parts.hostname or "", ssl.create_default_context()
        port = parts.port or _PORTS[parts.scheme]
        if parts.scheme == "smtps":
            server: smtplib.SMTP = smtplib.SMTP_SSL(host, port, timeout=self.timeout_seconds, context=context)
        else:
            server = smtplib.SMTP(host, port, timeout=self.timeout_seconds)
        try:
            server.ehlo_or_helo_if_needed()
            if parts.scheme == "smtp" and (server.has_extn("starttls") or host not in _LOOPBACK):
                server.starttls(context=context)  # raises where the server cannot: nothing goes in clear
            if parts.username:
                server.login(unquote(parts.username), unquote(parts.password or ""))
        except BaseException:
            server.close()
            raise
        return server

    def _message(self, letter: Letter, to: Sequence[str]) -> EmailMessage:
        message = EmailMessage()
        message["Subject"] = " ".join(letter.subject.split())
        message["From"], message["To"] = self.sender, ", ".join(to)
        message["Date"], message["Message-ID"] = formatdate(), make_msgid(domain=self.sender.rpartition("@")[2])
        message["Auto-Submitted"] = "auto-generated"  # RFC 3834: no holiday note comes back
        message.set_content(letter.text)
        return message


def _why(error: Exception) -> str:
    """What a server answers may repeat what it was told: only its number is passed on."""
    code = f" {error.smtp_code}" if isinstance(error, smtplib.SMTPResponseException) else ""
    return f"{type(error).__name__}{code}"
