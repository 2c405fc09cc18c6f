"""The calls of judges of responses are counted before a run, at their most."""

from __future__ import annotations

import pytest

from dikast.experiments.dry_run import CLAIMS_A_RESPONSE, dry_run
from dikast.graphs import with_rubric
from dikast.protocols import load_protocol
from dikast.records import Question

PAIR = Question(id="q", text="Say hello.", choices=("Hello to all of you.", "Go away from here."), source="A greeting.")
PAIR = PAIR.model_copy(update={"references": ("Hello.",), "reference_solution": "Greet all.\nBe kind."})


@pytest.mark.parametrize(
    ("name", "calls"),
    [
        ("judge-claims", 2 * (1 + CLAIMS_A_RESPONSE)),
        ("judge-requirements", 1 + 2 * 2 * CLAIMS_A_RESPONSE),
        ("judge-criteria", 2 * 4),
        # Taken apart, steps scored, and the answer too, since no machine may be able to compare it.
        ("judge-reasoning", 2 * 3),
        ("judge-reference-steps", 2 * 2),
        ("judge-chain", 2),
        ("judge-checklist", 1 + 2),
        # Ten preconditions, each of them unsure: two calls, then reasons and a conclusion.
        ("judge-constitution", 2 * 10 * 4),
    ],
)
async def test_the_calls_are_those_of_the_longest_way(name: str, calls: int) -> None:
    protocol = with_rubric(load_protocol(name))
    seats = await dry_run(protocol, PAIR, seed=0, order=(0, 1), argues=None, swap="none")
    assert sum(seat.calls for seat in seats) == calls
