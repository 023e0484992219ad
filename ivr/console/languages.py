"""Polish and English: which one a page speaks, and the catalogues.

The catalogues are the `.po` files of `translations/LANGUAGE/`, read when first needed: nothing is compiled, so nothing
can be forgotten. A page may bring a file of its own. English stands in the code.
"""

from __future__ import annotations

from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations
from flask import Flask, request
from flask import session as cookie
from flask_babel import Babel, Domain, get_locale

from ivr.console.visitor import ConsoleServices, visitor

LANGUAGES = {"pl": "polski", "en": "English"}
LOCALES = {"pl": "pl_PL", "en": "en_GB"}  # dates and times as Europe writes them
FOLDER = Path(__file__).parent / "translations"


class _Catalogues(Domain):  # type: ignore[misc]
    def get_translations(self) -> NullTranslations:
        return catalogue(current_language())


class _Babel(Babel):  # type: ignore[misc]
    domain_instance: Any = None

    def __init__(self) -> None:
        super().__init__()
        self.domain_instance = _Catalogues()


def speak(app: Flask, services: ConsoleServices) -> None:
    """Flask-Babel for this app. Times are the office's."""
    _Babel().init_app(
        app,
        default_locale="en",
        locale_selector=lambda: LOCALES[wanted_language()],
        timezone_selector=lambda: services.plan().office.timezone,
    )


def wanted_language() -> str:
    """The account's, else the one chosen on this browser, else what the browser asks for, else Polish."""
    account = visitor().account
    for chosen in (account.language if account else "", cookie.get("language", "")):
        if chosen in LANGUAGES:
            return str(chosen)
    return request.accept_languages.best_match(LANGUAGES) or "pl"


def current_language() -> str:
    """ "pl" or "en"."""
    locale = get_locale()
    return locale.language if locale and locale.language in LANGUAGES else "en"


@cache
def catalogue(language: str) -> NullTranslations:
    """Every `.po` of the language as one; none for English."""
    found: NullTranslations = NullTranslations()
    for path in sorted((FOLDER / language).glob("*.po")):
        with path.open("rb") as file:
            catalogue_ = read_po(file, locale=language)
        compiled = BytesIO()
        write_mo(compiled, catalogue_)
        compiled.seek(0)
        translations = Translations(compiled)
        found = found.add(translations) if isinstance(found, Translations) else translations
    return found


def language_name(code: str) -> str:
    """ "uk" -> "ukraiński"; the code where it is of no known language."""
    locale = get_locale()
    return str(locale.languages.get(code, code)) if locale and code else code
