"""Rules of good menus, beside the proof: each with a stable code, one function, and a chapter in docs/rules.md.

They look at files without errors. A verdict that changes with the date alone is never an error.
"""

from __future__ import annotations

from collections.abc import Mapping

from ivr.flowfile.rules import emergency, exceptions, holidays, keys, lengths, texts
from ivr.flowfile.rules.rule import Check, Checkable, Finding, Rule

__all__ = ["RULES", "Checkable", "Finding", "Rule", "apply_rules"]

_CHECKS: Mapping[str, Check] = {
    "W-key-before-label": texts.label_first,
    "W-key-skipped": keys.key_gap,
    "W-options-many": keys.too_many,
    "E-zero-no-person": keys.zero,
    "W-star-repeats": keys.star,
    "W-hash-back": keys.hash_key,
    "W-menu-long": lengths.menu_long,
    "W-prompt-long": lengths.prompt_long,
    "N-announcement-long": lengths.announcement_long,
    "W-latin-letters": texts.latin_letters,
    "W-text-abbreviation": texts.abbreviation,
    "W-text-slash": texts.slash,
    "W-text-capitals": texts.capitals,
    "W-emergency-missing": emergency.emergency,
    "W-exception-holiday": exceptions.on_holiday,
    "N-exception-idle": exceptions.idle,
    "W-exception-overlap": exceptions.overlap,
    "W-saturday-holiday": holidays.saturday,
    "E-holiday-package": holidays.package,
}

RULES: Mapping[str, Rule] = {code: Rule(code, check) for code, check in _CHECKS.items()}


def apply_rules(look: Checkable) -> None:
    """Report everything the rules find."""
    for rule in RULES.values():
        for finding in rule.check(look):
            look.context.problem(rule.code, finding.at, **finding.fields)
