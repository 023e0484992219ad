"""Builds the budgets: how many seconds a caller may listen until a desk rings. Does not measure anything."""

from __future__ import annotations

from ivr.core.office import Budgets
from ivr.flowfile.context import Context
from ivr.flowfile.shapes.kinds import ByReference, WholeNumber
from ivr.flowfile.tree import Tree
from ivr.flowfile.values import Record, kind_of, mapping_of, record, whole_number


def budgets(context: Context, node: Tree | None) -> Budgets:
    """`budgets` of config.yaml; no limits where there are none."""
    found = record(context, node, "budgets")
    return Budgets(
        listens=_limit(context, found, "listens"),
        knows=_limit(context, found, "knows"),
        silent=_limit(context, found, "silent"),
        shares=_shares(context, found),
    )


def _limit(context: Context, found: Record, key: str) -> int | None:
    return whole_number(context, found.get(key), found.kind(key, WholeNumber))


def _shares(context: Context, found: Record) -> dict[str, int]:
    kind = found.kind("shares", ByReference)
    share = kind_of(kind.of, WholeNumber)
    return {
        key.text: whole_number(context, value, share) or 0
        for key, value in mapping_of(context, found.get("shares"), kind.what) or ()
        if context.refer(kind.kind, key.text, key.at)
    }
