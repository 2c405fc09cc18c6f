"""References that most solvers, or a worked solution, contradict."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from dikast.agents import Request
from dikast.graphs import run_episode
from dikast.importers import AuditedReference, audit_references
from dikast.protocols import ProtocolOptions, apply, load_protocol
from dikast.records import CheckStatus, Question

SUM = Question(id="sum", text="What is 8 + 9?", choices=("It is 17.", "It is 18."), gold=0)


async def audited(
    references: Sequence[str], answers: Sequence[str], solution: str | None = None
) -> list[AuditedReference]:
    """The audit by one episode of a panel, whose judges answer so themselves."""

    async def judge(request: Request) -> str:
        number = int(request.seat.rpartition("-")[2]) - 1
        return f"Let me see.\nAnswer: {answers[number]}" if request.purpose == "solve" else "Answer: A"

    question = SUM.model_copy(update={"references": tuple(references), "reference_solution": solution})
    protocol = apply(load_protocol("judge-panel"), ProtocolOptions(reference="self"))
    return await audit_references([await run_episode(protocol, question, agents={"judge": judge})])


@pytest.mark.parametrize(
    ("reference", "answers", "agreed", "of_majority"),
    [
        ("17", ("17", "34/2", "18"), 2, "verified"),
        ("18", ("17", "34/2", "18"), 2, "refuted"),
        ("17", ("17", "18", "19"), 1, None),
    ],
)
async def test_the_answer_of_most_solvers_is_compared_with_the_reference(
    reference: str, answers: Sequence[str], agreed: int, of_majority: CheckStatus | None
) -> None:
    (row,) = await audited([reference], answers)
    assert (row.answers, row.agreed, row.of_majority) == (3, agreed, of_majority)
    assert row.is_suspect == (of_majority == "refuted")


async def test_a_reference_solution_may_contradict_the_reference() -> None:
    (row,) = await audited(["18"], ("1", "2", "3"), "8 + 9 = 17.\nAnswer: 17")
    assert (row.of_majority, row.of_solution, row.is_suspect) == (None, "refuted", True)


async def test_a_question_without_references_has_none_to_audit() -> None:
    assert await audited([], ("17", "17", "17")) == []
