"""From one XML element to one verb, strictly: a readable referee. Must not fetch, speak or time anything.

Source of defaults and limits: the provider's reference of each verb; its error dictionary for the codes.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import quote_plus
from xml.etree.ElementTree import Element

from ivr.simulator.attributes import SCHEMA, Attributes
from ivr.simulator.problems import CarrierError
from ivr.simulator.verbs import Dial, Gather, Hangup, Number, Pause, Play, Prompt, Redirect, Reject, Say, Verb

MAX_NUMBERS = 10
MAX_SAY_ENCODED = 4500  # URL-encoded characters: a Cyrillic letter takes six
MAX_SAY = {"Polly.": 3000, "Google.": 5000}  # characters, by the voice's maker
_MAX = 999_999
_LOCALE = re.compile(r"[a-z]{2,3}-[A-Z]{2}")
_EVENTS = ("initiated", "ringing", "answered", "completed")


def say(element: Element, digits_allowed: bool) -> Say:
    at = Attributes(element, ("language", "voice", "loop"))
    language, voice = at.text("language"), at.text("voice")
    if not _LOCALE.fullmatch(language):
        raise at.problem("13512", f"language is “{language}”, must be like pl-PL")
    if not voice:
        raise at.problem("13511", "has no voice")
    if voice.startswith("Google.") and not voice.startswith(f"Google.{language}-"):
        raise at.problem("13511", f"voice {voice} does not speak {language}")
    text = " ".join(_only_text(element, at).split())
    _check_words(text, voice, at, digits_allowed)
    return Say(text, language, voice, at.integer("loop", 1, 0, 1000, "13510"))


def _check_words(text: str, voice: str, at: Attributes, digits_allowed: bool) -> None:
    longest = next((most for maker, most in MAX_SAY.items() if voice.startswith(maker)), 4000)
    if not text:
        raise at.problem("13520", "has no words")
    if len(text) > longest or len(quote_plus(text)) > MAX_SAY_ENCODED:
        raise at.problem("13521", f"has too many words ({len(text)} characters)")
    if not digits_allowed and re.search(r"\d", text):
        raise at.problem("digits_spoken", f"leaves it to the voice how to read digits: “{text}”")


def play(element: Element, digits_allowed: bool) -> Play:
    at = Attributes(element, ("loop", "digits"))
    url, digits = _only_text(element, at).strip(), at.text("digits")
    if bool(url) == bool(digits):
        raise at.problem(SCHEMA, "must have either an address or digits")
    if not re.fullmatch(r"[0-9A-DwW#*]*", digits):
        raise at.problem("13430", f"digits is “{digits}”")
    if url:
        at.checked_url(url, "address")
    return Play(url, at.integer("loop", 1, 0, 1000, "13410"), digits)


def pause(element: Element, digits_allowed: bool) -> Pause:
    at = Attributes(element, ("length",))
    _nothing_inside(element, at)
    return Pause(at.integer("length", 1, 1, _MAX, "13910"))


def gather(element: Element, digits_allowed: bool) -> Gather:
    at = Attributes(
        element, ("action", "method", "input", "timeout", "finishOnKey", "numDigits", "actionOnEmptyResult")
    )
    action = at.url("action")
    if not action:
        raise at.problem("gather_action", "has no action: the carrier would ask for the present document, in a loop")
    count = at.integer("numDigits", 1, 1, _MAX, "13314") if at.text("numDigits", "-") != "-" else None
    _no_loose_text(element, at)
    return Gather(
        action,
        at.method(),
        at.choice("input", "dtmf", ("dtmf", "speech", "dtmf speech"), "13326"),
        at.integer("timeout", 5, 1, _MAX, "13313"),
        at.choice("finishOnKey", "#", ("", *"0123456789#*"), "13310"),
        count,
        at.flag("actionOnEmptyResult"),
        tuple(_prompt(child, at, digits_allowed) for child in element),
    )


def _prompt(element: Element, at: Attributes, digits_allowed: bool) -> Prompt:
    if element.tag not in _PROMPTS:
        raise at.problem("13320", f"must not contain <{element.tag}>")
    prompt = _PROMPTS[element.tag](element, digits_allowed)
    if isinstance(prompt, Play) and prompt.digits:
        raise at.problem("13320", "must not send digits")
    return prompt


def redirect(element: Element, digits_allowed: bool) -> Redirect:
    at = Attributes(element, ("method",))
    url = at.checked_url(_only_text(element, at).strip(), "address")
    return Redirect(url, at.method(code="13710"))


def dial(element: Element, digits_allowed: bool) -> Dial:
    at = Attributes(element, ("action", "method", "timeout", "timeLimit", "callerId", "answerOnBridge"))
    plain = (element.text or "").strip()
    numbers = [Number(at.e164(plain, "13223"))] if plain else []
    for child in element:
        if child.tag != "Number":
            raise at.problem(SCHEMA, f"must not contain <{child.tag}>")
        numbers.append(_number(child))
    if not 1 <= len(numbers) <= MAX_NUMBERS or any((child.tail or "").strip() for child in element):
        raise at.problem("13223", f"holds {len(numbers)} numbers, must be 1 to {MAX_NUMBERS}")
    caller_id = at.text("callerId")
    return Dial(
        tuple(numbers),
        at.url("action"),
        at.method(),
        at.integer("timeout", 30, 5, 600, "13212"),
        at.integer("timeLimit", 14400, 1, 14400, SCHEMA),
        at.e164(caller_id, "13214") if "callerId" in element.attrib else "",
        at.flag("answerOnBridge"),
    )


def _number(element: Element) -> Number:
    names = ("url", "method", "statusCallback", "statusCallbackEvent", "statusCallbackMethod")
    at = Attributes(element, names)
    at.method("statusCallbackMethod")
    events = tuple(at.text("statusCallbackEvent", "completed").split())
    if not events or not set(events) <= set(_EVENTS):
        raise at.problem(SCHEMA, f"statusCallbackEvent is “{' '.join(events)}”, allowed: {' '.join(_EVENTS)}")
    number = at.e164(_only_text(element, at).strip(), "13223")
    return Number(number, at.url("url"), at.method(), at.url("statusCallback"), events)


def hangup(element: Element, digits_allowed: bool) -> Hangup:
    _nothing_inside(element, Attributes(element))
    return Hangup()


def reject(element: Element, digits_allowed: bool) -> Reject:
    at = Attributes(element, ("reason",))
    _nothing_inside(element, at)
    return Reject(at.choice("reason", "rejected", ("rejected", "busy"), "13810"))


def _only_text(element: Element, at: Attributes) -> str:
    if len(element):
        raise at.problem(SCHEMA, f"must not contain <{element[0].tag}> here")
    return element.text or ""


def _nothing_inside(element: Element, at: Attributes) -> None:
    if len(element) or (element.text or "").strip():
        raise at.problem(SCHEMA, "must be empty")


def _no_loose_text(element: Element, at: Attributes) -> None:
    if any((text or "").strip() for text in (element.text, *(child.tail for child in element))):
        raise at.problem(SCHEMA, "has text outside its verbs")


_PROMPTS: dict[str, Callable[[Element, bool], Prompt]] = {"Say": say, "Play": play, "Pause": pause}
_VERBS: dict[str, Callable[[Element, bool], Verb]] = {
    **_PROMPTS,
    "Gather": gather,
    "Redirect": redirect,
    "Dial": dial,
    "Hangup": hangup,
    "Reject": reject,
}


def verbs_of(response: Element, digits_allowed: bool) -> tuple[Verb, ...]:
    """The verbs of a <Response>."""
    _no_loose_text(response, Attributes(response))
    verbs: list[Verb] = []
    for element in response:
        if element.tag not in _VERBS:
            raise CarrierError(SCHEMA, f"<{element.tag}> is no verb the stand-in carrier knows.")
        verbs.append(_VERBS[element.tag](element, digits_allowed))
    if any(isinstance(verb, Reject) for verb in verbs[1:]):
        raise CarrierError(SCHEMA, "<Reject> only works as the first verb.")
    return tuple(verbs)
