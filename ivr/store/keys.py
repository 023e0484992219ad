"""The keys of this service: a folder of small files, mode 0600, each made when it is first asked for.

They derive from nothing, and from no provider's token. Whoever has the folder can read and forge what they protect,
so it stands apart from the databases; every machine of one service has the same folder.
"""

from __future__ import annotations

from pathlib import Path

from ivr.errors import IvrError
from ivr.store.files import random_token_file


class Keys:
    """`folder` is made at the first key."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def key(self, name: str) -> bytes:
        """The 32 bytes called `name`. Raises IvrError where the file cannot be read, made or understood."""
        path = self.folder / name
        try:
            key = bytes.fromhex(random_token_file(path))
        except OSError as error:
            raise IvrError("key-unreadable", f"The key {path} cannot be read or made ({error.strerror}).") from error
        except ValueError as error:
            raise IvrError("key-damaged", f"The key {path} is damaged.", "Put it back from the backup.") from error
        if len(key) != 32:
            raise IvrError("key-damaged", f"The key {path} is damaged.", "Put it back from the backup.")
        return key
