"""When something is so, in words: "while open", "Monday to Friday 15:30–19:00", "on 24 December 2026". Words only."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from ivr.cli.dates import WEEKDAYS, clock_text, date_text
from ivr.comparison.clock import DAY_SECONDS
from ivr.comparison.values import State, Window
from ivr.core.calendar import clock
from ivr.core.plan import Plan
from ivr.core.schedule import Span
from ivr.core.words import WRITTEN

_TEXTS = {
    "en": {
        "always": "always",
        "open": "while open",
        "open_hours": "while open ({hours})",
        "closed_all": "while closed",
        "closed": "while closed on ordinary days",
        "holiday": "on public holidays",
        "exception": "on the office's own days off",
        "no_hours": "while no hours are in force",
        "usually": "{hours}, on unusual days perhaps otherwise",
        "day": "on {date} ({weekday})",
        "hours_of_day": "{day}, {begins}–{ends}",
        "stretch": "from {begins} until {ends}",
        "times": "at {times} times, first {first}, last {last}",
        "from": "from {date}",
        "until": "until {date}",
        "and": "and",
    },
    "pl": {
        "always": "zawsze",
        "open": "gdy otwarte",
        "open_hours": "gdy otwarte ({hours})",
        "closed_all": "gdy zamknięte",
        "closed": "gdy zamknięte, w zwykłe dni",
        "holiday": "w święta",
        "exception": "w dni wolne ustalone przez urząd",
        "no_hours": "gdy nie obowiązują żadne godziny",
        "usually": "{hours}, w nietypowe dni może być inaczej",
        "day": "{date} ({weekday})",
        "hours_of_day": "{day}, {begins}–{ends}",
        "stretch": "od {begins} do {ends}",
        "times": "w różnych porach (liczba: {times}), pierwsza {first}, ostatnia {last}",
        "from": "od {date}",
        "until": "do {date}",
        "and": "oraz",
    },
}
_CLOSED: frozenset[State] = frozenset({"closed", "holiday"})


def window_text(window: Window, plan: Plan, language: str) -> str:
    """One phrase. `plan` names the hours of its main menu."""
    texts = _TEXTS[language]
    main = _main(window, plan, language, texts)
    bounds = [
        texts[word].format(date=date_text(day, language))
        for word, day in (("from", window.from_day), ("until", window.until_day))
        if day
    ]
    if bounds and window.always:
        return " ".join(bounds)
    return ", ".join(filter(None, [" ".join(bounds), main]))


def _main(window: Window, plan: Plan, language: str, texts: dict[str, str]) -> str:
    if window.always:
        return texts["always"]
    if window.states:
        return _states(window.states, plan, language, texts)
    if window.weekly:
        weekly = {day: tuple(_span(*span) for span in spans) for days, spans in window.weekly for day in days}
        hours = WRITTEN[language].hours(weekly, None, "")
        return texts["usually"].format(hours=hours) if window.usually else hours
    if window.spans:
        return "; ".join(_stretch(*span, language, texts) for span in window.spans)
    first, last = (_moment(at, language) if at else "" for at in (window.first, window.last))
    return texts["times"].format(times=window.times, first=first, last=last)


def _states(states: tuple[State, ...], plan: Plan, language: str, texts: dict[str, str]) -> str:
    words: list[str] = []
    left = list(states)
    if "open" in left:
        left.remove("open")
        hours = _main_hours(plan, language)
        words.append(texts["open_hours"].format(hours=hours) if hours and not left else texts["open"])
    if set(left) >= _CLOSED:
        words.append(texts["closed_all"])
        left = []
    words += [texts[state] for state in left]
    return f" {texts['and']} ".join(words)


def _main_hours(plan: Plan, language: str) -> str:
    """The weekly hours of the main menu, where there is one kind of them."""
    schedule = plan.office.schedules.get(getattr(plan.flow.nodes.get(plan.flow.main), "hours", ""))
    if schedule is None or len(schedule.periods) != 1:
        return ""
    period = schedule.periods[0]
    return WRITTEN[language].hours(period.weekly, period.last_day, period.last_day_rule)


def _span(begins: int, ends: int) -> Span:
    return Span(_wall(begins), time.max if ends == DAY_SECONDS else _wall(ends))


def _wall(seconds: int) -> time:
    return time(seconds // 3600, seconds // 60 % 60, seconds % 60)


def _stretch(begins: datetime, ends: datetime, language: str, texts: dict[str, str]) -> str:
    whole = begins.time() == ends.time() == time.min
    if ends <= datetime.combine(begins.date(), time.min) + timedelta(days=1):
        day = texts["day"].format(date=date_text(begins.date(), language), weekday=WEEKDAYS[language][begins.weekday()])
        until = clock(time.max) if ends.date() > begins.date() else clock_text(ends.time())
        return day if whole else texts["hours_of_day"].format(day=day, begins=clock_text(begins.time()), ends=until)
    if whole:
        first, last = date_text(begins.date(), language), date_text(ends.date() - timedelta(days=1), language)
    else:
        first, last = _moment(begins, language), _moment(ends, language)
    return texts["stretch"].format(begins=first, ends=last)


def _moment(at: datetime, language: str) -> str:
    return f"{date_text(at.date(), language)} {clock_text(at.time())}"
