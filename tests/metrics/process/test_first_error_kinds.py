"""First errors by kind: how many a judge finds, how many it names, and how far its naming can be trusted."""

from __future__ import annotations

import pytest

from dikast.metrics.process import JudgedSolution, first_errors_by_kind, summarise_process
from dikast.questions import planted_solutions
from tests.metrics.process.made import judged


def one(gold: str, said: str, kind: str | None, said_kind: str | None, id: str) -> JudgedSolution:
    """A solution whose first wrong steps, by the marks and by the judge, have these kinds."""
    kinds = [kind if i == gold.find("w") else None for i in range(len(gold))]
    said_kinds = [said_kind if i == said.find("w") else None for i in range(len(said))]
    return judged(gold, said, kinds=kinds, said_kinds=said_kinds, id=id, problem=id)


ROWS = [
    one("rwi", "rwi", "NC", "NC", "found and named"),
    one("rwi", "rwi", "NC", "RE", "found, and called another kind"),
    one("rwi", "rrw", "NC", "NC", "found too late"),
    one("wii", "rrr", "KE", None, "missed"),
    one("rrr", "rwi", None, "NC", "a false alarm"),
    one("rrr", "rrr", None, None, "left alone"),
]


def test_recall_and_precision_of_each_kind() -> None:
    kinds = first_errors_by_kind(ROWS)
    assert list(kinds) == ["KE", "NC"]
    assert kinds["NC"].found.value == pytest.approx(2 / 3)
    assert kinds["NC"].found.n == 3
    assert kinds["NC"].named.value == pytest.approx(1 / 3)
    # It names NC first in three solutions, and is right in one.
    assert kinds["NC"].precision.value == pytest.approx(1 / 3)
    assert kinds["NC"].precision.n == 3
    assert (kinds["KE"].found.value, kinds["KE"].precision.value) == (0, None)


def test_an_open_first_error_is_not_found() -> None:
    row = one("rwi", ".wi", "NC", "NC", "a")
    assert first_errors_by_kind([row])["NC"].found.value == 0
    unknown = one("rwi", "uwi", "NC", "NC", "a")
    assert first_errors_by_kind([unknown])["NC"].found.value == 1


def test_solutions_whose_first_error_is_not_known_are_left_out() -> None:
    assert first_errors_by_kind([one(".wi", "rwi", "NC", "NC", "a")]) == {}


def test_the_interval_is_over_problems() -> None:
    rows = [one("rw", "rw", "NC", "NC", "same") for _ in range(50)]
    estimate = first_errors_by_kind(rows)["NC"].found
    assert (estimate.n, estimate.clusters) == (50, 1)
    assert estimate.low is not None
    assert estimate.low < 0.5


def test_a_summary_has_them_beside_the_judge_that_goes_by_place() -> None:
    summary = summarise_process(ROWS)
    assert summary.first_errors["NC"].by_index is not None
    assert summarise_process([judged("rw", "rw")]).first_errors == {}
    # A record without kinds is written as it was.
    assert "first_errors" not in summarise_process([judged("rw", "rw")]).model_dump()


def test_planted_errors_cannot_be_found_by_their_place_alone() -> None:
    rows = []
    for question in planted_solutions(300, seed=1):
        assert question.solution is not None
        assert question.solution.marking is not None
        n = len(question.solution.steps)
        solution = judged("r" * n, "r" * n, id=question.id, problem=question.id)
        rows.append(JudgedSolution(question.id, question.id, question.solution.marking, solution.steps))
    kinds = summarise_process(rows, resamples=0).first_errors
    assert set(kinds) == {"NC", "SC", "RE", "KE", "QU", "NS"}
    shares = [kind.by_index for kind in kinds.values() if kind.by_index is not None]
    assert sum(shares) / len(shares) < 0.5
