"""Whether figures are as required: by the interval, by the estimate, in every cell."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dikast.errors import BadInput
from dikast.gates import GateCell, GateResult, decide, read_requirements
from dikast.metrics import Estimate, wilson

SHARES = st.floats(0, 1)


def estimate(value: float, n: int) -> Estimate:
    low, high = wilson(value, n)
    return Estimate(value=value, low=low, high=high, n=n, clusters=n, method="wilson")


def cell(name: str, value: float | None, n: int = 100, *labels: str, figure: str = "accuracy") -> GateCell:
    found = Estimate(value=None) if value is None else estimate(value, n)
    return GateCell(name, labels, {figure: found})


def gate(text: str, *cells: GateCell) -> GateResult:
    return decide(read_requirements([text], ("accuracy", "brier")), cells)


@pytest.mark.parametrize(
    ("text", "status", "code"),
    [
        ("accuracy>=0.7", "passed", 0),
        ("accuracy>=0.78", "undecided", 5),
        ("accuracy>=0.9", "failed", 4),
        ("accuracy<=0.9", "passed", 0),
        ("accuracy<=0.82", "undecided", 5),
        ("accuracy<=0.7", "failed", 4),
        ("point:accuracy>=0.8", "passed", 0),
        ("point:accuracy<=0.8", "passed", 0),
        ("point:accuracy>=0.81", "failed", 4),
    ],
)
def test_80_of_100_right(text: str, status: str, code: int) -> None:
    result = gate(text, cell("direct", 0.8))
    assert (result.status, result.code) == (status, code)


def test_every_cell_must_hold_and_a_failure_is_worse_than_an_open_one() -> None:
    cells = [cell("a", 0.9), cell("b", 0.72), cell("c", 0.4)]
    assert [check.status for check in gate("accuracy>=0.7", *cells).checks] == ["passed", "undecided", "failed"]
    assert gate("accuracy>=0.7", *cells).code == 4
    assert gate("accuracy>=0.7", *cells[:2]).code == 5


@pytest.mark.parametrize("selector", ["debate (judge=x)", "debate", "judge=x", "debate, judge=x"])
def test_one_cell_is_selected_by_its_name_or_its_labels(selector: str) -> None:
    cells = [cell("debate (judge=x)", 0.9, 100, "debate", "judge=x"), cell("direct", 0.1, 100, "direct", "judge=y")]
    (check,) = gate(f"accuracy[{selector}]>=0.7", *cells).checks
    assert (check.cell, check.status) == ("debate (judge=x)", "passed")


def test_a_cell_that_is_not_there_is_bad_input() -> None:
    with pytest.raises(BadInput, match="no cell 'debat': did you mean 'debate'"):
        gate("accuracy[debat]>=0.7", cell("debate", 0.9))


def test_an_undecided_check_says_how_many_questions_would_decide() -> None:
    (check,) = gate("accuracy>=0.7", cell("direct", 0.75, 100)).checks
    assert check.questions is not None
    assert f"about {check.questions:,} questions would decide" in check.reason
    low, _ = wilson(0.75, check.questions)
    assert low >= 0.7
    (check,) = gate("accuracy>=0.75", cell("direct", 0.75, 100)).checks
    assert check.questions is None


def test_nothing_to_measure_is_undecided_and_never_passed() -> None:
    assert gate("accuracy>=0.1", cell("direct", None)).code == 5
    assert gate("accuracy>=0.1").code == 5
    assert gate("brier<=0.1", cell("direct", 0.9)).code == 5
    without_interval = GateCell("direct", (), {"accuracy": Estimate(value=1.0, n=1, clusters=1)})
    (check,) = gate("accuracy>=0.1", without_interval).checks
    assert (check.status, check.questions) == ("undecided", None)
    assert gate("point:accuracy>=0.1", without_interval).code == 0


@given(SHARES, st.integers(1, 500), SHARES)
def test_no_figure_both_passes_and_fails(value: float, n: int, threshold: float) -> None:
    above = gate(f"accuracy>={threshold!r}", cell("a", value, n)).status
    below = gate(f"accuracy<={threshold!r}", cell("a", value, n)).status
    assert (above, below) in {
        ("passed", "failed"),
        ("failed", "passed"),
        ("undecided", "undecided"),
    } or threshold in wilson(value, n)
