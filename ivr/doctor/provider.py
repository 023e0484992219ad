"""The account at the provider: do the office's numbers lead here, and to the document for the worst case?"""

from __future__ import annotations

from collections.abc import Iterator

from ivr.core.office import Office
from ivr.doctor.finding import Finding, fail, ok, warn
from ivr.errors import IvrError
from ivr.settings import Settings
from ivr.telephony.provider import ProviderNumber, ProviderNumbers

_AT = "In the provider's console, at the number"


def provider(settings: Settings, office: Office | None, numbers: ProviderNumbers | None) -> Iterator[Finding]:
    """`numbers`: None where no keys are given."""
    if numbers is None:
        do = "Set TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN to have it looked at."
        yield warn("provider", "the account at the provider was not looked at", do)
        return
    try:
        found = numbers.all()
    except IvrError as error:
        yield fail("provider", error.message, "Check TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN, and the network.")
        return
    own = {number.e164 for number in office.answers_on} if office else set()
    url = settings.public_url or ""
    ours = [one for one in found if one.number in own or (url and _bare(one.voice_url).startswith(url))]
    if not ours:
        do = "Write the provider's number under answers_on in config.yaml, and lead it here."
        yield fail("provider", "no number of the account leads here", do)
    for one in ours:
        yield from _of(one, url)


def _of(one: ProviderNumber, url: str) -> Iterator[Finding]:
    """The last three digits tell an administrator which one it is."""
    name, wrong = f"number …{one.number[-3:]}", False
    if _bare(one.voice_url) != f"{url}/voice" or one.voice_method != "POST":
        wrong = True
        yield fail("provider", f"{name}: a call does not come in here", f"{_AT}: Webhook, POST, {url}/voice")
    if not one.fallback_url:
        wrong = True
        yield fail(
            "provider", f"{name}: nothing answers when this machine does not",
            f"{_AT}, Primary handler fails: a TwiML Bin with what python -m ivr failsafe prints.",
        )  # fmt: skip
    elif url and one.fallback_url.startswith(url):
        wrong = True
        yield fail("provider", f"{name}: its fallback is this machine again", f"{_AT}: take a TwiML Bin instead.")
    if _bare(one.status_url) != f"{url}/voice/status":
        wrong = True
        do = f"{_AT}, Call status changes: POST, {url}/voice/status. Without it the log does not know when calls end."
        yield warn("provider", f"{name}: the end of calls is not told here", do)
    if not wrong:
        yield ok("provider", f"{name} leads here, and has a fallback of its own")


def _bare(url: str) -> str:
    """Without what the provider keeps to itself: `#rc=2&…`."""
    return url.partition("#")[0].rstrip("/")
