"""Answer forms: what is asked of a backend, and how its text is read back."""

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
    """The OpenAI protocol's `response_format` for a form."""
    name = re.sub(r"[^A-Za-z0-9_-]", "_", form.__name__)[:64]
    return {"type": "json_schema", "json_schema": {"name": name, "schema": form.model_json_schema()}}


def read_form(form: Form, text: str) -> BaseModel | None:
    """The form filled in, from a reply that is JSON or holds exactly one fenced block, which is JSON.

    None where it does not validate, names a key twice, or leaves a choice of what to read: nothing is guessed.
    """
    if form is None or not isinstance(form, type):
        return None
    blocks = _FENCED.findall(text)
    if len(blocks) > 1:
        return None
    body = blocks[0] if blocks else text
    try:
        json.loads(body, object_pairs_hook=_without_repeats, parse_constant=_no_constant)
        return form.model_validate_json(body)
    except (ValueError, RecursionError, ValidationError):
        return None


def _without_repeats(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key stands twice")
    return found


def _no_constant(word: str) -> float:
    raise ValueError(f"{word} is not JSON")
