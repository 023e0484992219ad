"""callback: takes a request to be called back. Own number confirmed, or another one typed, read back and confirmed.

The number that is typed never travels with the call: it would stand in a URL. It is said in the answer to the request
that brought it, and logged there as `typed` (the journal seals it); the request that confirms it logs `call_back`
without it. So star cannot read it back again: it is typed anew.
"""

from __future__ import annotations

from ivr.core.callable import may_call, typed_number, written
from ivr.core.entries import Kind
from ivr.core.events import Pressed, Silence
from ivr.core.flow import MAIN, Callback
from ivr.core.nodes.menu import key_of
from ivr.core.turn import Turn

YES, NO = "1", "2"
KEYS = "120*#"  # those that mean something where no number is typed
BETWEEN_DIGITS_SECONDS = 10
_ANSWER_SECONDS = 7
_STAR = "*"


def enter(turn: Turn, node: Callback) -> str | None:
    own = may_call(turn.call.caller, turn.office)
    turn.log("entered", node=node.name, type="callback", own=own)
    turn.carry(node=node.name, no_input=0, no_match=0)
    turn.say(node.say)
    if turn.office.call_back.promise_in(turn.session.language):
        turn.say(node.promised)
    return _confirm_own(turn, node) if own else _ask(turn, node)


def resume(turn: Turn, node: Callback) -> str | None:
    event, phase = turn.event, turn.session.phase
    if not isinstance(event, Pressed | Silence) or phase not in ("confirming", "typing", "checking"):
        turn.log("lost", why=f"{type(event).__name__} at {node.name}")
        return _leave(turn, node.otherwise)
    if isinstance(event, Silence):
        return _silence(turn, node)
    if phase == "typing":
        return _typed(turn, node, event.digits)
    return _answered(turn, node, key_of(event.digits))


def _confirm_own(turn: Turn, node: Callback) -> str | None:
    turn.carry(phase="confirming")
    turn.say(node.own_number)
    turn.listen(_ANSWER_SECONDS)
    return None


def _ask(turn: Turn, node: Callback) -> str | None:
    turn.carry(phase="typing")
    turn.say(node.ask_number)
    turn.listen(BETWEEN_DIGITS_SECONDS, number=True)
    return None


def _silence(turn: Turn, node: Callback) -> str | None:
    """The question again; after the number was read back, it has to be typed anew."""
    return _again(turn, node) if _may_go_on(turn, node, "no_input") else _leave(turn, node.otherwise)


def _may_go_on(turn: Turn, node: Callback, kind: Kind, **data: object) -> bool:
    """Silence, wrong keys and wrong numbers are counted together, and logged apart."""
    attempt = turn.session.no_input + 1
    last = attempt >= node.attempts
    turn.log(kind, node=node.name, **data, attempt=attempt, go=node.otherwise if last else node.name)
    turn.carry(no_input=attempt)
    return not last


def _again(turn: Turn, node: Callback) -> str | None:
    if turn.session.phase == "confirming":
        return _confirm_own(turn, node)
    return _ask(turn, node)


def _typed(turn: Turn, node: Callback, digits: str) -> str | None:
    if _STAR in digits:  # a slip, or the wish to hear it again
        turn.log("pressed", node=node.name, key="star", label="", go=node.name)
        return _ask(turn, node)
    typed = typed_number(digits, turn.session.language, turn.office)
    if not typed.number:
        return _not_taken(turn, node, typed.why)
    turn.log("typed", node=node.name, call_back_to=typed.number)
    turn.carry(phase="checking")
    turn.say(node.read_back, written(typed.number))
    turn.listen(_ANSWER_SECONDS)
    return None


def _not_taken(turn: Turn, node: Callback, why: str) -> str | None:
    goes_on = _may_go_on(turn, node, "not_taken", why=why)
    turn.say(node.refused if why == "refused" else node.not_a_number)
    return _ask(turn, node) if goes_on else _leave(turn, node.otherwise)


def _answered(turn: Turn, node: Callback, key: str) -> str | None:
    """One is yes, two is no. Zero is a person and hash goes back, as everywhere."""
    own = turn.session.phase == "confirming"
    target = {YES: node.then, "0": node.otherwise, "hash": MAIN}.get(key, "")
    if target or key in (NO, "star"):
        turn.log("pressed", node=node.name, key=key, label="", go=target or node.name)
    if key == YES:
        return _saved(turn, node, own)
    if target:
        return _leave(turn, target)
    if key == NO:
        return _ask(turn, node)
    if key == "star":
        return _again(turn, node)
    return _again(turn, node) if _may_go_on(turn, node, "no_match", key=key) else _leave(turn, node.otherwise)


def _saved(turn: Turn, node: Callback, own: bool) -> str | None:
    office, caller = turn.office, turn.call.caller
    if own and not may_call(caller, office):  # the setting has changed meanwhile, or the address is none of ours
        return _ask(turn, node)
    number = {"call_back_to": caller} if own else {}
    promise = office.call_back.promise_in(office.default_language) if _promised(turn, node) else ""
    turn.log("call_back", node=node.name, own=own, promise=promise, assigned=office.call_back.assigned, **number)
    turn.say(node.saved)
    return _leave(turn, node.then)


def _promised(turn: Turn, node: Callback) -> bool:
    return bool(node.promised and turn.office.call_back.promise_in(turn.session.language))


def _leave(turn: Turn, target: str) -> str:
    turn.carry(phase="", no_input=0, no_match=0)
    return target
