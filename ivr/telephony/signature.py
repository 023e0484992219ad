"""Whether a request really comes from the provider. Pure: it is told the tokens, and never logs them.

Every request is signed, so what the provider's library does in 20 µs and a class or two is five lines here, held
against that library by the tests. It also raises on a missing header and on a bad port, and rewrites the URL before
it signs it.
"""

from __future__ import annotations

import base64
import hmac
import re
from collections.abc import Sequence
from functools import lru_cache

_URL = re.compile(
    r"(?P<scheme>https?)://(?:[^/?#]*@)?(?P<host>\[[^]/?#]*]|[^:/?#]*)(?::(?P<port>\d*))?(?P<rest>[/?].*|)"
)
_DEFAULT_PORTS = {"https": "443", "http": "80"}


def verify(tokens: Sequence[str], url: str, params: Sequence[tuple[str, str]], signature: str | None) -> bool:
    """Whether `signature` (X-Twilio-Signature) was made with one of `tokens` for this request. Never raises.

    `url` is the one the provider called, untouched; `params` are the decoded pairs of the form's body, all of
    them, empty and repeated ones too. An empty token is no token: else anybody could sign.
    """
    if not signature or not signature.isascii():
        return False
    fields, given = _fields(params), [token for token in tokens if token]
    try:
        if _signed_by(given, url + fields, signature):  # nearly always
            return True
        return any(_signed_by(given, spelling + fields, signature) for spelling in _spellings(url))
    except UnicodeEncodeError:  # half a surrogate pair: the provider cannot have sent that
        return False


def _fields(params: Sequence[tuple[str, str]]) -> str:
    """Names and values behind each other, by name and then by value, each pair once."""
    once = dict(params)
    if len(once) == len(params):
        return "".join([name + once[name] for name in sorted(once)])
    return "".join([name + value for name, value in sorted(set(params))])


def _signed_by(tokens: Sequence[str], text: str, signature: str) -> bool:
    matching = [hmac.compare_digest(_hmac(token, text), signature) for token in tokens]
    return True in matching


def _hmac(token: str, text: str) -> str:
    made = _begun(token).copy()
    made.update(text.encode())
    return base64.b64encode(made.digest()).decode()


@lru_cache(maxsize=8)
def _begun(token: str) -> hmac.HMAC:
    """Finding the algorithm by its name takes three times as long as all the rest."""
    return hmac.new(token.encode(), digestmod="sha1")


def signed(token: str, url: str, params: Sequence[tuple[str, str]]) -> str:
    """The signature that the provider would make: for a service that calls itself to see whether it answers."""
    return _hmac(token, url + _fields(params))


def public_url(base: str | None, scheme: str, host: str, path: str, query_string: bytes | str) -> str:
    """The URL the provider signed.

    With `base` (IVR_PUBLIC_URL) its scheme, host and path prefix stand in front of `path`, which is the path as
    this service sees it, without that prefix; without it the request's own `scheme` and `host` (with port) do.
    The query is taken raw, as it came over the wire.
    """
    query = query_string.decode("utf-8", "surrogateescape") if isinstance(query_string, bytes) else query_string
    front = base.rstrip("/") if base else scheme + "://" + host
    return front + path + ("?" + query if query else "")


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
