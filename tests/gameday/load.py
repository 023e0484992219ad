"""The load: whole calls at planned moments, from a process of its own. `python -m tests.gameday.load PLAN`.

Open-loop: a call begins, and each of its steps is due, when the plan says so, however slow the answers are; every time
is counted from that moment, so that a service which stands still is not asked less and measured less. A step whose
document is not there yet when it is due is asked as soon as it is, and its time still runs from when it was due.

As the provider does by default, a connection that does not come about is tried once more; nothing else is.
"""

from __future__ import annotations

import gc
import heapq
import json
import selectors
import ssl
import sys
import time
from collections import deque
from collections.abc import Iterable
from pathlib import Path

from ivr.simulator.port import SimulatedCall
from tests.gameday.callers import SCRIPTS, Caller, Request, on_the_wire
from tests.gameday.documents import BadAnswerError, Document, document_of
from tests.gameday.plan import ANSWER_SECONDS, Arrival, Asked, Plan
from tests.gameday.wire import Answer, Wire

HOST = "infolinia.example.pl"
_FIRST = 32  # connections opened before the load begins
_LOOK_SECONDS = 0.2


class Visit:
    """A call under way: what it asks next, and when that is due. `first`: its first request, as sent."""

    def __init__(self, number: int, arrival: Arrival, caller: Caller, request: Request, first: bytes) -> None:
        self.number, self.arrival, self.caller = number, arrival, caller
        self.request, self.first = request, first
        self.begun, self.due, self.sent, self.count, self.tried = 0.0, 0.0, 0.0, 0, 0

    def begin(self, begun: float) -> None:
        self.begun, self.due = begun, begun + self.arrival.due(0)

    def ask(self, request: Request) -> None:
        self.request, self.tried = request, 0
        self.count += 1
        self.due = self.begun + self.arrival.due(self.count)


