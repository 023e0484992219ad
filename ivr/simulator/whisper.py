"""What the desk hears before a caller is put through, and whether it takes the call. Must not touch the caller's leg.

The provider allows Say, Play and Gather there, and Hangup to refuse; coming to the end puts the caller through.
"""

from __future__ import annotations

from ivr.simulator.attributes import SCHEMA
from ivr.simulator.course import Course
from ivr.simulator.port import SimulatedCall
from ivr.simulator.problems import CarrierError
from ivr.simulator.transcript import WhisperHeard
from ivr.simulator.verbs import Dial, Document, Gather, Hangup, Pause, Play, Prompt, Say


def takes_call(course: Course, url: str, leg: SimulatedCall, key: str) -> bool:
    """Play the document at `url` to the desk, which presses `key` ("" nothing) when it is asked for one."""
    document: Document | None = course.fetch(url, {"CallStatus": "in-progress"}, leg)
    while document is not None:
        document, taken = _play(course, document, leg, key)
    return taken


def _play(course: Course, document: Document, leg: SimulatedCall, key: str) -> tuple[Document | None, bool]:
    """(the next document, or None when it is over; whether the call is taken)."""
    for verb in document:
        match verb:
            case Say() | Play():
                _hear(course, verb, leg)
            case Gather():
                following = _gather(course, verb, leg, key)
                if following is not None:
                    return following, False
            case Hangup():
                return None, False
            case Dial():
                raise CarrierError("13201", "<Dial> stands in what the desk hears before it takes the call.")
            case _:
                raise CarrierError(SCHEMA, f"<{type(verb).__name__}> stands in what the desk hears first.")
    return None, True


def _hear(course: Course, prompt: Prompt, leg: SimulatedCall) -> None:
    if isinstance(prompt, Pause):
        course.spend(prompt.length)
        return
    course.note(WhisperHeard(leg.called, prompt.text if isinstance(prompt, Say) else prompt.url, course.at_seconds))
    course.spend(course.seconds_of(prompt))


def _gather(course: Course, gather: Gather, leg: SimulatedCall, key: str) -> Document | None:
    for prompt in gather.children:
        _hear(course, prompt, leg)
    pressed = key if key and key != gather.finish_on_key else ""
    course.spend(course.timing.desk_reaction if pressed else gather.timeout)
    if pressed or gather.action_on_empty:
        return course.fetch(gather.action, {"Digits": pressed}, leg)
    return None
