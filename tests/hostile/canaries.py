"""Callers' numbers that nobody else has, through every route and every failure; then a search for them in all that the
service wrote: lines of logs, the access log of the server, addresses, answers, every byte of its folder but the keys,
and of a backup.

The service is a real one behind gunicorn with its access log on; pages and commands are asked of the same folder.
"""

from __future__ import annotations

import io
import random
import re
import shutil
import subprocess
import sys
import urllib.error
import urllib.request
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote, urlencode

from werkzeug.routing import Rule as Route

from ivr.accounts.directory import By, Directory
from ivr.accounts.roles import ROLES, Role
from ivr.assembly import place_of
from ivr.backup.saving import save
from ivr.clock import utc_now
from ivr.settings import Settings
from ivr.simulator.signer import sign
from ivr.store import log
from ivr.web import create_app
from ivr.wiring import Services, build
from tests.support.console import HASHED, Person
from tests.support.service import ROOT, TOKEN, Service, running

FORM = "application/x-www-form-urlencoded"
NODES = ("services", "call_me_back", "family", "waiting", "after_hours", "nowhere")
PHASES = ("", "confirming", "typing", "checking", "ringing", "pausing", "hearing")
COMMANDS = (
    ("log", ), ("log", "--json"), ("check", ), ("replay", "--since", "today"), ("keys", ), ("draft", ), ("revisions",
    ), ("audit", "list"), ("user", "list"), ("purge", ), ("override", "list"))  # fmt: skip
OPEN = ("/", "/healthz", "/readyz", "/metrics", "/privacy", "/calendar.ics", "/phone", "/phone/start", "/nowhere")
_ANY = re.compile(r"6017[0-9]{5}")
_FILLING = re.compile(r"[ \u00a0().+-]|%2B|%20")


@dataclass
class Found:
    """`leaks`: where, and what was there. `requests` and `pages` are how many were asked for; `saved`: parts of a
    backup."""

    canaries: int = 0
    requests: int = 0
    refused: int = 0
    pages: int = 0
    commands: int = 0
    bytes_read: int = 0
    sealed: int = 0
    saved: int = 0
    leaks: list[str] = field(default_factory=list)


class Search:
    def __init__(self, count: int, seed: int) -> None:
        chance = random.Random(seed)
        self.numbers = [f"+486017{number:05}" for number in chance.sample(range(100_000), count)]
        self._known = {number[3:] for number in self.numbers}
        self.found = Found(canaries=count)

    def text(self, where: str, text: str, written: bool = True) -> None:
        """`written`: also as people write numbers, in groups."""
        for form in (text, _FILLING.sub("", text)) if written else (text,):
            self._note(where, form)

    def raw(self, where: str, content: bytes) -> None:
        self.found.bytes_read += len(content)
        for form in (content.decode("latin-1"), content.replace(b"\0", b"").decode("latin-1")):
            self._note(where, form)

    def folder(self, folder: Path, but: Sequence[str]) -> None:
        for path in sorted(folder.rglob("*")):
            if path.is_file() and not set(but) & set(path.relative_to(folder).parts):
                self.raw(str(path.relative_to(folder)), path.read_bytes())

    def _note(self, where: str, text: str) -> None:
        hit = next((one for one in _ANY.findall(text) if one in self._known), "")
        if hit and len(self.found.leaks) < 20:
            place = text.index(hit)
            self.found.leaks.append(f"{where}: …{text[max(0, place - 60) : place + 20]!r}")


def run(
    folder: Path, count: int, seed: int, commands: Sequence[Sequence[str]] = COMMANDS, roles: Sequence[Role] = ROLES
) -> Found:
    search, data = Search(count, seed), folder / "data"
    chance = random.Random(seed + 1)
    healthy, keyless, diskless = _parts(search.numbers)
    with running(data, GUNICORN_CMD_ARGS="--access-logfile -", IVR_LOG="json") as service:
        _call(service, search, healthy, chance)
        _commands(service, search, commands)
        _open_pages(service, search)
        _break_keys(data)
        _call(service, search, keyless, chance)
        _break_journal(data)
        _call(service, search, diskless, chance)
    search.text("log of the service", (folder / "data.out").read_text())
    search.folder(data, but=("keys",))
    _mend(data)
    _pages(data, search, roles)
    search.folder(data, but=("keys",))
    _backup(folder, search)
    _refused_files(folder, search)
    return search.found


