"""Summaries: intervals by problem, baselines, calibration, groups, and contradictions of the gold marks."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dikast.metrics.process import (
    PROCESS_METRICS,
    JudgedSolution,
    baselines,
    calibration_of,
    contradictions,
    estimates,
    step_calibration,
    summaries_by_group,
    summarise_process,
    tally,
)
from dikast.records import Check, Grading, Marking, StepLabel, StepMark
from tests.metrics.process.made import judged

COMPUTE = {metric.name: metric.compute for metric in PROCESS_METRICS}


def many(n: int, share_right: float = 0.8, per_problem: int = 1) -> list[JudgedSolution]:
    n_right = round(n * share_right)
    return [judged("rw", "rw" if i < n_right else "ww", problem=str(i // per_problem), id=str(i)) for i in range(n)]


def test_the_interval_of_a_share_is_close_to_the_binomial_one() -> None:
    rows = many(200)
    result = estimates(tally(rows), {"kept": lambda t: t["step", "right", "right"] / 200}, n=200, resamples=2000)[0][
        "kept"
    ]
    half = 1.96 * np.sqrt(0.8 * 0.2 / 200)
    assert [result.low, result.high] == pytest.approx([0.8 - half, 0.8 + half], abs=0.015)


def test_solutions_of_one_problem_are_drawn_together() -> None:
    alone = summarise_process(many(120)).figures["step_accuracy"]
    together = summarise_process(many(120, per_problem=12)).figures["step_accuracy"]
    assert alone.value == together.value == pytest.approx(0.9)
    assert alone.low is not None
    assert together.low is not None
    assert together.low < alone.low


def test_one_problem_has_no_interval_and_the_same_seed_the_same_one() -> None:
    assert summarise_process(many(9, per_problem=9)).figures["step_accuracy"].low is None
    assert summarise_process(many(30), seed=3) == summarise_process(many(30), seed=3)
    assert summarise_process(many(150), seed=3, resamples=20) != summarise_process(many(150), seed=4, resamples=20)


def test_the_counts_of_a_summary() -> None:
    rows = [judged("rw.", "ru.", id="a"), judged("rrr", ".rr", id="b", problem="q"), judged("r..", "rrr", id="c")]
    summary = summarise_process(rows)
    assert (summary.solutions, summary.problems, summary.located) == (3, 2, 2)
    assert (summary.steps, summary.wrong_steps, summary.unknown, summary.unparsed) == (6, 1, 1, 1)
    assert summary.unparsed_solutions == 2
    assert summary.confusion is None


def test_baselines_do_not_read_the_steps() -> None:
    rows = [
        judged("rwi", "rrr", kinds=[None, "RE", "RE"], is_answer_right=False),
        judged("rww", "rrr", kinds=[None, "NC", "RE"], is_answer_right=False),
        judged("rrw", "rrr", kinds=[None, None, "NC"], is_answer_right=True),
        judged("rrr", "rrr", is_answer_right=True),
    ]
    names = ["all correct", "all RE", "answer oracle + step 2", "from step 2 on"]
    assert [baseline.name for baseline in baselines(rows)] == names
    result = summarise_process(rows).baselines
    assert result["all correct"]["step_accuracy"] == pytest.approx(7 / 12)
    assert result["all correct"]["process_bench_f1"] == 0
    assert result["all RE"]["type_accuracy"] == pytest.approx(3 / 5)
    assert result["all RE"]["step_accuracy"] == pytest.approx(5 / 12)
    # The oracle finds the first errors at step 2, misses the one behind a right answer, and leaves the right one alone.
    assert result["answer oracle + step 2"]["first_exact"] == pytest.approx(2 / 3)
    assert result["answer oracle + step 2"]["none_right"] == 1
    # From the second step on, 5 of 5 wrong steps and 4 of 7 right ones.
    assert result["from step 2 on"]["balanced_accuracy"] == pytest.approx((1 + 4 / 7) / 2)


def test_the_oracle_has_no_step_to_blame_in_a_solution_without_steps() -> None:
    _, oracle, *_ = baselines([judged("", "", is_answer_right=False), judged("w", "w", is_answer_right=False)])
    assert [solution.steps.labels for solution in oracle.judged] == [(), ("incorrect",)]


def test_a_baseline_is_left_out_where_its_information_is_missing() -> None:
    assert [baseline.name for baseline in baselines([judged("rr", "rw")])] == ["all correct"]


def test_the_gain_over_the_best_baseline_is_paired() -> None:
    # One wrong step before the right one, one after it: no place is better than another.
    rows = [
        row
        for i in range(60)
        for row in (judged("rw", "rw", problem=str(i)), judged("wr", "ww" if i % 5 else "wr", problem=str(i)))
    ]
    gain = summarise_process(rows).gains["step_accuracy"]
    assert gain.value == pytest.approx(0.8 - 0.5)
    # Every step that the baseline gets right is drawn with the judge's: no wider than the judge's own interval.
    own = summarise_process(rows).figures["step_accuracy"]
    assert gain.low is not None
    assert own.low is not None
    assert gain.low - 0.3 == pytest.approx(own.low - 0.8, abs=0.01)
    nothing = summarise_process([judged("rwr", "rrr", problem=str(i)) for i in range(9)]).gains["step_accuracy"]
    assert (nothing.value, nothing.low, nothing.high) == (0, 0, 0)


def test_each_group_has_its_own_summary() -> None:
    rows = [judged("rw", "rw", groups={"subject": "physics"}), judged("rw", "rr", groups={"subject": "biology"})]
    rows.append(judged("rr", "rr"))
    result = summaries_by_group(rows, "subject")
    assert list(result) == ["(none)", "biology", "physics"]
    assert [result[name].figures["step_accuracy"].value for name in result] == [1, 0.5, 1]


def test_the_order_of_solutions_changes_no_metric_and_no_interval() -> None:
    rows = [*many(30), judged("rw", "uw", id="u", problem="u"), judged("wr", "r.", id="v", problem="v")]
    forward, backward = (summarise_process(part, resamples=100) for part in (rows, rows[::-1]))
    assert forward == backward


def test_groups_are_resampled_from_the_seed() -> None:
    rows = many(40)
    for seed in (0, 5):
        (alone,) = summaries_by_group(rows, "subject", resamples=50, seed=seed).values()
        assert alone == summarise_process(rows, resamples=50, seed=seed)
    assert summaries_by_group(rows, "subject", resamples=50, seed=5) != summaries_by_group(
        rows, "subject", resamples=50
    )


def test_calibration_by_hand() -> None:
    result = step_calibration([judged("rrw.", "rrwr", ps=[0.9, 0.6, 0.5, 0.1])])
    assert result is not None
    assert result.n == 3
    assert result.brier == pytest.approx((0.01 + 0.16 + 0.25) / 3)
    assert result.brier_base == pytest.approx(2 / 3 * 1 / 3)
    assert result.ece == pytest.approx((0.5 + 0.4 + 0.1) / 3)
    assert step_calibration([judged("rw", "rw")]) is None


probabilities = st.lists(st.tuples(st.sampled_from([0.0, 0.25, 0.5, 0.9, 1.0]), st.booleans()), min_size=1, max_size=60)


@given(probabilities)
def test_calibration_does_not_depend_on_the_order_even_among_ties(rows: list[tuple[float, bool]]) -> None:
    def result(of: list[tuple[float, bool]]) -> tuple[float, float]:
        p, y = np.array(of, dtype=float).T
        made = calibration_of(p, y)
        return made.brier, made.ece

    assert result(rows) == pytest.approx(result(sorted(rows, key=lambda row: (row[1], row[0]))))
    assert 0 <= result(rows)[1] <= 1


def check(status: str, **fields: object) -> Check:
    return Check.model_validate(
        {"checker": "steps", "status": status, "claim": "12 + 2 = 15", "method": "exact"} | fields
    )


PROVED = check("verified", strength="proof")
REFUTED = check("refuted", evidence={"left": "14", "right": "15"})


def contradictions_of(
    marks: list[str | None], checks: list[tuple[Check, ...]], **fields: object
) -> list[tuple[str, int | None]]:
    marking = Marking.model_validate(
        {"steps": [{"label": label} for label in marks], "is_answer_right": fields.pop("is_answer_right", None)}
    )
    labels = tuple(StepLabel(step=i, checks=step_checks) for i, step_checks in enumerate(checks))
    answer = fields.pop("answer", None)
    grading = Grading(rubric="projudge", steps=labels, answer=answer if isinstance(answer, Check) else None)
    return [(result.kind, result.step) for result in contradictions(marking, grading)]


def test_a_right_step_with_a_refuted_claim_is_suspect() -> None:
    assert contradictions_of(["correct", "neutral"], [(PROVED, REFUTED), (REFUTED,)]) == [
        ("suspect", 0),
        ("suspect", 1),
    ]
    assert contradictions_of(["incorrect", None], [(REFUTED,), (REFUTED,)]) == []


def test_a_first_error_of_proved_claims_is_only_doubtful() -> None:
    assert contradictions_of(["correct", "incorrect", "incorrect"], [(PROVED,), (PROVED,), (PROVED,)]) == [
        ("doubtful", 1)
    ]
    weak = check("verified", strength="numeric")
    assert contradictions_of(["incorrect"], [(PROVED, weak)]) == []
    assert contradictions_of(["incorrect"], [()]) == []
    assert contradictions_of([None, "incorrect"], [(), (PROVED,)]) == []


def test_an_answer_that_a_check_contradicts_is_suspect() -> None:
    assert contradictions_of(["correct"], [()], answer=REFUTED, is_answer_right=True) == [("suspect", None)]
    assert contradictions_of(["correct"], [()], answer=PROVED, is_answer_right=False) == [("suspect", None)]
    assert contradictions_of(["correct"], [()], answer=PROVED, is_answer_right=True) == []
    assert contradictions_of(["correct"], [()], answer=REFUTED) == []


def test_marks_and_labels_must_be_equal_in_number() -> None:
    with pytest.raises(ValueError, match="'a': 2 marks, and 1 labels"):
        JudgedSolution("a", "p", Marking(steps=(StepMark(), StepMark())), judged("r", "r").steps)
