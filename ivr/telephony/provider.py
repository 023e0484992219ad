"""The provider's REST API: its own copy of a call is deleted (twilio.com/docs/voice/api/call-resource), and it is asked
where its numbers lead (twilio.com/docs/phone-numbers/api/incomingphonenumber-resource). Never on the way of a call."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from twilio.base.exceptions import TwilioException, TwilioRestException

from ivr.errors import IvrError

_GONE = 404
_TIMEOUT_SECONDS = 10.0
_NUMBERS = 100  # of the account that are looked at


class _Api:
    """`base_url`: another address of the API (a region, or a stand-in); "" is the provider's own."""

    def __init__(self, account: str, token: str, base_url: str = "") -> None:
        self._account, self._token, self._base_url = account, token, base_url
        self._made: Any = None

    def _client(self) -> Any:
        if self._made is None:
            from twilio.http.http_client import TwilioHttpClient  # imports all of the provider's API: only when asked
            from twilio.rest import Client

            http = TwilioHttpClient(timeout=_TIMEOUT_SECONDS)
            make: Any = Client
            self._made = make(self._account, self._token, http_client=http)
            if self._base_url:
                self._made.api.base_url = self._base_url
        return self._made


class ProviderRecords(_Api):
    """What the provider keeps of calls."""

    def delete_call(self, call_id: str) -> bool:
        """Whether the provider has no record of the call any more. Raises IvrError where it refuses or is away."""
        try:
            return bool(self._client().calls(call_id).delete())
        except TwilioRestException as error:
            if error.status == _GONE:
                return True
            raise IvrError("provider-refused", f"The provider refused ({error.status}: {error.msg}).") from error
        except (TwilioException, OSError) as error:
            raise IvrError("provider-away", f"The provider cannot be asked ({type(error).__name__}).") from error


@dataclass(frozen=True, slots=True)
class ProviderNumber:
    """Where one number of the account leads. Addresses are "" where there is none."""

    number: str
    voice_url: str
    voice_method: str
    fallback_url: str
    status_url: str


class ProviderNumbers(_Api):
    """The numbers of the account."""

    def all(self) -> list[ProviderNumber]:
        """Raises IvrError where the provider refuses or is away."""
        try:
            found = self._client().incoming_phone_numbers.list(limit=_NUMBERS)
        except (TwilioException, OSError) as error:
            status = next((one.status_code for one in error.args if hasattr(one, "status_code")), None)
            if status is not None:  # of a list the library says it so
                raise IvrError("provider-refused", f"The provider refused ({status}).") from error
            raise IvrError("provider-away", f"The provider cannot be asked ({type(error).__name__}).") from error
        return [_number(one) for one in found]


def _number(one: Any) -> ProviderNumber:
    return ProviderNumber(
        str(one.phone_number or ""),
        str(one.voice_url or ""),
        str(one.voice_method or ""),
        str(one.voice_fallback_url or ""),
        str(one.status_callback or ""),
    )