def _parts(numbers: Sequence[str]) -> tuple[Sequence[str], Sequence[str], Sequence[str]]:
    """Most while all is well."""
    some = max(1, len(numbers) // 10)
    return numbers[2 * some :], numbers[:some], numbers[some : 2 * some]


def _call(service: Service, search: Search, numbers: Sequence[str], chance: random.Random) -> None:
    for caller in numbers:
        for path, fields, headers in requests(caller, chance):
            search.found.requests += 1
            status, answer = _send(service, path, fields, headers)
            search.found.refused += status >= 400
            if _tells_nothing(path, answer):
                search.text(f"answer to {path}", answer)
            for address in re.findall(r'(?:action|url|statusCallback)="([^"]+)"|<Redirect[^>]*>([^<]+)', answer):
                search.text("address", "".join(address))


def _tells_nothing(path: str, answer: str) -> bool:
    """A typed number is read back to the caller, a desk sees who calls, and who asks for an odd page is told which."""
    return path.startswith("/voice") and "phase=typing" not in path and "callerId" not in answer


def requests(caller: str, chance: random.Random) -> Iterator[tuple[str, dict[str, str], dict[str, str]]]:
    """What one caller's call may make: (target, fields, headers that are other than they should be)."""
    call = {"CallSid": f"CA{chance.getrandbits(128):032x}", "From": caller, "Caller": caller, "To": "+48717822300",
            "CallerName": caller, "ForwardedFrom": caller}  # fmt: skip
    state = f"node={chance.choice(NODES)}&step={chance.randrange(1, 5)}&phase={chance.choice(PHASES)}".replace(
        "&phase=\0", ""
    )
    yield "/voice", call | {"CallStatus": "ringing"}, {}
    yield f"/voice/step?{state}", call | {"Digits": chance.choice(("1", "#", caller[3:], caller[3:] + "#"))}, {}
    yield "/voice/step?node=call_me_back&phase=typing&step=7", call | {"Digits": caller[3:]}, {}
    yield "/voice/step?node=family&phase=ringing&step=9", call | {"DialCallStatus": "busy", "SpeechResult": caller}, {}
    yield "/voice/whisper?line=family&group=family", call | {"To": caller}, {}
    yield "/voice/confirm", call | {"Digits": "1"}, {}
    yield "/voice/leg?line=family&step=9", call | {"ParentCallSid": call["CallSid"], "CallStatus": "completed"}, {}
    yield "/voice/status", call | {"CallStatus": "completed", "SequenceNumber": "1", "ErrorUrl": caller}, {}
    yield from _odd(caller, call, chance)


def _odd(
    caller: str, call: dict[str, str], chance: random.Random
) -> Iterator[tuple[str, dict[str, str], dict[str, str]]]:
    number = quote(caller, safe="")
    odd: list[tuple[str, dict[str, str], dict[str, str]]] = [
        ("/voice", call, {"X-Twilio-Signature": "forged"}),
        ("/voice", call, {"method": "GET"}),
        (f"/voice?From={number}&Caller={number}", call, {}),
        (f"/voice/step?revision={caller[3:]}&node=family", call, {}),
        (f"/voice/step?node={caller[3:]}&via={number}&language={number}", call, {}),
        (f"/nowhere/{number}", call, {}),
        ("/voice", call, {"Content-Type": "multipart/form-data; boundary=" + caller}),
        ("/voice", call, {"Content-Length": caller}),
        (f"/voice/whisper?line={caller[3:]}&group={number}&revision={number}", call, {}),
        (f"/readyz?From={number}", {}, {"method": "GET", "User-Agent": caller, "Referer": f"http://x/{caller}"}),
        (f"/console/calls?caller={number}&q={caller[3:]}", {}, {"method": "GET", "Cookie": "ivr-session=" + caller}),
    ]
    yield from chance.sample(odd, 4)


def _send(service: Service, target: str, fields: dict[str, str], headers: dict[str, str]) -> tuple[int, str]:
    pairs, method = list(fields.items()), headers.get("method", "POST")
    signed = {"X-Twilio-Signature": sign(TOKEN, service.base + target, pairs), "Content-Type": FORM}
    request = urllib.request.Request(
        service.base + target,
        data=urlencode(pairs).encode() if method == "POST" else None,
        headers=signed | {name: value for name, value in headers.items() if name != "method"},
        method=method,
    )
    try:
        with urllib.request.urlopen(request, timeout=20) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode(errors="replace")
    except (urllib.error.URLError, OSError):  # cut off: the length was a lie
        return 400, ""


def _commands(service: Service, search: Search, commands: Sequence[Sequence[str]]) -> None:
    for command in commands:
        done = service.command(*command)
        assert done.returncode in (0, 1), (command, done.stderr)
        search.found.commands += 1
        search.text("python -m ivr " + " ".join(command), done.stdout + done.stderr)


def _open_pages(service: Service, search: Search) -> None:
    """What anybody may ask for; /metrics where there is one."""
    for path in OPEN:
        status, text = _send(service, path, {}, {"method": "GET"})
        search.found.pages += 1
        search.text(f"{path}, {status}", text)


def _break_keys(data: Path) -> None:
    shutil.move(data / "keys", data.parent / "keys-away")
    (data / "keys").write_text("no folder any more")


def _break_journal(data: Path) -> None:
    shutil.move(data / "journal", data.parent / "journal-away")
    (data / "journal").write_text("no folder any more")


def _mend(data: Path) -> None:
    for name in ("keys", "journal"):
        (data / name).unlink()
        shutil.move(data.parent / f"{name}-away", data / name)


def _pages(data: Path, search: Search, roles: Sequence[Role]) -> None:
    """Every page of the console, as each role and as nobody, and what a supervisor takes away; numbers are masked there
    until somebody says why they have to see one."""
    services = build(Settings(ROOT / "config.yaml", data, (TOKEN,)))
    try:
        services.background.shipper.run_once()
        app, calls = create_app(services), _calls_of(services)
        search.found.sealed = len(calls)
        for role in roles:
            account = Directory(services.console, services.clock).add(role, "", (role,), By("terminal"))
            services.console.accounts.change(account.id, password=HASHED)
        for role in ("", *roles):
            person = Person(app, HTTP_ACCEPT_LANGUAGE="en")
            if role:
                person.sign_in(role)
            for path in _paths(list(app.url_map.iter_rules()), calls[:3]):
                _page(search, person, role, path)
    finally:
        services.stop()


def _calls_of(services: Services) -> list[str]:
    return [call.call_id for call in log.calls(services.log, limit=2000)]


def _paths(routes: Sequence[Route], calls: Sequence[str]) -> Iterator[str]:
    for route in routes:
        if "GET" not in (route.methods or ()) or not route.rule.startswith("/console") or "sign" in route.rule:
            continue
        for call in calls if "call_id" in route.arguments else ("",):
            path = re.sub(r"<(?:[a-z]+:)?call_id>", call, route.rule.removeprefix("/console"))
            path = re.sub(r"<(?:[a-z]+:)?form>", "xlsx", path)
            yield re.sub(r"<[^>]+>", "x", path)


def _page(search: Search, person: Person, role: str, path: str) -> None:
    answer = person.get(path)
    search.found.pages += 1
    where = f"{path} as {role or 'nobody'}"
    search.text(where, answer.get_data().decode("utf-8", "replace"))
    if answer.data[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(answer.data)) as book:
            for name in book.namelist():
                search.text(f"{where}, {name}", book.read(name).decode("utf-8", "replace"))
    search.text(f"headers of {where}", str(answer.headers))


def _backup(folder: Path, search: Search) -> None:
    """Every part of it, unpacked. The keys are not in it."""
    saved = save(place_of(Settings(ROOT / "config.yaml", folder / "data", (TOKEN,))), folder / "backup.zip", utc_now())
    search.raw("backup", saved.file.read_bytes())
    with zipfile.ZipFile(saved.file) as parts:
        search.found.saved = len(parts.namelist())
        for name in parts.namelist():
            assert "numbers.json" not in name
            search.raw(f"backup, {name}", parts.read(name))


def _refused_files(folder: Path, search: Search) -> None:
    """A number that got into the files by mistake stands in no line of a log: a service begins, and a publish fails."""
    office = folder / "office"
    shutil.copytree(ROOT / "examples" / "small", office)
    config = office / "config.yaml"
    config.write_text(config.read_text() + f"\n{search.numbers[0][3:]}: [{search.numbers[0]}, {search.numbers[1]}\n")
    code = (
        "import os, sys; from ivr import logs; logs.configure()\n"
        "from ivr.settings import from_environment; from ivr.wiring import build\n"
        "import structlog\n"
        "try: build(from_environment(os.environ))\n"
        "except Exception as error: structlog.get_logger().error('not started', exc_info=error)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False,
        env={"IVR_DATA": str(folder / "fresh"), "IVR_CONFIG": str(config), "PATH": "/usr/bin:/bin"},
    )  # fmt: skip
    assert "not started" in done.stderr, done.stderr
    search.text("log of a start with refused files", done.stderr)
    search.folder(folder / "fresh", but=("keys",))
