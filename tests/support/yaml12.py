"""YAML as an editor reads it (1.2, core schema): numbers, booleans and null where the staff's files have plain words.

Keys are texts, as in the editor's own validation.
"""

from __future__ import annotations

import re
from typing import Any

import yaml

NULL = ("", "~", "null", "Null", "NULL")
_TRUE, _FALSE = ("true", "True", "TRUE"), ("false", "False", "FALSE")
_INTEGER = re.compile(r"[-+]?[0-9]+")
_OCTAL, _HEX = re.compile(r"0o[0-7]+"), re.compile(r"0x[0-9a-fA-F]+")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")


def as_editors_read(text: str) -> Any:
    """The document in `text`."""
    return as_editors_see(yaml.compose(text, Loader=yaml.BaseLoader))


def as_editors_see(node: yaml.Node) -> Any:
    """The value of a node that was read with the base loader, which keeps every scalar as it is written."""
    if isinstance(node, yaml.MappingNode):
        return {str(key.value): as_editors_see(value) for key, value in node.value}
    if isinstance(node, yaml.SequenceNode):
        return [as_editors_see(item) for item in node.value]
    assert isinstance(node, yaml.ScalarNode)
    return node.value if node.style else _scalar(node.value)


def _scalar(text: str) -> Any:
    if text in NULL:
        return None
    if text in (*_TRUE, *_FALSE):
        return text in _TRUE
    if _INTEGER.fullmatch(text):
        return int(text)
    if _OCTAL.fullmatch(text) or _HEX.fullmatch(text):
        return int(text, 0)
    return float(text) if _FLOAT.fullmatch(text) else text
