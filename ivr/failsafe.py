"""What callers get when the service itself fails: its words, and the static document for the provider's fallback URL.

Pure. The document must live at the provider, not on this machine, so it holds no address of ours and nothing that is
true only today; hours in it are those of the day it was made, so it is made again when they change.
"""

from __future__ import annotations

import hashlib
from datetime import datetime

from ivr.core.instructions import Spoken
from ivr.core.plan import Plan
from ivr.core.prompts import Moment, speak
from ivr.core.texts import Language
from ivr.telephony import twiml

MAX_CHARACTERS = 4_000  # what the provider's own static documents take


def failsafe_words(plan: Plan, language: Language, now: datetime) -> tuple[tuple[Spoken, ...], tuple[Spoken, ...]]:
    """(the apology, what is said when nobody answers) in one language."""
    moment, failsafe = Moment(plan, language, now), plan.office.failsafe
    return speak(failsafe.say, moment), speak(failsafe.otherwise, moment)


def failsafe_document(plan: Plan, language: Language, now: datetime) -> str:
    """Static TwiML: an apology, one line rung, hours and emergency number (as staff wrote them) after no answer.

    No caller id is set: the provider then shows the caller, which is the one number it always accepts.
    """
    apology, otherwise = failsafe_words(plan, language, now)
    number = plan.office.lines[plan.office.failsafe.line].number
    return twiml.failsafe(apology, number, otherwise, plan.office.languages)


def failsafe_hash(document: str) -> str:
    """Names a document, so that `publish` can say when it is another one."""
    return hashlib.sha256(document.encode()).hexdigest()[:12]
