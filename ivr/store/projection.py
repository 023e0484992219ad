"""One call's entries folded into the rows that people read. Pure: no clock, no database.

The order in which entries arrive does not matter, and an entry twice is an entry once. The outcome of a
call is the first of this closed list that fits:

  connected          a desk answered
  failed             the failsafe had to take over
  all_busy           lines were rung, every one was busy, and the service ended the call
  nobody_answered    lines were rung, none answered, and the service ended the call
  left_while_ringing lines were rung, none answered, and the caller hung up
  informed           nobody was rung; the caller asked for information and it was spoken
  told_when_to_call  nobody was rung; the caller was told when to call
  left_in_menu       nobody was rung, nothing was asked for, and the call is over
  in_progress        none of these yet
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from ivr.core.entries import Entry
from ivr.store.fields import because_of, integer_of, text_of
from ivr.store.legs import LegRow, Story, fold_legs
from ivr.store.sealing import pseudonym_of

OUTCOMES = (
    "connected",
    "failed",
    "all_busy",
    "nobody_answered",
    "left_while_ringing",
    "informed",
    "told_when_to_call",
    "left_in_menu",
    "in_progress",
)
SETTLED = "settled"  # the source of the entry of that name
_NOT_OVER = ("queued", "initiated", "ringing", "in-progress", "in_progress", "answered")


@dataclass(frozen=True, slots=True)
class CallRow:
    """One caller's visit. `caller` and `forwarded_from` are sealed (`sealing`), `pseudonym` is the caller's this month.
    `open` and `because` are of the last menu with hours, None and "" if there was none;
    `service` is the hunt group last asked for; `ended_how`: hung_up_by_desk, end, limit, left (the caller
    hung up: a final status without our own end), unknown (nobody ever said; `ended_at` is the last that was heard, and
    `seconds` None) or "" while it goes on; `steps` counts our answers.
    `call_back_to`: the number (sealed) that was confirmed, else the last one typed; None without one; `call_back_at`:
    when it was confirmed, None if never. A request is no outcome: nobody has been reached by it yet."""

    call_id: str
    started_at: datetime
    called: str
    caller: str
    pseudonym: str
    forwarded_from: str
    language: str
    revision: str
    open: bool | None
    because: str
    outcome: str
    service: str
    ended_how: str
    ended_at: datetime | None
    seconds: int | None
    test: bool
    steps: int
    call_back_to: str | None = None
    call_back_at: datetime | None = None
    call_back_promise: str = ""


def fold(entries: Sequence[Entry]) -> tuple[CallRow, tuple[LegRow, ...]]:
    """The rows of one call. `entries`: at least one, all of the same call."""
    unique = {entry.id: entry for entry in entries}
    ordered = sorted(unique.values(), key=lambda entry: (entry.source, entry.step, entry.index))
    story: defaultdict[str, list[Entry]] = defaultdict(list)
    for entry in ordered:
        story[entry.kind].append(entry)
    status = final_status(ordered)
    legs = fold_legs(story, "cancelled" if status else "unknown" if story.get("settled") else None)
    return _call(ordered, story, status, legs), legs


def _call(ordered: Sequence[Entry], story: Story, status: Entry | None, legs: Sequence[LegRow]) -> CallRow:
    started_at = min(entry.at for entry in story.get("started") or ordered)
    ended = _last(story, "ended")
    settled = _last(story, "settled")
    end = status or ended
    decided = [entry for entry in story.get("entered", ()) if isinstance(entry.data.get("open"), bool)]
    gate = next((entry for entry in reversed(decided) if text_of(entry, "hours")), None)
    return CallRow(
        call_id=ordered[0].call,
        started_at=started_at,
        called=_said(ordered, "called"),
        caller=_said(ordered, "caller"),
        pseudonym=pseudonym_of(_said(ordered, "caller")),
        forwarded_from=_said(ordered, "forwarded_from"),
        language=_language(story),
        revision=_said(ordered, "revision"),
        open=gate.data["open"] if gate else None,
        because=because_of(gate) if gate else "",
        outcome=_outcome(story, status or settled, legs),
        service=_service(ordered),
        ended_how=text_of(ended, "how") if ended else "left" if status else "unknown" if settled else "",
        ended_at=end.at if end else _last_heard(ordered) if settled else None,
        seconds=_seconds(started_at, end),
        test=any(entry.test for entry in ordered),
        steps=len({entry.step for entry in ordered if entry.source == "step"}),
        **_call_back(story),
    )


def _call_back(story: Story) -> dict[str, Any]:
    """A typed number stands in another entry than its confirmation, which carries none."""
    asked, typed = _last(story, "call_back"), story.get("typed", [])
    if asked is None:
        return {"call_back_to": text_of(typed[-1], "call_back_to")} if typed else {}
    before = [entry for entry in typed if entry.step < asked.step]
    holder = asked if asked.data.get("own") is True or not before else before[-1]
    return {
        "call_back_to": text_of(holder, "call_back_to"),
        "call_back_at": asked.at,
        "call_back_promise": text_of(asked, "promise"),
    }


def _outcome(story: Story, over: Entry | None, legs: Sequence[LegRow]) -> str:
    """The list at the top of this module, in reading order."""
    rung = bool(story.get("ringing") or story.get("leg"))
    dials = [text_of(entry, "outcome") for entry in story.get("leg", ())]
    ended = bool(story.get("ended"))
    if "answered" in dials or any(leg.outcome == "answered" for leg in legs):
        return "connected"
    if story.get("failsafe"):
        return "failed"
    if rung:
        by_us = any(text_of(entry, "how") != "left" for entry in story.get("ended", ()))
        unanswered = "all_busy" if legs and all(leg.outcome == "busy" for leg in legs) else "nobody_answered"
        return unanswered if by_us else "left_while_ringing" if ended or over else "in_progress"
    if _informed(story):
        return "informed"
    if story.get("told"):
        return "told_when_to_call"
    return "left_in_menu" if ended or over else "in_progress"


def _informed(story: Story) -> bool:
    """An announcement that a key led to, unless it is the one that says when to call."""
    told_steps = {entry.step for entry in story.get("told", ())}
    announced = [entry for entry in story.get("entered", ()) if text_of(entry, "type") == "announce"]
    when_to_call = {text_of(entry, "node") for entry in announced if entry.step in told_steps}
    return any(entry.data.get("chosen") is True and text_of(entry, "node") not in when_to_call for entry in announced)


def _service(ordered: Sequence[Entry]) -> str:
    """The group of the first `dial` node of the last step that came there by the caller's doing.

    A step that begins with a `leg` goes on to a group because another did not answer: nobody asked for it.
    """
    steps: defaultdict[int, list[Entry]] = defaultdict(list)
    for entry in ordered:
        if entry.source == "step":
            steps[entry.step].append(entry)
    service = ""
    for step in sorted(steps):
        if all(entry.kind != "leg" for entry in steps[step]):
            service = _asked_for(steps[step]) or service
    return service


def _asked_for(step: Sequence[Entry]) -> str:
    dial = next((entry for entry in step if entry.kind == "entered" and text_of(entry, "type") == "dial"), None)
    if dial is None:
        return ""
    ringing = (entry for entry in step if entry.kind == "ringing" and text_of(entry, "node") == text_of(dial, "node"))
    return text_of(dial, "group") or next((text_of(entry, "group") for entry in ringing), "")


def final_status(entries: Sequence[Entry]) -> Entry | None:
    """The provider's word that the call is over."""
    told = [entry for entry in entries if entry.kind == "status"]
    final = [entry for entry in told if text_of(entry, "status").lower() not in _NOT_OVER]
    return final[-1] if final else None


def _last_heard(ordered: Sequence[Entry]) -> datetime:
    return max((entry.at for entry in ordered if entry.source != SETTLED), default=ordered[0].at)


def _seconds(started_at: datetime, end: Entry | None) -> int | None:
    """The provider's count where it gives one, else ours."""
    if end is None:
        return None
    counted = integer_of(end, "seconds")
    return counted if counted is not None else max(0, int((end.at - started_at).total_seconds()))


def _language(story: Story) -> str:
    changed = _last(story, "language")
    started = _last(story, "started")
    return text_of(changed, "language") if changed else text_of(started, "language") if started else ""


def _said(ordered: Sequence[Entry], key: str) -> str:
    return next((text_of(entry, key) for entry in ordered if text_of(entry, key)), "")


def _last(story: Story, kind: str) -> Entry | None:
    found = story.get(kind)
    return found[-1] if found else None
