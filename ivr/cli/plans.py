"""Which plan a command is about: what callers hear, or the working files (`--draft`)."""

from __future__ import annotations

from ivr.catalogue import Catalogue
from ivr.clock import utc_now
from ivr.core.overrides import applied
from ivr.core.plan import Plan
from ivr.errors import IvrError
from ivr.publish import ProblemsFoundError, check_files
from ivr.settings import Settings
from ivr.store.revisions import Revisions
from ivr.store.switches import SwitchFile


def plan_of(settings: Settings, draft: bool = False) -> Plan:
    """The live revision; the files with `draft`, and where nothing was ever published."""
    return draft_plan(settings) if draft else live_plan(settings) or draft_plan(settings)


def live_plan(settings: Settings) -> Plan | None:
    """What callers hear; None where nothing was ever published."""
    try:
        return Catalogue(Revisions(settings.data / "revisions"), utc_now).live.plan
    except IvrError:
        return None


def draft_plan(settings: Settings) -> Plan:
    """The files as they are now. Raises ProblemsFoundError."""
    _, checked = check_files(settings.config, utc_now().date())
    if checked.plan is None:
        raise ProblemsFoundError(checked)
    return checked.plan


def switched(plan: Plan, settings: Settings) -> Plan:
    """`plan` with what an operator has switched and announced: as calls are answered now."""
    return applied(plan, SwitchFile(settings.data).read())
