"""What the environment says. Read once, at start; nothing here opens a file or a connection."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from ivr.errors import UsageError

DEFAULT_PORT = 8000


@dataclass(frozen=True, slots=True)
class Settings:
    """`tokens` is empty when none was given: `ivr.wiring` then makes one and serves loopback only."""

    config: Path
    data: Path
    tokens: tuple[str, ...] = ()
    public_url: str | None = None
    database_url: str = ""
    keys_folder: Path | None = None
    account: str = ""
    port: int = DEFAULT_PORT

    @property
    def database(self) -> str:
        return self.database_url or f"sqlite:///{self.data / 'log.db'}"

    @property
    def keys(self) -> Path:
        return self.keys_folder or self.data / "keys"


def from_environment(environment: Mapping[str, str]) -> Settings:
    """IVR_CONFIG, IVR_DATA, TWILIO_AUTH_TOKEN, TWILIO_AUTH_TOKEN_NEXT, IVR_PUBLIC_URL, DATABASE_URL, IVR_KEYS,
    TWILIO_ACCOUNT_SID, PORT."""
    tokens = (environment.get("TWILIO_AUTH_TOKEN", ""), environment.get("TWILIO_AUTH_TOKEN_NEXT", ""))
    if tokens[1] and not tokens[0]:
        message = "TWILIO_AUTH_TOKEN_NEXT is set without TWILIO_AUTH_TOKEN."
        raise UsageError("token-missing", message, "Set both, or only TWILIO_AUTH_TOKEN.")
    return Settings(
        config=Path(environment.get("IVR_CONFIG") or "config.yaml").absolute(),
        data=Path(environment.get("IVR_DATA") or "var").absolute(),
        tokens=tuple(token for token in tokens if token),
        public_url=_public_url(environment.get("IVR_PUBLIC_URL", "")),
        database_url=environment.get("DATABASE_URL", ""),
        account=environment.get("TWILIO_ACCOUNT_SID", ""),
        keys_folder=Path(environment.get("IVR_KEYS", "")).absolute() if environment.get("IVR_KEYS") else None,
        port=_port(environment.get("PORT", "")),
    )


def _public_url(text: str) -> str | None:
    if not text:
        return None
    if not text.startswith(("https://", "http://")) or "?" in text or "#" in text:
        hint = "Write the address the provider calls, such as https://infolinia.example.pl"
        raise UsageError("public-url-bad", f"IVR_PUBLIC_URL is {text!r}.", hint)
    return text.rstrip("/")


def _port(text: str) -> int:
    if not text:
        return DEFAULT_PORT
    if not text.isdigit() or not 0 < int(text) < 65536:
        raise UsageError("port-bad", f"PORT is {text!r}.", "Write a number from 1 to 65535, such as 8000.")
    return int(text)
