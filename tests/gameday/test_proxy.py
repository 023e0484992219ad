"""The proxy of the game day ends every connection it held: one left open is a warning, and warnings are errors here."""

from __future__ import annotations

import gc
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, suppress
from pathlib import Path

import pytest

from tests.gameday.proxy import Proxy

MANY = 20
PATIENCE_SECONDS, SHORTLY_SECONDS = 10, 0.2


@pytest.fixture
def echo(tmp_path: Path) -> Iterator[Path]:
    """A Unix socket where what is sent comes back."""
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(tmp_path / "echo"))
        listener.listen()
        threading.Thread(target=_serve, args=(listener,), daemon=True).start()
        yield tmp_path / "echo"
        listener.shutdown(socket.SHUT_RDWR)


def _serve(listener: socket.socket) -> None:
    with suppress(OSError):
        while True:
            threading.Thread(target=_echo, args=(listener.accept()[0],), daemon=True).start()


def _echo(connection: socket.socket) -> None:
    with connection, suppress(OSError):
        while data := connection.recv(1000):
            connection.sendall(data)


def _asked(client: socket.socket) -> bytes:
    client.sendall(b"ring")
    return client.recv(1000)


def _cut_and_left(proxy: Proxy, clients: list[socket.socket]) -> None:
    proxy.cut()
    for client in clients:
        client.sendall(b"ring")
        client.close()


def _mended(proxy: Proxy, clients: list[socket.socket]) -> None:
    proxy.cut()
    proxy.mend()
    for client in clients:
        with suppress(ConnectionResetError, TimeoutError):  # who was not yet accepted has nothing to be ended
            client.settimeout(SHORTLY_SECONDS)
            assert client.recv(1000) == b""


def _left(_: Proxy, clients: list[socket.socket]) -> None:
    for client in clients:
        client.close()


def _only_come(_: Proxy, clients: list[socket.socket]) -> None:
    """Nothing: the proxy is closed while they are open."""


@pytest.mark.parametrize("fate", [_cut_and_left, _mended, _left, _only_come])
@pytest.mark.parametrize("greeted", [True, False])
def test_none_is_left_open(echo: Path, fate: Callable[[Proxy, list[socket.socket]], None], *, greeted: bool) -> None:
    proxy = Proxy(echo)
    with ExitStack() as stack:
        clients = [
            stack.enter_context(socket.create_connection(("127.0.0.1", proxy.port), PATIENCE_SECONDS))
            for _ in range(MANY)
        ]
        if greeted:
            assert {_asked(client) for client in clients} == {b"ring"}
        fate(proxy, clients)
        proxy.close()
    del proxy
    gc.collect()  # what was left open says so here


def test_nobody_listens(tmp_path: Path) -> None:
    proxy = Proxy(tmp_path / "nobody")
    with (
        socket.create_connection(("127.0.0.1", proxy.port), PATIENCE_SECONDS) as client,
        suppress(ConnectionResetError),
    ):
        assert client.recv(1000) == b""
    proxy.close()
    del proxy
    gc.collect()
