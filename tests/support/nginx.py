"""The real nginx with the site of deploy/nginx, on free loopback ports, with a certificate made for it.

Only paths, ports and the addresses behind it are other ones than an office has.
"""

from __future__ import annotations

import http.client
import os
import shutil
import signal
import socket
import ssl
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from ivr.simulator.carrier import HttpAnswer
from tests.support.certificates import self_signed
from tests.support.service import ROOT, free_port

NAME = "infolinia.example.pl"  # as the site has it
PUBLIC_URL = f"https://{NAME}"
START_SECONDS = 20
NGINX = shutil.which("nginx") or "/usr/sbin/nginx"
_MAIN = """{user}
daemon off;
worker_processes 1;
pid {folder}/nginx.pid;
error_log {folder}/error.log warn;
events {{ worker_connections 1024; }}
http {{
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    include {folder}/ivr.conf;
}}
"""


@dataclass(frozen=True)
class Answer:
    """What came back over the wire, with all its headers."""

    status: int
    headers: http.client.HTTPMessage
    body: bytes


@dataclass(frozen=True)
class Front:
    """A running nginx. `failsafe` is where the unit writes the document; `plain` is the port without TLS."""

    folder: Path
    port: int
    plain: int
    pid: int

    @property
    def failsafe(self) -> Path:
        return self.folder / "failsafe" / "failsafe.xml"

    @property
    def logged(self) -> str:
        return "".join(path.read_text() for path in sorted(self.folder.glob("*.log")))

    def send(self, address: str, body: bytes, headers: Mapping[str, str]) -> HttpAnswer:
        """POST to an address of the site, as the provider does: the name is looked for in the certificate."""
        answer = self.ask("POST", address.removeprefix(PUBLIC_URL), body, headers)
        return HttpAnswer(answer.status, answer.headers.get("Content-Type", ""), answer.body)

    @contextmanager
    def named(self, patch: pytest.MonkeyPatch) -> Iterator[str]:
        """In this process the office's name leads here, as DNS will have it, and its certificate is believed: the
        address."""
        find = socket.getaddrinfo

        def lead(host: str | bytes | None, port: str | int | None, *how: int, **named: int) -> Any:
            return find("127.0.0.1", self.port, *how, **named) if host == NAME else find(host, port, *how, **named)

        with patch.context() as here:
            here.setattr(socket, "getaddrinfo", lead)
            here.setenv("SSL_CERT_FILE", str(self.folder / "tls" / "fullchain.pem"))
            yield PUBLIC_URL

    def ask(
        self, method: str, target: str, body: bytes = b"", headers: Mapping[str, str] | None = None, *,
        source: str = "127.0.0.1", name: str = NAME,
    ) -> Answer:  # fmt: skip
        """`target` goes over the wire as it is. OSError where no connection comes about."""
        context = ssl.create_default_context(cafile=str(self.folder / "tls" / "fullchain.pem"))
        raw = socket.create_connection(("127.0.0.1", self.port), timeout=20, source_address=(source, 0))
        raw.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        connection = http.client.HTTPConnection(name)
        try:
            connection.sock = context.wrap_socket(raw, server_hostname=name)
            connection.request(method, target, body or None, dict(headers or {}))
            response = connection.getresponse()
            return Answer(response.status, response.msg, response.read())
        finally:
            connection.close()
            raw.close()


def written(folder: Path, calls: Sequence[int], pages: int, *, port: int, plain: int) -> Path:
    """The configuration in `folder`, for `nginx -c`; `calls` and `pages` are the ports of the service behind it."""
    site, parts = ROOT / "deploy" / "nginx", folder / "ivr"
    shutil.copytree(site / "ivr", parts)
    for name in ("failsafe", "tls"):
        (folder / name).mkdir()
    _make_certificate(folder / "tls")
    text = (site / "ivr.conf").read_text()
    for there, here in {
        "/etc/nginx/ivr/": f"{parts}/",
        f"/etc/letsencrypt/live/{NAME}/": f"{folder}/tls/",
        "/var/log/nginx/": f"{folder}/",
        "/var/lib/ivr-failsafe": str(folder / "failsafe"),
        "/var/www/html": str(folder),
        "listen 80;": f"listen 127.0.0.1:{plain};",
        "listen 443 ssl": f"listen 127.0.0.1:{port} ssl",
    }.items():
        assert there in text, there
        text = text.replace(there, here)
    text = "".join(line for line in text.splitlines(keepends=True) if "[::]" not in line)  # a machine may have no IPv6
    (folder / "ivr.conf").write_text(text)
    for file in parts.glob("*.conf"):
        file.write_text(file.read_text().replace("/etc/nginx/ivr/", f"{parts}/"))
    behind = {"ivr_calls": calls, "ivr_pages": [pages]}
    (parts / "upstreams.conf").write_text("".join(_upstream(name, ports) for name, ports in behind.items()))
    user = "user root;" if os.geteuid() == 0 else ""  # the folders of tests are private
    main = folder / "nginx.conf"
    main.write_text(_MAIN.format(folder=folder, user=user))
    return main


@contextmanager
def fronted(folder: Path, calls: Sequence[int], pages: int) -> Iterator[Front]:
    """nginx in front of those ports, ended by its process id."""
    folder.mkdir()
    port, plain = free_port(), free_port()
    main = written(folder, calls, pages, port=port, plain=plain)
    with open(folder / "nginx.out", "wb") as output:
        process = subprocess.Popen([NGINX, "-c", str(main), "-p", str(folder)], stdout=output, stderr=output)
    try:
        _wait_until_listening(port, process, folder / "nginx.out")
        yield Front(folder, port, plain, process.pid)
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _upstream(name: str, ports: Sequence[int]) -> str:
    return f"upstream {name} {{\n" + "".join(f"    server 127.0.0.1:{port} max_fails=0;\n" for port in ports) + "}\n"


def _wait_until_listening(port: int, process: subprocess.Popen[bytes], output: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.01)
        else:
            return
    raise AssertionError(f"nginx did not start:\n{output.read_text()}")


def _make_certificate(folder: Path) -> None:
    made = self_signed(NAME)
    (folder / "privkey.pem").write_bytes(made.key)
    (folder / "fullchain.pem").write_bytes(made.certificate)
