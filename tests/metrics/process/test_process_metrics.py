"""The metrics against tables worked out by hand, and against what follows from published counts."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dikast.metrics.process import (
    PROCESS_METRICS,
    CountTable,
    JudgedSolution,
    UnknownAs,
    first_error_found,
    mr_score_range,
    tally,
)
from dikast.metrics.process.process_metrics import confusion
from tests.metrics.process.made import judged

BY_NAME = {metric.name: metric.compute for metric in PROCESS_METRICS}


def value(figure: str, counts: CountTable) -> float:
    return float(BY_NAME[figure](counts))


def metrics_of(*rows: JudgedSolution, unknown_as: UnknownAs = "apart") -> dict[str, float]:
    total = tally(rows, unknown_as).total()
    return {name: float(of(total)) for name, of in BY_NAME.items()}


def test_step_metrics_by_hand() -> None:
    # 10 labelled steps, 4 wrong: 3 of those found, and 2 of 6 right ones flagged.
    metrics = metrics_of(judged("rrrrrr" + "wwww", "rrrrww" + "wwwr"))
    assert metrics["step_accuracy"] == pytest.approx(7 / 10)
    assert metrics["balanced_accuracy"] == pytest.approx((4 / 6 + 3 / 4) / 2)
    assert metrics["error_precision"] == pytest.approx(3 / 5)
    assert metrics["error_recall"] == pytest.approx(3 / 4)
    assert metrics["error_f1"] == pytest.approx(2 * 3 / (5 + 4))
    assert metrics["mcc"] == pytest.approx((3 * 4 - 2 * 1) / math.sqrt(5 * 4 * 6 * 5))
    assert metrics["prm_score"] == pytest.approx((2 * 4 / (5 + 6) + 2 * 3 / (5 + 4)) / 2)


def test_neutral_is_right_and_inherited_is_wrong_on_both_sides() -> None:
    assert metrics_of(judged("rnwi", "nriw"))["step_accuracy"] == 1


def test_steps_without_a_gold_label_are_in_no_metric() -> None:
    assert metrics_of(judged("rw..", "rwrw")) == pytest.approx(metrics_of(judged("rw", "rw")), nan_ok=True)


def test_an_unparsed_step_is_never_right() -> None:
    metrics = metrics_of(judged("rrww", "r.w."))
    assert metrics["step_accuracy"] == pytest.approx(2 / 4)
    assert [metrics["error_precision"], metrics["error_recall"]] == pytest.approx([1, 1 / 2])
    assert metrics["mcc"] == pytest.approx(0)  # each of the two unparsed steps counts on the wrong side


def test_unknown_counts_as_a_class_of_its_own_or_as_correct() -> None:
    row = judged("rrww", "ruwu")
    assert metrics_of(row)["step_accuracy"] == pytest.approx(2 / 4)
    assert metrics_of(row, unknown_as="correct")["step_accuracy"] == pytest.approx(3 / 4)


@pytest.mark.parametrize(
    ("said", "apart", "as_correct"),
    [
        ("rrr", -1, -1),
        ("rww", 1, 1),
        ("riw", 1, 1),
        ("uwr", 1, 1),
        ("uur", None, -1),
        (".wr", None, None),
        ("rw.", 1, 1),
        ("rr.", None, None),
    ],
)
def test_the_first_error_that_the_judge_found(said: str, apart: int | None, as_correct: int | None) -> None:
    steps = judged("rrr", said).steps
    assert first_error_found(steps) == apart
    assert first_error_found(steps, "correct") == as_correct


def test_first_errors_by_hand() -> None:
    rows = [
        judged("rrw.", "rrwr"),  # found
        judged("rw..", "rrwr"),  # one too late
        judged("wr..", "rrrw"),  # three too late
        judged("rrw.", "rrrr"),  # missed
        judged("rrr", "rrr"),  # left alone
        judged("rrr", "rrw"),  # flagged
        judged("r..", "rrr"),  # not known: in no metric of whole solutions
    ]
    metrics = metrics_of(*rows)
    assert metrics["first_exact"] == pytest.approx(1 / 4)
    assert metrics["first_near"] == pytest.approx(2 / 4)
    assert metrics["none_right"] == pytest.approx(1 / 2)
    assert metrics["process_bench_f1"] == pytest.approx(2 * 0.25 * 0.5 / 0.75)
    assert metrics["flagged_wrong"] == pytest.approx(3 / 4)
    assert metrics["solution_mcc"] == pytest.approx((3 * 1 - 1 * 1) / math.sqrt(4 * 4 * 2 * 2))


def test_a_solution_whose_first_error_is_open_is_misjudged() -> None:
    metrics = metrics_of(judged("rw", "u."), judged("rr", "ru"), judged("rr", "rr"))
    assert (metrics["first_exact"], metrics["none_right"], metrics["process_bench_f1"]) == (0, 0.5, 0)


def test_the_mr_score_needs_every_reason_reviewed_and_else_has_a_range() -> None:
    rows = [
        judged("rw", "rw", is_reason_right=True),
        judged("rw", "rw", is_reason_right=False),
        judged("wr", "rr"),
        judged("rr", "rr"),
    ]
    mcc = (2 * 1 - 0) / math.sqrt(2 * 3 * 1 * 2)
    assert metrics_of(*rows)["mr_score"] == pytest.approx(0.2 * mcc + 0.3 * 2 / 3 + 0.5 * 1 / 3)
    unjudged = [judged("rw", "rw"), *rows[1:]]
    assert math.isnan(metrics_of(*unjudged)["mr_score"])
    low, high = mr_score_range(tally(unjudged).total())
    assert float(low) == pytest.approx(0.2 * mcc + 0.3 * 2 / 3)
    assert float(high) == pytest.approx(0.2 * mcc + 0.8 * 2 / 3)


def test_a_negative_mcc_costs_nothing_in_the_mr_score() -> None:
    low, _ = mr_score_range(tally([judged("rw", "rr"), judged("rr", "rw")]).total())
    assert float(low) == 0


# ProJudge (arXiv 2503.06553): 50,118 steps and the wrong ones by type, as its Table 3 implies.
PROJUDGE = {"RE": 8054, "VI": 936, "NC": 707, "KE": 701, "SC": 228, "QU": 186, "NS": 48}
STEPS = 50_118
WRONG = sum(PROJUDGE.values())


def test_calling_all_of_projudge_correct_scores_78_33() -> None:
    counts = CountTable.of([(("step", "right", "right"), STEPS - WRONG), (("step", "wrong", "right"), WRONG)])
    assert value("step_accuracy", counts) * 100 == pytest.approx(78.33, abs=0.005)
    assert value("balanced_accuracy", counts) == 0.5
    assert value("mcc", counts) == 0


def test_calling_all_of_projudge_a_reasoning_error_scores_74_2_by_type_and_21_7_by_step() -> None:
    steps = [(("step", "right", "wrong"), STEPS - WRONG), (("step", "wrong", "wrong"), WRONG)]
    types = [(("type", kind, "RE"), n) for kind, n in PROJUDGE.items()]
    counts = CountTable.of([*steps, *types, (("type", "right", "RE"), STEPS - WRONG)])
    assert value("type_accuracy", counts) * 100 == pytest.approx(74.2, abs=0.05)
    assert value("step_accuracy", counts) * 100 == pytest.approx(21.7, abs=0.05)
    # Jointly with detection the same judge is worth little: only one type of seven, and all right steps against it.
    assert value("type_macro_f1", counts) == pytest.approx(2 * 8054 / (STEPS + 8054) / 7)


# ProcessBench (arXiv 2412.06559), Table 3: accuracy on erroneous and on correct samples of GSM8K, and their F1.
@pytest.mark.parametrize(
    ("wrong", "right", "f1"),
    [(("first", "exact"), ("solution", "right", "right"), 2 * 0.366 * 0.909 / (0.366 + 0.909))],
)
def test_processbench_f1_of_published_accuracies(wrong: tuple[str, ...], right: tuple[str, ...], f1: float) -> None:
    counts = [(wrong, 366), (("solution", "wrong", "wrong"), 1000), (right, 909), (("solution", "right", "wrong"), 91)]
    assert value("process_bench_f1", CountTable.of(counts)) == pytest.approx(f1)


def test_types_by_hand() -> None:
    rows = [
        judged("ww", "ww", kinds=["NC", "RE"], said_kinds=["NC", "NC"]),
        judged("wr", "rw", kinds=["RE", None], said_kinds=[None, "RE"]),
        judged("ww", "wu", kinds=["RE", None], said_kinds=[None, None]),  # untyped; and one that people gave no type
    ]
    metrics = metrics_of(*rows)
    assert metrics["type_accuracy"] == pytest.approx(1 / 4)
    # NC: 1 right of 1, said twice. RE: none of 3, said once.
    assert metrics["type_macro_f1"] == pytest.approx((2 / 3 + 0) / 2)
    assert confusion(tally(rows).total()) == {
        "NC": {"NC": 1, "RE": 0, "right": 0, "untyped": 0},
        "RE": {"NC": 1, "RE": 0, "right": 1, "untyped": 1},
        "right": {"NC": 0, "RE": 1, "right": 0, "untyped": 0},
    }


@pytest.mark.parametrize("word", ["unknown", "right", "untyped", "unparsed"])
def test_a_word_that_only_says_that_the_type_is_not_known_is_no_type(word: str) -> None:
    """Else a step that the judge left open would be of the very type that people gave it."""
    without_word = judged("ww", "wu", kinds=["NC", None], said_kinds=["NC", None])
    with_word = judged("ww", "wu", kinds=["NC", word], said_kinds=["NC", word])
    assert metrics_of(with_word) == pytest.approx(metrics_of(without_word), nan_ok=True)
    assert confusion(tally([with_word]).total()) == {"NC": {"NC": 1}, "right": {"NC": 0}}


def test_an_error_type_may_have_any_other_name() -> None:
    assert metrics_of(judged("ww", "ww", kinds=["nothing", "NC"], said_kinds=["NC", "nothing"]))["type_accuracy"] == 0


def test_a_metric_of_nothing_is_nan() -> None:
    assert all(math.isnan(number) for number in metrics_of(judged("..", "rw")).values())


gold_and_said = st.integers(1, 6).flatmap(
    lambda n: st.tuples(
        st.text("rwni.", min_size=n, max_size=n), st.text("rwniu.", min_size=n, max_size=n), st.integers(0, 3)
    )
)
rows_made = st.lists(gold_and_said, min_size=1, max_size=8).map(
    lambda rows: [judged(gold, said, problem=str(problem)) for gold, said, problem in rows]
)


@given(rows_made)
def test_every_metric_is_within_its_bounds(rows: list[JudgedSolution]) -> None:
    for name, number in metrics_of(*rows).items():
        low = -1 if name.endswith("mcc") else 0
        assert math.isnan(number) or low <= number <= 1 + 1e-12, name


@given(rows_made.flatmap(lambda rows: st.tuples(st.just(rows), st.permutations(rows))))
def test_the_order_of_solutions_changes_no_metric(rows: tuple[list[JudgedSolution], list[JudgedSolution]]) -> None:
    assert metrics_of(*rows[0]) == pytest.approx(metrics_of(*rows[1]), nan_ok=True)


@given(rows_made)
def test_a_judge_that_repeats_the_gold_labels_is_perfect(rows: list[JudgedSolution]) -> None:
    perfect = [judged(_letters(row), _letters(row).replace(".", "r")) for row in rows]
    metrics = metrics_of(*perfect)
    for name in ("step_accuracy", "error_precision", "error_recall", "error_f1", "first_exact", "none_right"):
        assert math.isnan(metrics[name]) or metrics[name] == 1, name


@given(rows_made)
def test_reading_an_unparsed_step_right_never_lowers_a_score(rows: list[JudgedSolution]) -> None:
    repaired = [
        judged(_letters(row), "".join(g if s is None and g != "." else _letter(s) for g, s in _pairs(row)))
        for row in rows
    ]
    before, after = metrics_of(*rows), metrics_of(*repaired)
    for name in ("step_accuracy", "balanced_accuracy", "error_recall"):
        assert math.isnan(before[name]) or after[name] >= before[name] - 1e-12, name


def _letter(label: str | None) -> str:
    return (
        "." if label is None else {"incorrect": "w", "inherited": "i", "neutral": "n", "unknown": "u"}.get(label, "r")
    )


def _letters(row: JudgedSolution) -> str:
    return "".join(_letter(mark.label) for mark in row.gold.steps)


def _pairs(row: JudgedSolution) -> list[tuple[str, str | None]]:
    return list(zip(_letters(row), row.steps.labels, strict=True))
