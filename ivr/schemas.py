"""The JSON Schemas for editors, one for each kind of file that staff write, and the line that names them in a file.

Use case over the shapes of the check and the words of call scripts; decides nothing about either.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal

from ivr.flowfile.json_schema import schema_of
from ivr.simulator.script_schema import script_schema

Name = Literal["config", "flow", "script"]
FOLDER = "schemas"
FILES: Mapping[Name, str] = {name: f"{name}.schema.json" for name in ("config", "flow", "script")}


def schemas(language: Literal["en", "pl"]) -> Mapping[Name, dict[str, Any]]:
    """Every schema, with descriptions in `language`."""
    return {
        "config": schema_of("config", language),
        "flow": schema_of("flow", language),
        "script": script_schema(language),
    }


def text_of(schema: Mapping[str, Any]) -> str:
    """A schema as the file holds it."""
    return json.dumps(schema, ensure_ascii=False, indent=1) + "\n"


def hint(file: Path, schema: Path) -> str:
    """The comment by which an editor finds the schema of `file`."""
    path = os.path.relpath(schema, file.parent).replace(os.sep, "/")
    return f"# yaml-language-server: $schema={path}\n"


def script_hint(script: Path, config: Path) -> str:
    """The comment for a call script beside `config`; "" where there is no schema, or the script lies elsewhere.

    Schemas stand beside the configuration file or in a folder above it.
    """
    script = script.absolute()
    for folder in config.absolute().parents:
        schema = folder / FOLDER / FILES["script"]
        if schema.is_file():
            return hint(script, schema) if script.is_relative_to(folder) else ""
    return ""
