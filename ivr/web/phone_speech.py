"""Reads a sentence aloud by the machine's espeak-ng, for a browser that has no voice of its own. It keeps nothing."""

from __future__ import annotations

import shutil
import struct
import subprocess

MAX_CHARACTERS = 1000
SECONDS = 20
_PROGRAM = "espeak-ng"
# Words a minute as espeak-ng counts them: what callers understand, measured per language.
_SPEED = {"pl": 180, "uk": 135, "en": 155}
_HEADER = 44  # bytes of a plain WAV header


def has_speech() -> bool:
    return shutil.which(_PROGRAM) is not None


def speak(language: str, text: str) -> bytes | None:
    """WAV of `text`; None where the machine has no espeak-ng, or it knows no voice for `language` ("pl-PL").

    The text goes through standard input: it is never part of a command.
    """
    program, voice = shutil.which(_PROGRAM), language.partition("-")[0].lower()
    if program is None or not voice.isalpha() or not voice.isascii():
        return None
    speed = str(_SPEED.get(voice, 160))
    try:
        done = subprocess.run(
            [program, "-v", voice, "-s", speed, "-b", "1", "--stdin", "--stdout"],
            input=text.encode(), capture_output=True, timeout=SECONDS, check=False,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        return None
    return _with_sizes(done.stdout) if done.returncode == 0 and len(done.stdout) > _HEADER else None


def _with_sizes(wav: bytes) -> bytes:
    """The same sound with its true length in the header: written to a pipe, espeak-ng cannot know it."""
    return wav[:4] + struct.pack("<I", len(wav) - 8) + wav[8:40] + struct.pack("<I", len(wav) - _HEADER) + wav[_HEADER:]
