"""Mail to a server elsewhere: by STARTTLS or TLS from the first byte, signed in, and only to who is vouched for."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

import pytest

from ivr.watching.letters import Letter
from ivr.watching.mail import MailServer, NotSentError
from tests.support.certificates import self_signed
from tests.watching.receivers import MailBox, tls_mail_server

Scheme = Literal["smtp", "smtps"]
USER, PASSWORD = "infolinia@example.pl", "a: long/pass@word"
QUOTED = "infolinia%40example.pl:a%3A%20long%2Fpass%40word"
ANNA = "anna@example.pl"
LETTER = Letter("Dysk jest pełny", "Zwolnij miejsce.\nŁącznie 3 wpisy.\n", {})
# What guards the connection there is TLS from its first byte, which the library of the test server does not count.
pytestmark = pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS")
schemes = pytest.mark.parametrize("scheme", ["smtp", "smtps"])


@contextmanager
def server(
    folder: Path,
    patch: pytest.MonkeyPatch,
    scheme: Scheme,
    name: str = "localhost",
    days: float = 1,
    known: bool = True,
) -> Iterator[MailBox]:
    """One with a certificate for `name`, which this machine trusts if `known`."""
    made, file, trusted = self_signed(name, days), folder / "both.pem", folder / "trusted.pem"
    file.write_bytes(made.key + made.certificate)
    trusted.write_bytes(made.certificate if known else self_signed("elsewhere.example.pl").certificate)
    patch.setenv("SSL_CERT_FILE", str(trusted))
    with tls_mail_server(file, scheme, USER, PASSWORD) as box:
        yield box


def signed_in(box: MailBox, who: str = QUOTED) -> MailServer:
    return MailServer(box.url.replace("//", f"//{who}@"), USER, 5.0)


@schemes
def test_a_letter_goes_signed_in_and_sealed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, scheme: Scheme) -> None:
    with server(tmp_path, monkeypatch, scheme) as box:
        signed_in(box).check()
        signed_in(box).send(LETTER, [ANNA])

    [(to, message)] = box.got
    assert to == [ANNA]
    assert (message["Subject"], message["From"]) == (LETTER.subject, USER)
    assert message.get_content().splitlines() == LETTER.text.splitlines()


@schemes
@pytest.mark.parametrize(
    "wrong",
    [
        pytest.param({"known": False}, id="nobody vouches for it"),
        pytest.param({"name": "elsewhere.example.pl"}, id="it is another one's"),
        pytest.param({"days": -1}, id="it has run out"),
    ],
)
def test_a_certificate_that_is_none_gets_neither_password_nor_letter(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, scheme: Scheme, wrong: dict[str, object]
) -> None:
    with server(tmp_path, monkeypatch, scheme, **wrong) as box:  # type: ignore[arg-type]
        with pytest.raises(NotSentError, match="SSLCertVerificationError"):
            signed_in(box).send(LETTER, [ANNA])
        with pytest.raises(NotSentError, match="SSLCertVerificationError"):
            signed_in(box).check()

    assert (box.got, box.offered) == ([], [])


@schemes
def test_a_wrong_password_is_told_and_not_repeated(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, scheme: Scheme
) -> None:
    with (
        server(tmp_path, monkeypatch, scheme) as box,
        pytest.raises(NotSentError, match="^SMTPAuthenticationError 535$") as told,
    ):
        signed_in(box, "infolinia%40example.pl:guessed").send(LETTER, [ANNA])

    assert "guessed" not in str(told.value)
    assert box.offered
    assert box.got == []


@schemes
def test_one_who_does_not_sign_in_is_refused_by_the_server(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, scheme: Scheme
) -> None:
    with server(tmp_path, monkeypatch, scheme) as box, pytest.raises(NotSentError, match="530"):
        MailServer(box.url, USER, 5.0).send(LETTER, [ANNA])

    assert box.got == []
