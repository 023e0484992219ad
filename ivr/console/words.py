"""The console's words for roles, deeds and problems. English here, Polish in the catalogue."""

from __future__ import annotations

from collections.abc import Mapping

from ivr.console.navigation import N_

ROLES: Mapping[str, str] = {
    "operator": N_("Operator"),
    "supervisor": N_("Supervisor"),
    "editor": N_("Editor"),
    "auditor": N_("Auditor"),
    "admin": N_("Account keeper"),
}
ROLE_OPENS: Mapping[str, str] = {
    "operator": N_("Calls, with callers’ numbers masked; a number is shown only for a reason that is noted."),
    "supervisor": N_("Calls, exports, and what people ask about their own data."),
    "editor": N_("Opening hours, closing and opening now, announcements. No calls."),
    "auditor": N_("The access log: who looked at what. Nothing else."),
    "admin": N_("Accounts: who may sign in, and as what. No calls."),
}
DEEDS: Mapping[str, str] = {
    "signed_in": N_("signed in"),
    "sign_in_refused": N_("tried to sign in: wrong name or password"),
    "sign_in_blocked": N_("tried to sign in: too many attempts, blocked for a while"),
    "second_factor_refused": N_("tried to sign in: wrong code of the second factor"),
    "signed_out": N_("signed out"),
    "sessions_ended": N_("ended sessions"),
    "password_set": N_("set a password"),
    "password_refused": N_("gave a wrong present password"),
    "second_factor_set": N_("set up the second factor"),
    "second_factor_removed": N_("removed the second factor"),
    "recovery_codes_made": N_("made new recovery codes"),
    "recovery_code_used": N_("used a recovery code; so many are left"),
    "account_added": N_("added an account"),
    "account_roles": N_("changed an account’s roles"),
    "account_disabled": N_("disabled an account"),
    "account_enabled": N_("enabled an account"),
    "account_reset": N_("made a new link for setting a password"),
    "waiting_viewed": N_("looked at who waits"),
    "waiting_one_viewed": N_("looked at one who waits"),
    "number_revealed": N_("had a caller’s number shown"),
    "figures_exported": N_("took figures away as a file"),
    "call_viewed": N_("looked at a call"),
    "caller_searched": N_("looked for a caller by number"),
    "calls_exported": N_("exported calls"),
    "hours_closed": N_("closed calls by hand"),
    "hours_opened": N_("opened calls by hand"),
    "hours_announced": N_("set a notice for callers"),
    "hours_ended": N_("ended what was switched or announced"),
    "hours_undone": N_("undid a switch or a notice"),
    "person_searched": N_("looked for a person by number"),
    "person_exported": N_("took a person’s data away as a file"),
    "person_erased": N_("erased a person’s number"),
    "person_restricted": N_("restricted a person’s number"),
    "person_unrestricted": N_("lifted the restriction of a number"),
    "person_objected": N_("noted a person’s objection"),
    "person_objection_lifted": N_("took a person’s objection back"),
    "access_log_viewed": N_("looked at the access log"),
    "access_log_accepted": N_("accepted the access log as it stands"),
}
PROBLEMS: Mapping[str, str] = {
    "unknown": N_("There is no account “%(name)s”."),
    "name": N_("A name has small Latin letters and digits, with dots, dashes or underscores between, at most 40."),
    "taken": N_("There is an account “%(name)s” already. Names are never given twice."),
    "roles": N_("Choose at least one role."),
    "last_admin": N_("This is the last account that keeps the accounts. Give that role to somebody else first."),
    "link": N_("This link was used already or is too old. Ask for a new one."),
    "code": N_("This code is not right. Type the six digits that the app shows now."),
    "short": N_("Too short: at least 12 characters. Several words in a row are easy to remember."),
    "long": N_("Too long: at most 200 characters."),
    "monotonous": N_("Too few different characters."),
    "name_in_password": N_("The password must not contain the account’s name."),
}