class Load:
    def __init__(self, plan: Plan) -> None:
        self.plan, self.asked, self.failed = plan, list[Asked](), dict[int, str]()
        self.calls: list[tuple[str, str]] = []  # (id, script)
        self._context = ssl.create_default_context(cafile=plan.certificate)
        self._ready, self._due, self._idle = deque[Visit](), list[tuple[float, int, Visit]](), list[Wire]()
        self._at_work: dict[Wire, Visit] = {}
        self._selector = selectors.EpollSelector()
        self._connections = 0

    # -- before it counts ----------------------------------------------------------------------------------------------

    def calm(self) -> dict[str, list[tuple[str, str, int]]]:
        """Each script once, one request after the other: what it asks, as (call, source, step)."""
        made: dict[str, list[tuple[str, str, int]]] = {}
        for script in SCRIPTS:
            first = len(self.asked)
            self.run([Arrival(0.0, 0.0, 0.0, script.name)])
            made[script.name] = [(self.calls[one.call][0], one.source, one.step) for one in self.asked[first:]]
        if self.failed:
            raise SystemExit(f"The service does not answer in peace: {self.failed}")
        return made

    def warm(self, connections: int) -> None:
        wires = [self._connect() for _ in range(connections - len(self._idle))]
        for wire in wires:
            while wire.go_on():
                time.sleep(0.0005)
        self._idle += wires

    # -- the loop ------------------------------------------------------------------------------------------------------

    def run(self, arrivals: Iterable[Arrival], marks: Iterable[tuple[float, str]] = ()) -> float:
        """All these calls to their end. Prints each mark when its second has come. When it began (monotonic). How each
        call begins is put together before: the processor is the service's then."""
        waiting, telling = deque(self._visit(arrival) for arrival in sorted(arrivals)), deque(marks)
        begun = over = time.monotonic()
        while waiting or self._due or self._ready or self._at_work or telling:
            now = time.monotonic()
            while telling and now - begun >= telling[0][0]:
                print(telling.popleft()[1], flush=True)
            while waiting and now - begun >= waiting[0].arrival.at:
                visit = waiting.popleft()
                visit.begin(begun)
                self._plan(visit)
            while self._due and self._due[0][0] <= now:
                self._ready.append(heapq.heappop(self._due)[2])
            while self._ready and self._start(self._ready[0]):
                self._ready.popleft()
            nexts = [begun + waiting[0].arrival.at] if waiting else []
            nexts += [begun + telling[0][0]] if telling else []
            nexts += [self._due[0][0]] if self._due else []
            pause = min(nexts, default=now + _LOOK_SECONDS) - time.monotonic()
            for key, _ in self._selector.select(max(0.0, min(pause, _LOOK_SECONDS))):
                self._go_on(key.fileobj)  # type: ignore[arg-type]
            if now - over > 1.0:
                over = now
                self._give_up(now)
        return begun

    def _visit(self, arrival: Arrival) -> Visit:
        number = len(self.calls)
        name = f"CA{self.plan.name}{number:0{32 - len(self.plan.name)}d}"
        call = SimulatedCall(name, f"+48601{number % 1_000_000:06d}", self.plan.called)
        script = next(one for one in SCRIPTS if one.name == arrival.script)
        self.calls.append((call.id, script.name))
        caller = Caller(script, call)
        first = caller.first()
        return Visit(number, arrival, caller, first, self._signed(first))

    def _signed(self, request: Request) -> bytes:
        return on_the_wire(request, self.plan.public_url, HOST, self.plan.token)

    def _plan(self, visit: Visit) -> None:
        heapq.heappush(self._due, (visit.due, id(visit), visit))

    def _start(self, visit: Visit) -> bool:
        """Whether there was a connection for it."""
        while self._idle and not self._idle[-1].usable:
            self._idle.pop().close()
            self._connections -= 1
        if self._idle:
            wire = self._idle.pop()
        elif self._connections < self.plan.connections:
            try:
                wire = self._connect()
            except OSError as error:
                self._broken(visit, False, error)
                return True
        else:
            return False
        visit.sent = time.monotonic()
        wire.send(self._signed(visit.request) if visit.count else visit.first)
        self._at_work[wire] = visit
        self._selector.register(wire, selectors.EVENT_READ)
        self._go_on(wire)
        return True

    def _connect(self) -> Wire:
        wire = Wire(self.plan.port, HOST, self._context)
        self._connections += 1
        return wire

    def _go_on(self, wire: Wire) -> None:
        visit = self._at_work.get(wire)
        if visit is None:
            return
        try:
            wanted = wire.go_on()
        except OSError as error:
            self._drop(wire)
            self._broken(visit, wire.connected, error)
            return
        if wanted:
            self._selector.modify(wire, wanted)
            return
        assert wire.answer is not None
        self._selector.unregister(wire)
        del self._at_work[wire]
        if wire.usable:
            self._idle.append(wire)
        else:
            wire.close()
            self._connections -= 1
        self._answered(visit, wire.answer)

    def _drop(self, wire: Wire) -> None:
        self._selector.unregister(wire)
        del self._at_work[wire]
        wire.close()
        self._connections -= 1

    def _broken(self, visit: Visit, connected: bool, error: Exception) -> None:
        if not connected and visit.tried == 0:
            visit.tried = 1
            self._ready.append(visit)
            return
        self._note(visit, "failed")
        self._fail(visit, f"no answer: {error!r}")

    def _give_up(self, now: float) -> None:
        for wire, visit in list(self._at_work.items()):
            if now - visit.sent > ANSWER_SECONDS:
                self._drop(wire)
                self._broken(visit, True, TimeoutError(f"no answer in {ANSWER_SECONDS:g} s"))

    # -- answers -------------------------------------------------------------------------------------------------------

    def _answered(self, visit: Visit, answer: Answer) -> None:
        document: Document | None = None
        if visit.request.is_step:
            try:
                document = document_of(answer.status, answer.content_type, answer.body)
            except BadAnswerError as error:
                self._note(visit, "failed")
                self._fail(visit, str(error))
                return
            self._note(visit, "failsafe" if document.failsafe else "answered")
        else:
            self._note(visit, "answered" if answer.status in (200, 204) else "refused")
        self._on(visit, document)

    def _on(self, visit: Visit, document: Document | None) -> None:
        request = visit.caller.next(document)
        if request is None:
            return
        visit.ask(request)
        self._plan(visit)

    def _fail(self, visit: Visit, why: str) -> None:
        if visit.request.is_step:
            self.failed.setdefault(visit.number, f"{visit.request.target.partition('?')[0]}: {why}")
        else:
            self._on(visit, None)

    def _note(self, visit: Visit, how: str) -> None:
        request, now, due = visit.request, time.monotonic(), visit.due
        times = (due - visit.begun, now - due, now - visit.sent)
        self.asked.append(Asked(visit.number, request.source, request.step, how, *times))


def main(path: Path) -> None:
    """Calm first; then, for every line that comes in, its arrivals, with their marks; the results go to a file each."""
    plan = Plan.read(path)
    load = Load(plan)
    print(json.dumps(load.calm()), flush=True)
    load.warm(plan.connections if plan.burst else _FIRST)
    gc.collect()
    gc.disable()
    for number, line in enumerate(sys.stdin):
        told = json.loads(line)
        first, load.asked, load.failed = len(load.calls), [], {}
        load.run([Arrival(*one) for one in told["arrivals"]], [(second, word) for second, word in told["marks"]])
        result = {
            "calls": {number: call for number, call in enumerate(load.calls) if number >= first},
            "failed": {load.calls[number][0]: why for number, why in load.failed.items()},
            "asked": [one.as_list() for one in load.asked],
            "cpu": time.process_time(),
        }
        Path(f"{plan.result}.{number}").write_text(json.dumps(result))
        print("done", flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
