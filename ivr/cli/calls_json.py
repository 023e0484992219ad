"""A comparison of whole calls as JSON values: the same for `diff`, `draft` and `publish`. Moments are ISO 8601."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from zoneinfo import ZoneInfo

from ivr.cli.diff_words import Teller
from ivr.cli.window_words import window_text
from ivr.comparison.values import Change, Comparison, Goes, Heard, Path, Ring, Row, Turned, Window
from ivr.core.plan import Plan


def comparison_json(comparison: Comparison, old: Plan, new: Plan, language: str) -> dict[str, Any]:
    """Everything, with the words of paths and windows in one language ("en" or "pl")."""
    one = _Json(comparison, old, new, language)
    return {
        "empty": comparison.empty,
        "rows": [one.row(row) for row in comparison.rows],
        "opening": [one.turned(turned) for turned in comparison.turned],
        "seconds_to_ring": [
            {
                "language": shift.language,
                "paths": [one.path(path) for path in shift.paths],
                "before": round(shift.before, 1),
                "now": round(shift.after, 1),
            }
            for shift in comparison.shifts
        ],
        "left_out": comparison.left_out,
    }


class _Json:
    def __init__(self, comparison: Comparison, old: Plan, new: Plan, language: str) -> None:
        self._teller = Teller(comparison, old, new, language)
        self._new, self._language = new, language

    def row(self, row: Row) -> dict[str, Any]:
        zone = ZoneInfo(self._new.office.timezone)
        times = row.seconds_to_ring
        return {
            "path": self.path(row.path),
            "window": self.window(row.window),
            "example": row.example.astimezone(zone).isoformat(),
            "languages": list(row.languages),
            "changes": [_change(one) for one in row.changes],
            "other_languages": {name: [_change(one) for one in changes] for name, changes in row.others.items()},
            "also": [
                {"path": self.path(one.path), "window": self.window(one.window or row.window)} for one in row.also
            ],
            "seconds_to_ring": {"before": _rounded(times[0]), "now": _rounded(times[1])} if times else None,
        }

    def turned(self, one: Turned) -> dict[str, Any]:
        return {
            "now": "open" if one.opens else "closed",
            "window": self.window(one.window),
            "hears_when_closed": [sentence.text for sentence in one.heard],
            "rings_when_open": [{"path": self.path(path), **_part(ring)} for path, ring in one.rings],
        }

    def path(self, path: Path) -> dict[str, Any]:
        return {"moves": [move.what for move in path], "words": self._teller.path(path)}

    def window(self, window: Window) -> dict[str, Any]:
        found: dict[str, Any] = {"words": window_text(window, self._new, self._language)}
        if window.always:
            found["always"] = True
        if window.states:
            found["states"] = list(window.states)
        if window.weekly:
            found["weekly"] = [
                {"weekdays": list(days), "seconds": [list(one) for one in spans]} for days, spans in window.weekly
            ]
        if window.spans:
            found["spans"] = [[begins.isoformat(), ends.isoformat()] for begins, ends in window.spans]
        for name in ("from_day", "until_day", "first", "last"):
            if value := getattr(window, name):
                found[name] = value.isoformat()
        return found


def _change(change: Change) -> dict[str, Any]:
    return {
        "kind": change.kind,
        "before": _parts(change.before),
        "now": _parts(change.after),
        "seconds": {"before": round(change.seconds[0], 1), "now": round(change.seconds[1], 1)},
    }


def _parts(parts: Sequence[Heard | Ring | Goes]) -> list[dict[str, Any]]:
    return [_part(one) for one in parts]


def _part(part: Heard | Ring | Goes) -> dict[str, Any]:
    match part:
        case Heard():
            return {"hears": part.text, "language": part.language}
        case Ring():
            return {"rings": [one.number for one in part.telephones], "ring_seconds": part.seconds}
        case Goes():
            found: dict[str, Any] = {"then": part.where}
            return found | ({"seconds": part.seconds} if part.seconds else {})


def _rounded(seconds: float | None) -> float | None:
    return None if seconds is None else round(seconds, 1)
