"""The migrations of the console's database, with an environment of their own."""

from pathlib import Path

FOLDER = Path(__file__).parent
