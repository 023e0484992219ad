"""The console's words for calls: how they ended, what people did about them. English here, Polish in the catalogue."""

from __future__ import annotations

from collections.abc import Mapping

from ivr.console.navigation import N_

OUTCOMES: Mapping[str, str] = {
    "connected": N_("connected"),
    "failed": N_("the service failed"),
    "all_busy": N_("all busy"),
    "nobody_answered": N_("nobody answered"),
    "left_while_ringing": N_("left while ringing"),
    "informed": N_("informed"),
    "told_when_to_call": N_("told when to call"),
    "left_in_menu": N_("left in the menu"),
    "in_progress": N_("going on"),
}
OUTCOME_KINDS: Mapping[str, str] = {  # of chip
    "connected": "good",
    "failed": "bad",
    "all_busy": "bad",
    "nobody_answered": "bad",
    "left_while_ringing": "warn",
    "informed": "quiet",
    "told_when_to_call": "quiet",
    "left_in_menu": "quiet",
    "in_progress": "quiet",
}
LEGS: Mapping[str, tuple[str, str]] = {
    "answered": (N_("answered"), "good"),
    "busy": (N_("busy"), "bad"),
    "no_answer": (N_("no answer"), "bad"),
    "failed": (N_("connection failed"), "bad"),
    "cancelled": (N_("stopped ringing"), "quiet"),
    "unknown": (N_("not told"), "quiet"),
    "": (N_("ringing"), "quiet"),
}
ENDED: Mapping[str, str] = {
    "hung_up_by_desk": N_("the desk hung up"),
    "end": N_("the message ended"),
    "limit": N_("too many steps"),
    "left": N_("the caller hung up"),
    "unknown": N_("nobody said"),
    "": N_("not yet"),
}
GATES: Mapping[str, str] = {"open": N_("open"), "closed": N_("closed"), "-": N_("not asked")}
PERIODS: Mapping[int, str] = {
    1: N_("today"),
    7: N_("last 7 days"),
    30: N_("last 30 days"),
    90: N_("last 90 days"),
    365: N_("last 365 days"),
}
WAITING_DEEDS: Mapping[str, str] = {
    "took": N_("took it"),
    "gave_back": N_("gave it back"),
    "noted": N_("noted"),
    "done": N_("done"),
    "reopened": N_("opened it again"),
}
