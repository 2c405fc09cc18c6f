"""How many solutions have no wrong step: labels, proofs, and what the judge says of the rest."""

from __future__ import annotations

import pytest

from dikast.metrics import SolutionRates
from dikast.metrics.process.solution_rates import is_refuted
from dikast.records import Check, Grading, Label, Marking, StepLabel

REFUTED = Check(checker="steps", status="refuted", claim="2 + 2 = 5", method="exact")
VERIFIED = REFUTED.model_copy(update={"status": "verified"})


def marks(*labels: Label | None) -> Marking:
    return Marking.model_validate({"steps": [{"label": label} for label in labels]})


def grading(*labels: Label | None, **of_first: object) -> Grading:
    steps = [StepLabel(step=i, label=label) for i, label in enumerate(labels)]
    steps[0] = steps[0].model_copy(update=of_first)
    return Grading(rubric="right-wrong", steps=tuple(steps))


RIGHT, WRONG = marks("correct", "correct"), marks("correct", "incorrect")
SEES_NONE, SEES_ONE = grading("correct", "correct"), grading("correct", "incorrect")


def test_solutions_without_marks_are_judged_and_corrected_by_those_with_marks() -> None:
    rates = SolutionRates()
    for i in range(40):
        rates.add(f"labelled {i}", 2, RIGHT if i < 20 else WRONG, SEES_NONE if i < 30 else SEES_ONE)
    for i in range(100):
        rates.add(f"other {i}", 2, None, SEES_NONE if i < 75 else SEES_ONE)
    found = rates.corrected()
    assert found is not None
    assert (found.labelled, found.unlabelled, found.proved) == (40, 100, 0)
    assert found.said.value == pytest.approx(0.75)
    assert found.ppi_tuned.value == pytest.approx(0.5)
    assert found.sensitivity.value == 1
    assert found.specificity.value == 0.5
    assert found.rogan_gladen.value == pytest.approx(0.5)


def test_repeated_judgements_and_solutions_of_one_problem_count_as_one() -> None:
    rates = SolutionRates()
    for problem in "abcd" * 3:
        rates.add(problem, 2, RIGHT if problem in "ab" else None, SEES_NONE)
    found = rates.corrected()
    assert found is not None
    assert (found.labelled, found.unlabelled) == (2, 2)


def test_an_unread_judgement_is_half_a_pass_and_marks_with_gaps_are_none() -> None:
    rates = SolutionRates()
    for i in range(4):
        rates.add(f"labelled {i}", 2, RIGHT, SEES_NONE)
        rates.add(f"gap {i}", 2, marks(None, "incorrect"), None)
    found = rates.corrected()
    assert found is not None
    assert (found.labelled, found.unlabelled) == (4, 4)
    assert found.said.value == pytest.approx(0.75)


def test_unknown_steps_may_count_as_correct() -> None:
    rates = SolutionRates()
    for i in range(4):
        rates.add(str(i), 2, RIGHT if i < 2 else None, grading("correct", "unknown"))
    apart, correct = rates.corrected("apart"), rates.corrected("correct")
    assert apart is not None
    assert correct is not None
    assert (apart.said.value, correct.said.value) == (0.5, 1)


def test_a_refuted_claim_or_answer_proves_a_solution_wrong_and_nothing_proves_it_right() -> None:
    assert is_refuted(grading("incorrect", checks=(REFUTED,), decided_by="verifier"))
    assert is_refuted(grading("correct", checks=(REFUTED,)))
    assert is_refuted(grading("correct").model_copy(update={"answer": REFUTED}))
    assert not is_refuted(grading("correct", checks=(REFUTED, VERIFIED), decided_by="contested"))
    assert not is_refuted(grading("correct", checks=(VERIFIED,)))
    assert not is_refuted(None)


def test_proofs_are_no_labels_of_the_rest() -> None:
    rates = SolutionRates()
    proof = grading("incorrect", checks=(REFUTED,), decided_by="verifier")
    for i in range(10):
        rates.add(f"labelled {i}", 1, RIGHT, grading("correct"))
        rates.add(f"other {i}", 1, None, grading("correct"))
        rates.add(f"proved {i}", 1, RIGHT if i == 0 else None, proof)
    found = rates.corrected()
    assert found is not None
    assert (found.labelled, found.unlabelled, found.proved, found.contradicted) == (10, 10, 10, 1)
    assert found.ppi_tuned.value == pytest.approx(2 / 3)


def test_where_all_is_labelled_there_is_nothing_to_correct() -> None:
    rates = SolutionRates()
    assert rates.corrected() is None
    for i in range(5):
        rates.add(str(i), 2, RIGHT, SEES_NONE)
    assert rates.corrected() is None
