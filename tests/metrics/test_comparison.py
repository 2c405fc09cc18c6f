"""Protocols compared on the same questions."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dikast.metrics import Cell, adjusted, compare, compare_all
from tests.metrics.rows import P, binary, cell, right, row, wrong


def named(protocol: str, credits: str) -> Cell:
    """A cell with one episode on each question, right (+), wrong (-), a tie (=) or unparsed (?)."""
    ps: dict[str, P | None] = {"+": (0.8, 0.2), "-": (0.2, 0.8), "=": (0.5, 0.5), "?": None}
    return cell(*(row(str(i), ps[c], protocol=protocol) for i, c in enumerate(credits)))


def test_worked_by_hand() -> None:
    found = compare(named("debate", "+++=?"), named("direct", "+--+-"))
    # Differences 0, 1, 1 and -1/2 on the four questions that both decided.
    assert found.difference.value == pytest.approx(1.5 / 4)
    assert found.difference.n == 4
    # Of ±1 ±1 ±1/2, four sums of eight are at least 3/2 from zero: 5/2, 3/2 and their opposites.
    assert (found.p_value, found.is_exact) == pytest.approx((4 / 8, True))
    deviation = np.std([0, 1, 1, -0.5], ddof=1)
    assert found.detectable == pytest.approx((1.96 + 0.8416) * deviation / 2, rel=1e-3)
    assert (found.first, found.second, found.of) == ("debate", "direct", "credit")


def test_a_question_asked_often_is_one_question() -> None:
    often = cell(right("1"), right("1"), wrong("1"))
    found = compare(often, cell(wrong("1")))
    assert found.difference.value == pytest.approx(2 / 3)
    assert (found.difference.n, found.detectable) == (1, None)


def test_losses_and_log_scores() -> None:
    sure, unsure = cell(row("1", (0.9, 0.1))), cell(row("1", (0.6, 0.4)))
    assert compare(sure, unsure, of="brier").difference.value == pytest.approx(0.01 - 0.16)
    assert compare(sure, unsure, of="log").difference.value == pytest.approx(math.log(0.9 / 0.6))


def test_infinite_scores_are_not_left_out_in_silence() -> None:
    sure, unsure = cell(row("1", (0.0, 1.0)), row("2")), cell(row("1", (0.6, 0.4)), row("2"))
    found = compare(sure, unsure, of="log")
    assert (found.difference.value, found.difference.low) == (-math.inf, None)
    assert (found.p_value, found.detectable, found.difference.n) == (None, None, 2)
    assert compare(sure, sure, of="log").difference.value is None


def test_no_common_question() -> None:
    found = compare(cell(right("1")), cell(right("2")))
    assert (found.difference.value, found.p_value, found.p_adjusted, found.detectable) == (None,) * 4


def test_all_pairs_are_corrected_together() -> None:
    cells = [
        named("a", "+" * 10),
        named("b", "-" * 10),
        named("c", "+" * 9 + "-"),
        cell(right("elsewhere", protocol="d")),
    ]
    found = compare_all(cells)
    assert [(c.first, c.second) for c in found] == [
        ("a", "b"),
        ("a", "c"),
        ("a", "d"),
        ("b", "c"),
        ("b", "d"),
        ("c", "d"),
    ]
    known = [c for c in found if c.p_value is not None]
    assert [c.comparisons for c in known] == [3, 3, 3]
    p = {(c.first, c.second): c for c in known}
    assert p["a", "b"].p_adjusted == pytest.approx(3 * 2 / 2**10)
    assert p["b", "c"].p_adjusted == pytest.approx(2 * 2 / 2**9)
    assert p["a", "c"].p_adjusted == 1.0


def test_corrections_worked_by_hand() -> None:
    p = [0.01, 0.04, 0.03, 0.005]
    assert adjusted(p, "holm") == pytest.approx([0.03, 0.06, 0.06, 0.02])
    assert adjusted(p, "bh") == pytest.approx([0.02, 0.04, 0.04, 0.02])
    assert adjusted(p, "none") == p
    assert adjusted([], "holm") == []


P_VALUES = st.lists(st.floats(0, 1), min_size=1, max_size=12)


@given(P_VALUES)
def test_corrections_keep_the_order_and_never_help(p: list[float]) -> None:
    from scipy.stats import false_discovery_control

    holm, bh = adjusted(p, "holm"), adjusted(p, "bh")
    assert bh == pytest.approx(false_discovery_control(p).tolist())
    for corrected in (holm, bh):
        assert all(a >= b - 1e-12 for a, b in zip(corrected, p, strict=True))
        assert all(corrected[i] <= corrected[j] for i in range(len(p)) for j in range(len(p)) if p[i] < p[j])
    assert all(a >= b - 1e-12 for a, b in zip(holm, bh, strict=True))


CHANCES = st.lists(st.tuples(st.floats(0, 1), st.floats(0, 1)), min_size=1, max_size=10)


@given(CHANCES)
def test_the_other_way_round_is_the_opposite(drawn: list[tuple[float, float]]) -> None:
    cells = [cell(*(row(str(i), binary(pair[k])) for i, pair in enumerate(drawn))) for k in (0, 1)]
    ahead, behind = compare(cells[0], cells[1], resamples=100), compare(cells[1], cells[0], resamples=100)
    assert ahead.difference.value == pytest.approx(-(behind.difference.value or 0.0), abs=1e-12)
    assert ahead.p_value == pytest.approx(behind.p_value)
    itself = compare(cells[0], cells[0], resamples=100)
    assert (itself.difference.value, itself.p_value) == (0.0, 1.0)


def test_questions_that_differ_alike_tell_no_spread() -> None:
    found = compare(named("a", "++--"), named("b", "++--"))
    assert (found.difference.value, found.difference.low, found.p_value, found.detectable) == (0, None, 1, None)
