"""Who counts as a person at this machine."""

from __future__ import annotations

import pytest
from flask import Flask, request

from ivr.web.loopback import is_loopback

HERE = ("127.0.0.1", "127.0.0.1:8000", {}, None)


@pytest.mark.parametrize(
    ("peer", "host", "headers", "public_url", "local"),
    [
        pytest.param(*HERE, True, id="this machine"),
        pytest.param("127.8.9.1", "127.0.0.1", {}, None, True, id="any 127 address"),
        pytest.param("::1", "[::1]:8000", {}, None, True, id="IPv6"),
        pytest.param("::ffff:127.0.0.1", "localhost:8000", {}, None, True, id="IPv4 written as IPv6"),
        pytest.param("127.0.0.1", "LocalHost", {}, None, True, id="localhost in any case"),
        pytest.param("192.168.0.7", "127.0.0.1:8000", {}, None, False, id="peer elsewhere"),
        pytest.param("127.0.0.1", "ivr.example.pl", {}, None, False, id="a name that leads here"),
        pytest.param("127.0.0.1", "127.0.0.1.example.pl", {}, None, False, id="a name that begins like loopback"),
        pytest.param("127.0.0.1", "localhost.example.pl", {}, None, False, id="a name that begins like localhost"),
        pytest.param("127.0.0.1", "evil@127.0.0.1", {}, None, False, id="a user in the host"),
        pytest.param("127.0.0.1", "127.0.0.1:port", {}, None, False, id="a port that is none"),
        pytest.param("127.0.0.1", "128.0.0.1", {}, None, False, id="just past 127"),
        pytest.param("127.0.0.1", "", {}, None, False, id="no host"),
        pytest.param("127.0.0.1", "localhost", {"X-Forwarded-For": "10.0.0.1"}, None, False, id="X-Forwarded-For"),
        pytest.param("127.0.0.1", "localhost", {"x-forwarded-anything": ""}, None, False, id="X-Forwarded-*"),
        pytest.param("127.0.0.1", "localhost", {"Forwarded": "for=1.2.3.4"}, None, False, id="Forwarded"),
        pytest.param("127.0.0.1", "localhost", {"X-Real-IP": "1.2.3.4"}, None, False, id="X-Real-IP"),
        pytest.param("127.0.0.1", "localhost", {}, "https://ivr.example.pl", False, id="public URL set"),
    ],
)
def test_is_loopback(peer: str, host: str, headers: dict[str, str], public_url: str | None, local: bool) -> None:
    environment = {"REMOTE_ADDR": peer, "HTTP_HOST": host}

    with Flask("test").test_request_context("/", headers=headers, environ_overrides=environment):
        assert is_loopback(request, public_url) is local
