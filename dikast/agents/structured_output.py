"""JSON answers: what a backend is asked for, and how its text is read into the pydantic model."""

from __future__ import annotations

import functools
import json
import re
from typing import Any

from pydantic import BaseModel, JsonValue, ValidationError

from dikast.agents.agent import Form

_FENCED = re.compile(r"^[ \t]*```[^\n`]*\n(.*?)^[ \t]*```[ \t]*$", re.DOTALL | re.MULTILINE)


@functools.lru_cache(maxsize=128)
def response_format(form: type[BaseModel]) -> dict[str, JsonValue]:
    """The parameter `response_format` of the OpenAI protocol, for a pydantic model."""
    # The protocol takes names of at most 64 of these characters.
    name = re.sub(r"[^A-Za-z0-9_-]", "_", form.__name__)[:64]
    return {"type": "json_schema", "json_schema": {"name": name, "schema": form.model_json_schema()}}


def read_form(form: Form, text: str) -> BaseModel | None:
    """The form's model, filled in from a reply that is JSON, or has exactly one fenced block, which is JSON.

    None if the form is no model, or if the JSON does not fit it, has a key twice, or could be one of several blocks:
    nothing is guessed. Text around a fenced block is ignored; with text around bare JSON nothing is read.
    """
    if not isinstance(form, type):
        return None
    blocks = _FENCED.findall(text)
    if len(blocks) > 1:
        return None
    body = blocks[0] if blocks else text
    try:
        # First Python's parser, which can refuse repeated keys and NaN. Pydantic's takes the last of two equal keys.
        json.loads(body, object_pairs_hook=_refuse_repeated_keys, parse_constant=_refuse_constant)
        return form.model_validate_json(body)
    except (ValueError, RecursionError, ValidationError):
        return None


def _refuse_repeated_keys(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """A JSON object as a dict. Raises ValueError if a key is there twice."""
    values = dict(pairs)
    if len(values) != len(pairs):
        raise ValueError("the JSON has a key twice")
    return values


def _refuse_constant(word: str) -> float:
    """Raises ValueError for `NaN` and `Infinity`, which Python's parser takes and JSON does not have."""
    raise ValueError(f"{word} is not JSON")
