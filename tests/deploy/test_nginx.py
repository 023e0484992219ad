"""The office's site in the real nginx, in front of the real service: calls pass, nothing limits the provider, and
the console is the office's. What happens when the service is down stands in test_nginx_alone.py."""

from __future__ import annotations

import socket
import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlencode

import pytest

from ivr.doctor import service as doctor
from ivr.doctor.certificate import certificate
from ivr.settings import Settings
from ivr.simulator.carrier import HttpCarrier
from ivr.simulator.port import SimulatedCall
from ivr.simulator.verbs import Gather
from tests.deploy.recorder import recording
from tests.support.nginx import NAME, NGINX, PUBLIC_URL, Front, fronted, written
from tests.support.offices import CALLER, called, plan_of
from tests.support.service import ROOT, TOKEN, Service, free_port, running

pytestmark = pytest.mark.timeout(200)
CALL = SimulatedCall("CA" + "d" * 32, CALLER, called(plan_of()))
STRANGER = urlencode({"CallSid": CALL.id, "From": "+48600000000"}).encode()
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
SIGNED = {**FORM, "X-Twilio-Signature": "AAAA"}


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    data = tmp_path_factory.mktemp("service") / "data"
    public = {"IVR_PUBLIC_URL": PUBLIC_URL, "IVR_PROXIES": "1"}
    with running(data, **public) as service:
        yield service


@pytest.fixture(scope="module")
def front(service: Service, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Front]:
    """One of the two processes for calls is down all the time."""
    port = int(service.base.rpartition(":")[2])
    with fronted(tmp_path_factory.mktemp("front") / "nginx", [free_port(), port], port) as front:
        yield front


def carrier(front: Front) -> HttpCarrier:
    return HttpCarrier(PUBLIC_URL, TOKEN, send=front.send)


# -- the site as it is -------------------------------------------------------------------------------------------------


def test_nginx_takes_the_site_without_a_word(tmp_path: Path) -> None:
    main = written(tmp_path, [free_port(), free_port()], free_port(), port=free_port(), plain=free_port())
    tried = subprocess.run([NGINX, "-t", "-c", str(main), "-p", str(tmp_path)], capture_output=True, text=True)

    assert tried.returncode == 0, tried.stderr
    assert "[warn]" not in tried.stderr


def test_the_containers_nginx_takes_the_same_site(tmp_path: Path) -> None:
    """Its own main file, upstreams and networks in the places where compose.yaml mounts them."""
    written(tmp_path, [free_port()], free_port(), port=free_port(), plain=free_port())
    docker = ROOT / "deploy" / "docker"
    upstreams = (docker / "upstreams.conf").read_text()
    for name in ("calls-1", "calls-2", "pages"):
        assert f"server {name}:8000" in upstreams
        upstreams = upstreams.replace(f"{name}:8000", "127.0.0.1:8000")
    (tmp_path / "ivr" / "upstreams.conf").write_text(upstreams)
    (tmp_path / "ivr" / "office.conf").write_text((docker / "office.conf").read_text())
    main = (docker / "nginx.conf").read_text().replace("/tmp/", f"{tmp_path}/")
    for there, here in {
        "/etc/nginx/mime.types": "/dev/null",
        "/etc/nginx/ivr-site.conf": f"{tmp_path}/ivr.conf",
    }.items():
        assert there in main
        main = main.replace(there, here)
    (tmp_path / "main.conf").write_text(main)
    tried = subprocess.run([NGINX, "-t", "-c", str(tmp_path / "main.conf")], capture_output=True, text=True)

    assert tried.returncode == 0, tried.stderr


# -- in front of the service -------------------------------------------------------------------------------------------


def test_signed_calls_pass_whichever_process_is_asked_first(front: Front) -> None:
    """A POST that met the one that is down is asked of the other."""
    for number in range(8):
        call = SimulatedCall(f"CA{number:032x}", CALL.caller, CALL.called)
        gathers = [verb for verb in carrier(front).begin(call) if isinstance(verb, Gather)]

        assert gathers[0].action.startswith(f"{PUBLIC_URL}/voice/step?")
        assert carrier(front).follow(gathers[0].action, {"Digits": "6"}, call)


@pytest.mark.parametrize(
    ("headers", "status"),
    [pytest.param(FORM, 403, id="not signed"), pytest.param(SIGNED, 403, id="signed by somebody else")],
)
def test_what_the_provider_did_not_sign_is_refused(front: Front, headers: dict[str, str], status: int) -> None:
    assert front.ask("POST", "/voice", STRANGER, headers).status == status


