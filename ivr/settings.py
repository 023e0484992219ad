"""What the environment says. Read once, at start; nothing here opens a file or a connection."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from ivr.errors import UsageError

LogForm = Literal["logfmt", "json", "off"]

DEFAULT_PORT = 8000
LOG_FORMS: tuple[LogForm, ...] = ("logfmt", "json", "off")
SHORTEST_SECRET = 16  # characters
PARTS = ("voice", "phone", "twin", "console")


@dataclass(frozen=True, slots=True)
class Settings:
    """`tokens` is empty when none was given: `ivr.wiring` then makes one and serves loopback only."""

    config: Path
    data: Path
    tokens: tuple[str, ...] = ()
    public_url: str | None = None
    database_url: str = ""
    account: str = ""
    port: int = DEFAULT_PORT
    parts: tuple[str, ...] = PARTS
    keys_folder: Path | None = None
    proxies: int = 0
    log_form: LogForm = "logfmt"
    metrics_token: str = ""
    smtp_url: str = ""
    smtp_sender: str = ""
    webhook_secret: str = ""

    @property
    def keys(self) -> Path:
        return self.keys_folder or self.data / "keys"

    @property
    def console_database(self) -> str:
        """A file of its own; where the log is in PostgreSQL, the same database (and a schema of its own)."""
        on_server = self.database_url.startswith("postgres")
        return self.database_url if on_server else f"sqlite:///{self.data / 'console.sqlite3'}"

    @property
    def database(self) -> str:
        return self.database_url or f"sqlite:///{self.data / 'log.db'}"

    @property
    def shared(self) -> bool:
        """Whether several machines can share the database: then it is the authority on what is live."""
        return self.database_url.startswith(("postgresql", "postgres:"))


def from_environment(environment: Mapping[str, str]) -> Settings:
    """IVR_CONFIG, IVR_DATA, IVR_KEYS, IVR_PARTS, IVR_PROXIES, IVR_PUBLIC_URL, TWILIO_ACCOUNT_SID, TWILIO_AUTH_TOKEN,
    TWILIO_AUTH_TOKEN_NEXT, DATABASE_URL, PORT, LOG_FORMAT, METRICS_TOKEN, SMTP_URL, SMTP_SENDER, ALARM_WEBHOOK_SECRET.
    Raises UsageError."""
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
        port=_port(environment.get("PORT", "")),
        parts=_parts(environment.get("IVR_PARTS", "")),
        keys_folder=Path(keys).absolute() if (keys := environment.get("IVR_KEYS", "")) else None,
        proxies=_proxies(environment.get("IVR_PROXIES", "")),
        log_form=_log_form(environment.get("LOG_FORMAT", "")),
        metrics_token=_secret("METRICS_TOKEN", environment.get("METRICS_TOKEN", "")),
        smtp_url=_smtp_url(environment.get("SMTP_URL", "")),
        smtp_sender=environment.get("SMTP_SENDER", ""),
        webhook_secret=_secret("ALARM_WEBHOOK_SECRET", environment.get("ALARM_WEBHOOK_SECRET", "")),
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


def _parts(text: str) -> tuple[str, ...]:
    named = text.replace(",", " ").split()
    unknown = [name for name in named if name not in PARTS]
    if unknown:
        hint = f"Write some of {', '.join(PARTS)} with commas between."
        raise UsageError("parts-bad", f"IVR_PARTS names {unknown[0]!r}.", hint)
    return tuple(part for part in PARTS if part in named) or PARTS


def _proxies(text: str) -> int:
    if not text:
        return 0
    if not text.isascii() or not text.isdigit() or int(text) > 9:
        hint = "Write how many proxies of yours stand in front of this service, usually 1."
        raise UsageError("proxies-bad", f"IVR_PROXIES is {text!r}.", hint)
    return int(text)


def _log_form(text: str) -> LogForm:
    found = next((form for form in LOG_FORMS if form == (text or "logfmt")), None)
    if found is None:
        raise UsageError("log-format-bad", f"LOG_FORMAT is {text!r}.", f"Write one of: {', '.join(LOG_FORMS)}.")
    return found


def _secret(name: str, text: str) -> str:
    """Never shown, not even where it is wrong."""
    if text and len(text) < SHORTEST_SECRET:
        hint = f"Write at least {SHORTEST_SECRET} characters that nobody can guess, such as: openssl rand -hex 32"
        raise UsageError("secret-short", f"{name} is too short.", hint)
    return text


def _smtp_url(text: str) -> str:
    """Never shown: there is a password in it."""
    try:
        parts = urlsplit(text)
        good = not text or (parts.scheme in ("smtp", "smtps") and bool(parts.hostname) and parts.port != 0)
    except ValueError:
        good = False
    if not good:
        hint = "Write it like smtp://user:password@mail.example.pl:587 (STARTTLS) or smtps://…:465."
        raise UsageError("smtp-url-bad", "SMTP_URL is not the address of a mail server.", hint)
    return text
