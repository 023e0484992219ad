"""Whether a request really comes from the provider. Pure: it is told the tokens, and never logs them.

The HMAC is the provider's library's. The comparison, the header and the spellings of the URL are not: the
library raises on a missing header and on a bad port, and rewrites the URL before it signs it.
"""

# mypy: untyped-calls-exclude="twilio"
from __future__ import annotations

import hmac
import re
from collections.abc import Iterable, Sequence

from twilio.request_validator import RequestValidator

_URL = re.compile(
    r"(?P<scheme>https?)://(?:[^/?#]*@)?(?P<host>\[[^]/?#]*]|[^:/?#]*)(?::(?P<port>\d*))?(?P<rest>[/?].*|)"
)
_DEFAULT_PORTS = {"https": "443", "http": "80"}


def verify(tokens: Sequence[str], url: str, params: Iterable[tuple[str, str]], signature: str | None) -> bool:
    """Whether `signature` (X-Twilio-Signature) was made with one of `tokens` for this request. Never raises.

    `url` is the one the provider called, untouched; `params` are the decoded pairs of the form's body, all of
    them, empty and repeated ones too. An empty token is no token: else anybody could sign.
    """
    if not signature or not signature.isascii():
        return False
    fields = _Fields(params)
    try:
        made = [
            RequestValidator(token).compute_signature(spelling, fields)
            for token in tokens
            if token
            for spelling in _spellings(url)
        ]
    except UnicodeEncodeError:  # half a surrogate pair: the provider cannot have sent that
        return False
    matches = [hmac.compare_digest(one, signature) for one in made]  # all of them: the time tells nothing
    return any(matches)


def signed(token: str, url: str, params: Iterable[tuple[str, str]]) -> str:
    """The signature that the provider would make: for a service that calls itself to see whether it answers."""
    return str(RequestValidator(token).compute_signature(url, _Fields(params)))


def public_url(base: str | None, scheme: str, host: str, path: str, query_string: bytes | str) -> str:
    """The URL the provider signed.

    With `base` (IVR_PUBLIC_URL) its scheme, host and path prefix stand in front of `path`, which is the path as
    this service sees it, without that prefix; without it the request's own `scheme` and `host` (with port) do.
    The query is taken raw, as it came over the wire.
    """
    query = query_string.decode("utf-8", "surrogateescape") if isinstance(query_string, bytes) else query_string
    front = base.rstrip("/") if base else scheme + "://" + host
    return front + path + ("?" + query if query else "")


class _Fields(dict[str, list[str]]):
    """Name -> all its values, in the shape the library asks a framework's multi-dict for."""

    def __init__(self, params: Iterable[tuple[str, str]]) -> None:
        super().__init__()
        for name, value in params:
            self.setdefault(name, []).append(value)

    def getall(self, name: str) -> list[str]:
        return self[name]


def _spellings(url: str) -> list[str]:
    """The URL without user, password and fragment: as it is, without a port, and with the scheme's own port.

    The provider drops the port for voice over https and keeps it over http, not always: reference section 2.2.
    """
    bare = url.partition("#")[0]
    found = _URL.fullmatch(bare)
    if found is None:
        return [bare]
    scheme, host, port, rest = found["scheme"], found["host"], found["port"], found["rest"]
    front = scheme + "://" + host
    explicit = front + ":" + (port or _DEFAULT_PORTS[scheme])
    return [front + rest, explicit + rest]
