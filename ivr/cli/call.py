"""`call`: a telephone in the terminal. The same words as for a caller; keys are typed, and so is what the desk does."""

from __future__ import annotations

import json
import os
import sys
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import asdict
from datetime import datetime
from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo

import click

from ivr.cli.complaints import usage
from ivr.cli.plans import plan_of, switched
from ivr.cli.speech import message_language
from ivr.clock import utc_now
from ivr.core.plan import Plan
from ivr.rehearsal import EnginePort, name_of
from ivr.schemas import script_hint
from ivr.settings import Settings, from_environment
from ivr.simulator.carrier import HttpCarrier
from ivr.simulator.phone import OpenCall, Phone
from ivr.simulator.port import Port
from ivr.simulator.record import script_of
from ivr.simulator.stretches import Quiet, Ringing, Speech, Talking
from ivr.simulator.transcript import Desk, Ended, Heard, PressedKey, Rang, WhisperHeard

_TEXTS = {
    "en": {
        "keys": "  key (0-9 * #), Enter = silence, h = hang up: ",
        "number": "  a telephone number (Enter is hash), Enter alone = silence, h = hang up: ",
        "desk": "  the desk: a = answers, b = busy, n = no answer, f = failed, h = you hang up: ",
        "talk": "  talking; Enter = the desk hangs up, h = you hang up: ",
        "ringing": "rings up to {seconds:g} s:",
        "service": "On the running service at {base}; the call is in the log, marked as a test.",
        "engine": "No service is running at {base}: on the engine directly, nothing is logged.",
        "draft": "The files as they are now, on the engine directly; nothing is logged.",
        "ended": "The call was ended by the {how}.",
        "recorded": "The call script is in {file}.",
    },
    "pl": {
        "keys": "  klawisz (0-9 * #), Enter = cisza, h = rozłącz: ",
        "number": "  numer telefonu (Enter to krzyżyk), sam Enter = cisza, h = rozłącz: ",
        "desk": "  pracownik: a = odbiera, b = zajęte, n = nie odbiera, f = błąd połączenia, h = rozłączam się: ",
        "talk": "  rozmowa; Enter = pracownik kończy, h = rozłączam się: ",
        "ringing": "dzwoni do {seconds:g} s:",
        "service": "Na działającej usłudze {base}; połączenie jest w dzienniku, oznaczone jako test.",
        "engine": "Pod adresem {base} nic nie działa: połączenie bez usługi, nic nie jest zapisywane.",
        "draft": "Pliki w obecnym stanie, połączenie bez usługi; nic nie jest zapisywane.",
        "ended": "Połączenie zakończył: {how}.",
        "recorded": "Skrypt połączenia zapisano w pliku {file}.",
    },
}
_CALLER = "+48601234567"
_WHAT: dict[type, str] = {
    **{Heard: "heard", PressedKey: "pressed", Rang: "rang"},
    **{WhisperHeard: "whisper", Desk: "desk", Ended: "ended"},
}
_HOW_PL = {"service": "automat", "caller": "dzwoniący", "desk": "pracownik"}


@click.command()
@click.option("--at", "moment", default=None, help='The moment of the call in office time: "2026-12-24 10:00".')
@click.option("--from", "caller", default=_CALLER, show_default=True, help="The caller's number, or: anonymous.")
@click.option("--draft", is_flag=True, help="Hear the files as they are now, before publishing them.")
@click.option("--record", "file", type=click.Path(path_type=Path), help="Write the call as a call script (YAML).")
@click.option("--json", "as_json", is_flag=True, help="Print the call as one JSON object; questions go to stderr.")
def call(moment: str | None, caller: str, draft: bool, file: Path | None, as_json: bool) -> None:
    """Make a call: on the running service if there is one, else on the engine directly."""
    settings = from_environment(os.environ)
    if file is not None and file.exists():
        raise usage("file-exists", message_language(os.environ), file=file)
    texts, say = _TEXTS[message_language(os.environ)], _to_stderr if as_json else print
    plan = switched(plan_of(settings, draft), settings)
    zone = ZoneInfo(plan.office.timezone)
    base = f"http://127.0.0.1:{settings.port}"
    running = not draft and _runs(base)
    where = "draft" if draft else "service" if running else "engine"
    say(texts[where].format(base=base))
    port: Port = HttpCarrier(base, _token(settings)) if running else EnginePort(plan)
    called, number = plan.office.answers_on[0].e164, caller.replace(" ", "")
    at = moment_at(moment, zone) or utc_now().astimezone(zone).replace(microsecond=0)
    open_call = Phone(port, caller=number, called=called, at=at).call()
    converse(open_call, plan, texts, _asked_on_stderr if as_json else input, say)
    if file is not None:
        names = partial(name_of, plan)
        script = script_of(open_call.transcript, file.stem.replace("_", " "), at.replace(tzinfo=None), number, names)
        file.write_text(script_hint(file, settings.config) + script, encoding="utf-8")
        say(texts["recorded"].format(file=file))
    if as_json:
        heads = {"at": at.isoformat(), "on": where, "revision": plan.revision, "record": str(file) if file else None}
        lines = [{"what": _WHAT[type(line)], **asdict(line)} for line in open_call.transcript.lines]
        print(json.dumps({**heads, "course": lines}, ensure_ascii=False, indent=1))


