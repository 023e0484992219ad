"""What staff may write, key by key: the one source of the check's keys, choices and limits and of the editor's schemas.

Data only. The builders take from it what a key may hold, `json_schema` turns it into JSON Schema; neither repeats it.
"""

from __future__ import annotations

from collections.abc import Mapping

from ivr.flowfile.shapes.kinds import Shape
from ivr.flowfile.shapes.nodes import NODE_SHAPES, OPTION, RETRY
from ivr.flowfile.shapes.office import OFFICE_SHAPES
from ivr.flowfile.shapes.sections import FLOW
from ivr.flowfile.shapes.sentences import HOURS_SENTENCE, SENTENCE
from ivr.flowfile.shapes.when import EXCEPTION, FACT, HOURS

SHAPES: Mapping[str, Shape] = {
    **OFFICE_SHAPES,
    "hours": HOURS,
    "exception": EXCEPTION,
    "fact": FACT,
    "flow": FLOW,
    "sentence": SENTENCE,
    "hours_sentence": HOURS_SENTENCE,
    **NODE_SHAPES,
    "option": OPTION,
    "retry": RETRY,
}
"""By the names of `terms.TERMS`, where messages have a word for it."""
