"""Every check, one after the other: what is quick first."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime

from ivr.core.office import AlarmTo, Office
from ivr.doctor import certificate, logbook, machine, notices, provider, service
from ivr.doctor.finding import Finding, fail, ok, warn
from ivr.settings import Settings
from ivr.telephony.provider import ProviderNumbers


def examine(settings: Settings, office: Office | None, now: datetime) -> Iterator[Finding]:
    """`office`: as it is live; None where nothing is. A check that breaks off is a finding too."""
    keys = settings.account and settings.tokens
    numbers = ProviderNumbers(settings.account, settings.tokens[0]) if keys else None
    checks: tuple[Callable[[], Iterator[Finding]], ...] = (
        lambda: _settings(settings, office),
        lambda: machine.disk(settings.data),
        lambda: machine.rights(settings.data, settings.keys),
        lambda: machine.clock(machine.synchronized()),
        lambda: machine.libraries(now, office.timezone if office else "UTC"),
        lambda: logbook.database(settings),
        lambda: notices.notices(settings, office.alarms if office else AlarmTo()),
        lambda: service.service(settings, now),
        lambda: certificate.certificate(settings.public_url, now),
        lambda: provider.provider(settings, office, numbers),
    )
    for check in checks:
        try:
            yield from check()
        except Exception as error:  # what is found by the others is told all the same
            yield fail("doctor", f"a check broke off ({type(error).__name__}: {error})", "Please report this line.")


def _settings(settings: Settings, office: Office | None) -> Iterator[Finding]:
    if settings.tokens:
        yield ok("settings", "the provider's token is set")
    else:
        yield fail(
            "settings", "TWILIO_AUTH_TOKEN is not set", "Copy it from the provider's console: nobody else is answered."
        )
    if office is None:
        yield warn(
            "settings",
            f"nothing is live in {settings.data}",
            "The first start publishes the files, or: python -m ivr publish",
        )
    else:
        yield ok("settings", f"a revision is live for {office.name}")
    if not settings.config.exists():
        yield fail("settings", f"{settings.config} is not there", "Set IVR_CONFIG to the office's config.yaml.")
