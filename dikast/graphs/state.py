"""The state of one episode's graph: plain JSON values under keys, merged in any order with the same result."""

from __future__ import annotations

from typing import Annotated, TypedDict

from pydantic import JsonValue

Entries = dict[str, JsonValue]


def merge(left: Entries, right: Entries) -> Entries:
    """The entries of both. Idempotent, and independent of order, since a key is only ever written once."""
    return {**left, **right} if right else left


class State(TypedDict, total=False):
    """What happened so far, each entry under a key of its own.

    `turns` and `checks` by their tick and seat, `checked` by checker and turn (the turns that a checker has seen),
    `chosen` by the seat that chose, `looks` by round, `verdict` by the number of the order in which the choices were
    shown, `labels` by tick, move, step, seat and sample, `grading` alone, `assessments` and `findings` (of rules or
    claims) by their number, `predictions` and `picks` by tick, move and seat.
    """

    turns: Annotated[Entries, merge]
    checks: Annotated[Entries, merge]
    checked: Annotated[Entries, merge]
    chosen: Annotated[Entries, merge]
    looks: Annotated[Entries, merge]
    verdict: Annotated[Entries, merge]
    labels: Annotated[Entries, merge]
    grading: Annotated[Entries, merge]
    assessments: Annotated[Entries, merge]
    findings: Annotated[Entries, merge]
    predictions: Annotated[Entries, merge]
    picks: Annotated[Entries, merge]


class StepState(State, total=False):
    """The state as it is sent to one of many parallel nodes, with the step (0-based) that this node is to label."""

    at: int
