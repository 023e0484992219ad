"""How long a voice takes."""

from __future__ import annotations

import pytest

from ivr.simulator.speech import speech_seconds


@pytest.mark.parametrize(
    ("text", "vowels"),
    [
        ("", 0),
        ("krtk", 0),
        ("Świadczenia rodzinne", 8),
        ("ĄĘÓ aeiouy", 9),
        ("Сімейні виплати", 6),
        ("ЄЇЮЯ", 4),
        ("Family benefits", 6),
    ],
)
def test_counts_vowel_letters(text: str, vowels: int) -> None:
    assert speech_seconds(text) == pytest.approx(vowels / 4.8)


def test_pace_is_a_parameter() -> None:
    assert speech_seconds("aaaa", vowels_per_second=2) == 2
