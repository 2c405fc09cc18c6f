"""What a caller gave to the verifier, or BadInput that says what was wrong with it and what to do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from dikast.errors import BadInput
from dikast.verify.policy import Policy

_MAX_SHOWN = 80

# What to do where a value of this name is no text.
_WAYS_OUT = {
    "answer": "check one answer a call, or many with Verifier.answers; only the reference may be several",
    "reference": "give it as text, or as a list of texts of which any one is right",
    "question": "give the question's text, or leave it out",
    "choices": "give a list of texts, or a mapping of letters to texts",
    "step": "check one step a call, or many with Verifier.steps",
    "context": "give a list of the earlier lines",
    "problem": "give the problem's text, or leave it out",
    "expression": 'give one expression, such as "12 * 12"',
}


def text_of(value: Any, name: str) -> str:
    """The value, which has to be text."""
    if isinstance(value, str):
        return value
    raise _misfit(value, name, "text is needed")


def texts_of(value: Any, name: str) -> list[str]:
    """The values of a list or tuple; all must be text. A text is not a list of its characters."""
    if isinstance(value, str | bytes) or not isinstance(value, Sequence):
        raise _misfit(value, name, "a list of texts is needed")
    return [text_of(item, name) for item in value]


def references_of(value: Any) -> list[str]:
    """One reference or several; at least one."""
    if isinstance(value, str):
        return [value]
    if not isinstance(value, Sequence):
        raise _misfit(value, "reference", "text is needed")
    references = texts_of(value, "reference")
    if not references:
        raise BadInput("at least one reference is needed, got an empty list", "reference")
    return references


def choices_of(value: Any) -> dict[str, str] | list[str] | None:
    """The choices: none, a list of texts, or texts by their letters."""
    if value is None:
        return None
    if isinstance(value, Mapping):
        return {text_of(key, "choices"): text_of(item, "choices") for key, item in value.items()}
    return texts_of(value, "choices")


def policy_of(value: Any) -> Policy:
    """The policy; the default one for None."""
    if value is None:
        return Policy()
    if isinstance(value, Policy):
        return value
    raise BadInput(f"a Policy is needed, got {_shown(value)}: give Policy(rounding=…) or leave it out", "policy")


def _misfit(value: Any, name: str, expected: str) -> BadInput:
    return BadInput(f"{expected}, got {_shown(value)}: {_WAYS_OUT[name]}", name)


def _shown(value: Any) -> str:
    """The value as a message shows it: what it is and, if that is short, how it looks."""
    if value is None:
        return "None"
    # Only the values of plain types are shown: another type may look like anything, or be large.
    if not isinstance(value, bool | int | float | list | tuple | dict) or len(repr(value)) > _MAX_SHOWN:
        return f"a value of type {type(value).__name__}"
    return f"{value!r} of type {type(value).__name__}"
