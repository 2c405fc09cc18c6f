"""How a checklist for the responses to one task is asked for and read."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, Field, ValidationError

from dikast.replies import Unreadable, read_whole_json

MAX_ITEMS = 12
"""How many items a checklist may have: every one of them is looked at in every response."""

CHECKLIST_TOKENS = 32 + 40 * MAX_ITEMS
"""How many tokens a reply in the form takes at most."""


class StatedChecklist(BaseModel):
    """The form of a reply that lists what responses are to be checked for."""

    # The limit is in the form too, since a small model that may go on does.
    items: Annotated[list[str], Field(max_length=MAX_ITEMS)]


def read_checklist(text: str) -> tuple[str, ...] | Unreadable:
    """The items in a JSON reply, each once and without empty ones; at least one."""
    data = read_whole_json(text)
    if isinstance(data, Unreadable):
        return data
    try:
        stated = StatedChecklist.model_validate(data).items
    except ValidationError:
        return Unreadable(f'no list "items" of at most {MAX_ITEMS} texts in the JSON reply')
    items = tuple(dict.fromkeys(" ".join(item.split()) for item in stated if item.strip()))
    return items or Unreadable("the checklist in the JSON reply has no items")
