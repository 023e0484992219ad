"""Instructions -> TwiML. Pure.

Documents are built with the provider's library: it escapes all text and attributes. What it does not do, drop
characters that XML does not know, is done before. Calls that hear the same differ in a few addresses only, so what a
document has in common is built once, with blanks (`ivr.telephony.blanks`), and kept.
"""

# mypy: untyped-calls-exclude="twilio"
from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import assert_never

from twilio.twiml import TwiML
from twilio.twiml import voice_response as verbs
from twilio.twiml.voice_response import Dial, Gather, VoiceResponse

from ivr.core.instructions import Hangup, Instruction, Listen, RingLine, RingLines, Say, Spoken
from ivr.core.rendered import Same
from ivr.core.session import Session
from ivr.core.texts import Language, Voice
from ivr.telephony import urls
from ivr.telephony.blanks import BLANKS, Addresses, Document
from ivr.telephony.speech import plain, sayings

MAX_BYTES = 64_000  # the provider refuses more than 64 kB
MAX_NUMBERS = 10  # rung by one Dial
TIME_LIMIT_SECONDS = 10800  # three hours: a forgotten call ends
FAILSAFE_SECONDS = 30
CONFIRM_SECONDS = 8

Voices = Mapping[Language, Voice]


@dataclass(frozen=True, slots=True)
class _Answer:
    """What every verb of one answer needs."""

    voices: Voices
    addresses: Addresses


@dataclass(frozen=True, slots=True)
class Real:
    """The addresses of one call, after the step whose session is `session`."""

    session: Session
    prefix: str
    caller_id: str = ""

    @property
    def action(self) -> str:
        return urls.action_url(self.prefix, self.session)

    def whisper(self, line: str) -> str:
        session = self.session
        group = session.chosen or session.group
        return urls.whisper_url(self.prefix, session.revision, session.language, line, group, session.offset)

    def leg(self, line: str) -> str:
        return urls.leg_url(self.prefix, line, self.session.step, self.session.offset)


def render(instructions: Sequence[Instruction], session: Session, voices: Voices, prefix: str) -> str:
    """The answer to a step. `session` is the state after it, `voices` those of the office, its default first.

    Raises ValueError for a document that would strand the caller: empty, without an end that leads on, too large.
    """
    last = instructions[-1] if instructions else None
    caller_id = plain(last.caller_id) if isinstance(last, RingLines) else ""
    if isinstance(last, RingLines):  # rung for any caller: the number is filled in
        rung = RingLines(last.lines, last.ring_seconds, "+" if caller_id else "")
        instructions = (*instructions[:-1], rung)
    text = _common(tuple(instructions), Same(voices)).filled(Real(session, prefix, caller_id))
    if len(text) > MAX_BYTES // 4 and len(text.encode()) > MAX_BYTES:
        raise ValueError("the document is larger than the provider takes")
    return text


@lru_cache(maxsize=1024)  # of a few kilobytes: a caller hears one of some dozens a day
def _common(instructions: tuple[Instruction, ...], voices: Same[Voices]) -> Document:
    return Document(document(instructions, voices.held, BLANKS))


def document(instructions: Sequence[Instruction], voices: Voices, addresses: Addresses) -> str:
    """The answer, built anew; a caller id is written where the instructions have one. Raises ValueError as `render`."""
    if [isinstance(one, Say) for one in instructions] != [True] * (len(instructions) - 1) + [False]:
        raise ValueError("the last instruction, and only that one, must listen, ring or hang up")
    if not voices:
        raise ValueError("nothing can be said without a voice")
    answer, built = _Answer(voices, addresses), VoiceResponse()
    for instruction in instructions:
        _write(built, instruction, answer)
    return _xml(built)


def failsafe(
    spoken: Sequence[Spoken], number: str, otherwise: Sequence[Spoken], voices: Voices, caller_id: str = ""
) -> str:
    """When the service itself fails: an apology, one telephone rung, what to do if nobody answers. Needs no service."""
    document = VoiceResponse()
    _say(document, spoken, voices)
    if dialled := plain(number):
        dial = Dial(timeout=FAILSAFE_SECONDS, caller_id=plain(caller_id) or None)
        dial.number(dialled)
        document.append(dial)
    _say(document, otherwise, voices)
    document.hangup()
    return _xml(document)


def whisper(spoken: Sequence[Spoken], confirm: Sequence[Spoken], confirm_url: str, voices: Voices) -> str:
    """What the desk hears before it gets the caller. The end of the document connects them.

    With `confirm` the desk has to press a key: a voicemail does not, and is hung up on.
    """
    document = VoiceResponse()
    _say(document, spoken, voices)
    if confirm:
        _gather(document, confirm, voices, CONFIRM_SECONDS, confirm_url)
        document.hangup()
    return _xml(document)


def confirmed(accepted: bool) -> str:
    """The desk's key: connect, or let the next telephone ring."""
    document = VoiceResponse()
    if not accepted:
        document.hangup()
    return _xml(document)


def _write(document: VoiceResponse, instruction: Instruction, answer: _Answer) -> None:
    match instruction:
        case Say():
            _say(document, instruction.spoken, answer.voices)
        case Listen():
            _listen(document, instruction, answer)
        case RingLines():
            _ring(document, instruction, answer)
        case Hangup():
            document.hangup()
        case _:
            assert_never(instruction)


def _say(parent: TwiML, spoken: Sequence[Spoken], voices: Voices) -> None:
    for voice, text in sayings(spoken, voices):
        parent.append(verbs.Say(text, language=plain(voice.locale), voice=plain(voice.voice)))


def _gather(
    document: VoiceResponse, spoken: Sequence[Spoken], voices: Voices, timeout: int, action: str, number: bool = False
) -> Gather:
    """One key, star and hash included: with a finishing key they could not be pressed. For a `number` hash ends it."""
    keys = {"finish_on_key": "#"} if number else {"num_digits": 1, "finish_on_key": ""}
    gather = Gather(input="dtmf", **keys, timeout=max(1, timeout), action=action, method="POST")
    _say(gather, spoken, voices)
    document.append(gather)
    return gather


def _listen(document: VoiceResponse, listen: Listen, answer: _Answer) -> None:
    seconds, number = listen.timeout_seconds, listen.number
    action = answer.addresses.action
    gather = _gather(document, listen.spoken, answer.voices, seconds, action, number)
    if listen.pause_seconds > 0:
        gather.pause(length=listen.pause_seconds)
    document.redirect(action, method="POST")  # silence: no key makes no request


def _ring(document: VoiceResponse, ring: RingLines, answer: _Answer) -> None:
    """A Dial always comes back to `action`. What rings beyond the provider's ten is left out."""
    if not ring.lines:
        raise ValueError("there is nothing to ring")
    dial = Dial(
        action=answer.addresses.action,
        method="POST",
        timeout=min(max(ring.ring_seconds, 5), 600),
        time_limit=TIME_LIMIT_SECONDS,
        caller_id=answer.addresses.caller_id if ring.caller_id else None,
    )
    for line in ring.lines[:MAX_NUMBERS]:
        _number(dial, line, answer)
    document.append(dial)


def _number(dial: Dial, line: RingLine, answer: _Answer) -> None:
    whispers = bool(line.whisper or line.confirm)
    dial.number(
        plain(line.number),
        url=answer.addresses.whisper(line.line) if whispers else None,
        method="POST" if whispers else None,
        status_callback=answer.addresses.leg(line.line),
        status_callback_event="completed",
        status_callback_method="POST",
    )


def _xml(document: VoiceResponse) -> str:
    return str(document.to_xml())
