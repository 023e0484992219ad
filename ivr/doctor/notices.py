"""Are there people who are told, and can they be?"""

from __future__ import annotations

from collections.abc import Iterator

from ivr.core.office import AlarmTo
from ivr.doctor.finding import Finding, fail, ok, warn
from ivr.settings import Settings
from ivr.watching.mail import MailServer, NotSentError


def notices(settings: Settings, to: AlarmTo) -> Iterator[Finding]:
    if not to.mail and not to.webhook:
        yield warn("alarms", "nobody is told of alarms", "Name people under alarms in config.yaml (guide, chapter 14).")
    if to.mail:
        try:
            MailServer(settings.smtp_url, settings.smtp_sender).check()
            if not settings.smtp_sender:
                raise NotSentError("SMTP_SENDER is not set")
            yield ok("alarms", f"the mail server takes mail for {len(to.mail)} addresses")
        except NotSentError as error:
            do = "Set SMTP_URL and SMTP_SENDER to those of the office's mail server."
            yield fail("alarms", f"no mail can be sent ({error})", do)
    if to.webhook and not settings.webhook_secret:
        do = "Set ALARM_WEBHOOK_SECRET, and give it to whoever receives the alarms."
        yield fail("alarms", "the webhook has no secret to sign with", do)
