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
WAITING_DEEDS: Mapping[str, str] = {
    "took": N_("took it"),
    "gave_back": N_("gave it back"),
    "noted": N_("noted"),
    "done": N_("done"),
    "reopened": N_("opened it again"),
}