def moment_at(text: str | None, zone: ZoneInfo) -> datetime | None:
    """ "2026-12-24 10:00" in office time as an aware instant; None is now."""
    if text is None:
        return None
    try:
        return datetime.fromisoformat(text).replace(tzinfo=zone)
    except ValueError:
        raise usage("call-moment-bad", message_language(os.environ), value=text) from None


def converse(
    open_call: OpenCall,
    plan: Plan,
    texts: dict[str, str],
    ask: Callable[[str], str],
    say: Callable[[str], None] = print,
) -> None:
    """Play the call: say what is heard, ask what is pressed and what desks do, until it ends."""
    names = {line.number: f"{line.name} {line.written}" for line in plan.office.lines.values()}
    while open_call.stretch is not None:
        match open_call.stretch:
            case Speech(language=language, text=text):
                say(f"{open_call.now_seconds:6.1f} s  [{language}] {text}")
                open_call.goes_on()
            case Quiet(listening=True, number=True):
                _number(open_call, _asked(ask, texts["number"]))
            case Quiet(listening=True):
                _keys(open_call, _asked(ask, texts["keys"]))
            case Ringing(numbers=numbers, timeout=seconds):
                lines = ", ".join(names.get(number, number) for number in numbers)
                say(f"{open_call.now_seconds:6.1f} s  {texts['ringing'].format(seconds=seconds)} {lines}")
                _desk(open_call, _asked(ask, texts["desk"]))
            case Talking():
                hang_up = _asked(ask, texts["talk"]) == "h"
                open_call.hangs_up() if hang_up else open_call.goes_on()
            case _:
                open_call.goes_on()
    ended = open_call.transcript.ended
    how = ended.how if ended else "service"
    say(texts["ended"].format(how=_HOW_PL[how] if texts is _TEXTS["pl"] else how))


def _to_stderr(text: str) -> None:
    print(text, file=sys.stderr)


def _asked_on_stderr(question: str) -> str:
    """`input`, but that stdout stays free."""
    print(question, end="", file=sys.stderr, flush=True)
    line = sys.stdin.readline()
    if not line:
        raise EOFError
    return line


def _asked(ask: Callable[[str], str], question: str) -> str:
    """The answer; the end of the input hangs up."""
    try:
        return ask(question).strip().lower()
    except EOFError:
        print(file=sys.stderr)
        return "h"


def _keys(open_call: OpenCall, typed: str) -> None:
    if typed == "h":
        open_call.hangs_up()
    elif typed[:1] in tuple("0123456789*#"):
        open_call.presses(typed[:1])
    else:
        open_call.goes_on()


def _number(open_call: OpenCall, typed: str) -> None:
    """All its digits at once; hash ends it, whether it is typed or not."""
    digits = "".join(key for key in typed if key in "0123456789*")
    if typed == "h":
        open_call.hangs_up()
    elif digits or "#" in typed:
        open_call.presses(f"{digits}#")
    else:
        open_call.goes_on()


def _desk(open_call: OpenCall, typed: str) -> None:
    acts = {
        "h": open_call.hangs_up,
        "a": open_call.desk_answers,
        "b": open_call.desk_busy,
        "f": open_call.desk_failed,
    }
    acts.get(typed[:1], open_call.desk_does_not_answer)()


def _token(settings: Settings) -> str:
    return settings.tokens[0] if settings.tokens else (settings.data / "auth_token").read_text().strip()


def _runs(base: str) -> bool:
    try:
        with urllib.request.urlopen(f"{base}/healthz", timeout=2) as answer:
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False
