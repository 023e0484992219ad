"""How long things take on the simulated phone. Must not know the service's own estimates."""

from __future__ import annotations

from dataclasses import dataclass

_VOWELS = frozenset("aąeęioóuy" + "аеєиіїоуюя")


@dataclass(frozen=True, slots=True)
class Timing:
    """Seconds, but for the first."""

    vowels_per_second: float = 4.8
    request: float = 0.6  # a question to the service and its answer
    ring_extra: float = 5.0  # the provider rings about so much longer than a Dial's timeout says
    busy: float = 2.0  # until a line is known to be busy, failed or cancelled
    desk_reaction: float = 1.0  # until a desk presses the key it was asked for
    sound: float = 5.0  # a <Play>, whose length nobody knows


def speech_seconds(text: str, vowels_per_second: float = 4.8) -> float:
    """How long a voice takes for `text`: by its vowel letters, Polish, English and Ukrainian alike."""
    return sum(letter in _VOWELS for letter in text.lower()) / vowels_per_second
