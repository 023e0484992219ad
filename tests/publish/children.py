"""Programs that tests run as processes of their own, and kill. `children.py NAME ARGUMENTS…`"""

from __future__ import annotations

import os
import resource
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path


def publish(config: str, data: str, author: str, times: str, wait: str) -> None:
    """Publish `times` greetings, one after the other, each on top of what was live when it began; prints a line for
    each: the revision, or "refused". With `wait`, first prints "ready" and waits for a line, so that two can begin at
    once."""
    from ivr.flowfile.sources import Sources, read_sources, revision_of
    from ivr.publish import publish as make_live
    from ivr.store.revisions import PublishedSinceError, Revisions

    revisions, sources = Revisions(Path(data) / "revisions"), read_sources(Path(config))
    for number in range(int(times)):
        files = {**sources.files, "config.yaml": f"{sources.files['config.yaml']}\n# {author} {number}\n"}
        live = revisions.live()
        if wait:
            os.write(1, b"ready\n")
            sys.stdin.readline()
        try:
            now, after = datetime.now(UTC), live.sequence if live else 0
            made = make_live(Sources(files), revisions, author, str(number), now, after)
            assert made.revision == revision_of(Sources(files))
            os.write(1, made.revision.encode() + b"\n")
        except PublishedSinceError:
            os.write(1, b"refused\n")


def publish_shared(author: str) -> None:
    """On the machine that the environment names: one greeting after the other, until killed, on all that share its
    database; prints each revision."""
    from ivr.assembly import revisions_of
    from ivr.flowfile.sources import Sources, read_sources
    from ivr.publish import publish as make_live
    from ivr.settings import from_environment

    settings = from_environment(os.environ)
    revisions, sources = revisions_of(settings), read_sources(settings.config)
    for number in range(1000):
        files = {**sources.files, "config.yaml": f"{sources.files['config.yaml']}\n# {author} {number}\n"}
        made = make_live(Sources(files), revisions, author, str(number), datetime.now(UTC))
        os.write(1, made.revision.encode() + b"\n")


def limited(limit: str, *arguments: str) -> None:
    """`python -m ivr …` where the kernel refuses more than `limit` bytes in a file, as a full disk does."""
    from ivr.cli import main

    resource.setrlimit(resource.RLIMIT_FSIZE, (int(limit), int(limit)))
    sys.argv = ["ivr", *arguments]
    main()


PROGRAMS: dict[str, Callable[..., None]] = {
    "publish": publish,
    "publish_shared": publish_shared,
    "limited": limited,
}

if __name__ == "__main__":
    PROGRAMS[sys.argv[1]](*sys.argv[2:])
