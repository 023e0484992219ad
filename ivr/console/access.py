"""Who may ask for what: one table for every route of the whole service. A route that is not in it is refused.

`ivr.console.door` holds the console's rows; the others' own doors are named here so that none is forgotten. A guard
test walks the URL map and tries every console route with each role and with none.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from ivr.accounts.roles import ROLES, Role

Who = Literal["anybody", "provider", "this_machine", "watcher", "half", "roles"]


@dataclass(frozen=True, slots=True)
class Rule:
    """`provider`: a request signed by it. `this_machine`: a person at this computer. `watcher`: a program at this
    computer, or one that has METRICS_TOKEN. `half`: whose password was right
    and whose second factor is still asked for. `roles`: signed in, with one of them."""

    who: Who
    roles: frozenset[Role] = frozenset()


def _roles(*roles: Role) -> Rule:
    return Rule("roles", frozenset(roles))


ANYBODY, PROVIDER, THIS_MACHINE, HALF = Rule("anybody"), Rule("provider"), Rule("this_machine"), Rule("half")
WATCHER = Rule("watcher")
EVERY_ROLE = _roles(*ROLES)
CALLS = _roles("operator", "supervisor")  # pages that show calls, numbers masked
EXPORTS = _roles("supervisor")
HOURS = _roles("editor", "supervisor")  # hours, overrides, announcements
PEOPLE = _roles("supervisor")  # what a person may ask for by their number
TODAY = _roles("operator", "supervisor", "editor")  # an editor sees no call there
ACCOUNTS = _roles("admin")
ACCESS_LOG = _roles("auditor")

RULES: dict[str, Rule] = {
    "static": ANYBODY,
    "health.healthz": ANYBODY,
    "health.readyz": ANYBODY,
    "metrics.metrics": WATCHER,
    "twin.menu": ANYBODY,
    "twin.privacy": ANYBODY,
    "twin.calendar": ANYBODY,
    "voice.voice": PROVIDER,
    "voice.voice_step": PROVIDER,
    "voice.voice_whisper": PROVIDER,
    "voice.voice_confirm": PROVIDER,
    "voice.voice_leg": PROVIDER,
    "voice.voice_status": PROVIDER,
    "phone.static": THIS_MACHINE,
    "phone.start": THIS_MACHINE,
    "phone.phone": THIS_MACHINE,
    "phone.draft": THIS_MACHINE,
    "phone.speech": THIS_MACHINE,
    "phone.begin": THIS_MACHINE,
    "phone.follow": THIS_MACHINE,
    "phone.desk": THIS_MACHINE,
    "phone.finish": THIS_MACHINE,
    "console.static": ANYBODY,
    "console.elsewhere": ANYBODY,
    "console.sign_in": ANYBODY,
    "console.set_password": ANYBODY,
    "console.language": ANYBODY,
    "console.second_factor": HALF,
    "console.sign_out": ANYBODY,  # whoever has no session any more is signed out already
    "console.home": EVERY_ROLE,
    "console.today": TODAY,
    "console.waiting": CALLS,
    "console.waiting_one": CALLS,
    "console.waiting_take": CALLS,
    "console.waiting_give_back": CALLS,
    "console.waiting_note": CALLS,
    "console.waiting_done": CALLS,
    "console.waiting_reopen": CALLS,
    "console.waiting_reveal": CALLS,
    "console.hours": HOURS,
    "console.hours_preview": HOURS,
    "console.hours_switch": HOURS,
    "console.hours_end": HOURS,
    "console.hours_undo": HOURS,
    "console.people": PEOPLE,
    "console.people_find": PEOPLE,
    "console.people_export": PEOPLE,
    "console.people_restrict": PEOPLE,
    "console.people_object": PEOPLE,
    "console.people_erase": PEOPLE,
    "console.own": EVERY_ROLE,
    "console.own_password": EVERY_ROLE,
    "console.own_sessions": EVERY_ROLE,
    "console.own_second_factor": EVERY_ROLE,
    "console.own_second_factor_remove": EVERY_ROLE,
    "console.own_recovery_codes": EVERY_ROLE,
    "console.calls": CALLS,
    "console.calls_caller": CALLS,
    "console.calls_views": CALLS,
    "console.calls_view_remove": CALLS,
    "console.calls_export": EXPORTS,
    "console.call": CALLS,
    "console.call_reveal": CALLS,
    "console.charts": CALLS,
    "console.charts_of": CALLS,
    "console.charts_file": EXPORTS,
    "console.charts_flow": CALLS,
    "console.charts_month": CALLS,
    "console.lines": CALLS,
    "console.accounts": ACCOUNTS,
    "console.account_add": ACCOUNTS,
    "console.account": ACCOUNTS,
    "console.account_roles": ACCOUNTS,
    "console.account_disable": ACCOUNTS,
    "console.account_enable": ACCOUNTS,
    "console.account_reset": ACCOUNTS,
    "console.account_second_factor": ACCOUNTS,
    "console.account_sessions": ACCOUNTS,
    "console.access_log": ACCESS_LOG,
}


def may(endpoint: str, roles: tuple[str, ...]) -> bool:
    """Whether somebody signed in with these roles may ask for this console page."""
    rule = RULES.get(endpoint)
    return rule is not None and (rule.who == "anybody" or bool(rule.roles.intersection(roles)))
