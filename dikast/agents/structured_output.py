"""JSON answers: what a backend is asked for, and how its text is read into the pydantic model."""

from __future__ import annotations

import functools
import json
import re

from pydantic import BaseModel, JsonValue

from dikast.agents.agent import Form
from dikast.replies import Unreadable, find_json, split_thinking


@functools.lru_cache(maxsize=128)
def response_format(form: type[BaseModel]) -> dict[str, JsonValue]:
    """The parameter `response_format` of the OpenAI protocol, for a pydantic model."""
    # The protocol takes names of at most 64 of these characters.
    name = re.sub(r"[^A-Za-z0-9_-]", "_", form.__name__)[:64]
    return {"type": "json_schema", "json_schema": {"name": name, "schema": form.model_json_schema()}}


def read_form(form: Form, text: str) -> BaseModel | None:
    """The form's model, filled in from the JSON that a reply states.

    None if the form is no model, if the JSON does not fit it or was cut off, if the reply states several, or if it is
    amid other words without a fence: nothing is guessed.
    """
    if not isinstance(form, type):
        return None
    stated = find_json(split_thinking(text)[0])
    if isinstance(stated, Unreadable) or stated.is_cut or not stated.is_alone:
        return None
    try:
        # From JSON again, whose types pydantic takes more strictly than Python's.
        return form.model_validate_json(json.dumps(stated.data))
    except (ValueError, RecursionError):
        return None
