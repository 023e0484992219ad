"""What the office calls things, for a page: services, languages, hours, and why something is open or closed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _

from ivr.console.languages import current_language, language_name
from ivr.core.plan import Plan
from ivr.core.prompts import Moment, in_language
from ivr.core.schedule import Because
from ivr.core.texts import Texts
from ivr.core.twin import twin
from ivr.core.twin_calendar import schedule_labels
from ivr.core.words import WRITTEN


@dataclass(frozen=True, slots=True)
class OfficeWords:
    plan: Plan
    now: datetime

    @property
    def language(self) -> str:
        """The page's, if the office speaks it."""
        spoken, wanted = self.plan.office.languages, current_language()
        return wanted if wanted in spoken else self.plan.office.default_language

    def text(self, texts: Texts) -> str:
        return in_language(texts, Moment(self.plan, self.language, self.now, written=True))

    def service(self, group: str) -> str:
        """Of a hunt group; its name where the office has it no more, "" for none."""
        found = self.plan.office.groups.get(group)
        return self.text(found.label) if found else group

    def line(self, name: str) -> str:
        found = self.plan.office.lines.get(name)
        return f"{self.text(found.label)} ({found.written})" if found else name

    def spoken(self, language: str) -> str:
        return language_name(language)

    def hours(self) -> dict[str, str]:
        """Every schedule by its name, and what people call it; a line's own by the line."""
        labels = schedule_labels(twin(self.plan, self.now, self.language))
        names = self.plan.office.schedules
        return {name: labels.get(name) or self.line(name.rpartition("/")[2]) for name in names}

    def why(self, because: Because, is_open: bool) -> str:
        """Why it is so, in a few words."""
        said = self.text(because.reason) if because.reason else ""
        match because.kind:
            case "weekly":
                return str(_("usual hours") if is_open else _("outside the usual hours"))
            case "holiday":
                return WRITTEN[self.language].holiday(because.holiday)
            case "override":
                return said or str(_("switched by hand"))
            case "exception":
                return said or str(_("another arrangement for this day"))
            case "closed":
                return str(_("no hours are written for this day"))
