"""Offices of any size for the speed bench: a tree of menus in two languages, a desk in each, open at every hour."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path

from ivr.flowfile.compiled import compile_sources
from ivr.flowfile.sources import Sources
from ivr.store.revisions import Revisions
from tests.support.service import ROOT

SMALL = ROOT / "examples" / "small"
BELOW = 5  # menus under a menu
_OWN = 6  # nodes of the small office itself
_IN_ONE_FILE = 40  # below the 64 kB and the 4,000 values that a file may have


def publish(data: Path, nodes: int, name: str) -> str:
    """Make an office of `nodes` nodes live in the data folder; returns its revision. The proof is left out."""
    revisions = Revisions(data / "revisions")
    sources = sources_of(nodes)
    revisions.save(name, sources.files, compile_sources(sources))
    revisions.activate(name, "bench", f"{nodes} nodes", datetime.now(UTC))
    return name


def sources_of(nodes: int) -> Sources:
    config = (SMALL / "config.yaml").read_text()
    config = config.replace("{mon-fri: 7:30-15:30}", "{mon-sun: 0:00-24:00}")
    config = re.sub(r"exceptions:\n(?:  .*\n)+", "", config)
    main = (SMALL / "flows" / "main.yaml").read_text()
    main = main.replace("go: office}\n", "go: office}\n      3: {label: {pl: Inne, en: Other}, go: menu_0}\n", 1)
    menus = nodes - _OWN
    files = {"config.yaml": config, "flows/main.yaml": main}
    for first in range(0, menus, _IN_ONE_FILE):
        written = "".join(_menu(number, menus) for number in range(first, min(first + _IN_ONE_FILE, menus)))
        files[f"flows/more_{first}.yaml"] = "nodes:\n" + written
    return Sources(files)


def _menu(number: int, menus: int) -> str:
    below = [one for one in range(number * BELOW + 1, number * BELOW + BELOW + 1) if one < menus]
    ways = [*(f"menu_{one}" for one in below), "taxes"]
    options = "".join(
        f"      {key}: {{label: {{pl: Sprawa numer {re.sub(r'[^0-9]', '', way) or 0}, en: For matter}}, go: {way}}}\n"
        for key, way in enumerate(ways, start=1)
    )
    said = '    say: {pl: "Proszę wybrać sprawę.", en: "Please choose a matter."}\n'
    rest = "    keys: {0: office}\n    no_input: office\n    no_match: {attempts: 2, then: office}\n\n"
    return f"  menu_{number}:\n    type: menu\n{said}    options:\n{options}{rest}"
