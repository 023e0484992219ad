"""The closed list of what the access log says somebody did. Its words in the console: `ivr.console.deed_words`."""

from __future__ import annotations

from typing import Literal, get_args

Deed = Literal[
    "signed_in",
    "sign_in_refused",
    "sign_in_blocked",
    "second_factor_refused",
    "signed_out",
    "sessions_ended",
    "password_set",
    "password_refused",
    "second_factor_set",
    "second_factor_removed",
    "recovery_codes_made",
    "recovery_code_used",
    "account_added",
    "account_roles",
    "account_disabled",
    "account_enabled",
    "account_reset",
    "waiting_viewed",
    "waiting_one_viewed",
    "number_revealed",
    "figures_exported",
    "call_viewed",
    "caller_searched",
    "calls_exported",
    "hours_closed",
    "hours_opened",
    "hours_announced",
    "hours_ended",
    "hours_undone",
    "person_searched",
    "person_exported",
    "person_erased",
    "person_restricted",
    "person_unrestricted",
    "person_objected",
    "person_objection_lifted",
    "access_log_viewed",
    "access_log_accepted",
]
DEEDS: tuple[Deed, ...] = get_args(Deed)
