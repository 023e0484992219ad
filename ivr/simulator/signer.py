"""The carrier's signature of a request, written from its published description. Must never use the service's verifier.

Source: the provider's "Webhooks security" page; pinned by published vectors in the tests.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
from collections.abc import Sequence
from typing import Literal
from urllib.parse import urlsplit, urlunsplit

Algorithm = Literal["sha1", "sha256"]


def sign(token: str, url: str, params: Sequence[tuple[str, str]], algorithm: Algorithm = "sha1") -> str:
    """Base64 signature of a form post to `url` with the decoded `params`; no params for a GET or a JSON body.

    Names are sorted by code point; the values of a repeated name are taken once each, sorted.
    """
    pieces = [url, *(name + value for name, value in sorted(set(params)))]
    digest = hmac.new(token.encode(), "".join(pieces).encode(), getattr(hashlib, algorithm)).digest()
    return base64.b64encode(digest).decode()


def signed_url(url: str) -> str:
    """The form of `url` that is signed: no fragment, no user, and over HTTPS no port (voice calls)."""
    parts = urlsplit(url)
    host = parts.netloc.rpartition("@")[2]
    if parts.scheme == "https":
        host = re.sub(r":\d+$", "", host)
    return urlunsplit((parts.scheme, host, parts.path, parts.query, ""))
