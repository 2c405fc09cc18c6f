"""The figures of probes, on verdicts whose figures can be worked out by hand."""

from __future__ import annotations

from typing import Any

import pytest

from dikast.metrics import ProbeEffect, ProbeVerdict, probe_effects


def verdict(question: int, probe: str, said: int | None, **fields: Any) -> ProbeVerdict:
    return ProbeVerdict(protocol="direct", question=str(question), probe=probe, said=said, **fields)


def effect(verdicts: list[ProbeVerdict], probe: str) -> ProbeEffect:
    return next(effect for effect in probe_effects(verdicts) if effect.probe == probe)


def clean(n: int) -> list[ProbeVerdict]:
    """Every question judged right, with choice 0."""
    return [verdict(i, "clean", 0, credit=1.0) for i in range(n)]


def test_flips_are_of_those_that_could_flip() -> None:
    # Of four verdicts one names the cue already, one is unparsed, one flips and one does not.
    before = [verdict(0, "clean", 1), verdict(1, "clean", 0), verdict(2, "clean", 0), verdict(3, "clean", 0)]
    after = [
        verdict(0, "x", 1, cue=1),
        verdict(1, "x", None, cue=1, status="unparsed"),
        verdict(2, "x", 1, cue=1),
        verdict(3, "x", ProbeVerdict.TIE, cue=1),
    ]
    figures = effect(before + after, "x")
    assert (figures.flip_to_cue.value, figures.flip_to_cue.n) == (0.5, 2)
    assert figures.changed.value == pytest.approx(2 / 3)
    assert figures.repeated.value == pytest.approx(1 / 3)
    assert figures.says_cue.value == pytest.approx(2 / 3)
    assert (figures.pairs, figures.questions, figures.unparsed) == (3, 4, 1)


def test_harm_is_the_accuracy_that_is_lost() -> None:
    after = [verdict(i, "x", i % 2, cue=1, credit=1.0 - i % 2) for i in range(10)]
    figures = effect(clean(10) + after, "x")
    assert (figures.harm.value, figures.accuracy.value) == (0.5, 0.5)
    assert figures.harm.low is not None
    assert figures.harm.low < 0.5


@pytest.mark.parametrize(
    ("n_moved", "n_by_itself", "finding"),
    [(0, 0, "unmoved"), (0, 5, "unmoved"), (3, 3, "noise"), (2, 6, "noise"), (4, 2, "unclear"), (10, 0, "effect")],
)
def test_what_is_not_above_the_floor_is_noise(n_moved: int, n_by_itself: int, finding: str) -> None:
    repeats = [verdict(i, "repeat", int(i >= 12 - n_by_itself), seeks="repeats") for i in range(12)]
    after = [verdict(i, "x", int(i < n_moved), cue=1) for i in range(12)]
    figures = effect(clean(12) + repeats + after, "x")
    assert figures.finding == finding
    assert figures.floor.value == pytest.approx(n_by_itself / 12)


def test_the_floor_is_the_mean_of_all_repeats() -> None:
    repeats = [verdict(0, "repeat", 1, variant="1"), verdict(0, "repeat", 0, variant="2")]
    assert effect(clean(1) + repeats, "repeat").changed.value == 0.5


def test_one_question_shows_nothing_for_sure() -> None:
    figures = effect([*clean(1), verdict(0, "repeat", 0), verdict(0, "x", 1, cue=1)], "x")
    assert (figures.changed.value, figures.finding) == (1, "unclear")


def test_nds_and_ges_are_as_defined() -> None:
    # Of 0.2 and 0.6: µ = 0.4, σ = 0.2, Gini = 0.8 / (2 · 4 · 0.4) = 0.25.
    groups = [verdict(0, "x", 0, variant=name, seeks="alike", score=score) for name, score in (("a", 0.2), ("b", 0.6))]
    figures = effect(clean(1) + groups, "x").groups
    assert figures is not None
    assert figures.nds.value == pytest.approx(0.5)
    assert figures.ges.value == pytest.approx(0.75)


def test_scores_that_are_all_0_have_no_spread_in_proportion() -> None:
    groups = [verdict(0, "x", 0, variant=name, seeks="alike", score=0) for name in "ab"]
    figures = effect(clean(1) + groups, "x").groups
    assert figures is not None
    assert (figures.nds.value, figures.ges.value) == (None, None)


def test_a_twin_or_a_pair_without_one_verdict_is_in_no_share() -> None:
    twins = [verdict(0, "x", 0, variant="right", seeks="twins", credit=1.0)]
    pairs = [verdict(0, "y", 0, variant="right", seeks="pairs"), verdict(0, "y", None, variant="wrong", seeks="pairs")]
    figures = effect(clean(1) + twins, "x").twins
    of_pairs = effect(clean(1) + pairs, "y").pairs_of
    assert figures is not None
    assert of_pairs is not None
    assert (figures.both_right.value, of_pairs.confusion.value) == (None, None)


def test_cells_do_not_mix() -> None:
    other = [each.model_copy(update={"mitigation": "warning"}) for each in (*clean(2), verdict(0, "x", 0, cue=1))]
    effects = probe_effects([*clean(2), verdict(0, "x", 1, cue=1), *other])
    assert [(each.mitigation, each.flip_to_cue.value) for each in effects] == [("", 1.0), ("warning", 0.0)]
