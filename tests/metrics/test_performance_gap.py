"""PGR: part of the way, the whole way, none, and where there is no way."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dikast.metrics import Cell, Estimate, judge_accuracy, pgr
from dikast.metrics.performance_gap import holds_zero
from tests.metrics.rows import binary, cell, right, row, wrong


def scored(protocol: str, credits: str) -> Cell:
    made = {"+": right, "-": wrong}
    return cell(*(made[c](str(i), protocol=protocol) for i, c in enumerate(credits)))


def test_worked_by_hand() -> None:
    found = pgr(scored("direct", "+---"), scored("debate", "++--"), scored("strong", "++++"))
    assert found.recovered.value == pytest.approx((1 / 2 - 1 / 4) / (1 - 1 / 4))
    assert (found.floor.value, found.reached.value, found.ceiling.value, found.gap.value) == (0.25, 0.5, 1.0, 0.75)
    assert (found.protocol, found.weak, found.strong, found.recovered.n) == ("debate", "direct", "strong", 4)


def test_only_questions_that_all_three_decided() -> None:
    found = pgr(scored("direct", "+-"), scored("debate", "+-+"), cell(right("1", protocol="strong")))
    assert (found.recovered.n, found.floor.value, found.ceiling.value) == (1, 0.0, 1.0)
    assert found.gap_may_be_none  # one question has no interval


def test_no_gap_no_share_of_it() -> None:
    found = pgr(scored("direct", "++--"), scored("debate", "++++"), scored("strong", "--++"))
    assert (found.recovered.value, found.gap.value) == (None, 0.0)
    assert found.gap_may_be_none


def test_a_clear_gap_is_one() -> None:
    found = pgr(
        scored("direct", "-" * 40 + "+" * 10), scored("debate", "+" * 30 + "-" * 20), scored("strong", "+" * 50)
    )
    assert not found.gap_may_be_none
    assert found.recovered.low is not None
    assert found.recovered.high is not None
    assert 0 < found.recovered.low < (found.recovered.value or 0) < found.recovered.high < 1


@pytest.mark.parametrize(
    ("n", "low"),
    [(2, 2 * 0.025 ** (1 / 2) - 1), (5, 2 * 0.025 ** (1 / 5) - 1), (6, 2 * 0.025 ** (1 / 6) - 1), (40, 0.8238)],
)
def test_a_gap_on_every_question_is_certain_once_there_are_six(n: int, low: float) -> None:
    # Resampled, such a gap has no spread: that used to be called "may be none".
    found = pgr(scored("direct", "-" * n), scored("debate", "+-" * (n // 2) + "-" * (n % 2)), scored("strong", "+" * n))
    assert (found.gap.value, found.gap.high) == (1.0, 1.0)
    assert found.gap.low == pytest.approx(low, abs=1e-4)
    assert found.gap.method == "exact"
    # As the sign test says: 2 · ½⁶ is below 0.05, and 2 · ½⁵ is not.
    assert found.gap_may_be_none is (n < 6)


def test_a_gap_of_none_on_every_question_may_be_none() -> None:
    found = pgr(scored("direct", "+" * 40), scored("debate", "+" * 40), scored("strong", "+" * 40))
    assert (found.gap.low or 0) < 0 < (found.gap.high or 0)
    assert found.gap_may_be_none


@pytest.mark.parametrize(
    ("low", "high", "may_be_none"),
    [
        (0.01, 0.5, False),
        (-0.5, -0.01, False),
        (-0.01, 0.5, True),
        (0.0, 0.5, True),
        (-0.5, 0.0, True),
        (1e-17, 0.5, True),
        (None, None, True),
    ],
)
def test_a_gap_may_be_none_where_its_interval_holds_zero(
    low: float | None, high: float | None, may_be_none: bool
) -> None:
    assert holds_zero(Estimate(value=0.2, low=low, high=high)) is may_be_none


CREDITS = st.text("+-", min_size=4, max_size=10).filter(lambda credits: "-" in credits)


@given(CREDITS)
def test_the_floor_recovers_nothing_and_the_ceiling_all(credits: str) -> None:
    weak, strong = scored("direct", credits), scored("strong", "+" * len(credits))
    assert pgr(weak, weak, strong, resamples=50).recovered.value == pytest.approx(0, abs=1e-12)
    assert pgr(weak, strong, strong, resamples=50).recovered.value == pytest.approx(1, abs=1e-12)


@given(st.lists(st.floats(0, 0.45), min_size=2, max_size=8), st.floats(0, 1))
def test_it_is_linear_in_the_protocols_score(losses: list[float], part: float) -> None:
    """A protocol whose Brier loss lies so far between the two recovers so much."""

    def with_loss(protocol: str, scale: float) -> Cell:
        ps = [1 - ((loss + 0.1) * scale) ** 0.5 for loss in losses]
        return cell(*(row(str(i), binary(p), protocol=protocol) for i, p in enumerate(ps)))

    found = pgr(with_loss("weak", 1), with_loss("between", 1 - part), with_loss("strong", 0), of="brier", resamples=50)
    assert found.recovered.value == pytest.approx(part, abs=1e-9)


def test_the_ends_are_the_cells_accuracies() -> None:
    weak, strong = scored("direct", "+--"), scored("strong", "++-")
    found = pgr(weak, weak, strong)
    assert found.floor.value == judge_accuracy(weak).accuracy.value
    assert found.ceiling.value == judge_accuracy(strong).accuracy.value


def test_the_last_digit_of_a_sum_is_no_gap() -> None:
    thirds = [1 / 3, 1 / 3, 1.0, 0.0, 1.0, 1 / 2]
    turned = [thirds[i] for i in (2, 3, 4, 0, 1, 5)]
    assert sum(thirds) != sum(turned)

    def credited(protocol: str, credits: list[float]) -> Cell:
        return cell(*(right(str(i), protocol=protocol, credit=c) for i, c in enumerate(credits)))

    found = pgr(credited("direct", thirds), scored("debate", "++++++"), credited("strong", turned))
    assert found.recovered.value is None
