"""Which steps a run has, and how uncertain its judges were of each."""

from __future__ import annotations

import numpy as np
import pytest

from dikast.experiments import RunFolder
from dikast.experiments.labelling.step_frame import FrameStep, frame_of, judged_right, step_ids
from dikast.experiments.labelling.step_sample import LEAST_SIZE, SampleTerms, draw_sample, wanted_size
from dikast.metrics import inclusion_probabilities
from dikast.records import StepLabel
from tests.graphs.judge_bench import EGGS, worked


@pytest.mark.parametrize(
    ("label", "votes", "p_right"),
    [
        ({"label": "correct"}, [], 1.0),
        ({"label": "inherited"}, [], 0.0),
        ({"label": "unknown"}, [], 0.5),
        ({"label": None}, [], 0.5),
        ({"label": "correct", "p_correct": 0.7}, [], 0.7),
        ({"label": "incorrect", "p_correct": 0.9, "decided_by": "verifier"}, [], 0.0),
        ({"label": "correct", "p_correct": 0.9, "decided_by": "contested"}, [], 0.5),
        ({"label": "correct"}, ["correct", "neutral", "incorrect", None, "unknown"], 0.625),
    ],
)
def test_how_likely_a_step_is_right_by_one_grading(
    label: dict[str, object], votes: list[str | None], p_right: float
) -> None:
    """Unknown, unparsed and contested labels are a half, a proof is certain, and several votes make a share."""
    said = [StepLabel.model_validate({"step": 0, "label": vote}) for vote in votes]
    assert judged_right(StepLabel.model_validate({"step": 0, **label}), said) == p_right


def test_a_step_is_wanted_the_more_the_less_certain_its_judges_are() -> None:
    sizes = [wanted_size(p) for p in (0.5, 0.3, 0.1, 0.02, 0.0, 1.0)]
    assert sizes == sorted(sizes, reverse=True)
    assert (sizes[0], sizes[-1]) == (1.0, LEAST_SIZE)


def test_every_step_of_a_run_is_in_the_frame_once(run: RunFolder) -> None:
    steps = frame_of(run)
    assert len({step.id for step in steps}) == len(steps) == 15
    assert {step.question for step in steps} >= {"bakery-ada", "square-ada", "hostile"}


def test_the_order_is_a_random_one_however_steps_are_wanted() -> None:
    """Over many seeds, the weights of the first five steps add up to the number of all steps."""
    frame = [FrameStep(f"{number:032x}", "q", number, p_right=number / 20) for number in range(20)]
    totals = []
    for seed in range(2_000):
        order = draw_sample(frame, SampleTerms(seed=seed))
        sizes, marks = (np.array([getattr(step, name) for step in order]) for name in ("size", "mark"))
        totals.append((1 / inclusion_probabilities(sizes, marks, 5)).sum())
    error = np.std(totals) / np.sqrt(len(totals))
    assert abs(np.mean(totals) - len(frame)) < 4 * error


def test_steps_of_another_solution_under_the_same_id_are_other_steps() -> None:
    other = worked("3 boxes hold 3 * 12 = 36 eggs.", "36 - 4 = 32 eggs are left.", "Hence the answer follows.")
    assert not set(step_ids(EGGS)) & set(step_ids(other))
    assert len(set(step_ids(EGGS))) == 3


def test_the_same_seed_gives_the_same_order_and_steps_that_come_later_change_no_mark(run: RunFolder) -> None:
    frame = frame_of(run)
    terms = SampleTerms(order="random", seed=3)
    whole, part = draw_sample(frame, terms), draw_sample(frame[:8], terms)
    assert whole == draw_sample(frame[::-1], terms)
    kept = {step.id for step in part}
    assert [step.id for step in whole if step.id in kept] == [step.id for step in part]
    assert [step.id for step in draw_sample(frame, SampleTerms(order="random", seed=4))] != [step.id for step in whole]
