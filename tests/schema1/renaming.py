"""What schema 2 calls the fields of schema 1, so that records of both can be compared."""

from __future__ import annotations

from typing import Any

# The version, and calls inside agents, which were not recorded before.
NOT_COMPARED = ("schema", "inner")


def in_new_words(value: Any) -> Any:
    """Plain values of a record, of either schema, with the names of schema 2 and without its number.

    A turn (it has a `move` and a `kind`) and a check (it has a `checker`) happen at a tick, a turn and a failure
    (it has a `protocol_name`) are a seat's. A step of a solution stays a step, a seat's role its role.
    """
    if isinstance(value, list):
        return [in_new_words(one) for one in value]
    if not isinstance(value, dict):
        return value
    new: dict[str, str] = {}
    if {"move", "kind"} <= value.keys():
        new = {"step": "tick", "role": "seat"}
    elif "checker" in value:
        new = {"step": "tick"}
    elif "protocol_name" in value:
        new = {"role": "seat"}
    return {new.get(name, name): in_new_words(part) for name, part in value.items() if name not in NOT_COMPARED}
