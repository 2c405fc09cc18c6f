"""The human debates of Michael et al. 2023, as far as they lie beside this checkout: recomputed, not trusted."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from dikast.metrics import (
    Cell,
    agreement,
    asd,
    calibration,
    cells,
    early_stop,
    judge_accuracy,
    judge_reward,
    proper_scores,
    trajectory,
)
from dikast.records import Outcome, OutcomeLook, Seated
from tests.metrics.rows import row

Debate = dict[str, Any]


@pytest.fixture(scope="module")
def debates(shared_data: Path) -> list[Debate]:
    path = shared_data / "oversight" / "nyu_debates_full_sample.jsonl"
    with path.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


@pytest.fixture(scope="module")
def of_people(debates: list[Debate]) -> dict[str, Cell]:
    """The debates and consultancies with human speakers."""
    return {cell.protocol: cell for cell in cells(map(outcome, debates)) if cell.agents == "human"}


def outcome(debate: Debate) -> Outcome:
    """A debate as a row: its sides are seated, its beliefs in order, the last one the verdict."""
    *before, last = debate["judge_trajectory"]
    sides = {turn["speaker"]: turn["arguing_for"] for turn in debate["turns"] if "arguing_for" in turn}
    return row(
        debate["article_id"] + debate["question"],
        tuple(debate["final_judgement"]),
        gold=debate["correct_index"],
        id=debate["id"],
        protocol=debate["protocol"],
        agents=debate["debater"],
        beliefs=tuple(OutcomeLook(look["round"], (0, 1), tuple(look["dist"])) for look in before),
        views=(OutcomeLook(last["round"], (0, 1), tuple(last["dist"])),),
        argues=next(iter(sides.values())) if debate["protocol"] == "consultancy" else None,
        seats=tuple(Seated(name, "debater", debate["debater"], (side,)) for name, side in sorted(sides.items())),
    )


def of(debates: list[Debate], protocol: str) -> list[Debate]:
    return [d for d in debates if d["debater"] == "human" and d["protocol"] == protocol]


def test_every_judges_reward_is_the_recorded_one(debates: list[Debate]) -> None:
    assert len(debates) == 79
    for debate in debates:
        scoring = debate["scoring"]
        found = judge_reward(
            debate["p_correct_final"],
            debate["num_continues"],
            base=scoring["baseCoefficient"],
            constant=scoring["constant"],
            log_base=scoring["logBase"],
            per_turn_penalty=scoring["perTurnPenalty"],
        )
        assert found == pytest.approx(debate["judge_reward"], abs=1e-9), debate["id"]
        assert debate["num_continues"] == len(debate["judge_trajectory"]) - 1


@pytest.mark.parametrize("protocol", ["debate", "consultancy"])
def test_accuracy_and_proper_scores_of_each_episode(
    debates: list[Debate], of_people: dict[str, Cell], protocol: str
) -> None:
    p = np.array([d["final_judgement"][d["correct_index"]] for d in of(debates, protocol)])
    credit = np.where(p == 0.5, 0.5, p > 0.5)
    scores = proper_scores(of_people[protocol], weigh="episodes", resamples=100)
    accuracy = judge_accuracy(of_people[protocol], weigh="episodes").accuracy
    assert accuracy.value == pytest.approx(credit.mean(), abs=1e-12)
    assert accuracy.n == len(p)
    assert scores.log2.value == pytest.approx(np.log2(p).mean(), abs=1e-9)
    assert scores.brier.value == pytest.approx(((1 - p) ** 2).mean(), abs=1e-9)


def test_consultants_for_either_side(debates: list[Debate], of_people: dict[str, Cell]) -> None:
    found = judge_accuracy(of_people["consultancy"], weigh="episodes")
    honest: list[bool] = []
    dishonest: list[bool] = []
    for debate in of(debates, "consultancy"):
        spoken = [turn for turn in debate["turns"] if "is_correct_side" in turn]
        (honest if spoken[0]["is_correct_side"] else dishonest).append(debate["p_correct_final"] > 0.5)
    assert found.argued_right.value == pytest.approx(np.mean(honest))
    assert found.argued_wrong.value == pytest.approx(np.mean(dishonest))


def test_the_score_difference_of_debates(debates: list[Debate], of_people: dict[str, Cell]) -> None:
    p = [d["p_correct_final"] for d in of(debates, "debate")]
    by_hand = math.fsum(math.log(v) - math.log(1 - v) for v in p) / len(p)
    assert asd(of_people["debate"], resamples=100).value == pytest.approx(by_hand, abs=1e-9)


@pytest.mark.parametrize("threshold", [0.8, 0.9, 0.99])
def test_stopping_early(debates: list[Debate], of_people: dict[str, Cell], threshold: float) -> None:
    credit, looks = [], []
    for debate in of(debates, "debate"):
        course = debate["judge_trajectory"]
        stop = next((i for i, at in enumerate(course) if max(at["dist"]) >= threshold - 1e-9), len(course) - 1)
        p = course[stop]["dist"][debate["correct_index"]]
        credit.append(0.5 if p == 0.5 else float(p > 0.5))
        looks.append(stop + 1)
    (found,) = early_stop(of_people["debate"], [threshold], weigh="episodes", resamples=100)
    assert found.accuracy.value == pytest.approx(np.mean(credit))
    assert found.looks.value == pytest.approx(np.mean(looks))
    assert found.looks_in_all == pytest.approx(np.mean([len(d["judge_trajectory"]) for d in of(debates, "debate")]))


def test_beliefs_begin_even_and_end_with_the_verdict(of_people: dict[str, Cell]) -> None:
    found = trajectory(of_people["debate"], weigh="episodes", resamples=100)
    assert found[0].round == 0
    assert found[0].p_gold.value == pytest.approx(0.5, abs=0.02)
    assert found[-1].p_gold.value == pytest.approx(float(np.mean(of_people["debate"].p_gold)))


def test_judges_who_read_it_afterwards(debates: list[Debate]) -> None:
    pairs = [
        (debate["p_correct_final"] > 0.5, offline["p_correct"][-1] > 0.5)
        for debate in debates
        for offline in debate["offline_judgments"].values()
    ]
    assert len(pairs) == 19
    found = agreement([a for a, _ in pairs], [b for _, b in pairs], resamples=100)
    assert found.percent.value == pytest.approx(np.mean([a == b for a, b in pairs]))
    assert (found.n, found.kappa.n) == (19, 19)


def test_people_are_more_often_wrong_than_they_say(of_people: dict[str, Cell]) -> None:
    found = calibration(of_people["consultancy"], bins=5)
    assert found.overconfidence.low is not None
    assert found.overconfidence.low > 0
