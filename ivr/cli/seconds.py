"""The table of `check --seconds`: until a desk rings, by language and service, and the change against what is live."""

from __future__ import annotations

from collections.abc import Sequence

from ivr.core.office import Budgets
from ivr.seconds import Seconds

# fmt: off
_TITLES = {
    "en": ("Seconds until a desk rings", "knows the key", "listens", "hears all", "all services", "presses nothing",
           "at most"),
    "pl": ("Sekundy do dzwonka u pracownika", "zna klawisz", "słucha", "wszystko", "wszystkie sprawy",
           "nic nie naciska", "najwyżej"),
}
# fmt: on
_NONE = {
    "en": "The main menu has no service that rings a desk.",
    "pl": "Żadna opcja głównego menu nie łączy z pracownikiem.",
}
_FIRST, _WIDTH = 34, 16  # characters of a column


def table(measured: Sequence[Seconds], live: Sequence[Seconds], budgets: Budgets, language: str) -> list[str]:
    """Lines of text. `live` (empty: nothing to compare with) is the same of the live revision: "12.0 (+0.4)"."""
    title, best, listens, worst, everything, silent, limit = _TITLES[language]
    if not measured:
        return [_NONE[language]]
    before = {row.language: row for row in live}
    lines = [_row(title, [best, listens, worst])]
    for row in measured:
        old = before.get(row.language)
        services = {one.name: one for one in old.services} if old else {}
        for one in row.services:
            cells = _cells(one, services.get(one.name), ("best", "listens", "worst"), language)
            lines.append(_row(f"{row.language}  {one.key}  {one.name}", cells))
        lines.append(_row(f"{row.language}  {everything}", _cells(row, old, ("knows", "listens"), language)))
        lines.append(_row(f"{row.language}  {silent}", _cells(row, old, ("silent",), language)))
    limits = {best: budgets.knows, listens: budgets.listens, silent: budgets.silent}
    if any(limits.values()):
        lines.append(f"{limit}: " + ", ".join(f"{name} {most}" for name, most in limits.items() if most))
    return lines


def _row(title: str, cells: Sequence[str]) -> str:
    return f"{title:<{_FIRST}}{''.join(f'{cell:>{_WIDTH}}' for cell in cells)}"


def _cells(now: object, was: object, names: Sequence[str], language: str) -> list[str]:
    return [_cell(getattr(now, name), getattr(was, name, None), language) for name in names]


def _cell(seconds: float | None, was: float | None, language: str) -> str:
    if seconds is None:
        return "–"
    change = f" ({seconds - was:+.1f})" if was is not None and abs(seconds - was) >= 0.05 else ""
    shown = f"{seconds:.1f}{change}"
    return shown.replace(".", ",") if language == "pl" else shown
