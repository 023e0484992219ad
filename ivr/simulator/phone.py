"""A telephone to make simulated calls with, for tests, call scripts, the bench and the terminal, in virtual time.

    call = Phone(port, caller="+48601234567", called="+48221234567").call()
    call.hears("Świadczenia rodzinne").presses("1").rings("+48221110001").desk_busy().ends("service")

Every expectation that fails raises a `DifferenceError` showing the call so far. Must not know HTTP.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime

from ivr.simulator.course import Course
from ivr.simulator.player import Player
from ivr.simulator.port import Port, SimulatedCall
from ivr.simulator.problems import CarrierError, DifferenceError
from ivr.simulator.speech import Timing, speech_seconds
from ivr.simulator.stretches import Act, DeskActs, Desks, HangUp, Key, Ringing, Speech, Stretch
from ivr.simulator.transcript import EndedBy, PressedKey, Transcript


def _utc_now() -> datetime:
    return datetime.now(UTC)


class Phone:
    """Who calls whom, and at which moment (`at`, aware; None: now). Numbers may be as odd as a provider's."""

    def __init__(
        self,
        port: Port,
        *,
        caller: str,
        called: str,
        at: datetime | None = None,
        forwarded_from: str = "",
        timing: Timing | None = None,
        clock: Callable[[], datetime] = _utc_now,
    ) -> None:
        if at and at.tzinfo is None:
            raise CarrierError("naive_moment", "The moment of a simulated call needs a time zone.")
        self._port = port
        self._ends = (caller, called)
        self._at = at
        self._forwarded_from = forwarded_from
        self._timing = timing or Timing()
        self._clock = clock

    def call(self, call_id: str = "") -> OpenCall:
        """Dial. The first document is there when this returns. `call_id` is random unless given."""
        now = self._at or self._clock()
        call = SimulatedCall(call_id or "CA" + uuid.uuid4().hex, *self._ends, now, self._forwarded_from)
        return OpenCall(Player(Course(self._port, call, self._timing)))


