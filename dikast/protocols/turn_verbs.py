"""What others read that a seat did in a turn, as the verb after its name."""

from __future__ import annotations

from dikast.records import Turn, TurnKind

_VERBS: dict[TurnKind, str] = {
    "question": "asked",
    "answer": "answered",
    "accusation": "named a step",
    "split": "split the claim",
    "estimate": "estimated the claims",
    "pick": "picked",
    "delegation": "answered",
    "critique": "found",
}


def verb_of(turn: Turn) -> str:
    """The verb, such as `asked`; `said` for any other turn."""
    if turn.kind == "concession":
        return "gave up its answer" if turn.concedes else "kept to its answer"
    if turn.kind == "examination":
        return "asked an earlier copy" if turn.copy_at is None else "replied"
    return _VERBS.get(turn.kind, "said")
