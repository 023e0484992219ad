"""The provider's own copy of a call, deleted through its REST API (twilio.com/docs/voice/api/call-resource). The one
client that goes out to the network; never on the way of a call."""

from __future__ import annotations

from typing import Any

from twilio.base.exceptions import TwilioException, TwilioRestException

from ivr.errors import IvrError

_GONE = 404
_TIMEOUT_SECONDS = 10.0


class ProviderRecords:
    """`base_url`: another address of the API (a region, or a stand-in); "" is the provider's own."""

    def __init__(self, account: str, token: str, base_url: str = "") -> None:
        self._account, self._token, self._base_url = account, token, base_url
        self._made: Any = None

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
