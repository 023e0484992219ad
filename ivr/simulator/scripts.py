"""Plays call scripts: YAML files a clerk can read, on any port. Must not know whether HTTP is behind it.

What the steps mean: `hears` waits for words; `rings: NAME` expects some telephones of that line or hunt group and no
others, `rings: [NAME, …]` exactly those; `desk` says what they do (without it nobody answers; `answers` is the first of
several); `answers: 40` is a conversation of 40 seconds. A telephone the script does not mention is a difference. After
the last step the caller stays silent and nobody answers.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from ivr.simulator.phone import OpenCall, Phone
from ivr.simulator.port import Port
from ivr.simulator.problems import CarrierError, DifferenceError
from ivr.simulator.script_file import Script, Step, parse_script
from ivr.simulator.transcript import Transcript

__all__ = ["Result", "Script", "parse_script", "play"]

DEFAULT_CALLER = "+48601234567"
DEFAULT_CALLED = "+48221234567"
OFFICE_ZONE = ZoneInfo("Europe/Warsaw")

Names = Mapping[str, tuple[str, ...]]  # a line's or hunt group's name to its E.164 numbers


@dataclass(frozen=True, slots=True)
class Result:
    """`difference`: where the call left the script, as `file:line: …`, or "" if it did not."""

    ok: bool
    transcript: Transcript
    difference: str = ""


def play(
    script: Script,
    port: Port,
    names: Names,
    *,
    called: str = DEFAULT_CALLED,
    zone: ZoneInfo = OFFICE_ZONE,
    call_id: str = "",
) -> Result:
    """Play the script as a call to `called`. Never raises for what the service does: that is a difference.

    `zone` is the office's; `call_id` (random unless given) makes two drivers' calls the same call.
    """
    at = script.at.replace(tzinfo=zone) if script.at else None
    phone = Phone(port, caller=script.caller or DEFAULT_CALLER, called=called, at=at)
    try:
        call = phone.call(call_id)
    except CarrierError as error:
        return Result(False, Transcript(), f"{script.file}:1: {_what(error, names)}")
    line = 1
    try:
        for step in script.steps:
            line = step.line
            _do(step, call, names)
        call.ends(script.ends)
    except CarrierError as error:
        return Result(False, call.transcript, f"{script.file}:{line}: {_what(error, names)}")
    return Result(True, call.transcript)


def _do(step: Step, call: OpenCall, names: Names) -> None:
    match step.do:
        case "hears":
            call.hears(step.text)
        case "presses":
            call.presses(step.text)
        case "types":
            call.types(step.text)
        case "rings":
            _ring(step, call, names)
        case "desk":
            _desk(step, call)
        case "waits":
            call.waits(step.seconds)
        case "hangs_up":
            call.hangs_up()


def _ring(step: Step, call: OpenCall, names: Names) -> None:
    unknown = [name for name in step.names if name not in names]
    if unknown:
        raise DifferenceError(f"“{unknown[0]}” is no line or hunt group; there are {', '.join(sorted(names))}", "")
    numbers = tuple(number for name in step.names for number in names[name])
    if step.exactly:
        call.rings(*numbers)
    else:
        call.rings_among(numbers, step.names[0])


def _desk(step: Step, call: OpenCall) -> None:
    if step.text == "answers":
        call.desk_answers(step.seconds)
    elif step.text == "refuses":
        call.desk_refuses()
    else:
        call.desk_says(step.text)


def _what(error: CarrierError, names: Names) -> str:
    """The difference in the clerk's words: names beside numbers."""
    text = error.what if isinstance(error, DifferenceError) else f"{error} ({error.code})"
    for name, numbers in names.items():
        if len(numbers) == 1:
            text = text.replace(numbers[0], f"{name} ({numbers[0]})") if f"({numbers[0]})" not in text else text
    return text
