"""The form fields the carrier sends with every request. Must not sign or send.

Source: the provider's list of request parameters, with the duplicates and empty places seen in captured requests.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import format_datetime

from ivr.simulator.port import SimulatedCall

SIMULATOR_ACCOUNT = "AC" + "5" * 32
_PLACES = ("City", "State", "Zip", "Country")


def fields_of(
    call: SimulatedCall, account: str, status: str, extra: Mapping[str, str] | None = None
) -> list[tuple[str, str]]:
    """All fields of one request, in the order sent; `extra` outweighs the standard ones."""
    fields = {
        "AccountSid": account,
        "ApiVersion": "2010-04-01",
        "CallSid": call.id,
        "CallStatus": status,
        "CallToken": '{"parentCallInfoToken":"simulated"}',
        "Direction": "outbound-dial" if call.parent else "inbound",
        **_ends(call),
    }
    if call.forwarded_from:
        fields["ForwardedFrom"] = call.forwarded_from
    if call.parent:
        fields["ParentCallSid"] = call.parent
    return list((fields | dict(extra or {})).items())


def _ends(call: SimulatedCall) -> dict[str, str]:
    """Both ends of the call, each under two names."""
    names = {"From": call.caller, "Caller": call.caller, "To": call.called, "Called": call.called}
    places = {f"{name}{place}": "PL" if place == "Country" else "" for name in names for place in _PLACES}
    return names | places


def ending(call: SimulatedCall, seconds: int) -> dict[str, str]:
    """What a status callback adds when the call is over."""
    return {
        "CallbackSource": "call-progress-events",
        "CallDuration": str(seconds),
        "Duration": str(-(-seconds // 60)),  # minutes, as billed
        "SequenceNumber": "0",
        "Timestamp": format_datetime(call.now or datetime.now(UTC)),
    }
