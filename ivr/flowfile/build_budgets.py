"""Builds the budgets: how many seconds a caller may listen until a desk rings. Does not measure anything."""

from __future__ import annotations

from ivr.core.plan import Budgets
from ivr.flowfile.context import Context
from ivr.flowfile.tree import Tree
from ivr.flowfile.values import Record, mapping_of, record, whole_number

_LONGEST = 600  # seconds


def budgets(context: Context, node: Tree | None) -> Budgets:
    """`budgets` of config.yaml; no limits where there are none."""
    found = record(context, node, "budgets", (), ("listens", "knows", "silent", "shares"))
    shares = mapping_of(context, found.get("shares"), "shares")
    return Budgets(
        listens=_limit(context, found, "listens"),
        knows=_limit(context, found, "knows"),
        silent=_limit(context, found, "silent"),
        shares={
            key.text: whole_number(context, value, 0, 0, 100)
            for key, value in shares or ()
            if context.refer("node", key.text, key.at)
        },
    )


def _limit(context: Context, found: Record, key: str) -> int | None:
    return whole_number(context, found[key], _LONGEST, 1, _LONGEST) if key in found else None
