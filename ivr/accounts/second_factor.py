"""The second factor: time-based codes (RFC 6238) from an authenticator app, and recovery codes instead of one.

Secrets are encrypted in the database and recovery codes sealed, both by keys that are kept elsewhere.
"""

from __future__ import annotations

import base64
import hmac
import secrets
from datetime import datetime

import pyotp
from cryptography.fernet import Fernet, InvalidToken

from ivr.store.keys import Keys

STEP_SECONDS = 30
_EITHER_SIDE = 1  # a clock may be half a minute off
RECOVERY_CODES = 10
_ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"  # nothing that looks like something else
_KEY, _RECOVERY_KEY = "second_factor", "recovery_codes"


def new_secret() -> str:
    return pyotp.random_base32()


def app_address(secret: str, name: str, office: str) -> str:
    """The otpauth: address an authenticator app reads from the picture."""
    return pyotp.TOTP(secret).provisioning_uri(name=name, issuer_name=office)


def sealed(keys: Keys, secret: str) -> str:
    return _fernet(keys).encrypt(secret.encode()).decode()


def opened(keys: Keys, kept: str) -> str:
    """The secret; "" if the key it was sealed with is gone: then no code fits, and an admin removes it."""
    try:
        return _fernet(keys).decrypt(kept.encode()).decode()
    except InvalidToken:
        return ""


def step_of(secret: str, code: str, now: datetime) -> int | None:
    """The time step in which `code` is right, around now; None if it is wrong."""
    written = "".join(code.split())
    if not secret or not written.isascii() or not written.isdigit():
        return None
    present, totp = int(now.timestamp()) // STEP_SECONDS, pyotp.TOTP(secret)
    found = None
    for step in range(present - _EITHER_SIDE, present + _EITHER_SIDE + 1):
        if hmac.compare_digest(totp.generate_otp(step), written):
            found = step
    return found


def new_recovery_codes() -> tuple[str, ...]:
    """Like "k3vq-8xw2-m7hd": 59 random bits each."""
    return tuple("-".join(_random(4) for _ in range(3)) for _ in range(RECOVERY_CODES))


def recovery_hash(keys: Keys, code: str) -> str:
    written = "".join(letter for letter in code.lower() if letter.isalnum())
    return hmac.digest(keys.key(_RECOVERY_KEY), written.encode(), "sha256").hex()


def _random(letters: int) -> str:
    return "".join(secrets.choice(_ALPHABET) for _ in range(letters))


def _fernet(keys: Keys) -> Fernet:
    return Fernet(base64.urlsafe_b64encode(keys.key(_KEY)))
