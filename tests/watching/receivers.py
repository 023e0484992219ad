"""A real mail server and a real receiver of webhooks, on loopback."""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Literal

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult

from tests.support.service import free_port


@dataclass
class MailBox:
    """`status`: what the server answers to a mail. `offered`: the ways in which somebody gave a password."""

    got: list[tuple[list[str], EmailMessage]] = field(default_factory=list)
    status: str = "250 OK"
    url: str = ""
    arrived: threading.Event = field(default_factory=threading.Event)
    offered: list[str] = field(default_factory=list)

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802  the library's name
        if self.status.startswith("250"):
            message = message_from_bytes(envelope.content, policy=policy.default)
            assert isinstance(message, EmailMessage)
            self.got.append((list(envelope.rcpt_tos), message))
            self.arrived.set()
        return self.status


@contextmanager
def mail_server() -> Iterator[MailBox]:
    """Without TLS and without names, as a mail server on the same machine is."""
    box = MailBox()
    with _running(Controller(box, hostname="127.0.0.1", port=free_port())) as controller:
        box.url = f"smtp://127.0.0.1:{controller.port}"
        yield box


@contextmanager
def tls_mail_server(file: Path, scheme: Literal["smtp", "smtps"], user: str, password: str) -> Iterator[MailBox]:
    """A provider's: `smtp` takes nothing before STARTTLS, `smtps` nothing but TLS; nobody sends without signing in.
    `file` holds key and certificate for localhost; the box's url has no name in it."""
    box = MailBox()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file)

    def signs_in(_server: object, _session: object, _envelope: object, mechanism: str, data: Any) -> AuthResult:
        box.offered.append(mechanism)
        right = (data.login, data.password) == (user.encode(), password.encode())
        return AuthResult(success=right, handled=False)  # the library then says 535

    signing: dict[str, Any] = {"authenticator": signs_in, "auth_required": True, "hostname": "127.0.0.1"}
    made = (
        Controller(box, port=free_port(), require_starttls=True, tls_context=context, **signing)
        if scheme == "smtp"
        else Controller(box, port=free_port(), ssl_context=context, auth_require_tls=False, **signing)
    )
    with _running(made) as controller:
        box.url = f"{scheme}://localhost:{controller.port}"
        yield box


@contextmanager
def _running(controller: Controller) -> Iterator[Controller]:
    controller.start()
    try:
        yield controller
    finally:
        controller.stop()


@dataclass
class Posts:
    got: list[tuple[dict[str, str], bytes]] = field(default_factory=list)
    status: int = 204
    url: str = ""


@contextmanager
def webhook_receiver() -> Iterator[Posts]:
    posts = Posts()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            posts.got.append(({name.lower(): value for name, value in self.headers.items()}, body))
            self.send_response(posts.status)
            self.send_header("Location", "http://127.0.0.1:1/elsewhere")
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Nothing on the terminal."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    posts.url = f"http://127.0.0.1:{server.server_port}/alarms?of=office"
    try:
        yield posts
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@contextmanager
def silent_server() -> Iterator[str]:
    """Takes connections and never says a word: the address."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        yield f"smtp://127.0.0.1:{listening.getsockname()[1]}"
