"""Replies of programs about the steps of a worked solution, in the JSON form that a request asks for."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import BaseModel

from dikast.agents import Request
from dikast.records import Label

_P_RIGHT: dict[Label, float] = {"correct": 0.9, "neutral": 0.8, "unknown": 0.5, "incorrect": 0.1, "inherited": 0.1}


def labels_reply(request: Request, labels: Sequence[Label]) -> str:
    """The reply that gives every step of the solution its label, or the one step that is asked about."""
    fields = _fields(request)
    if "label" in fields:
        label = labels[request.steps[0]]
        # A step that is judged alone is right or wrong by itself.
        alone: dict[str, Any] = {"label": "correct" if label == "inherited" else label}
        if "p_correct" in fields:
            alone["p_correct"] = _P_RIGHT[label]
        return json.dumps(alone)
    reply: dict[str, Any] = {str(step + 1): label for step, label in enumerate(labels)}
    if "p_correct" in fields:
        reply["p_correct"] = {str(step + 1): _P_RIGHT[label] for step, label in enumerate(labels)}
    if "criteria" in fields:
        reply["criteria"] = dict.fromkeys(_names(fields["criteria"]), 1)
    if "details" in fields:
        reply["details"] = []
    return json.dumps(reply)


def explanations_reply(request: Request, kinds: Mapping[int, str | None], default: str) -> str:
    """The reply that says of every step asked about what kind of error it has, and why."""
    fields = _fields(request)
    if not any(name.isdigit() for name in fields):
        step = request.steps[0] if request.steps else 0
        return json.dumps(_explanation(list(fields), kinds.get(step) or default))
    reply = {}
    for name, model in fields.items():
        kind = kinds.get(int(name) - 1) or default
        reply[name] = _explanation(_names(model), kind)
    return json.dumps(reply)


def premises_reply(request: Request, premises: Sequence[Sequence[int]]) -> str:
    """The reply that says what every step asked about rests on (-1 for the problem)."""
    reply = {}
    for name in _fields(request):
        if name.isdigit():
            reply[name] = [premise + 1 for premise in premises[int(name) - 1]]
    return json.dumps(reply)


def _explanation(names: Sequence[str], kind: str) -> dict[str, str | None]:
    values: dict[str, str | None] = {"error": kind, "why": "it does not hold", "fix": "", "contest": None}
    return {name: values.get(name) for name in names}


def _fields(request: Request) -> dict[str, object]:
    """The fields of the request's form by the names that a reply has for them, with their types."""
    if not isinstance(request.form, type) or not issubclass(request.form, BaseModel):
        return {}
    return {info.alias or name: info.annotation for name, info in request.form.model_fields.items()}


def _names(model: object) -> list[str]:
    if not isinstance(model, type) or not issubclass(model, BaseModel):
        return []
    return [info.alias or name for name, info in model.model_fields.items()]
