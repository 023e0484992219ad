"""Plays documents as the real carrier does, in virtual time. Must not decide what the caller or a desk does.

`Player.run()` is a generator: it yields the stretch that begins and is sent an act, or None to let the stretch pass.
Source of the rules: the provider's reference of each verb.
"""

from __future__ import annotations

from collections.abc import Generator, Mapping

from ivr.simulator.course import Course
from ivr.simulator.dialling import Leg, Ringings, acts_of, cancelled, leg_of, settle
from ivr.simulator.stretches import Act, DeskActs, Desks, HangUp, Key, Quiet, Ringing, Speech, Stretch, Talking
from ivr.simulator.transcript import Desk, Ended, EndedBy, Heard, PressedKey, Rang
from ivr.simulator.verbs import Dial, Document, Gather, Hangup, Pause, Play, Prompt, Redirect, Reject, Say, Verb
from ivr.simulator.whisper import takes_call

Playing = Generator[Stretch, Act | None, Document | None]  # the document that follows; None: the next verb
_SILENT_LOOP = 1000  # how often loop="0" repeats
_NOTHING: Document = ()


class Player:
    def __init__(self, course: Course) -> None:
        self.course = course
        self._hung_up_at: float | None = None  # when the caller hung up
        self._status = "completed"
        self._lines_after_desk = -1  # how long the transcript was when a desk hung up

    def run(self) -> Generator[Stretch, Act | None, None]:
        """The whole call, from its first request to the last callback."""
        document = self.course.begin()
        while document and not self._hung_up:
            document = yield from self._document(document)
        ended_at = self.course.at_seconds if self._hung_up_at is None else self._hung_up_at
        self.course.note(Ended(self._ended_by(), ended_at))
        self.course.finish(self._status, ended_at)

    @property
    def _hung_up(self) -> bool:
        return self._hung_up_at is not None

    def _caller_did(self, act: Act | None) -> None:
        """Remember a hang-up; the time until then is spent already."""
        if isinstance(act, HangUp):
            self._hung_up_at = self.course.at_seconds

    def _ended_by(self) -> EndedBy:
        if self._hung_up:
            return "caller"
        return "desk" if len(self.course.transcript.lines) == self._lines_after_desk else "service"

    def _document(self, document: Document) -> Generator[Stretch, Act | None, Document]:
        for verb in document:
            following = yield from self._verb(verb)
            if following is not None or self._hung_up:
                return following or _NOTHING
        return _NOTHING  # no more verbs: the call is over

    def _verb(self, verb: Verb) -> Playing:
        match verb:
            case Say() | Play() | Pause():
                yield from self._prompt(verb, listening=False)
                return None
            case Gather():
                return (yield from self._gather(verb))
            case Dial():
                return (yield from self._dial(verb))
            case Redirect():
                return self.course.fetch(verb.url, {})
            case Reject():
                self._status = "busy" if verb.reason == "busy" else "no-answer"
                return _NOTHING
            case Hangup():
                return _NOTHING

    def _prompt(self, prompt: Prompt, listening: bool) -> Generator[Stretch, Act | None, str]:
        """Returns the key that cut it short, or ""."""
        if isinstance(prompt, Pause):
            return (yield from self._pass(Quiet(prompt.length, listening)))
        language, text = (
            (prompt.language, prompt.text) if isinstance(prompt, Say) else ("", prompt.url or prompt.digits)
        )
        for _ in range(prompt.loop or _SILENT_LOOP):
            key = yield from self._pass(Speech(language, text, self.course.seconds_of(prompt), listening))
            if key or self._hung_up:
                return key
        return ""

    def _pass(self, stretch: Speech | Quiet) -> Generator[Stretch, Act | None, str]:
        """Let the stretch pass, or as much of it as the caller lets; returns the key pressed, or ""."""
        act = yield stretch
        spent = stretch.seconds if not isinstance(act, Key | HangUp) else min(act.after, stretch.seconds)
        if isinstance(stretch, Speech) and (spent or act is None):
            cut = spent < stretch.seconds
            self.course.note(Heard(stretch.language, stretch.text, self.course.at_seconds, cut))
        self.course.spend(spent)
        self._caller_did(act)
        if isinstance(act, Key):
            self.course.note(PressedKey(act.key, self.course.at_seconds))
            return act.key
        return ""

    def _gather(self, gather: Gather) -> Playing:
        """The clock of the timeout starts after the prompts and anew with each key; a key stops the prompts at once."""
        listening = "dtmf" in gather.input
        key = ""
        for prompt in gather.children:
            key = yield from self._prompt(prompt, listening)
            if key or self._hung_up:
                break
        digits = finished = ""
        while not self._hung_up:
            key = key or (yield from self._pass(Quiet(gather.timeout, listening, gather.num_digits is None)))
            if not key or key == gather.finish_on_key:
                finished = key
                break
            digits += key
            key = ""
            if len(digits) == gather.num_digits:
                break
        return self._gathered(gather, digits, finished)

    def _gathered(self, gather: Gather, digits: str, finished: str) -> Document | None:
        """Nothing entered: no request, the next verb is played, unless the document wants it otherwise."""
        if self._hung_up or not (digits or gather.action_on_empty):
            return None
        return self.course.fetch(gather.action, {"Digits": digits, "FinishedOnKey": finished, "msg": "Gather End"})

    def _dial(self, dial: Dial) -> Playing:
        course = self.course
        numbers = tuple(number.number for number in dial.numbers)
        longest = dial.timeout + course.timing.ring_extra
        course.note(Rang(numbers, dial.timeout, dial.caller_id, course.at_seconds, course.asked_at))
        act = yield Ringing(numbers, longest, dial.caller_id, dial.timeout)
        legs = self._legs(dial, act.acts if isinstance(act, Desks) else {}, longest)
        ringings = cancelled(legs, min(act.after, longest)) if isinstance(act, HangUp) else settle(legs)
        course.spend(ringings.reported.seconds)
        self._caller_did(act)
        for leg in ringings.legs:
            if leg is not ringings.winner:
                self._leg_over(leg, leg.outcome, 0)
        if ringings.winner is None:
            return self._dialled(dial, ringings, ringings.reported.status, 0)
        return (yield from self._answered(dial, ringings, ringings.winner))

    def _legs(self, dial: Dial, acts: Mapping[str, DeskActs], longest: float) -> tuple[Leg, ...]:
        course = self.course
        return tuple(
            leg_of(
                number, course.leg(dial.caller_id, number.number, place), acts_of(number, acts), longest, course.timing
            )
            for place, number in enumerate(dial.numbers)
        )

    def _answered(self, dial: Dial, ringings: Ringings, winner: Leg) -> Playing:
        """The desk hears its whisper, takes the call or not, and talks until one of the two hangs up."""
        course, number = self.course, winner.number
        if number.url and not takes_call(course, number.url, winner.call, winner.acts.key):
            self._leg_over(winner, "refused", 0)
            return self._dialled(dial, ringings, "completed", 0)
        talked = min(winner.acts.talk_seconds, dial.time_limit)
        act = yield Talking(number.number, talked)
        if isinstance(act, HangUp):
            talked = min(act.after, talked)
        course.spend(talked)
        self._caller_did(act)
        self._leg_over(winner, "answered", talked)
        self._lines_after_desk = len(course.transcript.lines)
        return self._dialled(dial, ringings, "completed", talked, bridged=True)

    def _leg_over(self, leg: Leg, outcome: str, talked: float) -> None:
        self.course.note(Desk(leg.number.number, outcome, round(talked, 3), self.course.at_seconds))
        if leg.number.status_callback and "completed" in leg.number.status_callback_events:
            self.course.finish(leg.status, talked, leg.call, leg.number.status_callback)

    def _dialled(
        self, dial: Dial, ringings: Ringings, status: str, talked: float, bridged: bool = False
    ) -> Document | None:
        """Ask the Dial's action what now; without one, the next verb is played.

        Also asked when the caller hung up; what it answers then is not played.
        """
        if not dial.action:
            return None
        fields = {
            "DialCallStatus": status,
            "DialCallSid": ringings.reported.call.id,
            "DialCallDuration": str(int(talked)),
            "DialBridged": str(bridged).lower(),
        }
        ended = {"CallStatus": "completed"} if self._hung_up else {}
        return self.course.fetch(dial.action, fields | ended)
