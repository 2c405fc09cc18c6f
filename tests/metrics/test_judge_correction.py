"""Rates corrected for a judge's errors: planted truths lie in the intervals as often as these promise."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dikast.metrics import CorrectedRate, Estimate, JudgedRates, accuracy_of_all, corrected_rate
from dikast.metrics.cell import Bools, Floats
from tests.metrics.rows import cell, right, row

SIMULATIONS = 1_000
RATE, SENSITIVITY, SPECIFICITY = 0.6, 0.9, 0.8
ALL = 1_000
Corrected = Callable[[CorrectedRate], Estimate]
CORRECTIONS: dict[str, Corrected] = {
    "rogan_gladen": lambda found: found.rogan_gladen,
    "ppi": lambda found: found.ppi,
    "ppi_tuned": lambda found: found.ppi_tuned,
}


def judged(rng: np.random.Generator, passes: Bools) -> Floats:
    """What the judge says of items that pass or fail."""
    is_right = rng.random(len(passes)) < np.where(passes, SENSITIVITY, SPECIFICITY)
    return np.where(is_right, passes, ~passes).astype(float)


def with_labels(rng: np.random.Generator, n: int, rate: float = RATE, rate_of_labelled: float = RATE) -> JudgedRates:
    """Items of which the first `n` are labelled."""
    passes = rng.random(ALL) < np.where(np.arange(ALL) < n, rate_of_labelled, rate)
    truth = np.where(np.arange(ALL) < n, passes.astype(float), np.nan)
    return JudgedRates.of(judged(rng, passes), truth)


def covers(estimate: Estimate, truth: float) -> bool:
    assert estimate.low is not None
    assert estimate.high is not None
    return estimate.low <= truth <= estimate.high


def coverage(sample: Callable[[np.random.Generator], JudgedRates], of: Corrected, truth: float = RATE) -> float:
    """How often the interval holds the truth, over 1,000 simulations with one seed."""
    rng = np.random.default_rng(0)
    hits = 0
    for _ in range(SIMULATIONS):
        found = corrected_rate(sample(rng))
        assert found is not None
        hits += covers(of(found), truth)
    return hits / SIMULATIONS


@pytest.mark.parametrize("n", [50, 200])
@pytest.mark.parametrize("name", CORRECTIONS)
def test_planted_rates_lie_in_the_interval_in_93_to_97_of_100_simulations(name: str, n: int) -> None:
    assert 0.93 <= coverage(lambda rng: with_labels(rng, n), CORRECTIONS[name]) <= 0.97


def test_the_judges_own_rate_is_not_the_truth() -> None:
    assert coverage(lambda rng: with_labels(rng, 200, 0.3, 0.3), lambda found: found.said, 0.3) < 0.1


def test_judgements_make_the_interval_narrower_than_labels_alone() -> None:
    found = corrected_rate(with_labels(np.random.default_rng(0), 200))
    assert found is not None
    widths = {
        name: (estimate.high or 0) - (estimate.low or 0)
        for name, estimate in {"labels": found.labelled_only, "tuned": found.ppi_tuned, "ppi": found.ppi}.items()
    }
    assert widths["tuned"] < widths["ppi"] < widths["labels"]


def test_labels_from_another_mix_mislead_prediction_powered_inference_and_not_rogan_gladen() -> None:
    def sample(rng: np.random.Generator) -> JudgedRates:
        return with_labels(rng, 200, rate_of_labelled=0.3)

    assert coverage(sample, CORRECTIONS["rogan_gladen"]) >= 0.93
    assert coverage(sample, CORRECTIONS["ppi_tuned"]) < 0.5


def partly_proved(rng: np.random.Generator, *, as_labels: bool) -> JudgedRates:
    """A verifier refutes half of what fails and proves nothing right; people label 200 of the rest."""
    passes = rng.random(ALL) < RATE
    is_proved = ~passes & (rng.random(ALL) < 0.5)
    rest = np.flatnonzero(~is_proved)
    truth = np.full(ALL, np.nan)
    truth[rest[:200]] = passes[rest[:200]]
    proved_truth = np.where(is_proved, 0.0, np.nan)
    if as_labels:
        truth[is_proved] = 0
        is_proved = np.zeros(ALL, dtype=np.bool_)
    return JudgedRates(judged(rng, passes), truth, is_proved, proved_truth, np.arange(ALL))


@pytest.mark.parametrize("name", CORRECTIONS)
def test_proofs_are_free_labels_in_a_part_of_their_own(name: str) -> None:
    assert 0.93 <= coverage(lambda rng: partly_proved(rng, as_labels=False), CORRECTIONS[name]) <= 0.97


def test_proofs_taken_for_a_random_sample_mislead() -> None:
    assert coverage(lambda rng: partly_proved(rng, as_labels=True), CORRECTIONS["ppi_tuned"]) < 0.1


def test_proofs_make_the_interval_narrower() -> None:
    rng = np.random.default_rng(3)
    with_proofs = corrected_rate(partly_proved(rng, as_labels=False))
    without = corrected_rate(with_labels(np.random.default_rng(3), 200))
    assert with_proofs is not None
    assert without is not None
    assert with_proofs.proved > 100
    assert width(with_proofs.ppi_tuned) < width(without.ppi_tuned)


def width(estimate: Estimate) -> float:
    assert estimate.low is not None
    assert estimate.high is not None
    return estimate.high - estimate.low


def test_a_label_that_contradicts_a_proof_is_counted_and_the_proof_holds() -> None:
    said = np.array([1.0, 0, 1, 0, 1, 0, 1, 0])
    truth = np.array([1.0, 0, 1, 0, np.nan, np.nan, 1.0, np.nan])
    is_proved = np.array([False] * 6 + [True] * 2)
    proved = np.where(is_proved, 0.0, np.nan)
    found = corrected_rate(JudgedRates(said, truth, is_proved, proved, np.arange(8)))
    assert found is not None
    assert (found.labelled, found.unlabelled, found.proved, found.contradicted) == (4, 2, 2, 1)
    assert found.ppi.value == pytest.approx(0.75 * 0.5)


def test_repeated_judgements_of_an_item_count_as_one() -> None:
    once = with_labels(np.random.default_rng(1), 100)
    twice = JudgedRates(
        np.tile(once.said, 2),
        np.tile(once.truth, 2),
        np.tile(once.is_proved, 2),
        np.tile(once.proved_truth, 2),
        np.tile(once.item, 2),
    )
    assert corrected_rate(once) == corrected_rate(twice)


def test_a_judge_that_tells_nothing_has_no_rogan_gladen_rate_and_no_weight() -> None:
    truth = np.array([1.0, 0, 1, 0, np.nan, np.nan])
    found = corrected_rate(JudgedRates.of(np.ones(6), truth))
    assert found is not None
    assert found.rogan_gladen == Estimate(value=None)
    assert found.weight == 0
    assert found.ppi_tuned.value == pytest.approx(0.5)


def test_labels_of_one_kind_alone_leave_rogan_gladen_open() -> None:
    found = corrected_rate(JudgedRates.of(np.array([1.0, 0, 1, 1, 0]), np.array([1.0, 1, 1, np.nan, np.nan])))
    assert found is not None
    assert found.rogan_gladen.value is None
    assert found.specificity.value is None


@pytest.mark.parametrize("truth", [[np.nan] * 4, [1.0, np.nan, np.nan, np.nan], [1.0, 0, 1, np.nan], [1.0, 0, 1, 1]])
def test_too_little_of_either_part_is_no_correction(truth: list[float]) -> None:
    assert corrected_rate(JudgedRates.of(np.ones(4), np.array(truth))) is None


@given(st.lists(st.tuples(st.floats(0, 1), st.sampled_from([0.0, 1.0, None])), max_size=40))
def test_every_interval_holds_its_value_and_lies_in_0_to_1(rows: list[tuple[float, float | None]]) -> None:
    said = np.array([row[0] for row in rows])
    truth = np.array([np.nan if row[1] is None else row[1] for row in rows])
    found = corrected_rate(JudgedRates.of(said, truth))
    if found is None:
        return
    for estimate in (found.rogan_gladen, found.ppi, found.ppi_tuned, found.labelled_only, found.said):
        if estimate.value is not None:
            assert estimate.low is not None
            assert estimate.high is not None
            # Rounding can put an end a hair beyond its value.
            assert 0 <= estimate.low <= estimate.value + 1e-12 <= estimate.high + 2e-12 <= 1 + 3e-12


def test_the_accuracy_on_all_questions_takes_the_judges_certainty_for_those_without_an_answer() -> None:
    known = [row(f"k{i}", (0.9, 0.1), gold=0 if i < 60 else 1, id=f"k{i}") for i in range(80)]
    others = [row(f"o{i}", (0.9, 0.1), gold=None, id=f"o{i}") for i in range(300)]
    unread = [row("u", None, gold=None, id="u"), row("v", None, gold=0, id="v")]
    found = accuracy_of_all(cell(*known, *others, *unread))
    assert found is not None
    assert (found.labelled, found.unlabelled) == (80, 300)
    assert found.said.value == pytest.approx(0.9)
    assert found.ppi_tuned.value == pytest.approx(0.75)
    assert found.rogan_gladen.value is None


def test_where_every_answer_is_known_or_the_judge_abstained_there_is_nothing_more() -> None:
    known = [right(str(i), id=str(i)) for i in range(9)]
    silent = [right(f"s{i}", id=f"s{i}", credit=None, abstained=True) for i in range(9)]
    assert accuracy_of_all(cell(*known)) is None
    assert accuracy_of_all(cell(*known, *silent)) is None