class OpenCall:
    """A call going on. Methods do or expect the next thing and return the call; between them time stands still."""

    def __init__(self, player: Player) -> None:
        self._course = player.course
        self._run = player.run()
        self._stretch: Stretch | None = None
        self._spent = 0.0  # seconds of the stretch that are over
        self._heard_to = 0  # how much of its text was expected already
        self._expected = False  # whether its ringing was
        self._move(None)

    # --- what is

    @property
    def stretch(self) -> Stretch | None:
        """What is going on; None when the call is over."""
        return self._stretch

    @property
    def now_seconds(self) -> float:
        """Since the call came in."""
        return self._course.clock + self._spent

    @property
    def transcript(self) -> Transcript:
        """What happened; the stretch going on is not in it yet."""
        return self._course.transcript

    # --- the caller

    def hears(self, words: str) -> OpenCall:
        """Listen, in silence, until `words` were said (within one sentence, in any case of letters)."""
        wanted = " ".join(words.split()).lower()
        while True:
            if isinstance(self._stretch, Speech):
                found = self._stretch.text.lower().find(wanted, self._heard_to)
                if found >= 0:
                    return self._listened_to(found + len(wanted))
            self._onward(f"hear “{words}”")

    def wait_for(self, words: str, reaction_seconds: float = 1.0) -> OpenCall:
        """Listen until `words` were said and take a moment to react: a caller who decides while listening."""
        return self.hears(words).waits(reaction_seconds)

    def waits(self, seconds: float) -> OpenCall:
        """Stay silent for so long. Telephones that begin to ring meanwhile are unexpected."""
        until = self.now_seconds + seconds
        while self._stretch and self._course.clock + self._stretch.seconds <= until:
            self._onward(f"wait {seconds:g} s")
        if self._stretch:
            self._spent = max(self._spent, until - self._course.clock)
        return self

    def presses(self, keys: str) -> OpenCall:
        """Press keys at once. Where nothing listens they are lost, as are those after the last one asked for."""
        self._need_call(f"press {keys}")
        requests = self._course.requests
        for key in keys:
            if getattr(self._stretch, "listening", False) and self._course.requests == requests:
                self._move(Key(key, self._spent))
            else:
                self._course.note(PressedKey(key, round(self.now_seconds, 3), taken=False))
        return self

    def types(self, digits: str) -> OpenCall:
        """Type a number and end it with hash. Nothing may follow on the first digits alone."""
        requests = self._course.requests
        self.presses(digits)
        if self._course.requests != requests:
            raise self._difference(f"expected to type {digits}, but one key was asked for")
        return self.presses("#")

    def hangs_up(self) -> OpenCall:
        """The caller hangs up."""
        self._need_call("hang up")
        return self._move(HangUp(self._spent))

    def goes_on(self) -> OpenCall:
        """Let the present stretch pass in silence; a ringing one is not answered."""
        self._need_call("go on")
        return self._move(None)

    # --- the desks

    def rings(self, *numbers: str, seconds: int | None = None, caller_id: str | None = None) -> OpenCall:
        """Wait, in silence, until exactly these numbers ring; optionally for so long, showing such a number."""
        ringing = self._ringing(f"ring {', '.join(numbers)}")
        asked = self.transcript.rang[-1]
        if set(ringing.numbers) != set(numbers):
            raise self._difference(f"expected to ring {', '.join(numbers)}, but rings {', '.join(ringing.numbers)}")
        if seconds not in (None, asked.ring_seconds) or caller_id not in (None, asked.caller_id):
            raise self._difference(f"expected {seconds} s showing {caller_id}, but: {asked}")
        return self

    def rings_among(self, numbers: tuple[str, ...], name: str = "") -> OpenCall:
        """Wait, in silence, until some of `numbers` and no others ring: those of a hunt group called `name`."""
        wanted = name or ", ".join(numbers)
        ringing = self._ringing(f"ring {wanted}")
        if not set(ringing.numbers) <= set(numbers):
            raise self._difference(f"expected to ring {wanted}, but rings {', '.join(ringing.numbers)}")
        return self

    def desk_answers(
        self, talk_seconds: float = 60.0, *, number: str = "", after_seconds: float = 3.0, key: str = "1"
    ) -> OpenCall:
        """One desk answers (the first unless named) and talks; it presses `key` if asked before it is put through."""
        return self._one_desk(DeskActs("answers", after_seconds, talk_seconds, key), number)

    def desk_refuses(self, *, number: str = "", after_seconds: float = 3.0) -> OpenCall:
        """One desk answers and presses nothing, as a voicemail would."""
        return self._one_desk(DeskActs("answers", after_seconds, key=""), number)

    def desk_busy(self) -> OpenCall:
        return self.desk_says("busy")

    def desk_does_not_answer(self) -> OpenCall:
        return self.desk_says("no_answer")

    def desk_failed(self) -> OpenCall:
        return self.desk_says("failed")

    def desk_cancelled(self) -> OpenCall:
        return self.desk_says("cancelled")

    def desk_says(self, outcome: str) -> OpenCall:
        """All ringing desks end this way: an outcome, or an odd word that goes to the service as the provider's."""
        ringing = self._ringing("ring")
        return self.desks({number: DeskActs(outcome) for number in ringing.numbers})

    def desks(self, acts: Mapping[str, DeskActs]) -> OpenCall:
        """What each ringing desk does, by number; who is not named does not answer."""
        self._ringing("ring")
        waited = self._spent  # a desk answers so long after it is told to
        later = {number: replace(act, after_seconds=waited + act.after_seconds) for number, act in acts.items()}
        return self._move(Desks(later))

    # --- the end

    def ends(self, how: EndedBy | None = None) -> OpenCall:
        """Stay silent, nobody answering, until the call is over; optionally expect who ends it."""
        while self._stretch:
            self._move(None)
        ended = self.transcript.ended
        if how and (ended is None or ended.how != how):
            raise self._difference(f"expected the {how} to end the call, but: {ended}")
        return self

    # --- inside

    def _move(self, act: Act | None) -> OpenCall:
        self._spent = 0.0
        self._heard_to = 0
        self._expected = False
        try:
            self._stretch = self._run.send(act)
        except StopIteration:
            self._stretch = None
        except CarrierError:
            self._stretch = None
            raise
        return self

    def _onward(self, wanted: str) -> None:
        """Let the stretch pass on the way to what is `wanted`; its end or an unexpected ringing is in the way."""
        self._need_call(wanted)
        if isinstance(self._stretch, Ringing) and not self._expected:
            raise self._difference(f"expected to {wanted}, but the call is {self._stretch}")
        self._move(None)

    def _ringing(self, wanted: str) -> Ringing:
        """The ringing going on or, all else passing in silence, the next one."""
        while not isinstance(self._stretch, Ringing) or (self._expected and wanted != "ring"):
            self._onward(wanted)
        self._expected = True
        return self._stretch

    def _one_desk(self, acts: DeskActs, number: str) -> OpenCall:
        ringing = self._ringing("ring")
        if number and number not in ringing.numbers:
            raise self._difference(f"expected {number} to ring, but the call is {ringing}")
        return self.desks({number or ringing.numbers[0]: acts})

    def _listened_to(self, position: int) -> OpenCall:
        assert isinstance(self._stretch, Speech)
        spoken = speech_seconds(self._stretch.text[:position], self._course.timing.vowels_per_second)
        self._spent = max(self._spent, min(spoken, self._stretch.seconds))
        self._heard_to = position
        return self

    def _need_call(self, wanted: str) -> None:
        if self._stretch is None:
            raise self._difference(f"expected to {wanted}, but the call is over")

    def _difference(self, what: str) -> DifferenceError:
        present = f"\n          now  {self._stretch}" if self._stretch else ""
        return DifferenceError(what, f"{self.transcript}{present}")
