"""Who may use the pages and the test calls: a person at this very machine. It asks nothing but the request."""

from __future__ import annotations

from collections.abc import Mapping
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

from flask import Request

_FORWARDED = ("HTTP_FORWARDED", "HTTP_X_REAL_IP")  # a proxy speaks for somebody else
_FORWARDED_PREFIX = "HTTP_X_FORWARDED_"


def is_loopback(request: Request, public_url: str | None) -> bool:
    """Whether a request comes from a person at this very machine, as `is_loopback_environ` says."""
    return is_loopback_environ(request.environ, public_url)


def is_loopback_environ(environ: Mapping[str, Any], public_url: str | None) -> bool:
    """Whether peer and Host of a WSGI request are loopback, nothing was forwarded, and no public address is set.

    The Host is asked too: a name of somebody else's that leads to this machine (DNS rebinding) is refused.
    """
    return (
        not public_url
        and is_loopback_name(environ.get("REMOTE_ADDR") or "")
        and is_loopback_name(host_name(environ.get("HTTP_HOST", "")))
        and not any(name in environ for name in _FORWARDED)
        and not any(name.startswith(_FORWARDED_PREFIX) for name in environ)
    )


def is_loopback_name(name: str) -> bool:
    """`localhost`, 127.0.0.0/8, ::1, and those written as IPv6."""
    if name.lower() == "localhost":
        return True
    try:
        address = ip_address(name)
    except ValueError:
        return False
    mapped = getattr(address, "ipv4_mapped", None)
    return (mapped or address).is_loopback


def host_name(host: str) -> str:
    """The name in a Host header: without port and brackets; "" if there is anything else in it."""
    try:
        parts = urlsplit(f"//{host}")
        parts.port  # noqa: B018  raises for a port that is none
        return (parts.hostname or "") if parts.netloc == host and "@" not in host else ""
    except ValueError:
        return ""