def test_what_is_too_large_to_be_a_webhook_does_not_reach_the_service(front: Front) -> None:
    assert front.ask("POST", "/voice", b"a" * 65_536, SIGNED).status == 403
    assert front.ask("POST", "/voice", b"a" * 65_537, SIGNED).status == 413


def test_a_flood_of_strangers_is_limited_and_the_provider_never(front: Front) -> None:
    strangers = [front.ask("POST", "/voice", STRANGER, FORM).status for _ in range(40)]
    provider = [front.ask("POST", "/voice", STRANGER, SIGNED).status for _ in range(100)]

    assert strangers.count(429) > 20
    assert set(provider) == {403}


@pytest.mark.parametrize(
    ("target", "source", "status"),
    [
        pytest.param("/", "127.0.0.2", 200, id="the menu in writing is for everybody"),
        pytest.param("/static/twin.css", "127.0.0.2", 200, id="and what it needs"),
        pytest.param("/console/sign-in", "127.0.0.1", 200, id="the console, from the office"),
        pytest.param("/console/sign-in", "127.0.0.2", 403, id="the console, from elsewhere"),
        pytest.param("/console/static/console.css", "127.0.0.2", 403, id="nothing of it"),
        pytest.param("/readyz", "127.0.0.1", 200, id="how it is, from the office"),
        pytest.param("/readyz", "127.0.0.2", 403, id="how it is, from elsewhere"),
        pytest.param("/metrics", "127.0.0.2", 403, id="figures, from elsewhere"),
        pytest.param("/phone", "127.0.0.1", 404, id="the test phone, never"),
        pytest.param("/phone/start", "127.0.0.1", 404, id="its pages, never"),
        pytest.param("/ivr-failsafe.xml", "127.0.0.1", 404, id="the document, only instead of an answer"),
    ],
)
def test_who_may_open_what(front: Front, target: str, source: str, status: int) -> None:
    assert front.ask("GET", target, source=source).status == status


@pytest.mark.parametrize("target", ["/", "/console/sign-in"])
def test_no_security_header_comes_twice(front: Front, target: str) -> None:
    names = [name.lower() for name in front.ask("GET", target).headers.keys()]  # noqa: SIM118  with repeats

    assert "content-security-policy" in names
    assert [name for name in set(names) if names.count(name) > 1 and name != "set-cookie"] == []


def test_without_tls_there_is_only_the_way_to_it(front: Front) -> None:
    with socket.create_connection(("127.0.0.1", front.plain), timeout=10) as connection:
        connection.sendall(f"GET /a?b=c HTTP/1.0\r\nHost: {NAME}\r\n\r\n".encode())
        answer = connection.makefile("rb").read().decode()

    assert answer.startswith("HTTP/1.1 301")
    assert f"Location: {PUBLIC_URL}/a?b=c\r\n" in answer


def test_another_name_gets_no_certificate(front: Front) -> None:
    with pytest.raises(OSError, match="(?i)unrecognized.name"):
        front.ask("GET", "/", name="other.example.pl")


# -- what the service is told ------------------------------------------------------------------------------------------


def test_the_service_is_told_the_truth_and_the_address_as_it_came(tmp_path: Path) -> None:
    target = "/voice/step?a=%2F%2f&b=+%20&c=//..//d&node=x%C5%82"
    said = {
        "X-Forwarded-For": "8.8.8.8",
        "X-Forwarded-Proto": "http",
        "X-Forwarded-Host": "evil",
        "Forwarded": "for=8.8",
    }
    with recording() as recorded, fronted(tmp_path / "nginx", [recorded.port], recorded.port) as front:
        assert front.ask("POST", target, b"", {**SIGNED, **said}, source="127.0.0.3").status == 204
    [(path, told)] = recorded.seen

    assert path == target
    assert told["host"] == [NAME]
    assert told["x-forwarded-for"] == ["127.0.0.3"]
    assert told["x-forwarded-proto"] == ["https"]
    assert told["x-twilio-signature"] == ["AAAA"]
    assert not {"forwarded", "x-forwarded-host"} & set(told)


def test_the_doctor_finds_nothing_wrong_with_it(
    service: Service, front: Front, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """By TLS through nginx, where one of two processes is down; the certificate of the test ends tomorrow."""
    now = datetime.now(UTC)
    with front.named(monkeypatch) as url:
        found = [
            *doctor.service(Settings(ROOT / "config.yaml", tmp_path, (TOKEN,), url), now),
            *certificate(url, now),
        ]

    assert [f"{one.state} {one.check}" for one in found] == [
        "ok signature", "ok signature", "ok service", "warn certificate",
    ]  # fmt: skip
