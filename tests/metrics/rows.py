"""Outcomes to count: what a test says of an episode, and all the rest as it follows."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from dikast.metrics import Cell, cells
from dikast.records import Outcome, OutcomeLook, Seated

P = tuple[float, ...]


def row(question: str = "1", p: P | None = (0.9, 0.1), gold: int | None = 0, **fields: Any) -> Outcome:
    """A decided episode with these probabilities, looked at once in the given order; unparsed where p is None."""
    base: dict[str, Any] = {"id": question, "protocol": "p", "agents": "", "question": question, "gold": gold}
    if p is None:
        return Outcome(**{**base, "status": "unparsed", **fields})
    top = max(p)
    base |= {"status": "decided", "probabilities": p, "route": "probabilities"}
    base["choice"] = p.index(top) if p.count(top) == 1 else None
    base["views"] = (OutcomeLook(1, tuple(range(len(p))), p),)
    if gold is not None:
        base["p_gold"] = p[gold]
        base["credit"] = 1 / p.count(top) if p[gold] == top else 0.0
        base["brier"] = sum((v - (i == gold)) ** 2 for i, v in enumerate(p)) / 2
    return Outcome(**{**base, **fields})


def right(question: str = "1", **fields: Any) -> Outcome:
    return row(question, (0.8, 0.2), **fields)


def wrong(question: str = "1", **fields: Any) -> Outcome:
    return row(question, (0.2, 0.8), **fields)


def cell(*outcomes: Outcome) -> Cell:
    """The one cell of these outcomes."""
    (found,) = cells(outcomes)
    return found


def debate(alice: str = "ann", bob: str = "ben", judge: str = "jo") -> tuple[Seated, ...]:
    """The seats of a debate: alice argues for the first choice, bob for the second."""
    return (
        Seated("alice", "debater", alice, (0,)),
        Seated("bob", "debater", bob, (1,)),
        Seated("judge", "judge", judge, (None,)),
    )


def binary(p: float) -> P:
    return (p, 1 - p)


CHANCES = st.floats(0.01, 0.99)


@st.composite
def runs(draw: st.DrawFn, smallest: int = 1) -> list[Outcome]:
    """Decided episodes on a few questions, judged with some certainty, seated as debates."""
    drawn = draw(
        st.lists(st.tuples(st.sampled_from("abcd"), CHANCES, st.sampled_from([0, 1])), min_size=smallest, max_size=14)
    )
    return [row(q, binary(p), gold=g, seats=debate(), id=str(i)) for i, (q, p, g) in enumerate(drawn)]
