"""What is said, as the office wrote it: words in each language, and the voices that speak them.

Shapes only. Built by `ivr.flowfile`, spoken by `ivr.core.words` and `ivr.telephony`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

Language = str
"""Code of a language of `config.yaml`: "pl", "uk", "en"."""

Texts = Mapping[Language, str]
"""One sentence in every language. Holds placeholders (`{when}`) and `[pl: …]` parts."""


@dataclass(frozen=True, slots=True)
class Voice:
    """How one language is spoken. `first_option` and `option` hold {label} and {key}."""

    language: Language
    name: str  # in its own language: "українська"
    locale: str  # "uk-UA"
    voice: str  # the provider's name of the voice
    desk_name: str  # what the desk is told, in the default language: "język ukraiński"
    first_option: str  # "{label}: proszę nacisnąć {key}."
    option: str  # "{label}: {key}."


@dataclass(frozen=True, slots=True)
class Sentence:
    """The same words whenever it is said. `written`: how the page shows them; {} as spoken, "" not at all."""

    texts: Texts
    written: Texts = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class HoursSentence:
    """Words that depend on a schedule at the moment of speaking.

    `variants` is keyed by: open, closed (always there), and optionally holiday, exception,
    unknown (closed, and nobody knows until when). A missing one falls back to `closed`;
    without `open`, nothing is said while it is open. `written`: how the page shows a variant, as in `Sentence`.
    """

    hours: str
    variants: Mapping[str, Texts]
    written: Mapping[str, Texts] = field(default_factory=dict)


Prompt = Sentence | HoursSentence
Prompts = tuple[Prompt, ...]
