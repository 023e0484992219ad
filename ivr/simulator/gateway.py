"""A document as JSON scenes, for a page that plays it itself. Stateless; must not fetch or play anything.

Seconds of speech are estimates for a page without a voice. Addresses are passed on as they stand in the document.
"""

from __future__ import annotations

from typing import Any

from ivr.simulator.speech import speech_seconds
from ivr.simulator.verbs import Dial, Document, Gather, Hangup, Number, Pause, Play, Redirect, Reject, Say, Verb

Scene = dict[str, Any]  # JSON


def scenes(document: Document) -> list[Scene]:
    """One scene a verb, in order; `type` is say, play, pause, gather, redirect, dial, hangup or reject."""
    return [_scene(verb) for verb in document]


def _scene(verb: Verb) -> Scene:
    match verb:
        case Say(text, language, voice, loop):
            return {"type": "say", "language": language, "voice": voice, "text": text, "loop": loop} | {
                "seconds": round(speech_seconds(text), 1)
            }
        case Play(url, loop, digits):
            return {"type": "play", "url": url, "loop": loop, "digits": digits}
        case Pause(length):
            return {"type": "pause", "seconds": length}
        case Gather():
            return _gather(verb)
        case Redirect(url):
            return {"type": "redirect", "url": url}
        case Dial():
            return _dial(verb)
        case Hangup():
            return {"type": "hangup"}
        case Reject(reason):
            return {"type": "reject", "reason": reason}


def _gather(gather: Gather) -> Scene:
    return {
        "type": "gather",
        "action": gather.action,
        "timeout": gather.timeout,
        "num_digits": gather.num_digits,
        "finish_on_key": gather.finish_on_key,
        "action_on_empty": gather.action_on_empty,
        "children": scenes(gather.children),
    }


def _dial(dial: Dial) -> Scene:
    return {
        "type": "dial",
        "action": dial.action,
        "timeout": dial.timeout,
        "time_limit": dial.time_limit,
        "caller_id": dial.caller_id,
        "numbers": [_number(number) for number in dial.numbers],
    }


def _number(number: Number) -> Scene:
    return {"number": number.number, "url": number.url, "status_callback": number.status_callback}
