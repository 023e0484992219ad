"""Deleting the provider's copy, with the provider's own library against a stand-in API on loopback."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from ivr.errors import IvrError
from ivr.telephony.provider import ProviderRecords

ACCOUNT, TOKEN = "AC" + "1" * 32, "token"
STATUS = {"CA" + "a" * 32: 204, "CA" + "b" * 32: 404, "CA" + "c" * 32: 401, "CA" + "d" * 32: 500}


class Api(ThreadingHTTPServer):
    asked: list[tuple[str, str]]


class Handler(BaseHTTPRequestHandler):
    server: Api

    def do_DELETE(self) -> None:
        self.server.asked.append((self.path, self.headers["Authorization"]))
        call_id = self.path.rpartition("/")[2].removesuffix(".json")
        self.send_response(STATUS[call_id])
        body = b"" if STATUS[call_id] == 204 else b'{"message": "no", "code": 20001}'
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Nothing on the terminal."""


@pytest.fixture
def api() -> Iterator[Api]:
    server = Api(("127.0.0.1", 0), Handler)
    server.asked = []
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


def records(api: Api) -> ProviderRecords:
    return ProviderRecords(ACCOUNT, TOKEN, f"http://127.0.0.1:{api.server_port}")


@pytest.mark.parametrize("call_id", ["CA" + "a" * 32, "CA" + "b" * 32], ids=["deleted", "gone already"])
def test_it_is_gone_at_the_provider(api: Api, call_id: str) -> None:
    assert records(api).delete_call(call_id)
    ((path, authorization),) = api.asked
    assert path == f"/2010-04-01/Accounts/{ACCOUNT}/Calls/{call_id}.json"
    assert authorization.startswith("Basic ")


@pytest.mark.parametrize("call_id", ["CA" + "c" * 32, "CA" + "d" * 32], ids=["refused", "broken"])
def test_a_refusal_is_told(api: Api, call_id: str) -> None:
    with pytest.raises(IvrError, match=f"refused \\({STATUS[call_id]}"):
        records(api).delete_call(call_id)


def test_a_provider_that_cannot_be_reached_is_told() -> None:
    with pytest.raises(IvrError, match="cannot be asked"):
        ProviderRecords(ACCOUNT, TOKEN, "http://127.0.0.1:9").delete_call("CA" + "a" * 32)
