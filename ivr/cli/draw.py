"""`draw`: the flow as a picture with every key, silence, failure and closed way, and the numbers rung at its ends."""

from __future__ import annotations

import json
import os
from dataclasses import asdict, replace
from pathlib import Path
from zoneinfo import ZoneInfo

import click

from ivr.cli.call import moment_at
from ivr.cli.dates import moment_text
from ivr.cli.explain import keys_of
from ivr.cli.plans import plan_of
from ivr.cli.speech import message_language
from ivr.clock import utc_now
from ivr.drawing.graph import graph_of
from ivr.drawing.layout import lay_out
from ivr.drawing.mermaid import mermaid
from ivr.drawing.svg import svg
from ivr.errors import UsageError
from ivr.explain import explain
from ivr.settings import from_environment


@click.command()
@click.option("--svg", "file", type=click.Path(dir_okay=False, path_type=Path), help="Write the picture to this file.")
@click.option("--mermaid", "as_mermaid", is_flag=True, help="As Mermaid text.")
@click.option("--json", "as_json", is_flag=True, help="What is drawn, as JSON.")
@click.option("--at", "moment", default=None, help='Mark the way of a call at that moment: "2026-12-24 10:00".')
@click.option("--press", default="", help="The keys of that call, one in each menu; a silent caller unless given.")
@click.option("--draft", is_flag=True, help="The files as they are now, not what is live.")
def draw(file: Path | None, as_mermaid: bool, as_json: bool, moment: str | None, press: str, draft: bool) -> None:
    """Draw the menu: SVG for a sheet of A4 (printed to the output unless --svg names a file), or Mermaid."""
    if press and moment is None:
        raise UsageError("press-alone", "--press marks nothing without --at.", 'Add --at "2026-12-24 10:00".')
    plan = plan_of(from_environment(os.environ), draft)
    language = message_language(os.environ)
    spoken = language if language in plan.office.languages else plan.office.default_language
    at = moment_at(moment, ZoneInfo(plan.office.timezone))
    entries = explain(plan, at, keys_of(press)).entries if at else ()
    graph = graph_of(plan, spoken, at or utc_now(), entries)
    if at:
        keys = f", {' '.join(keys_of(press))}" if press else ""
        graph = replace(graph, title=f"{graph.title}: {moment_text(at, language)}{keys}")
    if as_json:
        marked = {"taken_cards": sorted(graph.taken_cards), "taken_ways": sorted(graph.taken_ways)}
        print(json.dumps(asdict(graph) | marked, ensure_ascii=False, indent=1))
    elif as_mermaid:
        print(mermaid(graph, language), end="")
    else:
        picture = svg(graph, lay_out(graph, language))
        if file is None:
            print(picture, end="")
        else:
            file.write_text(picture, encoding="utf-8")
